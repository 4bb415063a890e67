"""Supplier statements, line by line, and what reconciliation says of each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select

from model.documents import StatementReading
from model.errors import RecordMissing
from model.filing import FiledStatement
from model.ids import derived_id
from model.matches import Match, MatchStatus, OurSide, Proof, StatementItem
from model.money import Money
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
    filed = FiledStatement(
        id=statement_id,
        document_id=document_id,
        supplier_id=supplier_id,
        account_id=account_id,
        day=said.statement_date,
        opening=_balance(said.opening, said.currency),
        closing=_balance(said.closing, said.currency),
    )
    more = {"currency": said.currency, "added": tx.now(), "ours": (), "proof": None}
    if rows.put_new(tx, _table, rows.values(filed) | more):
        _add_items(tx, statement_id, supplier_id, said)
        announce(tx, "statements", statement_id)
    return statement_id


def _balance(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)


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


def get(tx: Tx, statement_id: str) -> FiledStatement:
    """One statement. Raises RecordMissing."""
    return rows.get(tx, _table, FiledStatement, statement_id)


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


def of_supplier(tx: Tx, supplier_id: str) -> tuple[FiledStatement, ...]:
    """A supplier's statements, oldest first."""
    return _many(tx, select(_table).where(_column.supplier_id == supplier_id))


def unsettled(tx: Tx) -> tuple[FiledStatement, ...]:
    """The statements with a line that is not answered, or never was looked at; oldest first."""
    waiting = _item.status.is_(None) | _item.status.in_(OPEN_STATUSES)
    lines = select(_item.statement_id).where(waiting)
    return _many(tx, select(_table).where(_column.id.in_(lines)))


def _many(tx: Tx, query: Select[Any]) -> tuple[FiledStatement, ...]:
    return rows.records(tx, query.order_by(_column.added, _column.id), FiledStatement)


def expectation_for(tx: Tx, item_id: str, expectation_id: str) -> None:
    """Note that a missing line made us expect a document. Raises RecordMissing."""
    known = _item.id == item_id
    if not rows.change(tx, tables.statement_item, known, expectation_id=expectation_id):
        raise RecordMissing(f"There is no statement line with the id {item_id!r}.")
