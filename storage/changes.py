"""Changes: which screens are out of date, for whoever draws them in another process."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, func, select

from model.people import Change
from storage import rows
from storage.tables import change
from storage.tx import Tx

KEPT: Final = 10_000
"""So many changes are remembered, and those of the newest transaction; a screen that is further
behind loads everything anew."""

_NEXT: Final = select(func.coalesce(func.max(change.c.id), 0) + 1).scalar_subquery()
_LAST: Final = select(func.max(change.c.id))
"""Asked forty times a second by each web process: put together once."""
_INSERT: Final = change.insert().values(
    id=_NEXT, topic=bindparam("topic"), subject=bindparam("subject")
)


def announce(tx: Tx, topic: str, subject: str) -> None:
    """Say that something on the screens of a topic has changed; once a transaction."""
    if (topic, subject) in tx.announced:
        return
    if not tx.announced:
        tx.connection.execute(change.delete().where(change.c.id <= last(tx) - KEPT))
    tx.announced.add((topic, subject))
    tx.connection.execute(_INSERT, {"topic": topic, "subject": subject})


def after(tx: Tx, change_id: int) -> tuple[Change, ...]:
    """All remembered changes later than one, oldest first."""
    return rows.records(
        tx, select(change).where(change.c.id > change_id).order_by(change.c.id), Change
    )


def last(tx: Tx) -> int:
    """The id of the newest change; 0 where there was none."""
    return tx.connection.execute(_LAST).scalar_one() or 0
