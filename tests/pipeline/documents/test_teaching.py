"""A clerk's correction in the dashboard teaches the layout; the next invoice is read by it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from billhook.wiring import reader
from model.clock import FixedClock
from model.documents import EvidenceSource, Reading
from model.errors import WrongInput
from model.exceptions import ExceptionReason
from model.filing import Channel, DocumentSource
from model.suppliers import Supplier
from model.teaching import Said
from pipeline.desks.desk import StoreDesk
from pipeline.documents import filing
from pipeline.live.opening import LivePages
from storage import audit, documents, exceptions, layouts, suppliers
from storage.store import Store
from tests.parsers.test_memory import FIRST, SECOND, invoice
from tests.pipeline.conftest import CLERK
from tests.pipeline.doors import ShutDoor

Came = Callable[[bytes], str]
SELLER = "northgate"
THIRD = SECOND | {"handle": "AX/480", "reference": "8855"}


@pytest.fixture
def desk(store: Store, clock: FixedClock) -> StoreDesk:
    return StoreDesk(
        store,
        clock,
        reader(store),
        door=ShutDoor(),
        live=LivePages(store.files.folder),  # type: ignore[attr-defined]  # a folder
    )


@pytest.fixture
def came(store: Store, clock: FixedClock) -> Came:
    """File an invoice that came by mail from a supplier who is known by the name on it."""
    with store.begin() as tx:
        suppliers.add(tx, Supplier(SELLER, "Northgate Paper Ltd"))
    numbers = count()

    def file(content: bytes) -> str:
        source = DocumentSource(Channel.MAIL, f"m{next(numbers)}", "E-mail", clock.now())
        arrival = filing.Arrival(content, "application/pdf", source)
        return filing.file(store, reader(store), arrival)

    return file


def reading(store: Store, document_id: str) -> Reading:
    with store.read() as tx:
        return documents.reading(tx, document_id)


def right(store: Store, desk: StoreDesk, document_id: str) -> None:
    """Answer that the values are right."""
    with store.read() as tx:
        (item,) = (
            one
            for one in exceptions.open_of(tx, f"document:{document_id}")
            if one.reason is ExceptionReason.FIELDS_UNSURE
        )
    desk.answer(CLERK, item.id, "1")


def test_a_correction_is_remembered_for_the_next_document(
    store: Store, desk: StoreDesk, came: Came
) -> None:
    first = came(invoice(FIRST))
    assert reading(store, first).text("invoice_number") is None
    desk.evidence.correct(CLERK, first, Said("invoice_number", "AX/471"))
    found = reading(store, came(invoice(SECOND))).fields["invoice_number"]
    assert found.value == "AX/479"
    assert found.evidence.source is EvidenceSource.MEMORY
    assert "as corrected by Maya Okafor on 2026-11-02" in found.evidence.why


def test_it_is_remembered_of_a_supplier_whom_the_portal_names_too(
    store: Store, desk: StoreDesk, came: Came, clock: FixedClock
) -> None:
    desk.evidence.correct(CLERK, came(invoice(FIRST)), Said("invoice_number", "AX/471"))
    source = DocumentSource(Channel.PORTAL, "p1", "Portal", clock.now())
    for supplier, number in ((SELLER, "AX/479"), ("nw", None)):
        arrival = filing.Arrival(invoice(SECOND), "application/pdf", source, supplier_id=supplier)
        filed = filing.file(store, reader(store), arrival)
        assert reading(store, filed).text("invoice_number") == number


def test_after_two_confirmations_nobody_is_asked(store: Store, desk: StoreDesk, came: Came) -> None:
    desk.evidence.correct(CLERK, came(invoice(FIRST)), Said("invoice_number", "AX/471"))
    right(store, desk, came(invoice(SECOND)))
    right(store, desk, came(invoice(THIRD)))
    fourth = came(invoice(THIRD | {"handle": "AX/485"}))
    assert reading(store, fourth).text("invoice_number") == "AX/485"
    assert reading(store, fourth).accept


def test_a_lesson_is_on_the_trail_and_in_the_story(
    store: Store, desk: StoreDesk, came: Came
) -> None:
    first = came(invoice(FIRST))
    desk.evidence.correct(CLERK, first, Said("invoice_number", "AX/471"))
    desk.evidence.correct(CLERK, first, Said("po_number", "nowhere-1"))
    told = [
        (line.actor, line.detail) for line in desk.document(first).story if line.verb == "taught"
    ]
    assert [actor for actor, _ in told] == [CLERK.name, CLERK.name]
    assert "where the invoice number stands (layout " in told[0][1]
    assert told[1][1] == "nothing, the po number stands nowhere on the pages"
    with store.read() as tx:
        assert audit.verify(tx) > 0


def test_a_lesson_that_misled_is_dropped(store: Store, desk: StoreDesk, came: Came) -> None:
    desk.evidence.correct(CLERK, came(invoice(FIRST)), Said("invoice_number", "8801"))
    second = came(invoice(SECOND))
    assert reading(store, second).text("invoice_number") == "8834"
    desk.evidence.correct(CLERK, second, Said("invoice_number", "written by hand"))
    assert "no longer stands where it did" in desk.document(second).story[-1].detail
    assert reading(store, came(invoice(THIRD))).text("invoice_number") is None


def test_what_was_taught_is_forgotten_at_a_persons_word(
    store: Store, desk: StoreDesk, came: Came
) -> None:
    first = came(invoice(FIRST))
    desk.evidence.correct(CLERK, first, Said("invoice_number", "AX/471"))
    assert desk.document(first).learned
    desk.evidence.forget_all(CLERK, first)
    assert desk.document(first).learned == ()
    assert reading(store, came(invoice(SECOND))).text("invoice_number") is None
    with pytest.raises(WrongInput, match="Northgate Paper Ltd"):
        desk.evidence.forget_all(CLERK, first)


def test_a_correction_stands_though_the_file_can_not_be_read(
    store: Store, desk: StoreDesk, came: Came
) -> None:
    broken = came(b"%PDF-1.7 broken")
    desk.evidence.correct(CLERK, broken, Said("invoice_number", "AX/1"))
    assert reading(store, broken).text("invoice_number") == "AX/1"
    with store.read() as tx:
        assert layouts.of_supplier(tx, documents.get(tx, broken).supplier_id) == ()
