"""Our purchase ledger, as the books say it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from model.orders import LedgerEntry
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx


def load(tx: Tx, entries: Iterable[LedgerEntry]) -> None:
    """Take entries over from the books; one with a known id replaces the older one."""
    for entry in entries:
        rows.put(tx, tables.ledger_entry, rows.values(entry))
    announce(tx, "statements", "")


def entries(tx: Tx, supplier_id: str) -> tuple[LedgerEntry, ...]:
    """The ledger of one supplier, in the order of posting."""
    entry = tables.ledger_entry.c
    query = select(tables.ledger_entry).where(entry.supplier_id == supplier_id)
    return rows.records(tx, query.order_by(entry.post_date, entry.id), LedgerEntry)
