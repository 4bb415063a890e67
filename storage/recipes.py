"""The versions of each portal's recipe, and the rows by which a repair of it is proven."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from model.ids import new_id
from model.recipes import RecipeOrigin, RecipeState, RecipeVersion
from model.visits import Listing
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

MOST_ROWS: Final = 500
"""So many rows of a visit are remembered: enough to know a list by."""

_table = tables.recipe_version
_column = _table.c
_seen = tables.portal_seen.c


def of_portal(tx: Tx, portal_id: str) -> tuple[RecipeVersion, ...]:
    """All versions of a portal's recipe, the oldest first."""
    query = select(_table).where(_column.portal_id == portal_id).order_by(_column.position)
    return rows.records(tx, query, RecipeVersion)


def get(tx: Tx, version_id: str) -> RecipeVersion:
    """One version. Raises RecordMissing."""
    return rows.get(tx, _table, RecipeVersion, version_id)


def current(tx: Tx, portal_id: str) -> RecipeVersion | None:
    """The version that visits go by; None where none was noted yet."""
    found = [one for one in of_portal(tx, portal_id) if one.state is RecipeState.CURRENT]
    return found[-1] if found else None


def latest(tx: Tx) -> dict[str, RecipeVersion]:
    """By portal, the newest version that a person has not refused."""
    query = select(_table).where(_column.state != RecipeState.REFUSED).order_by(_column.position)
    return {one.portal_id: one for one in rows.records(tx, query, RecipeVersion)}


def add(
    tx: Tx,
    portal_id: str,
    text: str,
    *,
    origin: RecipeOrigin,
    why: str,
    run_id: str | None = None,
    proposed: bool = False,
) -> RecipeVersion:
    """The new version; it takes the current one's place unless it is only proposed."""
    if not proposed:
        in_use = _column.state.in_([RecipeState.CURRENT, RecipeState.PROPOSED])
        rows.change(tx, _table, _column.portal_id == portal_id, in_use, state=RecipeState.FORMER)
    new = RecipeVersion(
        id=new_id(),
        portal_id=portal_id,
        position=len(of_portal(tx, portal_id)) + 1,
        origin=origin,
        state=RecipeState.PROPOSED if proposed else RecipeState.CURRENT,
        text=text,
        why=why,
        created=tx.now(),
        run_id=run_id,
    )
    rows.put(tx, _table, rows.values(new))
    announce(tx, "portals", portal_id)
    return new


def refuse(tx: Tx, version: RecipeVersion) -> None:
    """Turn a proposal down."""
    rows.change(tx, _table, _column.id == version.id, state=RecipeState.REFUSED)
    announce(tx, "portals", version.portal_id)


def note_seen(tx: Tx, portal_id: str, listed: Iterable[Listing]) -> None:
    """Remember the rows that a good visit saw, in place of those from before."""
    kept = tuple(listed)[:MOST_ROWS]
    rows.put(tx, tables.portal_seen, {"portal_id": portal_id, "rows": kept})


def seen(tx: Tx, portal_id: str) -> tuple[Listing, ...]:
    """The rows of the last good visit; none where there was none."""
    query = select(_seen.rows).where(_seen.portal_id == portal_id)
    return tuple(tx.connection.scalar(query) or ())
