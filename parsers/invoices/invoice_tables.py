"""Invoices as the rows of a table: one row a line, or one row an invoice, under known headers.

The number's column tells which rows belong together. A value that is the same in every row of an
invoice is the invoice's; amounts that differ from row to row are the lines' and are added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from model.documents import (
    TOTALS,
    DocumentFormat,
    DocumentKind,
    Evidence,
    EvidenceSource,
    Field,
    Line,
    Reading,
    ReadState,
)
from parsers.einvoice.terms import is_currency, several
from parsers.grids import Grid
from parsers.invoices import checks, header, items
from parsers.paper.layout import fold
from parsers.wording import amounts, dates
from parsers.wording.labels import names_of

_HEAD_FIELDS: Final = (
    "invoice_number", "issue_date", "due_date", "currency", "net_total", "tax_total",
    "gross_total", "seller_name", "buyer_name", "po_number", "customer_number",
)  # fmt: skip
_LINE_FIELDS: Final = ("description", "quantity", "unit_price", "total")
_MORE: Final = {
    "net_total": "net | netto | net amount | nettobetrag | montant ht | imponibile | base",
    "tax_total": "tax | vat | tax amount | vat amount | mwst | ust | steuer | tva | btw | iva"
    " | steuerbetrag | mwst betrag | ust betrag",
    "gross_total": "gross | brutto | gross amount | bruttobetrag | montant ttc | invoice total"
    " | total amount | invoice amount",
    "issue_date": "date | datum | data | fecha | invoice date | issue date",
    "invoice_number": "invoice | rechnung | facture | fattura | factura | factuur | document"
    " | invoice number",
    "seller_name": "supplier | vendor | seller | lieferant | fournisseur | leverancier | fornitore"
    " | proveedor | supplier name | vendor name | seller name",
    "seller_vat_id": "vat id | seller vat id | supplier vat id | ust id | ust idnr | vat number",
    "buyer_name": "customer | buyer | buyer name | customer name | kunde | client",
    "iban": "iban",
    "currency": "currency | currency code | ccy | cur | whg | währung",
    "tax_rate": "tax rate | vat rate | tax % | vat % | mwst % | ust % | steuersatz | mwst satz"
    " | taux tva | tva % | iva % | btw %",
    "unit": "unit | einheit | unité | eenheid | unità | unidad | uom",
    "line_id": "line | pos | position | line no | line number | item no | zeile | ligne",
    "total": "line total | line amount | line net | line net amount | zeilenbetrag"
    " | positionsbetrag",
}
_NAMES: Final = {fold(word): name for name, words in _MORE.items() for word in words.split("|")}
_MONEY: Final = frozenset({*TOTALS, "unit_price", "total"})
_CENT: Final = Decimal("0.01")
_FEWEST: Final = 3
_MOST_HEADERS: Final = 40
_SURE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Table:
    """A table of invoices: its header's row, what its columns hold, and the rows of each number."""

    grid: Grid
    top: int
    columns: Mapping[int, str]
    groups: Mapping[str, Sequence[int]]

    def text(self, row: int, name: str) -> str:
        """The text of a column in a row, empty where there is none."""
        at = self.column(name)
        cells = self.grid.rows[row]
        return cells[at] if at is not None and at < len(cells) else ""

    def column(self, name: str) -> int | None:
        """Where the column of this name stands."""
        return next((at for at, kind in self.columns.items() if kind == name), None)


@dataclass(slots=True)
class _Facts:
    """Values on their way to fields, each with its place."""

    values: dict[str, tuple[str, str]] = field(default_factory=dict)

    def note(self, name: str, value: str, place: str) -> None:
        """Keep a value that was found."""
        if value:
            self.values[name] = (value, place)

    def amount(self, name: str) -> Decimal | None:
        """The value of an amount."""
        found = self.values.get(name)
        return Decimal(found[0]) if found else None

    def fields(self) -> Mapping[str, Field]:
        """The fields with their evidence."""
        return MappingProxyType(
            {
                name: Field(name, value, _evidence(place))
                for name, (value, place) in self.values.items()
            }
        )


