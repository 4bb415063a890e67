"""Supplier statements, line by line, and what reconciliation says of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import cast

from sqlalchemy import bindparam, func, select

from model.documents import StatementReading
from model.errors import RecordMissing
from model.ids import derived_id
from model.matches import (
    Decision,
    Match,
    MatchStatus,
    OurSide,
    Proof,
    Standing,
    Statement,
    StatementItem,
)
from model.news import NewsKind
from storage import news, rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.statement
_column = tables.statement.c
_item = tables.statement_item.c
_answer = tables.statement_answer.c
_decision = tables.statement_decision.c

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
_ANSWER = ("entry_ids", "status", "difference", "reason", "rule")
UNANSWERED = "nothing_found"
"""The rule of a match that says that nothing of ours is the line."""
_UNBOOKED = (_item.status == MatchStatus.PAYMENT) & (_item.rule == UNANSWERED)
WAITING = _item.status.is_(None) | _item.status.in_(OPEN_STATUSES) | _UNBOOKED
"""The lines that wait for an answer; a payment that we have not booked is one of them."""


def waits(status: MatchStatus | None, rule: str) -> bool:
    """Whether a line with this answer waits for another one."""
    unbooked = status is MatchStatus.PAYMENT and rule == UNANSWERED
    return status is None or status in OPEN_STATUSES or unbooked


def add(
    tx: Tx,
    document_id: str,
    supplier_id: str,
    account_id: str | None,
    said: StatementReading,
    *,
    part: int = 1,
) -> str:
    """The id of a statement that a document holds, added once; `part` counts several from 1."""
    statement_id = id_of(document_id, part)
    filed = Statement(
        id=statement_id,
        document_id=document_id,
        supplier_id=supplier_id,
        account_id=account_id,
        currency=said.currency,
        statement_date=said.statement_date,
        opening=said.opening,
        closing=said.closing,
        part=part,
        account_number=said.account or "",
    )
    more = {"added": tx.now(), "ours": (), "proof": None, "standing": Standing()}
    if rows.put_new(tx, _table, rows.values(filed) | more):
        _add_items(tx, statement_id, supplier_id, said)
        announce(tx, "statements", statement_id)
    return statement_id


def id_of(document_id: str, part: int = 1) -> str:
    """The id of the statement that a document holds, or of one of its several."""
    further = (str(part),) if part > 1 else ()
    return derived_id("statement", document_id, *further)


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


def together(tx: Tx, statement: Statement) -> tuple[Statement, ...]:
    """The statements of the same document in the same currency, in its order; itself among them."""
    query = select(_table).where(
        _column.document_id == statement.document_id, _column.currency == statement.currency
    )
    return rows.records(tx, query.order_by(_column.part), Statement)


def further_items(tx: Tx, document_ids: Iterable[str]) -> tuple[StatementItem, ...]:
    """The lines of these documents' statements but their first."""
    found: list[StatementItem] = []
    for some in rows.portions(document_ids):
        later = select(_column.id).where(_column.document_id.in_(some), _column.part > 1)
        query = select(tables.statement_item).where(_item.statement_id.in_(later))
        found += rows.records(tx, query.order_by(_item.id), StatementItem)
    return tuple(found)


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
) -> tuple[Match, ...]:
    """Keep what reconciliation found in place of what it found before; the matches that are new.

    Raises RecordMissing.
    """
    known = _column.id == statement_id
    if not rows.change(tx, _table, known, ours=ours, proof=proof):
        raise RecordMissing(f"There is no statement with the id {statement_id!r}.")
    before = set(answers(tx, statement_id))
    changed = tuple(match for match in matches if match not in before)
    _save_matches(tx, statement_id, changed)
    if changed:
        of = get(tx, statement_id).document_id
        news.tell(tx, NewsKind.STATEMENT_RECONCILED, statement_id, document_id=of)
    announce(tx, "statements", statement_id)
    return changed


