"""A date that was misread is corrected and taught on the real dashboard, in three keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from billhook.settings import Settings
from billhook.wiring import CLOCK, opened_store, reader
from model.documents import EvidenceSource
from model.filing import Channel, DocumentSource
from model.suppliers import Supplier
from pipeline.documents import filing
from storage import documents, suppliers
from storage.store import Store
from tests.e2e.keyboard import Keyboard, at_dashboard
from tests.parsers.paper import Page

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def bill(number: str, packed: str, billed: str) -> bytes:
    """A bill with two days beside words that no vocabulary holds; the second is its date."""
    page = Page.new()
    page.write(50, 60, "Northgate Paper Ltd", 14, bold=True)
    page.write(50, 76, "12 Mill Lane")
    page.write(400, 60, "INVOICE", 18, bold=True)
    rows = (("Invoice number:", number), ("Kiste:", packed), ("Blatt:", billed))
    for y, (word, value) in enumerate(rows):
        page.write(330, 110 + 14 * y, word)
        page.write(450, 110 + 14 * y, value)
    for x, head in ((50, "Description"), (330, "Qty"), (430, "Unit Price"), (545, "Amount")):
        page.write(x, 220, head, bold=True, right=x > 50)
    for x, cell in ((50, "Copy paper"), (330, "2"), (430, "50.00"), (545, "100.00")):
        page.write(x, 236, cell, right=x > 50)
    for y, (word, value) in enumerate(
        (("Net", "100.00"), ("VAT 19%", "19.00"), ("Total GBP", "119.00"))
    ):
        page.write(430, 270 + 14 * y, word, right=True)
        page.write(545, 270 + 14 * y, value, right=True)
    return page.done()


def filed(store: Store, content: bytes, mail: str) -> str:
    """A bill that came by mail."""
    source = DocumentSource(Channel.MAIL, mail, "E-mail", CLOCK.now())
    arrival = filing.Arrival(content, "application/pdf", source, supplier_id="northgate")
    return filing.file(store, reader(store), arrival)


def test_a_date_is_corrected_and_taught_in_three_keys(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    with opened_store(settings) as store:
        with store.begin() as tx:
            suppliers.add(tx, Supplier("northgate", "Northgate Paper Ltd"))
        first = filed(store, bill("NP-471", "21 May 2026", "14 April 2026"), "m1")
        with store.read() as tx:
            before = documents.reading(tx, first)
        assert before.text("issue_date") == "2026-05-21"
        with at_dashboard(settings) as page:
            expect(page.locator(".fp h2")).to_have_text("Northgate Paper Ltd")
            clerk = Keyboard(page)
            clerk.press("f")
            expect(page.locator("[data-field=issue_date] input")).to_be_focused()
            clerk.press("ArrowDown")
            expect(page.locator("[data-field=issue_date] input")).to_have_value("2026-04-14")
            clerk.press("Enter")
            expect(page.get_by_text("Learned where the issue date stands")).to_be_visible()
            assert clerk.pressed == 3
        second = filed(store, bill("NP-502", "3 June 2026", "30 May 2026"), "m2")
        with store.read() as tx:
            read = documents.reading(tx, second).fields["issue_date"]
    assert (read.value, read.evidence.source) == ("2026-05-30", EvidenceSource.MEMORY)
    assert read.evidence.why.startswith("as corrected by Ada Lindqvist on 20")
