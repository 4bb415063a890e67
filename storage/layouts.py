"""What corrections have taught about suppliers' layouts; each lesson replaces the one before."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, select

from model.memory import LayoutMemory
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.layout_memory
_column = tables.layout_memory.c
_version = tables.layout_version


def of_supplier(tx: Tx, supplier_id: str) -> tuple[LayoutMemory, ...]:
    """All that was taught about a supplier's layouts, in the order of their names."""
    query = select(_column.memory).where(_column.supplier_id == supplier_id)
    return tuple(tx.connection.scalars(query.order_by(_column.layout)))


def keep(tx: Tx, supplier_id: str, memory: LayoutMemory) -> bool:
    """Whether it is kept: only where it follows the version that is there, or is the first."""
    columns = {"version": memory.version, "memory": memory, "taught": tx.now()}
    key = {"supplier_id": supplier_id, "layout": memory.layout}
    if memory.version == 1:
        kept = rows.put_new(tx, _table, key | columns)
    else:
        before = _column.version == memory.version - 1
        kept = bool(rows.change(tx, _table, *_of(supplier_id, memory.layout), before, **columns))
    if kept:
        rows.put_new(tx, _version, key | columns)
        announce(tx, "inbox", supplier_id)
    return kept


def take_back(tx: Tx, supplier_id: str, layout: str, version: int, *, name: str) -> bool:
    """Whether a field is searched again where it was before this version of its layout.

    Only where no newer version moved it. No version is lost: this makes a new one.
    """
    known = {one.version: one for one in versions(tx, supplier_id, layout)}
    now = next((one for one in of_supplier(tx, supplier_id) if one.layout == layout), None)
    if now is None or now.by_name.get(name) != known[version].by_name.get(name):
        return False
    before = known[version - 1].by_name.get(name) if version > 1 else None
    fields = {**now.by_name, name: before}
    rest = tuple(one for _, one in sorted(fields.items()) if one)
    return keep(tx, supplier_id, replace(now, version=now.version + 1, fields=rest))


def versions(tx: Tx, supplier_id: str, layout: str) -> tuple[LayoutMemory, ...]:
    """All versions of what a layout was taught, oldest first; none once it is forgotten."""
    known = _version.c
    query = select(known.memory).where(known.supplier_id == supplier_id, known.layout == layout)
    return tuple(tx.connection.scalars(query.order_by(known.version)))


def forget(tx: Tx, supplier_id: str) -> int:
    """Drop all that was taught about a supplier's layouts; how many layouts that were."""
    for table in (_version, _table):
        dropped = tx.connection.execute(table.delete().where(table.c.supplier_id == supplier_id))
    announce(tx, "inbox", supplier_id)
    return dropped.rowcount


def _of(supplier_id: str, layout: str) -> tuple[ColumnElement[bool], ...]:
    return (_column.supplier_id == supplier_id, _column.layout == layout)
