"""Parcels: what a destination gets of a document, its facts first and its file beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from model.deliveries import Delivery, Parcel
from model.documents import DocumentFormat, Line, Reading, TaxRow
from model.filing import FiledDocument
from pipeline.deliveries.terms import entity_of
from storage import documents, news, suppliers
from storage.files import FileStore
from storage.store import Tx

_TYPES: Final[Mapping[DocumentFormat, str]] = {
    **dict.fromkeys((DocumentFormat.PDF, DocumentFormat.FACTURX), "application/pdf"),
    **dict.fromkeys((DocumentFormat.UBL, DocumentFormat.CII), "application/xml"),
    **dict.fromkeys((DocumentFormat.CXML, DocumentFormat.PIDX), "application/xml"),
    DocumentFormat.FATTURAPA: "application/xml",
    DocumentFormat.CSV: "text/csv",
    DocumentFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DocumentFormat.HTML: "text/html",
}
_PICTURES: Final = ((b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
_ANY: Final = "application/octet-stream"


def facts(tx: Tx, delivery: Delivery) -> Parcel:
    """The parcel of a delivery, still without the file's content."""
    parcel = of_document(tx, delivery.document_id, delivery.key)
    return replace(parcel, news=news.get(tx, delivery.news_id)) if delivery.news_id else parcel


def of_document(tx: Tx, document_id: str, key: str) -> Parcel:
    """The parcel of a document under the key of its delivery, still without the file's content."""
    document = documents.get(tx, document_id)
    reading = documents.reading(tx, document.id)
    supplier = suppliers.get(tx, document.supplier_id)
    number = document.number or document.sha256[:12]
    return Parcel(
        key=key,
        document_id=document.id,
        kind=document.kind,
        supplier=supplier.name,
        number=number,
        day=document.day,
        due=document.due,
        gross=document.gross,
        net=document.net,
        po_number=document.po_number,
        account=_account(tx, document) or reading.text("customer_number"),
        fields=_values(reading),
        file_name=f"{supplier.name}_{number}_{document.day or ''}",
        media_type=document.media_type,
        content=b"",
        sha256=document.sha256,
        supplier_vat_id=supplier.vat_id or reading.text("seller_vat_id"),
        lines=tuple(_owed_line(line, reading.sign()) for line in reading.lines),
        tax_rows=tuple(_owed_tax(row, reading.sign()) for row in reading.tax_rows),
        format=document.format,
        entity=entity_of(tx, document),
    )


def of_reading(reading: Reading, content: bytes) -> Parcel:
    """The parcel of a file that was read and is not on file."""
    sha256 = hashlib.sha256(content).hexdigest()
    number = reading.text("invoice_number") or sha256[:12]
    return Parcel(
        key=sha256[:32],
        document_id=sha256[:32],
        kind=reading.kind,
        supplier=reading.text("seller_name") or "",
        number=number,
        day=reading.day("issue_date"),
        due=reading.day("due_date"),
        gross=reading.money("gross_total"),
        net=reading.money("net_total"),
        po_number=reading.text("po_number"),
        account=reading.text("customer_number"),
        fields=_values(reading),
        file_name=number,
        media_type=_media_type(reading.format, content),
        content=content,
        sha256=sha256,
        supplier_vat_id=reading.text("seller_vat_id"),
        lines=tuple(_owed_line(line, reading.sign()) for line in reading.lines),
        tax_rows=tuple(_owed_tax(row, reading.sign()) for row in reading.tax_rows),
        format=reading.format,
    )


def filled(files: FileStore, parcel: Parcel) -> Parcel:
    """The parcel with its file. Raises FileMissing."""
    return parcel if parcel.news else replace(parcel, content=files.get(parcel.sha256))


def _values(reading: Reading) -> Mapping[str, str]:
    return MappingProxyType({name: field.value for name, field in reading.fields.items()})


def _media_type(form: DocumentFormat, content: bytes) -> str:
    """The type of a file by what it is, never by its name."""
    if form is DocumentFormat.IMAGE:
        return next((kind for start, kind in _PICTURES if content.startswith(start)), _ANY)
    return _TYPES.get(form, _ANY)


def _owed_line(line: Line, sign: int) -> Line:
    """A line as what we owe by it: on a credit note the quantity is negative, not the price."""
    quantity = None if line.quantity is None else line.quantity * sign
    return replace(line, quantity=quantity, total=None if line.total is None else line.total * sign)


def _owed_tax(row: TaxRow, sign: int) -> TaxRow:
    return replace(row, base=row.base * sign, amount=row.amount * sign)


def _account(tx: Tx, document: FiledDocument) -> str | None:
    account = suppliers.account(tx, document.account_id) if document.account_id else None
    return account.number if account else None