def _save_matches(tx: Tx, statement_id: str, matches: Collection[Match]) -> None:
    """Keep what is said of these lines, all at once. Raises RecordMissing."""
    said = [rows.values(match) for match in matches]
    if not said:
        return
    unknown = {line["item_id"] for line in said} - _item_ids(tx, statement_id)
    if unknown:
        raise RecordMissing(f"The statement has no line with the id {min(unknown)!r}.")
    names: rows.Values = {name: bindparam(name) for name in _ANSWER}
    line = tables.statement_item.update().where(_item.id == bindparam("item_id"))
    tx.connection.execute(line.values(names), said)
    links = [{"item_id": m.item_id, "entry_id": entry} for m in matches for entry in m.entry_ids]
    for some in rows.portions(match.item_id for match in matches):
        gone = tables.statement_answer.delete().where(_answer.item_id.in_(some))
        tx.connection.execute(gone)
    if links:
        tx.connection.execute(tables.statement_answer.insert(), links)


def _item_ids(tx: Tx, statement_id: str) -> frozenset[str]:
    query = select(_item.id).where(_item.statement_id == statement_id)
    return frozenset(tx.connection.scalars(query))


def answers(tx: Tx, statement_id: str) -> tuple[Match, ...]:
    """What the last look said of each line that was looked at, in the statement's order."""
    query = select(_item.id.label("item_id"), *(_item[name] for name in _ANSWER)).where(
        _item.statement_id == statement_id, _item.status.is_not(None)
    )
    return rows.records(tx, query.order_by(_item.position, _item.id), Match)


def answer(tx: Tx, statement_id: str, item_id: str) -> Match:
    """What the last look said of one line. Raises RecordMissing."""
    found = (match for match in answers(tx, statement_id) if match.item_id == item_id)
    match = next(found, None)
    if match is None:
        raise RecordMissing(f"The statement has no line with the id {item_id!r}.")
    return match


def proof(tx: Tx, statement_id: str) -> Proof | None:
    """Their balance explained from ours; None where there is none. Raises RecordMissing."""
    row = rows.find(tx, select(_column.proof).where(_column.id == statement_id))
    if row is None:
        raise RecordMissing(f"There is no statement with the id {statement_id!r}.")
    return cast("Proof | None", row["proof"])


def of_supplier(tx: Tx, supplier_id: str) -> tuple[Statement, ...]:
    """A supplier's statements, oldest first."""
    query = select(_table).where(_column.supplier_id == supplier_id)
    return rows.records(tx, query.order_by(_column.added, _column.id), Statement)


def unsettled(tx: Tx) -> tuple[str, ...]:
    """The ids of statements with a line that is not answered, or not looked at; oldest first."""
    lines = select(_item.statement_id).where(WAITING)
    query = select(_column.id).where(_column.id.in_(lines))
    return tuple(tx.connection.scalars(query.order_by(_column.added, _column.id)))


def expectation_for(tx: Tx, item_id: str, expectation_id: str) -> None:
    """Note that a missing line made us expect a document. Raises RecordMissing."""
    known = _item.id == item_id
    if not rows.change(tx, tables.statement_item, known, expectation_id=expectation_id):
        raise RecordMissing(f"There is no statement line with the id {item_id!r}.")


def open_items(tx: Tx, supplier_id: str) -> tuple[StatementItem, ...]:
    """The lines of a supplier's statements that nothing has answered yet."""
    query = select(tables.statement_item).where(_item.supplier_id == supplier_id, WAITING)
    return rows.records(tx, query.order_by(_item.id), StatementItem)


def open_items_over(tx: Tx, cents: Iterable[int]) -> tuple[StatementItem, ...]:
    """The lines of any supplier over these amounts that nothing has answered yet."""
    return tuple(
        item
        for some in rows.portions(set(cents))
        for item in rows.records(
            tx,
            select(tables.statement_item).where(_item.amount_minor.in_(some), WAITING),
            StatementItem,
        )
    )


