"""Lists that name orders where the papers name invoices: nothing is fetched twice, or asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from model.documents import DocumentKind, Reading
from model.exceptions import ExceptionItem, ExceptionReason
from model.expectations import Expectation, ExpectationSource, ExpectationState
from model.filing import DocumentStatus
from model.visits import Cause, Listing, VisitOrder
from pipeline import answers
from pipeline.documents import expecting
from pipeline.portals import visits
from pipeline.portals.concluding import conclude
from pipeline.works import Works
from storage import documents, exceptions, expectations, runs
from tests.pipeline.conftest import CLERK, Outside, listing, paper

ORDER = (DocumentKind.INVOICE, "AHM3K")


def visited(
    works: Works, outside: Outside, spool: Path, *came: tuple[Listing, Reading]
) -> VisitOrder:
    """Make a visit that brings these documents from these rows; what was ordered."""
    outside.brings(spool, *(reading for _, reading in came), rows=[row for row, _ in came])
    with works.store.begin() as tx:
        run = runs.request(tx, "nw-portal", "a test", cause=Cause.PERSON)
    brought = visits.go(works, run.id)
    for fetched in brought.fetched:
        visits.file_fetched(works, run.id, fetched)
    conclude(works, run.id, brought)
    return outside.orders[-1]


def questions(works: Works) -> list[ExceptionItem]:
    with works.store.read() as tx:
        return [
            item
            for item in exceptions.open_(tx)
            if item.reason is ExceptionReason.LISTING_DISAGREES
        ]


def answer(works: Works, key: str) -> None:
    (item,) = questions(works)
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, item.id, key)


def test_an_order_whose_invoice_is_on_file_is_known_at_the_next_visit(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    visited(works, outside, tmp_path, (listing("AHM3K"), paper("FAIR-00001")))
    assert not questions(works)
    with works.store.read() as tx:
        (document,) = documents.every(tx)
    assert (document.number, document.status) == ("FAIR-00001", DocumentStatus.READY)
    known = visited(works, outside, tmp_path).known
    assert known == {ORDER, (DocumentKind.INVOICE, "FAIR00001")}


def test_a_credit_note_in_a_list_of_invoices_is_known_as_it_is_listed(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    credit = paper("G-1", kind=DocumentKind.CREDIT_NOTE)
    visited(works, outside, tmp_path, (listing("G-1"), credit))
    known = visited(works, outside, tmp_path).known
    assert known == {(DocumentKind.CREDIT_NOTE, "G1"), (DocumentKind.INVOICE, "G1")}


def test_what_came_by_mail_before_is_known_once_its_order_has_brought_it(
    works: Works, outside: Outside, tmp_path: Path, arrive: Callable[..., str]
) -> None:
    by_mail = arrive(paper("FAIR-00001"))
    visited(works, outside, tmp_path, (listing("AHM3K"), paper("FAIR-00001")))
    assert not questions(works)
    with works.store.read() as tx:
        assert [one.id for one in documents.every(tx)] == [by_mail]
    assert ORDER in visited(works, outside, tmp_path).known


def test_a_list_that_names_invoices_and_brings_another_asks_and_fetches_again(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    """Two equal amounts of one day: the portal has mixed them up, or we have."""
    fine = [(listing(number), paper(number)) for number in ("R-1", "R-2")]
    visited(works, outside, tmp_path, *fine, (listing("R-3"), paper("R-4")))
    (asked,) = questions(works)
    assert asked.sentence == "The portal lists R-3, the document says R-4."
    assert (DocumentKind.INVOICE, "R3") not in visited(works, outside, tmp_path).known
    answer(works, "1")
    assert (DocumentKind.INVOICE, "R3") in visited(works, outside, tmp_path).known


def test_a_wrong_file_of_what_was_delivered_is_asked_about_and_stays_delivered(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    first = (listing("R-1"), paper("R-1"))
    visited(works, outside, tmp_path, first)
    with works.store.begin() as tx:
        (document,) = documents.every(tx)
        documents.set_status(tx, document.id, DocumentStatus.DELIVERED, "")
    visited(works, outside, tmp_path, (listing("R-2"), paper("R-1")))
    assert [one.sentence for one in questions(works)] == [
        "The portal lists R-2, the document says R-1."
    ]
    with works.store.read() as tx:
        assert documents.get(tx, document.id).status is DocumentStatus.DELIVERED
    known = visited(works, outside, tmp_path).known
    assert known == {(DocumentKind.INVOICE, "R1")}


def test_a_rejected_file_leaves_its_row_to_be_fetched_again(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    row = replace(listing("AHM3K"), amount=None, day=None)
    visited(works, outside, tmp_path, (row, paper("FAIR-00001")))
    answer(works, "2")
    assert ORDER not in visited(works, outside, tmp_path).known


def test_once_accepted_a_list_of_bare_numbers_is_asked_about_no_more(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    bare = [replace(listing(number), amount=None, day=None) for number in ("AHM3K", "BXY7L")]
    visited(works, outside, tmp_path, (bare[0], paper("FAIR-00001")))
    answer(works, "1")
    visited(works, outside, tmp_path, (bare[1], paper("FAIR-00002")))
    assert not questions(works)


def test_what_a_mail_announces_by_its_order_is_fulfilled_by_the_invoice(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    with works.store.begin() as tx:
        expectation = Expectation(
            id="x",
            key="k",
            supplier_id="nw",
            kind=DocumentKind.INVOICE,
            source=ExpectationSource.NOTICE,
            source_id="m1",
            opened=works.clock.now(),
            account_id="nw-1",
            portal_id="nw-portal",
            number="AHM3K",
        )
        expecting.open_(tx, expectation)
    visited(works, outside, tmp_path, (listing("AHM3K"), paper("FAIR-00001")))
    with works.store.read() as tx:
        ended = expectations.get(tx, "x")
    assert ended.state is ExpectationState.FULFILLED
    assert ended.reason == "FAIR-00001 over EUR 119.00 is on file."
