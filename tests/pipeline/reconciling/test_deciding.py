"""What people decide about statements, and what the machine leaves alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, Table, select

from model.clock import FixedClock
from model.documents import StatementLine, StatementLineKind, StatementReading
from model.errors import RecordMissing, WrongInput
from model.ids import derived_id
from model.matches import DecisionKind, Match, MatchStatus, StandingState
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from pipeline.reconciling import books, deciding
from pipeline.reconciling import statements as reconciling
from pipeline.works import Works
from storage import audit, documents, exceptions, ledger, statements, suppliers, tables
from storage.store import Store, Tx
from tests import emptystore
from tests.pipeline.conftest import CLERK, paper
from tests.storage import samples

Arrive = Callable[..., str]
DAY = date(2026, 10, 15)
STATEMENT_DAY = date(2026, 10, 31)
REFERENCES = ("R-1", "R-2", "R-3", "R-41", "", "R-1/2")
AMOUNTS = ("119.00", "100.00", "19.00", "238.00", "-50.00")


def booking(name: str, reference: str, amount: str, *, apart: int = 0) -> LedgerEntry:
    day = DAY + timedelta(days=apart)
    euros = Money(Decimal(amount), "EUR")
    return LedgerEntry(name, "nordwind", EntryKind.INVOICE, reference, day, day, euros, name)


def printed(*lines: tuple[str, str]) -> StatementReading:
    """A statement with these references and amounts; it adds up."""
    shown = tuple(
        StatementLine(n, StatementLineKind.INVOICE, ref, DAY, Money(Decimal(amount), "EUR"))
        for n, (ref, amount) in enumerate(lines, start=1)
    )
    closing = sum((line.amount.amount for line in shown), Decimal(0))
    return StatementReading(
        shown, "EUR", statement_date=STATEMENT_DAY, opening=Decimal(0), closing=closing
    )


def filed(tx: Tx, *lines: tuple[str, str], booked: Sequence[LedgerEntry] = ()) -> str:
    """The id of a reconciled statement of Nordwind with these lines."""
    samples.found_company(tx)
    samples.file_invoice(tx)
    ledger.load(tx, booked)
    statement_id = statements.add(tx, "doc-1", "nordwind", "nordwind-1", printed(*lines))
    reconciling.reconcile_supplier(tx, "nordwind")
    return statement_id


def line(statement_id: str, index: int) -> str:
    """The id of a line, counted from 0."""
    return derived_id("statement_item", statement_id, str(index))


def answers(tx: Tx, statement_id: str) -> dict[str, Match]:
    return {match.item_id: match for match in statements.answers(tx, statement_id)}


def stored(tx: Tx) -> dict[str, list[Any]]:
    """All that is stored of statements, and the questions that are open.

    But for what a line has ever made us expect: undo takes nothing back outside the statement.
    """
    of = (
        tables.statement,
        tables.statement_item,
        tables.statement_answer,
        tables.statement_decision,
    )
    rows = {table.name: sorted(map(repr, tx.connection.execute(_kept(table)))) for table in of}
    return rows | {"open": sorted(map(repr, exceptions.open_(tx)))}


def _kept(table: Table) -> Select[Any]:
    return select(*(column for column in table.c if column.name != "expectation_id"))


def test_a_linked_line_is_matched_by_the_person_who_said_so(store: Store) -> None:
    with store.begin() as tx:
        statement_id = filed(
            tx,
            ("R-1", "119.00"),
            booked=[booking("e1", "X-9", "70.00"), booking("e2", "Y-3", "49.00", apart=-50)],
        )
        before = answers(tx, statement_id)[line(statement_id, 0)]
        assert before.status is MatchStatus.MISSING
        deciding.link(
            tx,
            CLERK,
            statement_id,
            item_ids=[line(statement_id, 0)],
            entry_ids=["e1", "e2"],
            note="two bookings",
        )
        match = answers(tx, statement_id)[line(statement_id, 0)]
        assert (match.status, match.entry_ids, match.difference) == (
            MatchStatus.MATCHED,
            ("e1", "e2"),
            Decimal(0),
        )
        assert "Maya Okafor linked R-1" in match.reason
        assert not statements.unsettled(tx)
        (event,) = audit.of_subject(tx, f"statement:{statement_id}")
        assert (event.actor, event.verb) == ("maya", "linked")


def test_a_link_that_does_not_add_up_stays_open_until_its_difference_is_accepted(
    store: Store,
) -> None:
    with store.begin() as tx:
        statement_id = filed(tx, ("R-1", "119.00"), booked=[booking("e1", "X-9", "100.00")])
        item = line(statement_id, 0)
        deciding.link(tx, CLERK, statement_id, item_ids=[item], entry_ids=["e1"])
        assert answers(tx, statement_id)[item].status is MatchStatus.MATCHED_DIFFERENCE
        with pytest.raises(WrongInput, match="open"):
            deciding.sign_off(tx, CLERK, statement_id)
        with pytest.raises(WrongInput, match="why"):
            deciding.accept_difference(tx, CLERK, statement_id, item, note=" ")
        deciding.accept_difference(tx, CLERK, statement_id, item, note="tax comes later")
        match = answers(tx, statement_id)[item]
        assert (match.status, match.difference) == (MatchStatus.MATCHED, Decimal("19.00"))
        proof = statements.proof(tx, statement_id)
        assert proof is not None
        assert not proof.unexplained.amount
        reconciling.load(tx, [booking("e1", "X-9", "90.00")])
        match = answers(tx, statement_id)[item]
        assert (match.status, match.entry_ids) == (MatchStatus.MATCHED_DIFFERENCE, ("e1",))
        assert "it is 29.00 now" in match.reason


def test_an_unlinked_line_waits_for_a_person_and_its_entry_is_free(store: Store) -> None:
    with store.begin() as tx:
        statement_id = filed(
            tx, ("R-1", "119.00"), ("R-1", "119.00"), booked=[booking("e1", "R-1", "119.00")]
        )
        first, second = line(statement_id, 0), line(statement_id, 1)
        held = next(m for m in answers(tx, statement_id).values() if m.entry_ids)
        deciding.unlink(tx, CLERK, statement_id, held.item_id, note="another order")
        other = second if held.item_id == first else first
        assert answers(tx, statement_id)[held.item_id].status is MatchStatus.AMBIGUOUS
        assert answers(tx, statement_id)[held.item_id].entry_ids == ()
        assert answers(tx, statement_id)[other].entry_ids == ("e1",)
        with pytest.raises(WrongInput, match="Nothing of ours"):
            deciding.unlink(tx, CLERK, statement_id, held.item_id)


def test_what_is_linked_cannot_be_linked_again(store: Store) -> None:
    with store.begin() as tx:
        statement_id = filed(
            tx,
            ("R-1", "119.00"),
            ("R-2", "5.00"),
            booked=[booking("e1", "X-9", "119.00"), booking("e2", "Y-9", "1.00")],
        )
        first, second = line(statement_id, 0), line(statement_id, 1)
        deciding.link(tx, CLERK, statement_id, item_ids=[first], entry_ids=["e1"])
        with pytest.raises(WrongInput, match="already"):
            deciding.link(tx, CLERK, statement_id, item_ids=[second], entry_ids=["e1"])
        with pytest.raises(WrongInput, match="already"):
            deciding.link(tx, CLERK, statement_id, item_ids=[first], entry_ids=["e2"])
        with pytest.raises(WrongInput, match="at least one"):
            deciding.link(tx, CLERK, statement_id, item_ids=[second], entry_ids=[])
        with pytest.raises(RecordMissing, match="entry"):
            deciding.link(tx, CLERK, statement_id, item_ids=[second], entry_ids=["e9"])
        with pytest.raises(RecordMissing, match="line"):
            deciding.link(tx, CLERK, statement_id, item_ids=["item-9"], entry_ids=["e2"])


def test_an_amount_of_another_currency_is_not_linked(store: Store) -> None:
    pounds = booking("e1", "X-9", "119.00")
    with store.begin() as tx:
        statement_id = filed(tx, ("R-1", "119.00"))
        entry = LedgerEntry(
            "e1",
            "nordwind",
            pounds.kind,
            "X-9",
            DAY,
            DAY,
            Money(Decimal("119.00"), "GBP"),
            "e1",
        )
        ledger.load(tx, [entry])
        with pytest.raises(WrongInput, match="currencies"):
            deciding.link(
                tx, CLERK, statement_id, item_ids=[line(statement_id, 0)], entry_ids=["e1"]
            )


def test_a_signed_statement_is_reopened_by_what_arrives_in_its_time(store: Store) -> None:
    with store.begin() as tx:
        statement_id = filed(tx, ("R-1", "119.00"), booked=[booking("e1", "R-1", "119.00")])
        deciding.sign_off(tx, CLERK, statement_id)
        with pytest.raises(WrongInput, match="Maya Okafor has signed"):
            deciding.unlink(tx, CLERK, statement_id, line(statement_id, 0))
        reconciling.load(tx, [booking("e2", "R-7", "10.00", apart=60)])
        assert statements.standing(tx, statement_id).state is StandingState.SIGNED_OFF
        reconciling.load(tx, [booking("e3", "R-8", "10.00", apart=3)])
        standing = statements.standing(tx, statement_id)
        assert standing.state is StandingState.REOPENED
        assert standing.arrived == ("R-8 over EUR 10.00, dated 2026-10-18",)
        assert len(exceptions.open_of(tx, "document:doc-1")) == 1
        deciding.sign_off(tx, CLERK, statement_id, note="the next statement has it")
        assert not exceptions.open_of(tx, "document:doc-1")
        verbs = [event.verb for event in audit.of_subject(tx, f"statement:{statement_id}")]
        assert verbs == ["signed off", "reopened", "signed off"]


def test_undo_does_not_hide_what_came_after_a_sign_off(store: Store) -> None:
    with store.begin() as tx:
        statement_id = filed(tx, ("R-1", "119.00"), booked=[booking("e1", "R-1", "119.00")])
        deciding.sign_off(tx, CLERK, statement_id)
        deciding.reopen(tx, CLERK, statement_id, note="another look")
        deciding.sign_off(tx, CLERK, statement_id)
        reconciling.load(tx, [booking("e1", "R-1", "118.00")])
        for _ in range(3):
            deciding.undo(tx, CLERK, statement_id)
        assert statements.standing(tx, statement_id).state is StandingState.REOPENED
        with pytest.raises(WrongInput, match="nothing to undo"):
            deciding.undo(tx, CLERK, statement_id)


def test_a_document_that_was_linked_before_it_was_booked_stays_linked(
    works: Works, arrive: Arrive
) -> None:
    document_id = arrive(paper("R-2", "100.00"))
    with works.store.begin() as tx:
        assert suppliers.get(tx, "nw")
        statement_id = statements.add(tx, document_id, "nw", "nw-1", printed(("S-1", "119.00")))
        reconciling.reconcile_supplier(tx, "nw")
        item = line(statement_id, 0)
        waiting = f"{books.IN_PROCESS}{document_id}"
        deciding.link(tx, CLERK, statement_id, item_ids=[item], entry_ids=[waiting])
        assert answers(tx, statement_id)[item].entry_ids == (waiting,)
        entry = booking("e1", "R 2", "100.00")
        booked = LedgerEntry("e1", "nw", entry.kind, entry.reference, DAY, DAY, entry.amount, "e1")
        reconciling.load(tx, [booked])
        assert answers(tx, statement_id)[item].entry_ids == ("e1",)
        assert documents.get(tx, document_id).number == "R-2"


lines_of = st.lists(
    st.tuples(st.sampled_from(REFERENCES), st.sampled_from(AMOUNTS)), min_size=1, max_size=5
)
bookings_of = st.lists(
    st.builds(
        booking,
        st.sampled_from([f"e{n}" for n in range(6)]),
        st.sampled_from(REFERENCES),
        st.sampled_from(AMOUNTS),
        apart=st.integers(-40, 40),
    ),
    max_size=6,
    unique_by=lambda entry: entry.id,
)
choices = st.lists(
    st.tuples(st.sampled_from(list(DecisionKind)), st.integers(0, 4), st.integers(0, 5)),
    max_size=6,
)
unhurried = settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def act(tx: Tx, statement_id: str, choice: tuple[DecisionKind, int, int]) -> bool:
    """Whether a person could decide this."""
    kind, index, number = choice
    item = line(statement_id, index)
    try:
        match kind:
            case DecisionKind.LINK:
                entries = [f"e{number}"]
                deciding.link(tx, CLERK, statement_id, item_ids=[item], entry_ids=entries)
            case DecisionKind.UNLINK:
                deciding.unlink(tx, CLERK, statement_id, item)
            case DecisionKind.ACCEPT_DIFFERENCE:
                deciding.accept_difference(tx, CLERK, statement_id, item, note="so it is")
            case DecisionKind.SIGN_OFF:
                deciding.sign_off(tx, CLERK, statement_id, note="as it is")
            case DecisionKind.REOPEN:
                deciding.reopen(tx, CLERK, statement_id, note="not yet")
    except (WrongInput, RecordMissing):
        return False
    return True


def fresh(folder: str) -> Store:
    clock = FixedClock(datetime(2026, 11, 21, 9, 30, tzinfo=UTC))
    return emptystore.opened(Path(folder, "app.sqlite"), clock)


@pytest.mark.slow
@unhurried
@given(lines_of, bookings_of, choices)
def test_undo_restores_what_was_stored_exactly(
    shown: list[tuple[str, str]],
    booked: list[LedgerEntry],
    chosen: list[tuple[DecisionKind, int, int]],
) -> None:
    with TemporaryDirectory() as folder:
        store = fresh(folder)
        with store.begin() as tx:
            statement_id = filed(tx, *shown, booked=booked)
            states = [stored(tx)]
            states += [stored(tx) for choice in chosen if act(tx, statement_id, choice)]
            for before in reversed(states[:-1]):
                deciding.undo(tx, CLERK, statement_id)
                assert stored(tx) == before
        store.close()


@pytest.mark.slow
@unhurried
@given(lines_of, bookings_of, choices, bookings_of)
def test_the_machine_never_touches_what_a_person_decided(
    shown: list[tuple[str, str]],
    booked: list[LedgerEntry],
    chosen: list[tuple[DecisionKind, int, int]],
    late: list[LedgerEntry],
) -> None:
    with TemporaryDirectory() as folder:
        store = fresh(folder)
        with store.begin() as tx:
            statement_id = filed(tx, *shown, booked=booked)
            for choice in chosen:
                act(tx, statement_id, choice)
            before = answers(tx, statement_id)
            reconciling.load(tx, late)
            after = answers(tx, statement_id)
            decided = {
                item for one in statements.decisions(tx, statement_id) for item in one.item_ids
            }
            for item in decided:
                assert after[item].entry_ids == before[item].entry_ids
                assert after[item].rule == before[item].rule
            taken = {entry for item in decided for entry in after[item].entry_ids}
            for item, match in after.items():
                assert item in decided or not taken & set(match.entry_ids)
        store.close()