def missing(tx: Tx, supplier_id: str) -> tuple[StatementItem, ...]:
    """The lines of a supplier's statements that are missing on our side."""
    lacks = (_item.supplier_id == supplier_id, _item.status == MatchStatus.MISSING)
    query = select(tables.statement_item).where(*lacks)
    return rows.records(tx, query.order_by(_item.id), StatementItem)


def unanswered(tx: Tx, statement_ids: Iterable[str]) -> dict[str, Decimal]:
    """By statement, what its open lines differ by from our side."""
    found: dict[str, Decimal] = {}
    for some in rows.portions(statement_ids):
        query = select(_item.statement_id, _item.difference).where(
            _item.statement_id.in_(some), WAITING, _item.difference.is_not(None)
        )
        for row in rows.rows(tx, query):
            so_far = found.get(row["statement_id"], Decimal(0))
            found[row["statement_id"]] = so_far + row["difference"]
    return found


def unlooked(tx: Tx, supplier_id: str) -> frozenset[str]:
    """The ids of the supplier's statements with a line that was never looked at."""
    query = select(_item.statement_id).where(
        _item.supplier_id == supplier_id, _item.status.is_(None)
    )
    return frozenset(tx.connection.scalars(query.distinct()))


def holding(tx: Tx, entry_ids: Iterable[str]) -> frozenset[str]:
    """The ids of the statements with a line that one of these entries answers."""
    found: set[str] = set()
    for some in rows.portions(set(entry_ids)):
        lines = select(_answer.item_id).where(_answer.entry_id.in_(some))
        query = select(_item.statement_id).where(_item.id.in_(lines)).distinct()
        found.update(tx.connection.scalars(query))
    return frozenset(found)


def covering(tx: Tx, supplier_id: str, days: Collection[date]) -> frozenset[str]:
    """The ids of the supplier's statements in whose time one of these days lies.

    Their time is from the first day of a line to the day of the statement.
    """
    query = (
        select(_column.id, func.min(_item.day).label("first"), _column.statement_date)
        .join_from(_table, tables.statement_item, _item.statement_id == _column.id)
        .where(_column.supplier_id == supplier_id, _column.statement_date >= min(days))
        .group_by(_column.id, _column.statement_date)
    )
    return frozenset(
        row["id"]
        for row in rows.rows(tx, query)
        if row["first"] and any(row["first"] <= day <= row["statement_date"] for day in days)
    )


def standing(tx: Tx, statement_id: str) -> Standing:
    """How the statement stands with people. Raises RecordMissing."""
    found = tx.connection.execute(select(_column.standing).where(_column.id == statement_id))
    known = found.first()
    if known is None:
        raise RecordMissing(f"There is no statement with the id {statement_id!r}.")
    return cast("Standing", known.standing)


def stand(tx: Tx, statement_id: str, standing: Standing) -> None:
    """Let the statement stand so from now on. Raises RecordMissing."""
    if not rows.change(tx, _table, _column.id == statement_id, standing=standing):
        raise RecordMissing(f"There is no statement with the id {statement_id!r}.")
    announce(tx, "statements", statement_id)


def tell(tx: Tx, statement_id: str) -> None:
    """Let the screens know that something about the statement changed."""
    announce(tx, "statements", statement_id)


def decisions(tx: Tx, statement_id: str) -> tuple[Decision, ...]:
    """What people decided about a statement and has not been undone, oldest first."""
    query = select(tables.statement_decision).where(_decision.statement_id == statement_id)
    return rows.records(tx, query.order_by(_decision.position), Decision)


def decide(tx: Tx, decision: Decision) -> None:
    """Keep what a person decided."""
    tx.connection.execute(tables.statement_decision.insert().values(rows.values(decision)))


def drop_decision(tx: Tx, decision_id: str) -> None:
    """Forget a decision; that there was one stands on the audit trail."""
    table = tables.statement_decision
    tx.connection.execute(table.delete().where(_decision.id == decision_id))
