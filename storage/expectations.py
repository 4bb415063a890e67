"""Expectations: open, or ended in exactly one of three ways."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select

from model.expectations import Expectation, ExpectationState
from model.news import NewsKind
from storage import news, rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.expectation
_column = tables.expectation.c


def expect(tx: Tx, expectation: Expectation) -> bool:
    """Whether this is news: nothing happens where its key is expected or settled already."""
    new = rows.put_new(tx, _table, rows.values(expectation))
    if new:
        news.tell(
            tx, NewsKind.EXPECTATION_OPENED, expectation.id, supplier_id=expectation.supplier_id
        )
        announce(tx, "portals", expectation.portal_id or "")
    return new


def get(tx: Tx, expectation_id: str) -> Expectation:
    """One expectation. Raises RecordMissing."""
    return rows.get(tx, _table, Expectation, expectation_id)


def find(tx: Tx, expectation_id: str) -> Expectation | None:
    """The expectation with this id, None where nothing is expected under it."""
    row = rows.find(tx, select(_table).where(_column.id == expectation_id))
    return rows.record(Expectation, row) if row else None


def every(tx: Tx) -> tuple[Expectation, ...]:
    """All expectations, oldest first."""
    return rows.records(tx, select(_table).order_by(_column.opened, _column.id), Expectation)


def all_open(tx: Tx) -> tuple[Expectation, ...]:
    """All open expectations, oldest first."""
    return _open(tx)


def open_for_portal(tx: Tx, portal_id: str) -> tuple[Expectation, ...]:
    """The open expectations that a visit to this portal may settle, oldest first."""
    return _open(tx, _column.portal_id == portal_id)


def due(tx: Tx) -> tuple[Expectation, ...]:
    """The open expectations whose next attempt is due now, oldest first."""
    when = _column.next_attempt
    return _open(tx, or_(when.is_(None), when <= tx.now()))


def _open(tx: Tx, *where: rows.Condition) -> tuple[Expectation, ...]:
    query = select(_table).where(_column.state == ExpectationState.OPEN, *where)
    return rows.records(tx, query.order_by(_column.opened, _column.id), Expectation)


def unfulfilled(tx: Tx, supplier_id: str) -> tuple[Expectation, ...]:
    """What a document of this supplier may still answer, whatever its state; oldest first."""
    query = select(_table).where(
        _column.supplier_id == supplier_id, _column.state != ExpectationState.FULFILLED
    )
    return rows.records(tx, query.order_by(_column.opened, _column.id), Expectation)


def answering(tx: Tx, supplier_id: str) -> frozenset[str]:
    """The ids of the documents that fulfil expectations of this supplier."""
    query = select(_column.document_id).where(
        _column.supplier_id == supplier_id, _column.state == ExpectationState.FULFILLED
    )
    return frozenset(found for found in tx.connection.scalars(query) if found)


def counts(tx: Tx) -> dict[ExpectationState, int]:
    """How many expectations are in each state; every state has its number."""
    query = select(_column.state, func.count()).group_by(_column.state)
    found: dict[ExpectationState, int] = dict(tx.connection.execute(query).all())
    return {state: found.get(state, 0) for state in ExpectationState}


def settle(
    tx: Tx,
    expectation_id: str,
    state: ExpectationState,
    reason: str,
    *,
    document_id: str | None = None,
) -> bool:
    """Whether the expectation ended by this; one that has ended stays as it is."""
    return _change(
        tx,
        expectation_id,
        _column.state == ExpectationState.OPEN,
        state=state,
        reason=reason,
        document_id=document_id,
        closed=tx.now(),
        next_attempt=None,
    )


def give_up(tx: Tx, expectation_id: str, reason: str) -> bool:
    """Whether the expectation, open or ended without a document, is left for this reason now."""
    return _change(
        tx,
        expectation_id,
        _column.document_id.is_(None),
        state=ExpectationState.NEEDS_PERSON,
        reason=reason,
        closed=tx.now(),
        next_attempt=None,
    )


def fulfil(tx: Tx, expectation_id: str, document_id: str, reason: str) -> bool:
    """Whether the document settles it now, though it may have ended in another way before."""
    return _change(
        tx,
        expectation_id,
        _column.state != ExpectationState.FULFILLED,
        state=ExpectationState.FULFILLED,
        reason=reason,
        document_id=document_id,
        closed=tx.now(),
        next_attempt=None,
    )


def reopen(tx: Tx, expectation_id: str) -> bool:
    """Whether an ended expectation is open again: a person, or new facts, want another try."""
    return _change(
        tx,
        expectation_id,
        _column.state != ExpectationState.OPEN,
        state=ExpectationState.OPEN,
        reason="",
        document_id=None,
        closed=None,
        next_attempt=None,
        attempts=0,
    )


def direct(tx: Tx, expectation_id: str, portal_id: str) -> bool:
    """Whether an ended expectation is open again, to be answered by this portal."""
    return reopen(tx, expectation_id) and _change(
        tx, expectation_id, _column.state == ExpectationState.OPEN, portal_id=portal_id
    )


def postpone(tx: Tx, expectation_id: str, *, next_attempt: datetime | None, reason: str) -> bool:
    """Whether the open expectation now waits for another attempt; this one is counted."""
    return _change(
        tx,
        expectation_id,
        _column.state == ExpectationState.OPEN,
        next_attempt=next_attempt,
        reason=reason,
        attempts=_column.attempts + 1,
    )


def _change(tx: Tx, expectation_id: str, where: rows.Condition, **columns: object) -> bool:
    """Change one expectation if the condition holds. Raises RecordMissing."""
    found = get(tx, expectation_id)
    changed = rows.change(tx, _table, _column.id == expectation_id, where, **columns)
    if changed:
        _tell(tx, found.state, expectation_id)
        announce(tx, "portals", found.portal_id or "")
    return bool(changed)


def _tell(tx: Tx, before: ExpectationState, expectation_id: str) -> None:
    after = get(tx, expectation_id)
    if after.state is before:
        return
    if after.state is ExpectationState.OPEN:
        news.tell(tx, NewsKind.EXPECTATION_OPENED, after.id, supplier_id=after.supplier_id)
    else:
        news.tell(tx, NewsKind.EXPECTATION_CLOSED, after.id, state=after.state.value)
