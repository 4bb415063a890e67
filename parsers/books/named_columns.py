"""Tables of other systems, whose columns are called as these call them.

A column is found by what it was said to be called, else by its name in one of our languages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from model.errors import AmountUnreadable, FileUnreadable
from parsers import grids
from parsers.paper.layout import fold
from parsers.wording import amounts, dates

ColumnNames = Mapping[str, str]
"""Our name of a column, to the name that the file has for it."""
Cells = Mapping[str, str]
"""A row, by our names of its columns."""

MOST_ROWS: Final = 3_000_000
_ARCHIVE: Final = b"PK\x03\x04"
_T = TypeVar("_T")

_NAMES: Final = {
    "supplier": "supplier|vendor|seller|lieferant|kreditor|fournisseur|proveedor|leverancier"
    "|fornitore",
    "number": "number|order|order number|order no|po|po number|purchase order|bestellung"
    "|bestellnummer|bestell-nr|commande|numéro de commande|pedido|bestelnummer|ordernummer|ordine",
    "day": "day|date|order date|datum|bestelldatum|date de commande|fecha|orderdatum|data"
    "|receipt date|posting date|wareneingang",
    "currency": "currency|währung|devise|moneda|valuta",
    "net": "net|net amount|order total|total|nettobetrag|netto|montant ht|importe|totale",
    "billed": "billed|invoiced|berechnet|facturé|facturado|gefactureerd|fatturato",
    "line": "line|position|pos|item|ligne|posición|regel|riga|line number",
    "description": "description|text|bezeichnung|désignation|descripción|omschrijving|descrizione",
    "quantity": "quantity|qty|menge|quantité|cantidad|aantal|quantità",
    "unit": "unit|uom|einheit|unité|unidad|eenheid|unità",
    "unit_price": "unit price|price|preis|einzelpreis|prix unitaire|precio|prijs|prezzo",
    "code": "code|article|article number|sku|artikel|artikelnummer|référence|artículo|articolo",
    "category": "category|warengruppe|catégorie|categoría|categorie|categoria",
    "closed": "closed|completed|erledigt|soldée|cerrado|gesloten|chiuso",
    "id": "id|receipt|receipt number|grn|wareneingangsnummer|bon de réception|recepción|ontvangst",
    "kind": "kind|type|document type|belegart|art|type de pièce|tipo|soort",
    "reference": "reference|ref|invoice number|invoice no|supplier invoice|document number"
    "|belegnummer|rechnungsnummer|referenz|numéro de facture|factura|factuurnummer"
    "|riferimento|xblnr",
    "doc_date": "doc date|document date|invoice date|belegdatum|rechnungsdatum|date de facture"
    "|fecha de factura|factuurdatum|data documento",
    "post_date": "post date|booking date|buchungsdatum|date comptable|fecha contable|boekdatum"
    "|data registrazione",
    "amount": "amount|gross|gross amount|betrag|brutto|montant|montant ttc|bedrag|importo|saldo",
    "voucher": "voucher|journal|buchung|pièce|asiento|boekstuk|protocollo",
    "state": "state|status|statut|estado|stato",
}
_OUR_NAME: Final = {
    fold(name): ours for ours, names in _NAMES.items() for name in (*names.split("|"), ours)
}
_NUMBERS: Final = ("quantity", "unit_price", "net", "billed", "amount")


def headers(content: bytes) -> tuple[str, ...]:
    """What a table calls its columns; none where it is empty.

    Raises:
        DocumentRefused: it is no table that can be opened.
    """
    table = _table(content)
    return tuple(table[0]) if table else ()


def columns(known: Sequence[str], names: ColumnNames) -> dict[str, str]:
    """Which of these headers are ours, by our names: those that are told, then those known."""
    found: dict[str, str] = {}
    for header in known:
        ours = _OUR_NAME.get(fold(header))
        if ours:
            found.setdefault(ours, header)
    return {**found, **{ours: theirs for ours, theirs in names.items() if theirs in known}}


def _table(content: bytes) -> Sequence[Sequence[str]]:
    """The rows of a CSV file, or of the first sheet of a workbook that has some."""
    if not content.startswith(_ARCHIVE):
        return grids.of_csv(content, most=MOST_ROWS).rows
    sheets = grids.of_xlsx(content, most=MOST_ROWS)
    return next((grid.rows for grid in sheets if grid.rows), ())


def rows(
    content: bytes, names: ColumnNames, needed: Sequence[str]
) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table by our names of the columns, each with the number of its line.

    Numbers are written with a dot.

    Raises:
        DocumentRefused: it is no table that can be opened.
        FileUnreadable: it is empty, or a needed column is missing.
    """
    table = _table(content)
    if not table:
        raise FileUnreadable("The table is empty; its first line names the columns.")
    known = columns(table[0], names)
    if missing := [name for name in needed if name not in known]:
        raise FileUnreadable(
            f"The table has no column for {missing[0]!r}; name it with --column {missing[0]}=NAME."
        )
    places = {ours: table[0].index(theirs) for ours, theirs in known.items()}
    read = [{ours: _cell(row, place) for ours, place in places.items()} for row in table[1:]]
    _write_numbers_plainly(read)
    return [(line, row) for line, row in enumerate(read, start=2) if any(row.values())]


def _write_numbers_plainly(rows: Sequence[dict[str, str]]) -> None:
    """Write the numbers with a dot, by the decimal sign that the whole table speaks for."""
    cells = [(row, name) for row in rows for name in _NUMBERS if row.get(name)]
    decimal = amounts.vote("\n".join(row[name] for row, name in cells))
    for row, name in cells:
        found = None if _is_plain(row[name]) else amounts.number(row[name], decimal)
        row[name] = row[name] if found is None else str(found)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def made(place: int, cells: Cells, make: Callable[[Cells, int], _T]) -> _T:
    """What is made of a row. Raises FileUnreadable, which names its line."""
    try:
        return make(cells, place)
    except (AmountUnreadable, ValueError) as error:
        raise FileUnreadable(f"Line {place}: {str(error).rstrip('.')}.") from None


def number(text: str, column: str) -> Decimal:
    """The number of a cell. Raises ValueError, which names the column."""
    if not _is_plain(text):
        raise ValueError(f"{text!r} is no number for {column}")
    return Decimal(text)


def _is_plain(text: str) -> bool:
    """Whether a number is written with a dot, as programs do: 0.221 is no thousand."""
    whole, _, part = text.removeprefix("-").partition(".")
    return whole.isascii() and whole.isdecimal() and (not part or part.isdecimal())


def day(text: str) -> date:
    """The date of a cell. Raises ValueError."""
    found = dates.read(text)
    if found is None:
        raise ValueError(f"{text!r} is no date such as 2026-10-31")
    return found
