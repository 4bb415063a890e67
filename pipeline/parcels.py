"""Parcels: what a destination gets of a document, its facts first and its file beside them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from model.deliveries import Delivery, Parcel
from model.documents import Line, TaxRow
from model.filing import FiledDocument
from storage import documents, suppliers
from storage.files import FileStore
from storage.store import Tx


def facts(tx: Tx, delivery: Delivery) -> Parcel:
    """The parcel of a delivery, still without the file's content."""
    document = documents.get(tx, delivery.document_id)
    reading = documents.reading(tx, document.id)
    supplier = suppliers.get(tx, document.supplier_id)
    number = document.number or document.sha256[:12]
    return Parcel(
        key=delivery.key,
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
        fields=MappingProxyType({name: field.value for name, field in reading.fields.items()}),
        file_name=f"{supplier.name}_{number}_{document.day or ''}",
        media_type=document.media_type,
        content=b"",
        sha256=document.sha256,
        supplier_vat_id=supplier.vat_id or reading.text("seller_vat_id"),
        lines=tuple(_owed_line(line, reading.sign()) for line in reading.lines),
        tax_rows=tuple(_owed_tax(row, reading.sign()) for row in reading.tax_rows),
    )


def filled(files: FileStore, parcel: Parcel) -> Parcel:
    """The parcel with its file. Raises FileMissing."""
    return replace(parcel, content=files.get(parcel.sha256))


def _owed_line(line: Line, sign: int) -> Line:
    """A line as what we owe by it: on a credit note the quantity is negative, not the price."""
    quantity = None if line.quantity is None else line.quantity * sign
    return replace(line, quantity=quantity, total=None if line.total is None else line.total * sign)


def _owed_tax(row: TaxRow, sign: int) -> TaxRow:
    return replace(row, base=row.base * sign, amount=row.amount * sign)


def _account(tx: Tx, document: FiledDocument) -> str | None:
    accounts = (account for profile in suppliers.profiles(tx) for account in profile.accounts)
    return next((a.number for a in accounts if a.id == document.account_id), None)
