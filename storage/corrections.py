"""What people corrected in documents, with what was there before."""

from __future__ import annotations

from sqlalchemy import select

from model.teaching import Correction
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.correction
_column = tables.correction.c


def of_document(tx: Tx, document_id: str) -> tuple[Correction, ...]:
    """The corrections of a document that nobody has taken back, oldest first."""
    query = select(_table).where(_column.document_id == document_id)
    return rows.records(tx, query.order_by(_column.position), Correction)


def add(tx: Tx, correction: Correction) -> None:
    """Keep a correction."""
    tx.connection.execute(_table.insert().values(rows.values(correction)))
    announce(tx, "inbox", correction.document_id)


def taught(tx: Tx, correction_id: str, layout: str, version: int) -> None:
    """Remember what a correction taught."""
    rows.change(tx, _table, _column.id == correction_id, layout=layout, layout_version=version)


def drop(tx: Tx, correction: Correction) -> None:
    """Forget a correction that was taken back; that there was one stands on the audit trail."""
    tx.connection.execute(_table.delete().where(_column.id == correction.id))
    announce(tx, "inbox", correction.document_id)
