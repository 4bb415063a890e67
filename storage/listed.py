"""What portals' lists call the documents that came from their rows.

A list may name orders where its papers name invoices: what it calls a document is remembered, so
that the row is known when it is seen again. A name that a person is asked about, or whose document
was rejected, counts for nothing. Rows without a number are known by their day and amount, and by
how many documents came from such rows.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from sqlalchemy import ColumnElement, Table, exists, func, select

from model.documents import DocumentKind, normalise_number
from model.filing import DocumentStatus
from model.visits import Listing
from storage import rows, tables
from storage.columns import storable
from storage.tx import Tx

_table, _unnumbered = tables.listed, tables.listed_unnumbered
_column = _table.c
_document = tables.document.c
_question = tables.exception.c


def _credible(table: Table) -> tuple[ColumnElement[bool], ...]:
    asked = (_question.id == table.c.question_id, _question.answered.is_(None))
    return (
        _document.id == table.c.document_id,
        _document.status != DocumentStatus.REJECTED,
        ~exists().where(*asked),
    )


_CREDIBLE: Final = _credible(_table)


def note(
    tx: Tx, portal_id: str, row: Listing, document_id: str, *, doubt: str | None = None
) -> None:
    """Remember which document a row brought; one that says too little can't be known again.

    `doubt` is the question whether it really is this one: the name counts once it is answered.
    """
    number = _number(row)
    brought = {"portal_id": portal_id, "document_id": document_id, "question_id": doubt}
    if number:
        rows.put(tx, _table, {**brought, "kind": row.kind, "number": number})
    elif row.day is not None and row.amount is not None:
        rows.put(tx, _unnumbered, {**brought, "row": row.unnumbered})


def known(tx: Tx, portal_id: str) -> frozenset[tuple[DocumentKind, str]]:
    """Kind and normalised number of the rows whose documents are on file."""
    query = select(_column.kind, _column.number).where(_column.portal_id == portal_id, *_CREDIBLE)
    return frozenset((kind, number) for kind, number in tx.connection.execute(query))


def unnumbered(tx: Tx, portal_id: str) -> tuple[Listing, ...]:
    """The rows without a number whose documents are on file, one for each document."""
    mine = _unnumbered.c.portal_id == portal_id
    query = select(_unnumbered.c.row).where(mine, *_credible(_unnumbered))
    return tuple(tx.connection.scalars(query))


def names(tx: Tx, supplier_id: str) -> dict[str, frozenset[str]]:
    """By document of a supplier, the normalised numbers that lists call it by."""
    query = select(_column.document_id, _column.number).where(
        _document.supplier_id == supplier_id, *_CREDIBLE
    )
    found: dict[str, set[str]] = defaultdict(set)
    for document_id, number in tx.connection.execute(query):
        found[document_id].add(number)
    return {document_id: frozenset(numbers) for document_id, numbers in found.items()}


def counted(tx: Tx, portal_id: str, row: Listing) -> tuple[int, int]:
    """How many other rows of its kind are called as their documents are, and how many are not."""
    same = (_column.number == _document.normalised).label("same")
    query = (
        select(same, func.count())
        .where(
            _column.portal_id == portal_id,
            _column.kind == row.kind,
            _column.number != _number(row),
            _document.normalised != "",
            *_CREDIBLE,
        )
        .group_by(same)
    )
    found = {bool(same): number for same, number in tx.connection.execute(query)}
    return found.get(True, 0), found.get(False, 0)


def _number(row: Listing) -> str:
    return normalise_number(storable(row.number or ""))
