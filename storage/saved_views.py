"""Searches of the inbox that people saved under a name."""

from __future__ import annotations

from sqlalchemy import or_, select

from model.worklist import SavedView
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_column = tables.saved_view.c


def put(tx: Tx, view: SavedView) -> None:
    """Save a view, or replace the one with its id."""
    rows.put(tx, tables.saved_view, rows.values(view))
    announce(tx, "views", view.id)


def get(tx: Tx, view_id: str) -> SavedView:
    """One view. Raises RecordMissing."""
    return rows.get(tx, tables.saved_view, SavedView, view_id)


def seen_by(tx: Tx, user_id: str) -> tuple[SavedView, ...]:
    """The views of a user and those that are shared, by name."""
    seen = or_(_column.owner == user_id, _column.shared == True)  # noqa: E712 - SQL, not Python
    query = select(tables.saved_view).where(seen)
    return rows.records(tx, query.order_by(_column.name, _column.id), SavedView)


def remove(tx: Tx, view_id: str) -> None:
    """Forget a view."""
    tx.connection.execute(tables.saved_view.delete().where(_column.id == view_id))
    announce(tx, "views", view_id)
