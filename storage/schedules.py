"""When portals are visited, as somebody has chosen; a portal without a choice has the usual one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from model.schedules import Schedule
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_column = tables.schedule.c


def get(tx: Tx, portal_id: str) -> Schedule:
    """The schedule of a portal."""
    query = select(_column.schedule).where(_column.portal_id == portal_id)
    return tx.connection.scalar(query) or Schedule()


def chosen(tx: Tx) -> Mapping[str, Schedule]:
    """The schedules that somebody chose, by portal."""
    found: dict[str, Schedule] = dict(
        tx.connection.execute(select(_column.portal_id, _column.schedule)).all()
    )
    return found


def put(tx: Tx, portal_id: str, schedule: Schedule) -> None:
    """Keep a portal's schedule."""
    rows.put(tx, tables.schedule, {"portal_id": portal_id, "schedule": schedule})
    announce(tx, "portals", portal_id)
