"""Claims: what one worker of all machines has alone, until it gives it up, leaves or is gone.

A claim has no time to run out by: it ends with its worker's life (`storage.heartbeats`). So no two
clocks need agree, and whoever is at work never loses what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from storage import rows
from storage.tables import claim
from storage.tx import Tx

MAILBOXES: Final = "mailboxes"
"""The watch over the mailboxes, and what is asked of destinations."""

_column = claim.c


def portal(portal_id: str) -> str:
    """The name under which the visits to a portal are claimed."""
    return f"portal {portal_id}"


def hold(tx: Tx, name: str, executor: str) -> bool:
    """Whether this worker has it, from now on or already."""
    rows.put_new(tx, claim, {"name": name, "executor_id": executor})
    return holder(tx, name) == executor


def hold_one(tx: Tx, names: Iterable[str], executor: str) -> str | None:
    """The first of these that was nobody's, and is this worker's now; None where all are held."""
    wanted = tuple(names)
    query = select(_column.name).where(_column.name.in_(wanted))
    taken = frozenset(tx.connection.scalars(query))
    free_one = next((name for name in wanted if name not in taken), None)
    if free_one is not None:
        rows.put_new(tx, claim, {"name": free_one, "executor_id": executor})
    return free_one


def any_free(tx: Tx, names: Iterable[str]) -> bool:
    """Whether one of these is nobody's."""
    wanted = frozenset(names)
    query = select(_column.name).where(_column.name.in_(wanted))
    return len(frozenset(tx.connection.scalars(query))) < len(wanted)


def holder(tx: Tx, name: str) -> str | None:
    """The worker that has it; None where nobody does."""
    query = select(_column.executor_id).where(_column.name == name)
    found: str | None = tx.connection.scalar(query)
    return found


def held(tx: Tx, executor: str) -> frozenset[str]:
    """All that a worker has."""
    query = select(_column.name).where(_column.executor_id == executor)
    return frozenset(tx.connection.scalars(query))


def free(tx: Tx, names: Iterable[str], executor: str) -> None:
    """Give these up, where this worker has them."""
    mine = (_column.name.in_(tuple(names)), _column.executor_id == executor)
    tx.connection.execute(claim.delete().where(*mine))


def free_all(tx: Tx, executor: str, *, but: Iterable[str] = ()) -> None:
    """Give up all that a worker has, but these."""
    others = (_column.executor_id == executor, _column.name.not_in(tuple(but)))
    tx.connection.execute(claim.delete().where(*others))
