"""What the Statements screen shows of a statement, and what a person answers there."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from email import message_from_bytes
from email.policy import default

import pytest

from model.errors import RecordMissing, WrongInput
from model.expectations import ExpectationState
from model.matches import MatchStatus, StandingState
from model.orders import LedgerEntry
from model.reports import StatementFile
from model.views import Proposal
from pipeline.desks.statement_screen import StatementScreenDesk
from pipeline.reconciling import deciding
from storage import audit, expectations, screens, statements
from storage.store import Store
from tests.pipeline.conftest import CLERK
from tests.pipeline.reconciling.test_deciding import booking, filed, line


def board_of(
    store: Store, *lines: tuple[str, str], booked: Sequence[LedgerEntry] = ()
) -> tuple[StatementScreenDesk, str]:
    """A desk, and the id of a statement with these lines."""
    with store.begin() as tx:
        statement_id = filed(tx, *lines, booked=booked)
    return StatementScreenDesk(store), statement_id


def test_a_line_that_is_printed_twice_is_proposed_to_be_owed_once(store: Store) -> None:
    desk, held = board_of(
        store, ("R-1", "119.00"), ("R-1", "119.00"), booked=[booking("e1", "R-1", "119.00")]
    )
    board = desk.board(held)
    assert board.statement.row.left == board.statement.lines[1].amount
    assert board.proposals == {
        line(held, 1): Proposal("The statement shows it twice; it is owed once.")
    }
    desk.accept(CLERK, held, [line(held, 1)], "")
    settled = desk.board(held)
    assert not settled.proposals
    assert settled.statement.row.left is not None
    assert settled.statement.row.left.amount == 0
    assert "owed once" in settled.statement.lines[1].reason


def test_the_letter_asks_for_what_is_missing_and_the_report_shows_it(store: Store) -> None:
    desk, held = board_of(store, ("R-1", "119.00"), ("R-2", "50.00"))
    letter = message_from_bytes(desk.written(held, StatementFile.LETTER), policy=default)
    body = letter.get_body()
    assert body is not None
    assert "R-1" in body.get_content()
    assert letter["To"] is None  # a person chooses whom to send it to
    assert desk.written(held, StatementFile.PDF).startswith(b"%PDF-")
    assert desk.written(held, StatementFile.XLSX).startswith(b"PK")


def test_nothing_is_asked_of_a_supplier_whose_statement_is_explained(store: Store) -> None:
    desk, held = board_of(store, ("R-1", "119.00"), booked=[booking("e1", "R-1", "119.00")])
    with pytest.raises(WrongInput, match="nothing to ask"):
        desk.written(held, StatementFile.LETTER)


def test_a_difference_without_a_proposal_needs_a_reason(store: Store) -> None:
    desk, held = board_of(
        store, ("R-41", "119.00"), booked=[booking("e1", "R-41", "100.40", apart=1)]
    )
    assert desk.board(held).statement.lines[0].status is MatchStatus.MATCHED_DIFFERENCE
    with pytest.raises(WrongInput, match="why"):
        desk.accept(CLERK, held, [line(held, 0)], " ")
    desk.accept(CLERK, held, [line(held, 0)], "freight")
    assert desk.board(held).statement.lines[0].settled


def test_several_lines_are_accepted_at_once_and_undone_at_once(store: Store) -> None:
    desk, held = board_of(
        store,
        ("R-1", "119.00"),
        ("R-1", "119.00"),
        ("R-1", "119.00"),
        booked=[booking("e1", "R-1", "119.00")],
    )
    desk.accept(CLERK, held, [line(held, n) for n in (0, 1, 2)], "")
    assert desk.board(held).statement.row.open == 0
    assert desk.undo(CLERK, held) == "The difference is open again."
    assert desk.board(held).statement.row.open == 2
    with pytest.raises(WrongInput, match="nothing to undo"):
        desk.undo(CLERK, held)


def test_a_missing_line_is_proposed_the_entry_of_its_amount(store: Store) -> None:
    desk, held = board_of(
        store,
        ("R-1", "119.00"),
        booked=[booking("e1", "X-9", "119.00", apart=25), booking("e2", "Y-3", "55.00")],
    )
    board = desk.board(held)
    (links,) = board.proposals[line(held, 0)].links
    assert [entry.id for entry in links] == ["e1"]
    desk.link(CLERK, held, [line(held, 0)], ["e1"])
    linked = desk.board(held).statement
    assert [entry.id for entry in linked.lines[0].entries] == ["e1"]
    assert linked.last_decision == "link"
    desk.unlink(CLERK, held, [line(held, 0)])
    assert not desk.board(held).statement.lines[0].entries


def test_an_entry_of_another_account_says_whose_it_is(store: Store) -> None:
    desk, held = board_of(store, ("R-1", "119.00"), booked=[booking("e1", "R-1", "119.00")])
    entry = desk.board(held).statement.lines[0].entries[0]
    assert (entry.owner, entry.booked) == ("", True)


def test_a_document_is_asked_for_again_after_it_was_absent(store: Store) -> None:
    desk, held = board_of(store, ("R-1", "119.00"))
    with store.begin() as tx:
        (expected,) = expectations.all_open(tx)
        expectations.settle(tx, expected.id, ExpectationState.ABSENT, "The portal has none.")
    assert desk.board(held).statement.lines[0].expected == "The portal has none."
    desk.expect(CLERK, held, [line(held, 0)])
    assert desk.board(held).statement.lines[0].expected == "The document is being fetched."
    with store.read() as tx:
        verbs = [event.verb for event in audit.of_subject(tx, f"statement:{held}")]
    assert verbs == ["asked for"]


def test_a_signed_statement_proposes_nothing_and_can_be_reopened(store: Store) -> None:
    desk, held = board_of(store, ("R-1", "119.00"), booked=[booking("e1", "R-1", "119.00")])
    desk.sign_off(CLERK, held, "")
    board = desk.board(held)
    assert board.statement.row.standing.state is StandingState.SIGNED_OFF
    assert not board.proposals
    with pytest.raises(WrongInput, match="reopen it first"):
        desk.unlink(CLERK, held, [line(held, 0)])
    desk.reopen(CLERK, held, "a credit note came")
    assert desk.board(held).statement.row.standing.state is StandingState.REOPENED
    assert desk.undo(CLERK, held) == "The statement is signed off again."


def test_an_open_line_that_has_entries_and_no_difference_is_taken_as_it_is(store: Store) -> None:
    with store.begin() as tx:
        held = filed(tx, ("R-1", "119.00"), booked=[booking("e1", "R-1", "119.00")])
        deciding.accept(tx, CLERK, held, line(held, 0), note="as it stands")
        (match,) = statements.answers(tx, held)
    assert (match.status, match.difference) == (MatchStatus.MATCHED, Decimal(0))
    assert "as it stands" in match.reason


def test_an_unknown_statement_has_no_board(store: Store) -> None:
    with pytest.raises(RecordMissing):
        StatementScreenDesk(store).board("nowhere")


def test_a_question_about_a_difference_leads_to_its_statement(store: Store) -> None:
    _, held = board_of(store, ("R-41", "119.00"), booked=[booking("e1", "R-41", "100.40", apart=1)])
    with store.read() as tx:
        asked = [one.statement_id for one in screens.exceptions(tx)]
    assert held in asked
