"""Corrections on the desk: pointed at, taken back, forgotten, and never to another's harm."""

from __future__ import annotations

import pytest

from model.clock import FixedClock
from model.documents import EvidenceSource
from model.errors import WrongInput
from model.filing import DocumentStatus
from model.memory import Spot
from model.teaching import Said
from pipeline.desks.desk import StoreDesk
from storage import documents, exceptions, layouts
from storage.store import Store
from tests.parsers.test_memory import FIRST, SECOND, invoice
from tests.pipeline.conftest import CLERK
from tests.pipeline.documents.test_teaching import SELLER, Came, came, desk, reading

__all__ = ["came", "desk"]

pytestmark = pytest.mark.slow


def spot_of(desk: StoreDesk, document_id: str, name: str, value: str) -> Spot:
    """The first place that is offered for a value."""
    places = desk.evidence.places(desk.document(document_id).sha256)
    return next(one.spot for one in places[name] if one.value == value)


def test_what_could_be_a_field_is_offered_likeliest_first(desk: StoreDesk, came: Came) -> None:
    places = desk.evidence.places(desk.document(came(invoice(FIRST))).sha256)
    assert {"AX/471", "8801"} <= {one.value for one in places["invoice_number"]}
    assert [one.value for one in places["issue_date"]] == ["2026-04-03", "2026-03-04"]
    assert places["gross_total"][0].value in {"119.00", "69.00"}
    assert all(one.spot.page == 1 for one in places["net_total"])


def test_a_place_that_was_pointed_at_is_the_evidence_and_the_lesson(
    store: Store, desk: StoreDesk, came: Came
) -> None:
    first = came(invoice(FIRST))
    spot = spot_of(desk, first, "invoice_number", "AX/471")
    told = desk.evidence.correct(CLERK, first, Said("invoice_number", "AX/471", spot))
    assert told == (
        "Learned where the invoice number stands, beside “kennung”. "
        "The next document is read by it."
    )
    evidence = reading(store, first).fields["invoice_number"].evidence
    assert (evidence.source, evidence.page, evidence.box) == (EvidenceSource.CLERK, 1, spot.box)
    assert evidence.why == "pointed at by Maya Okafor"
    (learned,) = desk.document(first).learned
    assert (learned.by, learned.number, learned.document_id) == ("Maya Okafor", "AX/471", first)
    second = came(invoice(SECOND))
    assert reading(store, second).text("invoice_number") == "AX/479"
    assert desk.document(second).learned[0].used


def test_of_equal_values_the_one_pointed_at_is_learned(
    store: Store, desk: StoreDesk, came: Came
) -> None:
    twice = FIRST | {"handle": "8801"}  # reference and handle say the same
    first = came(invoice(twice))
    below = max(
        (
            one.spot
            for one in desk.evidence.places(desk.document(first).sha256)["invoice_number"]
            if one.value == "8801"
        ),
        key=lambda spot: spot.box.y,
    )
    desk.evidence.correct(CLERK, first, Said("invoice_number", "8801", below))
    assert reading(store, came(invoice(SECOND))).text("invoice_number") == "AX/479"


def test_undo_puts_back_value_record_question_and_lesson(
    store: Store, desk: StoreDesk, came: Came
) -> None:
    first = came(invoice(FIRST))
    before, shown = reading(store, first), desk.document(first)
    desk.evidence.correct(CLERK, first, Said("invoice_number", "AX/471"))
    desk.evidence.correct(CLERK, first, Said("po_number", "8801"))
    assert desk.document(first).correction == "po_number"
    assert desk.evidence.undo(CLERK, first) == "The po number is again as it was."
    assert desk.evidence.undo(CLERK, first) == "The invoice number is again as it was."
    after = desk.document(first)
    assert reading(store, first) == before
    assert (after.number, after.status, after.correction) == (shown.number, shown.status, "")
    assert [one.reason for one in after.reasons] == [one.reason for one in shown.reasons]
    assert after.learned == ()
    assert reading(store, came(invoice(SECOND))).text("invoice_number") is None
    with pytest.raises(WrongInput, match="nothing to undo"):
        desk.evidence.undo(CLERK, first)


def test_what_has_gone_out_is_not_undone(store: Store, desk: StoreDesk, came: Came) -> None:
    first = came(invoice(FIRST))
    desk.evidence.correct(CLERK, first, Said("invoice_number", "AX/471"))
    with store.begin() as tx:
        documents.set_status(tx, first, DocumentStatus.DELIVERED, "")
    with pytest.raises(WrongInput, match="delivered already"):
        desk.evidence.undo(CLERK, first)


def test_one_field_is_forgotten_and_the_others_stay(
    store: Store, desk: StoreDesk, came: Came
) -> None:
    first = came(invoice(FIRST))
    desk.evidence.correct(CLERK, first, Said("invoice_number", "AX/471"))
    desk.evidence.correct(CLERK, first, Said("po_number", "8801"))
    learned = {one.name: one for one in desk.document(first).learned}
    layout = learned["po_number"].layout
    desk.evidence.forget(CLERK, first, layout, "po_number")
    assert [one.name for one in desk.document(first).learned] == ["invoice_number"]
    assert reading(store, came(invoice(SECOND))).text("invoice_number") == "AX/479"
    with pytest.raises(WrongInput, match="forgotten already"):
        desk.evidence.forget(CLERK, first, layout, "po_number")
    with store.read() as tx:
        kept = layouts.versions(tx, SELLER, layout)
    assert [one.version for one in kept] == [1, 2, 3]


def test_a_lesson_that_would_read_another_paper_worse_is_not_kept(
    store: Store, desk: StoreDesk, came: Came
) -> None:
    first, second = came(invoice(FIRST)), came(invoice(SECOND))
    desk.evidence.correct(CLERK, first, Said("invoice_number", "AX/471"))
    assert desk.evidence.correct(CLERK, second, Said("invoice_number", "AX/479"))
    told = desk.evidence.correct(CLERK, second, Said("invoice_number", "8834"))
    assert told == (
        "Kept for this document. Not learned: the invoice number of AX/471 would be read as 8801 "
        "instead of AX/471."
    )
    assert reading(store, second).text("invoice_number") == "8834"
    third = came(invoice(SECOND | {"handle": "AX/500", "reference": "9000"}))
    assert reading(store, third).text("invoice_number") == "AX/500"


def test_a_lesson_that_would_turn_another_field_is_not_kept(
    store: Store, desk: StoreDesk, came: Came, clock: FixedClock
) -> None:
    day = "03/04/2026"
    first = came(invoice(FIRST | {"day": day}, due="05/06/2026"))
    assert reading(store, first).text("issue_date") == "2026-04-03"
    told = desk.evidence.correct(CLERK, first, Said("due_date", "2026-05-06"))
    assert "Not learned: the issue date of" in told  # else every date of it were read month first
    with store.read() as tx:
        assert layouts.of_supplier(tx, SELLER) == ()
        assert exceptions.open_of(tx, f"document:{first}") == ()
