"""What corrections have taught about suppliers' layouts; each lesson replaces the one before."""

from __future__ import annotations

from sqlalchemy import func, select

from model.memory import LayoutMemory
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.layout_memory
_column = tables.layout_memory.c


def of_supplier(tx: Tx, supplier_id: str) -> tuple[LayoutMemory, ...]:
    """All that was taught about a supplier's layouts, in the order of their names."""
    query = select(_column.memory).where(_column.supplier_id == supplier_id)
    return tuple(tx.connection.scalars(query.order_by(_column.layout)))


def count(tx: Tx, supplier_id: str) -> int:
    """How many layouts of a supplier something was taught about."""
    query = select(func.count()).where(_column.supplier_id == supplier_id)
    return tx.connection.execute(query).scalar_one()


def keep(tx: Tx, supplier_id: str, memory: LayoutMemory) -> bool:
    """Whether it is kept: only where it follows the version that is there, or is the first."""
    columns = {"version": memory.version, "memory": memory, "taught": tx.now()}
    if memory.version == 1:
        key = {"supplier_id": supplier_id, "layout": memory.layout}
        kept = rows.put_new(tx, _table, key | columns)
    else:
        before = _column.version == memory.version - 1
        this = (_column.supplier_id == supplier_id, _column.layout == memory.layout, before)
        kept = bool(rows.change(tx, _table, *this, **columns))
    if kept:
        announce(tx, "inbox", supplier_id)
    return kept


def forget(tx: Tx, supplier_id: str) -> int:
    """Drop all that was taught about a supplier's layouts; how many layouts that were."""
    dropped = tx.connection.execute(_table.delete().where(_column.supplier_id == supplier_id))
    announce(tx, "inbox", supplier_id)
    return dropped.rowcount