def _evidence(place: str) -> Evidence:
    why = f"in the column of that name; {place}" if place else "the sum of its column"
    return Evidence(EvidenceSource.TABLE, _SURE, why, place=place or None)


def find(grid: Grid) -> Table | None:
    """The table of invoices in a grid; None where there is none.

    A header is one with a number, and a net and a gross total or the columns of lines: what only
    has dates and amounts is a statement.
    """
    for top, row in enumerate(grid.rows[:_MOST_HEADERS]):
        columns = _columns(row)
        names = frozenset(columns.values())
        billed = {"net_total", "gross_total"} <= names or {"tax_total", "gross_total"} <= names
        itemised = "description" in names and len(names & {"quantity", "unit_price", "total"}) > 1
        if "invoice_number" in names and (billed or itemised):
            groups = _groups(grid, top, columns)
            return Table(grid, top, columns, groups) if groups else None
    return None


def _columns(row: Sequence[str]) -> dict[int, str]:
    """What the cells of a header name, each name once; empty where it is no header."""
    filled = {at: cell for at, cell in enumerate(row) if cell}
    if len(filled) < _FEWEST or any(_is_value(cell) for cell in filled.values()):
        return {}
    columns: dict[int, str] = {}
    itemised = any(items.kind_of(cell) in {"quantity", "unit_price"} for cell in filled.values())
    for at, cell in filled.items():
        names = _names(cell, itemised=itemised)
        name = next((one for one in names if one not in columns.values()), None)
        if name:
            columns[at] = name
    return columns


def _is_value(cell: str) -> bool:
    return any(ch.isdigit() for ch in cell.partition("(")[0])


def _names(cell: str, *, itemised: bool) -> Iterator[str]:
    """What a header cell may name, the likeliest first; beside prices a bare total is a line's."""
    folded = fold(cell.partition("(")[0])
    if folded in _NAMES:
        yield _NAMES[folded]
    item = items.kind_of(folded)
    if item and itemised:
        yield item
    named = names_of(folded)
    yield from (name for name in _HEAD_FIELDS if name in named)
    if item:
        yield item


def _groups(grid: Grid, top: int, columns: Mapping[int, str]) -> dict[str, list[int]]:
    """The rows of each number; a row without one goes on with the number above it."""
    at = next(place for place, name in columns.items() if name == "invoice_number")
    groups: dict[str, list[int]] = {}
    number = ""
    for row in range(top + 1, len(grid.rows)):
        cells = grid.rows[row]
        if not any(cells):
            number = ""
            continue
        number = cells[at] if at < len(cells) and cells[at] else number
        if number and any(ch.isdigit() for ch in number):
            groups.setdefault(number, []).append(row)
    return groups


def read(table: Table, form: DocumentFormat) -> Reading:
    """The first invoice of a table; accepted only where its sums prove it."""
    number, rows = next(iter(table.groups.items()))
    decimal = _decimal(table, rows)
    facts = _Facts()
    facts.note("invoice_number", number, _place(table, rows[0], "invoice_number"))
    _note_texts(facts, table, rows)
    lines = tuple(_line(table, row, decimal) for row in rows) if _is_itemised(table) else ()
    _note_totals(facts, table, rows, decimal)
    _note_currency(facts, table, rows)
    return _concluded(facts, lines, form, count=len(table.groups))


def _is_itemised(table: Table) -> bool:
    return bool({"description", "quantity", "total"} & set(table.columns.values()))


def _decimal(table: Table, rows: Iterable[int]) -> str | None:
    """The decimal separator of the invoice's amounts, by one vote of all."""
    cells = (table.text(row, name) for row in rows for name in _MONEY)
    return amounts.vote("\n".join(cells))


def _place(table: Table, row: int, name: str) -> str:
    at = table.column(name)
    return "" if at is None else table.grid.cell(row, at)


