"""Takeovers: imported sign-ins on their way to becoming suppliers' portals."""

from __future__ import annotations

from sqlalchemy import select

from model.takeovers import Takeover
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.takeover
_column = tables.takeover.c


def put(tx: Tx, takeover: Takeover) -> None:
    """Add a takeover, or replace the one with its id; one that was chosen stays as it is."""
    columns = rows.values(takeover)
    if not rows.put_new(tx, _table, columns):
        facts = {name: value for name, value in columns.items() if name not in ("id", "created")}
        rows.change(tx, _table, _column.id == takeover.id, _column.chosen.is_(None), **facts)
    announce(tx, "portals", takeover.id)


def every(tx: Tx) -> tuple[Takeover, ...]:
    """All takeovers, by name."""
    return rows.records(tx, select(_table).order_by(_column.name, _column.id), Takeover)


def get(tx: Tx, takeover_id: str) -> Takeover:
    """One takeover. Raises RecordMissing."""
    return rows.get(tx, _table, Takeover, takeover_id)


def of_portal(tx: Tx, portal_id: str) -> Takeover | None:
    """The takeover that a portal came from; None where it was connected otherwise."""
    query = select(_table).where(_column.portal_id == portal_id)
    return next(iter(rows.records(tx, query, Takeover)), None)


def choose(tx: Tx, takeover_id: str, portal_id: str, *, at_once: bool) -> None:
    """Remember that a person ticked a takeover, and the portal that it became."""
    facts = {"chosen": tx.now(), "portal_id": portal_id, "at_once": at_once}
    rows.change(tx, _table, _column.id == takeover_id, **facts)
    announce(tx, "portals", takeover_id)
