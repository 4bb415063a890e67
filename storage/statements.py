"""Supplier statements, line by line, and what reconciliation says of each."""

from __future__ import annotations

from sqlalchemy import select

from model.documents import StatementReading
from model.errors import RecordMissing
from model.ids import derived_id
from model.matches import Match, MatchStatus, OurSide, Proof, Statement, StatementItem
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.statement
_column = tables.statement.c
_item = tables.statement_item.c

OPEN_STATUSES = frozenset(
    {
        MatchStatus.MATCHED_DIFFERENCE,
        MatchStatus.MISSING,
        MatchStatus.DUPLICATE,
        MatchStatus.DISPUTED,
        MatchStatus.AMBIGUOUS,
    }
)
"""A line in one of these is not answered yet."""


def add(
    tx: Tx, document_id: str, supplier_id: str, account_id: str | None, said: StatementReading
) -> str:
    """The id of the statement that a document holds; a document holds one, added once."""
    statement_id = derived_id("statement", document_id)
    filed = Statement(
        id=statement_id,
        document_id=document_id,
        supplier_id=supplier_id,
        account_id=account_id,
        currency=said.currency,
        statement_date=said.statement_date,
        opening=said.opening,
        closing=said.closing,
    )
    more = {"added": tx.now(), "ours": (), "proof": None}
    if rows.put_new(tx, _table, rows.values(filed) | more):
        _add_items(tx, statement_id, supplier_id, said)
        announce(tx, "statements", statement_id)
    return statement_id


def _add_items(tx: Tx, statement_id: str, supplier_id: str, said: StatementReading) -> None:
    for index, line in enumerate(said.lines):
        columns = {
            "id": derived_id("statement_item", statement_id, str(index)),
            "statement_id": statement_id,
            "supplier_id": supplier_id,
            "position": line.position,
            "kind": line.kind,
            "reference": line.reference,
            "day": line.day,
            **rows.money_values("amount", line.amount),
            "due": line.due,
            "text": line.text,
            "reason": "",
            "entry_ids": (),
            "rule": "",
        }
        tx.connection.execute(tables.statement_item.insert().values(columns))


def get(tx: Tx, statement_id: str) -> Statement:
    """One statement. Raises RecordMissing."""
    return rows.get(tx, _table, Statement, statement_id)


def items(tx: Tx, statement_id: str) -> tuple[StatementItem, ...]:
    """The lines of a statement, in its order."""
    query = select(tables.statement_item).where(_item.statement_id == statement_id)
    return rows.records(tx, query.order_by(_item.position, _item.id), StatementItem)


def save(
    tx: Tx,
    statement_id: str,
    matches: tuple[Match, ...],
    ours: tuple[OurSide, ...],
    proof: Proof | None,
) -> None:
    """Keep what reconciliation found, in place of what it found before. Raises RecordMissing."""
    known = _column.id == statement_id
    if not rows.change(tx, _table, known, ours=ours, proof=proof):
        raise RecordMissing(f"There is no statement with the id {statement_id!r}.")
    for match in matches:
        _save_match(tx, statement_id, match)
    announce(tx, "statements", statement_id)


def _save_match(tx: Tx, statement_id: str, match: Match) -> None:
    line = rows.values(match)
    item_id = line.pop("item_id")
    where = (_item.id == item_id, _item.statement_id == statement_id)
    if not rows.change(tx, tables.statement_item, *where, **line):
        raise RecordMissing(f"The statement has no line with the id {item_id!r}.")


def of_supplier(tx: Tx, supplier_id: str) -> tuple[Statement, ...]:
    """A supplier's statements, oldest first."""
    query = select(_table).where(_column.supplier_id == supplier_id)
    return rows.records(tx, query.order_by(_column.added, _column.id), Statement)


def unsettled(tx: Tx) -> tuple[str, ...]:
    """The ids of statements with a line that is not answered, or not looked at; oldest first."""
    waiting = _item.status.is_(None) | _item.status.in_(OPEN_STATUSES)
    lines = select(_item.statement_id).where(waiting)
    query = select(_column.id).where(_column.id.in_(lines))
    return tuple(tx.connection.scalars(query.order_by(_column.added, _column.id)))


def expectation_for(tx: Tx, item_id: str, expectation_id: str) -> None:
    """Note that a missing line made us expect a document. Raises RecordMissing."""
    known = _item.id == item_id
    if not rows.change(tx, tables.statement_item, known, expectation_id=expectation_id):
        raise RecordMissing(f"There is no statement line with the id {item_id!r}.")