def _note_texts(facts: _Facts, table: Table, rows: Sequence[int]) -> None:
    for name in ("seller_name", "buyer_name", "seller_vat_id", "po_number", "customer_number",
                 "iban", "issue_date", "due_date"):  # fmt: skip
        row = next((row for row in rows if table.text(row, name)), None)
        if row is None:
            continue
        text = table.text(row, name)
        day = dates.read(text) if name.endswith("_date") else None
        value = (day.isoformat() if day else "") if name.endswith("_date") else text
        facts.note(name, value.replace(" ", "") if name == "iban" else value,
                   _place(table, row, name))  # fmt: skip


def _note_totals(facts: _Facts, table: Table, rows: Sequence[int], decimal: str | None) -> None:
    """Net, tax and gross: stated once or in every row alike, else the sums of their column."""
    for name in TOTALS:
        found = [
            (row, value)
            for row in rows
            if (value := amounts.number(table.text(row, name), decimal)) is not None
        ]
        if not found:
            continue
        if len({value for _, value in found}) == 1 and not _of_lines(table, rows, name, decimal):
            facts.note(name, amounts.canonical(found[0][1]), _place(table, found[0][0], name))
        else:
            facts.note(name, amounts.canonical(sum((v for _, v in found), Decimal(0))), "")


def _of_lines(table: Table, rows: Sequence[int], name: str, decimal: str | None) -> bool:
    """Whether a total that is the same in all rows is each line's own: quantity times price."""
    if name != "net_total" or len(rows) == 1 or table.column("total") is not None:
        return False
    lines = [_line(table, row, decimal) for row in rows]
    return all(
        line.quantity is not None
        and line.unit_price is not None
        and line.total is not None
        and abs(line.quantity * line.unit_price - line.total) < _CENT
        for line in lines
    )


def _note_currency(facts: _Facts, table: Table, rows: Sequence[int]) -> None:
    """The currency of its column, else the one sign beside its amounts or in their headers."""
    stated = table.text(rows[0], "currency").upper()
    code = header.SYMBOLS.get(stated, stated)
    if is_currency(code):
        facts.note("currency", code, _place(table, rows[0], "currency"))
        return
    cells = [table.grid.rows[table.top][at] for at, name in table.columns.items() if name in _MONEY]
    cells += [table.text(row, name) for row in rows for name in _MONEY]
    found = {code for cell in cells for code in header.codes_in(cell)}
    if len(found) == 1:
        facts.note("currency", found.pop(), "")


def _line(table: Table, row: int, decimal: str | None) -> Line:
    def number(name: str) -> Decimal | None:
        return amounts.number(table.text(row, name), decimal)

    total = number("total")
    return Line(
        description=table.text(row, "description"),
        quantity=number("quantity"),
        unit=table.text(row, "unit") or None,
        unit_price=number("unit_price"),
        total=number("net_total") if total is None else total,
        tax_rate=number("tax_rate"),
        line_id=table.text(row, "line_id") or None,
    )


def _concluded(
    facts: _Facts, lines: tuple[Line, ...], form: DocumentFormat, *, count: int
) -> Reading:
    net, tax, gross = (facts.amount(name) for name in TOTALS)
    added = checks.net_tax_gross(net, tax, gross)
    summed = checks.lines_add_up(lines, [] if net is None else [net])
    proved = added.ok is True and summed.ok is not False and tax is not None
    missing = (n for n in ("invoice_number", "issue_date", "currency") if n not in facts.values)
    unproved = (*missing, *(() if proved else TOTALS))
    doubt = several(count)
    return Reading(
        kind=DocumentKind.CREDIT_NOTE if gross is not None and gross < 0 else DocumentKind.INVOICE,
        format=form,
        state=ReadState.READ,
        fields=facts.fields(),
        lines=lines,
        checks=(added, summed, *((doubt,) if doubt else ())),
        accept=not unproved and doubt is None,
        unproved=unproved,
    )
