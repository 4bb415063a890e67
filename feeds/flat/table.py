"""The rows of a bill by a mapping: amounts are what we owe, negative on a credit note."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from feeds.facts import file_name, single_line
from feeds.flat.mapping import Column, Of, TableMapping
from model.deliveries import Lack, Parcel
from model.documents import Line, TaxRow
from model.errors import InvoiceIncomplete

Value = str | Decimal | date | None
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_DIGITS: Final = 20
_LACKS: Final = {
    "number": "invoice_number",
    "date": "issue_date",
    "gross": "gross_total",
    "net": "net_total",
    "tax": "tax_total",
}
"""Under what name a value of ours is filled in at the document."""


def table(parcel: Parcel, mapping: TableMapping) -> bytes:
    """The file of one document.

    Raises:
        InvoiceIncomplete: a required value is missing, or can't be written.
    """
    if lacks := missing(parcel, mapping):
        raise InvoiceIncomplete(" ".join(one.sentence for one in lacks))
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=mapping.delimiter, lineterminator=mapping.end)
    if mapping.names:
        writer.writerow([column.name for column in mapping.row[0].columns])
    for columns, values in _rows(parcel, mapping):
        writer.writerow([_cell(column, values, mapping) for column in columns])
    try:
        return buffer.getvalue().encode(mapping.encoding)
    except UnicodeEncodeError as error:
        letter = error.object[error.start]
        why = f"{mapping.encoding} has no letter {letter!r}; choose another encoding."
        raise InvoiceIncomplete(why) from error


def missing(parcel: Parcel, mapping: TableMapping) -> tuple[Lack, ...]:
    """The required columns without a value, each once."""
    found: dict[str, Lack] = {}
    for columns, values in _rows(parcel, mapping):
        for column in columns:
            if column.required and not _cell(column, values, mapping).strip():
                sentence = f"The column {column.name} has no value ({column.field})."
                found.setdefault(column.name, Lack(sentence, _field_of(column.field)))
    return tuple(found.values())


def _field_of(field: str) -> str:
    """The document's field to fill; none for what belongs to a line or a tax."""
    return "" if "." in field else _LACKS.get(field, field)


def _rows(
    parcel: Parcel, mapping: TableMapping
) -> Iterator[tuple[tuple[Column, ...], Mapping[str, Value]]]:
    document = _document(parcel)
    for row in mapping.row:
        for more in _repeated(parcel, row.of):
            yield row.columns, {**document, **more}


def _repeated(parcel: Parcel, of: Of) -> Iterable[Mapping[str, Value]]:
    match of:
        case Of.DOCUMENT:
            return ({},)
        case Of.LINE:
            return (_line(at, line) for at, line in enumerate(parcel.lines, 1))
        case Of.TAX:
            return (_tax(at, row) for at, row in enumerate(parcel.tax_rows, 1))


def _document(parcel: Parcel) -> dict[str, Value]:
    """The values of a document; its own fields by their names, ours over them."""
    gross, net, ours = parcel.gross, parcel.net, parcel.entity
    return {
        **{name: single_line(value) for name, value in parcel.fields.items()},
        "key": parcel.key,
        "document": parcel.document_id,
        "kind": parcel.kind.value,
        "supplier": single_line(parcel.supplier),
        "supplier_vat_id": parcel.supplier_vat_id,
        "number": single_line(parcel.number),
        "date": parcel.day,
        "due_date": parcel.due,
        "gross": gross.amount if gross else None,
        "net": net.amount if net else None,
        "tax": gross.amount - net.amount if gross and net else None,
        "currency": gross.currency if gross else None,
        "po_number": single_line(parcel.po_number or ""),
        "account": single_line(parcel.account or ""),
        "file_name": file_name(parcel),
        "sha256": parcel.sha256,
        "entity": ours.code if ours else "",
        "entity_name": single_line(ours.name) if ours else "",
    }


def _line(at: int, line: Line) -> dict[str, Value]:
    return {
        "line.position": str(at),
        "line.description": single_line(line.description),
        "line.quantity": line.quantity,
        "line.unit": line.unit,
        "line.unit_price": line.unit_price,
        "line.total": line.total,
        "line.tax_rate": line.tax_rate,
        "line.order_number": line.order_number,
    }


def _tax(at: int, row: TaxRow) -> dict[str, Value]:
    return {
        "tax.position": str(at),
        "tax.base": row.base,
        "tax.amount": row.amount,
        "tax.rate": row.rate,
        "tax.category": row.category,
    }


def _cell(column: Column, values: Mapping[str, Value], mapping: TableMapping) -> str:
    """A value as the mapping wants it written."""
    if column.constant is not None:
        return _fitted(column.constant, column)
    value = values.get(column.field)
    plain = "" if value is None else _plain(value)
    if plain in column.words:
        return _fitted(column.words[plain], column)
    if column.otherwise is not None:
        return _fitted(column.otherwise, column)
    return _fitted(_written(value, column, mapping), column)


def _plain(value: str | Decimal | date) -> str:
    """A value as `words` name it: 19, 2026-10-14, invoice."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _written(value: Value, column: Column, mapping: TableMapping) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return _number(value, column, mapping)
    if isinstance(value, date):
        return value.strftime(column.date or mapping.date)
    # a spreadsheet would take foreign text for a formula (OWASP, CSV injection)
    return f"'{value}" if value.startswith(_FORMULA) and not mapping.formulas else value


def _number(value: Decimal, column: Column, mapping: TableMapping) -> str:
    shown = abs(value) if column.absolute else value
    if column.decimals is not None and shown.adjusted() < _DIGITS:
        shown = shown.quantize(Decimal(1).scaleb(-column.decimals), ROUND_HALF_UP)
    return f"{shown:f}".replace(".", mapping.decimal)


def _fitted(text: str, column: Column) -> str:
    return text[: column.length].ljust(column.width or 0)
