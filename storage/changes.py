"""Changes: which screens are out of date, for whoever draws them in another process."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select

from model.people import Change
from storage import rows
from storage.tables import change
from storage.tx import Tx

KEPT: Final = 10_000
"""So many changes are remembered; a screen that is further behind loads everything anew."""


def announce(tx: Tx, topic: str, subject: str) -> None:
    """Say that something on the screens of a topic has changed; once a transaction."""
    if (topic, subject) in tx.announced:
        return
    tx.announced.add((topic, subject))
    newest = last(tx) + 1
    tx.connection.execute(change.insert().values(id=newest, topic=topic, subject=subject))
    tx.connection.execute(change.delete().where(change.c.id <= newest - KEPT))


def after(tx: Tx, change_id: int) -> tuple[Change, ...]:
    """All remembered changes later than one, oldest first."""
    return rows.records(
        tx, select(change).where(change.c.id > change_id).order_by(change.c.id), Change
    )


def last(tx: Tx) -> int:
    """The id of the newest change; 0 where there was none."""
    return tx.connection.execute(select(func.max(change.c.id))).scalar_one() or 0
