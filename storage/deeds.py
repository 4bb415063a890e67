"""Deeds: what people did, kept with what it changed, and taken back in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table, func, literal, null, select

from model.errors import WrongInput
from storage import changes, journal, rows, searching, tables
from storage.columns import Instant
from storage.journal import RowChange, cells, key_of, raw
from storage.tx import Tx

_deed, _step = tables.deed.c, tables.deed_step.c
_KEPT: Final = timedelta(days=30)
_ON_ITS_WAY: Final = frozenset({"queued", "retrying"})
_GONE_ON: Final = "It can't be taken back, as it has gone on since: {told}."


@dataclass(frozen=True, slots=True)
class Deed:
    """What a person did, in a few words."""

    id: str
    user_id: str
    told: str
    at: datetime
    undone: datetime | None = None


@contextmanager
def kept(tx: Tx) -> Iterator[None]:
    """Keep what a transaction changes, where a deed is recorded."""
    deed = journal.current()
    if deed is None:
        yield
        return
    with journal.watched(tx) as changed:
        yield
    if changed:
        _keep(tx, deed, changed)


def last(tx: Tx, user_id: str) -> Deed | None:
    """What a person did last and has not taken back."""
    query = select(tables.deed).where(_deed.user_id == user_id, _deed.undone.is_(None))
    row = rows.find(tx, query.order_by(_deed.seq.desc()).limit(1))
    return rows.record(Deed, row) if row else None


def get(tx: Tx, deed_id: str) -> Deed:
    """One deed. Raises RecordMissing."""
    return rows.get(tx, tables.deed, Deed, deed_id)


def forget_all(tx: Tx) -> None:
    """Forget what could be taken back: it holds what is being erased."""
    tx.connection.execute(tables.deed_step.delete())
    tx.connection.execute(tables.deed.delete())


def take_back(tx: Tx, deed: Deed) -> tuple[RowChange, ...]:
    """The rows that are again as they were before a deed.

    Raises:
        WrongInput: it was taken back before, or one of its rows has changed since.
    """
    if deed.undone is not None:
        raise WrongInput("It was taken back before.")
    found = rows.rows(
        tx, select(tables.deed_step).where(_step.deed_id == deed.id).order_by(_step.step)
    )
    changed = _whole(change for row in found for change in _read(row["changes"]))
    for one in changed:
        _prove(tx, deed, one)
    for one in _in_order(changed):
        _restore(tx, one)
    _find_again(tx, (_key(one)[0] for one in changed if one.table == tables.document.name))
    rows.change(tx, tables.deed, _deed.id == deed.id, undone=tx.now())
    for row in found:
        for topic, subject in json.loads(row["topics"]):
            changes.announce(tx, topic, subject)
    return changed


def wrote(tx: Tx, deed: Deed, table: str, row_id: str) -> bool:
    """Whether a deed has left a row of this id."""
    found = tx.connection.scalars(select(_step.changes).where(_step.deed_id == deed.id))
    every = (one for written in found for one in _read(written))
    return any(one.table == table and (one.after or {}).get("id") == row_id for one in every)


def _keep(tx: Tx, deed: journal.Recording, changed: list[RowChange]) -> None:
    if not deed.steps:
        tx.connection.execute(tables.deed.delete().where(_deed.at < tx.now() - _KEPT))
        newest = tx.connection.scalar(select(func.max(_deed.seq))) or 0
        named = {"id": deed.deed_id, "user_id": deed.user_id, "told": deed.told}
        tx.connection.execute(tables.deed.insert(), named | {"seq": newest + 1, "at": tx.now()})
    step = {
        "deed_id": deed.deed_id,
        "step": deed.steps,
        "changes": json.dumps([asdict(one) for one in changed]),
        "topics": json.dumps(sorted(tx.announced)),
    }
    tx.connection.execute(tables.deed_step.insert().values(step))
    deed.steps += 1


def _read(written: str) -> Iterator[RowChange]:
    return (RowChange(**one) for one in json.loads(written))


def _whole(changed: Iterable[RowChange]) -> tuple[RowChange, ...]:
    """The changes of several transactions as one: from the first image to the last."""
    found: dict[journal.Key, RowChange] = {}
    for one in changed:
        key = one.table, _key(one)
        before = found[key].before if key in found else one.before
        found[key] = RowChange(one.table, before, one.after)
    return tuple(one for one in found.values() if one.before != one.after)


def _key(one: RowChange) -> tuple[Any, ...]:
    return key_of(_table(one), one.before or one.after or {})


def _table(one: RowChange) -> Table:
    return tables.metadata.tables[one.table]


def _prove(tx: Tx, deed: Deed, one: RowChange) -> None:
    """Raise WrongInput where a row is not as the deed left it, or is on its way already."""
    now = cells(tx.connection, _table(one), _key(one))
    if _said(one, now) != _said(one, one.after):
        raise WrongInput(_GONE_ON.format(told=deed.told))
    if one.table == tables.delivery.name and _left(tx, one.after or {}, one.before or {}):
        raise WrongInput("It can't be taken back: it has left already.")


def _said(one: RowChange, row: journal.Cells | None) -> journal.Cells | None:
    """What a row says; the version of a document only counts what was done to it."""
    if row is None or one.table != tables.document.name:
        return row
    return {name: cell for name, cell in row.items() if name != "version"}


def _left(tx: Tx, after: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether a delivery that the deed let go may be in somebody's hands."""
    if after.get("state") not in _ON_ITS_WAY or before.get("state") in _ON_ITS_WAY:
        return False
    leaves = after.get("next_attempt")
    return leaves is None or leaves <= Instant().written(tx.now())


def _in_order(changed: tuple[RowChange, ...]) -> Iterator[RowChange]:
    """Changes back in an order in which every reference leads to a row that is there."""
    ranked = {table.name: at for at, table in enumerate(tables.metadata.sorted_tables)}
    up = sorted(changed, key=lambda one: ranked[one.table])
    missing = {(one.table, _key(one)) for one in up if one.after is None}
    updates = [one for one in up if one.before is not None and one.after is not None]
    late = [one for one in updates if any(to in missing for to in _references(one))]
    yield from (one for one in updates if one not in late)
    yield from (one for one in reversed(up) if one.before is None)
    yield from (one for one in up if one.after is None)
    yield from late


def _references(one: RowChange) -> Iterator[journal.Key]:
    for key in _table(one).foreign_keys:
        if key.column.primary_key and one.before:
            yield key.column.table.name, (one.before[key.parent.name],)


def _restore(tx: Tx, one: RowChange) -> None:
    table = _table(one)
    same = [raw(c) == value for c, value in zip(table.primary_key, _key(one), strict=True)]
    if one.before is None:
        tx.connection.execute(table.delete().where(*same))
        return
    values = {table.c[name]: _as_cell(table, name, cell) for name, cell in one.before.items()}
    if one.after is None:
        tx.connection.execute(table.insert().values(values))
        return
    if "version" in one.before and table is tables.document:  # a number is never seen twice
        values[table.c.version] = table.c.version + 1
    tx.connection.execute(table.update().where(*same).values(values))


def _find_again(tx: Tx, documents: Iterable[str]) -> None:
    """Have the search find documents by what they say again."""
    column = tables.document.c
    for document_id in documents:
        said = tx.connection.scalar(select(column.search).where(column.id == document_id))
        if said is None:
            searching.forget(tx, [document_id])
        else:
            searching.keep(tx, document_id, said)


def _as_cell(table: Table, name: str, cell: Any) -> Any:
    """A cell to be written as it is."""
    column = table.c[name]
    return null() if cell is None else literal(cell, raw(column).type)
