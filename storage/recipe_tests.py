"""Tests of recipes: the text that was tried, by whom, and what its visit found."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from model.errors import RecordMissing
from model.recipe_book import RecipeFound
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.recipe_test
_column = _table.c
_run = tables.run.c


@dataclass(frozen=True, slots=True)
class Ordered:
    """A test that was ordered; `found` is None until its visit has ended well enough to tell."""

    run_id: str
    portal_id: str
    user_id: str
    text: str
    found: RecipeFound | None = None


def put(tx: Tx, ordered: Ordered) -> None:
    """Keep what is to be tried."""
    rows.put(tx, _table, rows.values(ordered))
    announce(tx, "portals", ordered.portal_id)


def get(tx: Tx, run_id: str) -> Ordered:
    """The test that a run makes. Raises RecordMissing."""
    found = rows.find(tx, select(_table).where(_column.run_id == run_id))
    if found is None:
        raise RecordMissing
    return rows.record(Ordered, found)


def note_found(tx: Tx, run_id: str, found: RecipeFound) -> None:
    """Keep what a test has found."""
    rows.change(tx, _table, _column.run_id == run_id, found=found)


def newest(tx: Tx, portal_id: str, text: str | None = None) -> Ordered | None:
    """The newest test of a portal's recipe, or of one text of it."""
    query = select(_table).join(tables.run, _run.id == _column.run_id)
    query = query.where(_column.portal_id == portal_id)
    if text is not None:
        query = query.where(_column.text == text)
    query = query.order_by(_run.requested.desc(), _run.id.desc()).limit(1)
    return next(iter(rows.records(tx, query, Ordered)), None)
