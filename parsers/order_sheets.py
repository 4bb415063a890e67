"""Orders and receipts from tables whose columns are called as another system calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from model.errors import AmountUnreadable, FileUnreadable
from model.money import Money
from model.orders import OrderLine, OrderPaper, ReceiptPaper
from parsers import amounts, dates, grids
from parsers.layout import fold

ColumnNames = Mapping[str, str]
"""Our name of a column, to the name that the file has for it."""

_ARCHIVE: Final = b"PK\x03\x04"
_T = TypeVar("_T")
_Cells = Mapping[str, str]

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
    "state": "state|status|statut|estado|stato",
}
_OUR_NAME: Final = {
    fold(name): ours for ours, names in _NAMES.items() for name in (*names.split("|"), ours)
}
_DONE: Final = frozenset({"", "done", "received", "posted", "gebucht", "erledigt", "reçu"})
_NUMBERS: Final = ("quantity", "unit_price", "net", "billed")
_YES: Final = frozenset({"yes", "true", "1", "x", "ja", "oui", "sí", "si"})


def orders(content: bytes, names: ColumnNames) -> tuple[OrderPaper, ...]:
    """The orders of a table with a row for each, or for each of their lines.

    Raises:
        DocumentRefused: it is no table that can be opened.
        FileUnreadable: a column is missing, or a cell is not what its column holds.
    """
    rows = _rows(content, names, ("supplier", "number", "day", "currency"))
    by_order: dict[tuple[str, str], list[tuple[int, _Cells]]] = {}
    for place, cells in rows:
        by_order.setdefault((cells["supplier"], cells["number"]), []).append((place, cells))
    return tuple(_order(found) for found in by_order.values())


def receipts(content: bytes, names: ColumnNames) -> tuple[ReceiptPaper, ...]:
    """The receipts of a table with a row for each; drafts and cancelled ones count nothing.

    Raises:
        DocumentRefused: it is no table that can be opened.
        FileUnreadable: a column is missing, or a cell is not what its column holds.
    """
    rows = _rows(content, names, ("id", "number", "line", "quantity", "day"))
    return tuple(_made(place, cells, _receipt) for place, cells in rows)


def columns(content: bytes, names: ColumnNames) -> dict[str, str]:
    """Which column of the file is ours, by our names: those that are told, then those known."""
    table = _table(content)
    found: dict[str, str] = {}
    for header in table[0] if table else ():
        ours = _OUR_NAME.get(fold(header))
        if ours:
            found.setdefault(ours, header)
    return {**found, **{ours: theirs for ours, theirs in names.items() if theirs in table[0]}}


def _table(content: bytes) -> Sequence[Sequence[str]]:
    """The rows of a CSV file, or of the first sheet of a workbook that has some."""
    if not content.startswith(_ARCHIVE):
        return grids.of_csv(content).rows
    return next((grid.rows for grid in grids.of_xlsx(content) if grid.rows), ())


def _rows(
    content: bytes, names: ColumnNames, needed: Sequence[str]
) -> list[tuple[int, dict[str, str]]]:
    table = _table(content)
    if not table:
        raise FileUnreadable("The table is empty; its first line names the columns.")
    known = columns(content, names)
    if missing := [name for name in needed if name not in known]:
        raise FileUnreadable(
            f"The table has no column for {missing[0]!r}; name it with --column {missing[0]}=NAME."
        )
    places = {ours: table[0].index(theirs) for ours, theirs in known.items()}
    rows = [{ours: _cell(row, place) for ours, place in places.items()} for row in table[1:]]
    _write_numbers_plainly(rows)
    return list(enumerate(rows, start=2))


def _write_numbers_plainly(rows: Sequence[dict[str, str]]) -> None:
    """Write the numbers with a dot, by the decimal sign that the whole table speaks for."""
    cells = [(row, name) for row in rows for name in _NUMBERS if row.get(name)]
    decimal = amounts.vote("\n".join(row[name] for row, name in cells))
    for row, name in cells:
        found = None if _is_plain(row[name]) else amounts.number(row[name], decimal)
        row[name] = row[name] if found is None else str(found)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _made(place: int, cells: _Cells, make: Callable[[_Cells, int], _T]) -> _T:
    try:
        return make(cells, place)
    except (AmountUnreadable, ValueError) as error:
        raise FileUnreadable(f"Line {place}: {str(error).rstrip('.')}.") from None


def _order(rows: Sequence[tuple[int, _Cells]]) -> OrderPaper:
    lines = tuple(_made(place, cells, _line) for place, cells in rows if cells.get("quantity"))
    place, first = rows[0]
    return _made(place, first, lambda cells, _: _head(cells, lines))


def _head(cells: _Cells, lines: tuple[OrderLine, ...]) -> OrderPaper:
    by_lines = sum((line.quantity * line.unit_price for line in lines), Decimal(0))
    net = _number(cells["net"], "net") if cells.get("net") and not _several(lines) else by_lines
    return OrderPaper(
        seller=cells["supplier"],
        number=cells["number"],
        day=_day(cells["day"]),
        net=Money(net, cells["currency"].upper()),
        lines=lines,
        billed=_number(cells.get("billed") or "0", "billed"),
        closed=cells.get("closed", "").casefold() in _YES,
    )


def _several(lines: Sequence[OrderLine]) -> bool:
    """Whether a row is a line among others, and its net perhaps only that of the line."""
    return len(lines) > 1


def _line(cells: _Cells, place: int) -> OrderLine:
    return OrderLine(
        position=int(cells.get("line") or place - 1),
        description=cells.get("description", ""),
        quantity=_number(cells["quantity"], "quantity"),
        unit_price=_number(cells.get("unit_price") or "0", "unit_price"),
        unit=cells.get("unit", ""),
        code=cells.get("code", ""),
        category=cells.get("category", ""),
    )


def _receipt(cells: _Cells, _place: int) -> ReceiptPaper:
    counts = cells.get("state", "").casefold() in _DONE
    return ReceiptPaper(
        id=cells["id"],
        order_number=cells["number"],
        position=int(cells["line"]),
        quantity=_number(cells["quantity"], "quantity") if counts else Decimal(0),
        day=_day(cells["day"]),
    )


def _number(text: str, column: str) -> Decimal:
    if not _is_plain(text):
        raise ValueError(f"{text!r} is no number for {column}")
    return Decimal(text)


def _is_plain(text: str) -> bool:
    """Whether a number is written with a dot, as programs do: 0.221 is no thousand."""
    whole, _, part = text.removeprefix("-").partition(".")
    return whole.isascii() and whole.isdecimal() and (not part or part.isdecimal())


def _day(text: str) -> date:
    found = dates.read(text)
    if found is None:
        raise ValueError(f"{text!r} is no date such as 2026-10-31")
    return found
