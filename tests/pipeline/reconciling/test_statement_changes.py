"""A document on file that is corrected or refused, and the statements it stood on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from model.documents import StatementReading
from model.filing import DocumentStatus
from model.matches import MatchStatus, StandingState
from model.money import Money
from model.teaching import Said
from pipeline.desks.statement_screen import StatementScreenDesk
from pipeline.documents import correcting
from pipeline.reconciling import deciding
from pipeline.reconciling import statements as reconciling
from storage import documents, statements
from storage.store import Store, Tx
from tests.pipeline.conftest import CLERK
from tests.pipeline.reconciling.test_deciding import DAY, answers, line, printed
from tests.storage import samples


def with_document(tx: Tx, *lines: tuple[str, str]) -> str:
    """The id of a statement with these lines; R-1 over EUR 119.00 is on file, not booked."""
    samples.found_company(tx)
    samples.file_invoice(tx)
    euros = Money(Decimal("119.00"), "EUR")
    samples.file_invoice(tx, "doc-2", number="R-1", day=DAY, gross=euros, sha256="b" * 64)
    return add(tx, printed(*lines))


def add(tx: Tx, reading: StatementReading) -> str:
    held = statements.add(tx, "doc-1", "nordwind", "nordwind-1", reading)
    reconciling.reconcile_supplier(tx, "nordwind")
    return held


def refuse(tx: Tx) -> None:
    before = documents.get(tx, "doc-2")
    documents.update(tx, replace(before, status=DocumentStatus.REJECTED, note="Rejected"))
    reconciling.changed(tx, before)


def test_a_corrected_amount_is_compared_with_the_statement_at_once(store: Store) -> None:
    with store.begin() as tx:
        held = with_document(tx, ("R-1", "119.00"))
        assert answers(tx, held)[line(held, 0)].status is MatchStatus.MATCHED
        correcting.correct(tx, CLERK, "doc-2", Said("gross_total", "100.00"))
        match = answers(tx, held)[line(held, 0)]
        assert (match.status, match.difference) == (
            MatchStatus.MATCHED_DIFFERENCE,
            Decimal("19.00"),
        )


def test_a_corrected_number_answers_the_line_that_has_it(store: Store) -> None:
    with store.begin() as tx:
        held = with_document(tx, ("X-777", "250.00"))
        assert answers(tx, held)[line(held, 0)].status is MatchStatus.MISSING
        correcting.correct(tx, CLERK, "doc-2", Said("invoice_number", "X-777"))
        assert answers(tx, held)[line(held, 0)].entry_ids == ("document:doc-2",)


def test_a_field_that_no_statement_shows_touches_none(store: Store) -> None:
    with store.begin() as tx:
        held = with_document(tx, ("R-1", "119.00"))
        deciding.sign_off(tx, CLERK, held)
        correcting.correct(tx, CLERK, "doc-2", Said("due_date", "2026-12-24"))
        assert statements.standing(tx, held).state is StandingState.SIGNED_OFF


def test_a_correction_reopens_a_signed_statement_and_says_why(store: Store) -> None:
    with store.begin() as tx:
        held = with_document(tx, ("R-1", "119.00"))
        deciding.sign_off(tx, CLERK, held)
        correcting.correct(tx, CLERK, "doc-2", Said("gross_total", "100.00"))
        standing = statements.standing(tx, held)
    assert standing.state is StandingState.REOPENED
    assert standing.arrived == ("The corrected R-1",)


def test_the_line_of_a_refused_document_is_disputed_and_not_missing(store: Store) -> None:
    with store.begin() as tx:
        held = with_document(tx, ("R-1", "119.00"))
        refuse(tx)
        match = answers(tx, held)[line(held, 0)]
    assert (match.status, match.entry_ids) == (MatchStatus.DISPUTED, ())
    assert match.reason == "R-1 over EUR 119.00 is on file, and somebody refused it."
    desk = StatementScreenDesk(store)
    (proposal,) = desk.board(held).proposals.values()
    assert proposal.reason == "We refused the document; the supplier is to cancel it."
    desk.accept(CLERK, held, [line(held, 0)], "")
    assert desk.board(held).statement.row.open == 0
