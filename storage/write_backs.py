"""The outbox of write-backs: each is queued with what fulfils its expectation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from model.errors import RecordMissing
from model.write_backs import WriteBack, WriteBackState
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.write_back
_column = tables.write_back.c
_UNFINISHED = (WriteBackState.QUEUED, WriteBackState.BEGUN)


def queue(tx: Tx, write_back: WriteBack) -> bool:
    """Whether it is new: the same file goes into the same thread once."""
    return rows.put_new(tx, _table, rows.values(write_back))


def get(tx: Tx, key: str) -> WriteBack:
    """One write-back. Raises RecordMissing."""
    row = rows.find(tx, select(_table).where(_column.key == key))
    if row is None:
        raise RecordMissing(f"There is no write-back with the key {key!r}.")
    return rows.record(WriteBack, row)


def known(tx: Tx, key: str) -> bool:
    """Whether there is a write-back with this key."""
    return rows.find(tx, select(_column.key).where(_column.key == key)) is not None


def due(tx: Tx) -> tuple[WriteBack, ...]:
    """What is unfinished and may be tried now, oldest first."""
    when = _column.next_attempt
    query = select(_table).where(
        _column.state.in_(_UNFINISHED), or_(when.is_(None), when <= tx.now())
    )
    return rows.records(tx, query.order_by(_column.queued, _column.key), WriteBack)


def unfinished_of(tx: Tx, mailbox_id: str) -> tuple[WriteBack, ...]:
    """What is unfinished of a mailbox, due or not, oldest first."""
    of_it = (_column.mailbox_id == mailbox_id, _column.state.in_(_UNFINISHED))
    query = select(_table).where(*of_it).order_by(_column.queued, _column.key)
    return rows.records(tx, query, WriteBack)


def begin(tx: Tx, key: str) -> None:
    """Say that the mail server is about to get it."""
    _change(tx, key, state=WriteBackState.BEGUN, begun=tx.now())


def postpone(tx: Tx, key: str, until: datetime | None, *, attempts: int) -> None:
    """Try again then; None is now."""
    _change(tx, key, next_attempt=until, attempts=attempts)


def finish(tx: Tx, key: str, state: WriteBackState) -> None:
    """Say that it is done, or shall not be."""
    _change(tx, key, state=state, next_attempt=None)


def _change(tx: Tx, key: str, **columns: object) -> None:
    rows.change(tx, _table, _column.key == key, _column.state.in_(_UNFINISHED), **columns)
    announce(tx, "mail", key)
