"""Suppliers that nobody has confirmed: the one question about each, and where their bills stand."""

from __future__ import annotations

from typing import Final

from model.errors import RecordMissing
from model.exceptions import ExceptionItem
from model.filing import Channel, DocumentStatus, FiledDocument
from model.suppliers import Supplier
from pipeline.asking import question_id
from storage import documents, exceptions, suppliers
from storage.store import Tx

CONFIRM: Final = "1"
REFUSE: Final = "2"
HELD: Final = "Supplier not confirmed"
"""The note of a bill that waits until a person has confirmed its supplier."""
REFUSED: Final = "No supplier of ours"
"""The note of a bill whose supplier a person has refused."""


def question_key(supplier_id: str) -> tuple[str, str]:
    """What names the question about a proposed supplier."""
    return ("supplier", supplier_id)


def question(tx: Tx, supplier_id: str) -> ExceptionItem | None:
    """The question about a proposed supplier, answered or not; None where it was never asked."""
    try:
        return exceptions.get(tx, question_id(*question_key(supplier_id)))
    except RecordMissing:
        return None


def is_refused(tx: Tx, supplier: Supplier) -> bool:
    """Whether a person has said that this is no supplier of ours, and nobody confirmed it since."""
    asked = question(tx, supplier.id) if supplier.proposed else None
    return asked is not None and asked.answer == REFUSE


def standing(tx: Tx, document: FiledDocument) -> tuple[DocumentStatus, str] | None:
    """Where a bill of an unconfirmed supplier stands, with its note; None lets it go on."""
    supplier = suppliers.get(tx, document.supplier_id)
    if not supplier.proposed:
        return None
    if is_refused(tx, supplier):
        return DocumentStatus.REJECTED, REFUSED
    return DocumentStatus.EXCEPTION, HELD


def is_wanted(tx: Tx, document: FiledDocument) -> bool:
    """Whether a person handed over a bill of a supplier that was refused: the two contradict."""
    if not is_refused(tx, suppliers.get(tx, document.supplier_id)):
        return False
    ways = {source.channel for source in documents.sources(tx, document.id)}
    return Channel.UPLOAD in ways
