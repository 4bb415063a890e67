"""Statements: lines as printed, answers as found."""

from __future__ import annotations

from decimal import Decimal

import pytest

from model.errors import RecordMissing
from model.matches import Match, MatchStatus, OurSide, Proof, Statement
from storage import expectations, statements
from storage.store import Store, Tx
from tests.storage import samples

PROOF = Proof(
    samples.euros("60.00"),
    samples.euros("50.00"),
    (("open", samples.euros("10.00")),),
    samples.euros("0.00"),
)


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx)


def _add(tx: Tx) -> str:
    return statements.add(tx, "doc-1", "nordwind", "nordwind-1", samples.STATEMENT_READING)


def _matches(tx: Tx, statement_id: str, status: MatchStatus) -> tuple[Match, ...]:
    return tuple(
        Match(item.id, ("entry-1",), status, Decimal("0.10"), "because", "rule")
        for item in statements.items(tx, statement_id)
    )


def test_a_statement_is_added_once_with_its_lines_in_order(store: Store) -> None:
    said = samples.STATEMENT_READING
    with store.begin() as tx:
        statement_id = _add(tx)
        assert _add(tx) == statement_id
        items = statements.items(tx, statement_id)
        assert [(item.reference, item.day, item.amount) for item in items] == [
            (line.reference, line.day, line.amount) for line in said.lines
        ]
        assert statements.get(tx, statement_id) == Statement(
            id=statement_id,
            document_id="doc-1",
            supplier_id="nordwind",
            account_id="nordwind-1",
            currency="EUR",
            statement_date=said.statement_date,
            opening=said.opening,
            closing=said.closing,
            account_number="K-77120",
        )
        assert statements.of_supplier(tx, "nordwind") == (statements.get(tx, statement_id),)


def test_a_statement_is_unsettled_until_every_line_is_answered(store: Store) -> None:
    with store.begin() as tx:
        statement_id = _add(tx)
        assert statements.unsettled(tx) == (statement_id,)
        for status, open_ids in (
            (MatchStatus.MISSING, (statement_id,)),
            (MatchStatus.AMBIGUOUS, (statement_id,)),
            (MatchStatus.MATCHED, ()),
        ):
            found = _matches(tx, statement_id, status)
            ours = (OurSide("entry-2", MatchStatus.TIMING, "later"),)
            statements.save(tx, statement_id, found, ours, PROOF)
            assert statements.unsettled(tx) == open_ids


def test_a_missing_line_knows_what_it_made_us_expect(store: Store) -> None:
    with store.begin() as tx:
        item = statements.items(tx, _add(tx))[0]
        expectations.expect(tx, samples.expectation())
        statements.expectation_for(tx, item.id, "exp-1")
        with pytest.raises(RecordMissing, match="statement line"):
            statements.expectation_for(tx, "item-9", "exp-1")


def test_what_is_not_there_is_named(store: Store) -> None:
    foreign = Match("item-9", (), MatchStatus.MATCHED, Decimal(0), "", "")
    with store.begin() as tx:
        statement_id = _add(tx)
        with pytest.raises(RecordMissing, match="no line"):
            statements.save(tx, statement_id, (foreign,), (), None)
        with pytest.raises(RecordMissing, match="no statement"):
            statements.save(tx, "statement-9", (), (), None)
        with pytest.raises(RecordMissing):
            statements.get(tx, "statement-9")
