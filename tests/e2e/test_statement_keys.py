"""A statement of sixty lines, reconciled on the real dashboard by keyboard alone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from billhook.settings import Settings
from billhook.wiring import opened_store
from model.documents import StatementLine, StatementLineKind, StatementReading
from model.matches import StandingState
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from pipeline.reconciling import statements as reconciling
from storage import audit, ledger, statements
from storage.store import Tx
from tests.e2e.keyboard import Keyboard, at_dashboard
from tests.storage import samples

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

FIRST = date(2026, 10, 1)
SUPPLIER = "nordwind"


def euros(amount: str | Decimal) -> Money:
    return Money(Decimal(amount), "EUR")


def printed(position: int, reference: str, amount: str) -> StatementLine:
    paid = reference.startswith("BACS")
    kind = StatementLineKind.PAYMENT if paid else StatementLineKind.INVOICE
    day = FIRST + timedelta(days=position % 28)
    return StatementLine(position, kind, reference, day, euros(amount))


def booked(
    line: StatementLine, *, reference: str = "", amount: str = "", late: int = 0
) -> LedgerEntry:
    name = f"L-{line.position}"
    assert line.day
    day = line.day + timedelta(days=late)
    return LedgerEntry(
        name,
        SUPPLIER,
        EntryKind.INVOICE,
        reference or line.reference,
        day,
        day,
        euros(amount) if amount else line.amount,
        name,
    )


def sixty_lines() -> tuple[list[StatementLine], list[LedgerEntry]]:
    """A statement with 55 lines as we booked them, and five that differ, each in its own way."""
    exact = [printed(n, f"R-{5000 + n * 37}", f"{100 + n * 7}.{n:02}") for n in range(1, 56)]
    early = printed(56, "R-8101", "250.00")
    freight = printed(57, "R-8202", "480.00")
    mistyped = printed(58, "R-8303", "777.70")
    twice = StatementLine(59, exact[6].kind, exact[6].reference, exact[6].day, exact[6].amount)
    paid = printed(60, "BACS 221026", "-333.00")
    entries = [
        *(booked(line) for line in exact),
        booked(early, amount="245.00"),
        booked(freight, amount="449.50"),
        booked(mistyped, reference="Q-17", late=29),
    ]
    return [*exact, early, freight, mistyped, twice, paid], entries


def reconciled(tx: Tx, lines: list[StatementLine], entries: list[LedgerEntry]) -> str:
    """The id of the statement with these lines, beside this ledger."""
    samples.found_company(tx)
    samples.file_invoice(tx)
    ledger.load(tx, entries)
    closing = sum((line.amount.amount for line in lines), Decimal(0))
    reading = StatementReading(
        tuple(lines), "EUR", statement_date=date(2026, 10, 31), opening=Decimal(0), closing=closing
    )
    held = statements.add(tx, "doc-1", SUPPLIER, "nordwind-1", reading)
    reconciling.reconcile_supplier(tx, SUPPLIER)
    return held


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path)


def test_sixty_lines_with_five_differences_take_fifteen_keys(settings: Settings) -> None:
    with opened_store(settings) as store, store.begin() as tx:
        held = reconciled(tx, *sixty_lines())
    with at_dashboard(settings) as page:
        page.goto(page.url.split("/login")[0].rstrip("/") + "/statements")
        expect(page.locator(".sb-row")).not_to_have_count(0)
        keys = Keyboard(page)
        keys.await_left(5)
        keys.press("Enter")
        keys.answer("a")  # a discount of 2 %
        keys.press("a")  # for freight nothing is proposed: it asks why
        expect(page.get_by_label("Why is it right as it is?")).to_be_focused()
        keys.answer("2")  # the second of the usual reasons
        keys.answer("1")  # booked late, under another number
        keys.answer("a")  # printed twice
        keys.answer("a")  # a payment that is not booked yet
        assert keys.unexplained() == "0.00"
        keys.press("d")
        expect(page.get_by_text("Signed off by Ada Lindqvist")).to_be_visible()
        assert keys.pressed <= 8  # two at most for each difference, whatever its answer
        expect(page.locator("[data-press=st-undo]")).to_be_enabled()
        keys.press("z")
        expect(page.get_by_text("Signed off by Ada Lindqvist")).to_have_count(0)
    with opened_store(settings) as store, store.read() as tx:
        assert statements.standing(tx, held).state is StandingState.OPEN
        verbs = [event.verb for event in audit.of_subject(tx, f"statement:{held}")]
        assert verbs.count("accepted a difference") == 4
        notes = [one.note for one in statements.decisions(tx, held)]
        assert "We correct our booking." in notes
        assert verbs[-2:] == ["signed off", "took back"]


def test_a_thousand_lines_are_drawn_only_where_they_are_seen(settings: Settings) -> None:
    lines = [printed(n, f"R-{10_000 + n * 13}", f"{n}.17") for n in range(1, 1001)]
    with opened_store(settings) as store, store.begin() as tx:
        reconciled(tx, lines, [booked(line) for line in lines[:995]])
    with at_dashboard(settings) as page:
        page.goto(page.url.split("/login")[0].rstrip("/") + "/statements")
        keys = Keyboard(page)
        keys.await_left(5)
        keys.press("Enter", "End")
        expect(page.locator(".sb-row.on")).to_contain_text(lines[994].reference)
        assert page.locator(".sb-row").count() < 80
        keys.press("w")  # what is settled hides; the cursor is on something that is left
        expect(page.locator(".sb-row.on.open")).to_have_count(1)
