"""Guesses: counted by name, and tried again only so often."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from storage import rows
from storage.tables import sign_in_failure
from storage.tx import Tx

FREE_FAILURES: Final = 5
"""So many wrong passwords in a row cost nothing; each further one doubles the waiting time."""
_FIRST_WAIT: Final = timedelta(seconds=2)
_LONGEST_WAIT: Final = timedelta(minutes=15)
_MOST_DOUBLINGS: Final = 16
_FORGOTTEN_AFTER: Final = timedelta(hours=24)

_column = sign_in_failure.c


def waiting(tx: Tx, name: str) -> bool:
    """Whether this name, known or not, has to wait before its next try."""
    query = select(sign_in_failure).where(_column.name_digest == _digest(name))
    row = rows.find(tx, query)
    return row is not None and tx.now() < _free_again(row["failures"], row["last"])


def _free_again(failures: int, last: datetime) -> datetime:
    if failures < FREE_FAILURES:
        return last
    doublings: int = min(failures - FREE_FAILURES, _MOST_DOUBLINGS)
    return last + min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)


def count_failure(tx: Tx, name: str) -> None:
    """Count a wrong password; what is older than a day is forgotten."""
    forgotten = _column.last < tx.now() - _FORGOTTEN_AFTER
    tx.connection.execute(sign_in_failure.delete().where(forgotten))
    new = {"name_digest": _digest(name), "failures": 1, "last": tx.now()}
    if rows.put_new(tx, sign_in_failure, new):
        return
    known = _column.name_digest == _digest(name)
    rows.change(tx, sign_in_failure, known, failures=_column.failures + 1, last=tx.now())


def forgive(tx: Tx, name: str) -> None:
    """Forget the failures of a name: it has signed in."""
    tx.connection.execute(sign_in_failure.delete().where(_column.name_digest == _digest(name)))


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
