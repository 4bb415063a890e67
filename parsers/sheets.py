"""CSV and XLSX: a table of invoices, an invoice laid out in cells, or a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from model.documents import PAYABLE_KINDS, Check, DocumentFormat, DocumentKind, Reading
from parsers import grids
from parsers.grids import Grid
from parsers.hints import Hints
from parsers.invoices import invoice_tables, items
from parsers.paper import setting
from parsers.paper.setting import LETTER, Piece, Setting
from parsers.statements import statement_sheets
from parsers.wording import amounts, kinds, labels

_WIDEST: Final = 48
"""Letters: a longer text of a cell runs over its neighbours when these are empty."""
_GAP: Final = 14.0
_WHOLE: Final = re.compile(r"-?\d{1,9}")


def read_csv(content: bytes, hints: Hints) -> Reading:
    """What a CSV says.

    Raises:
        FormatUnknown: it is neither an invoice nor a statement.
    """
    return _read((grids.of_csv(content),), DocumentFormat.CSV, hints)


def read_xlsx(content: bytes, hints: Hints) -> Reading:
    """What a workbook says: the first sheet that is an invoice or a statement.

    Raises:
        FormatUnknown: none of its sheets is one.
    """
    return _read(grids.of_xlsx(content), DocumentFormat.XLSX, hints)


def _read(sheets: Sequence[Grid], form: DocumentFormat, hints: Hints) -> Reading:
    for at, grid in enumerate(sheets):
        reading = _as_invoice(grid, form, hints)
        headed = statement_sheets.heads(grid) is not None
        if reading is None and (headed or statement_sheets.is_proved(grid, hints)):
            reading = statement_sheets.read(sheets[at:], form, hints)
        if reading is not None:
            return _with_doubt(reading, grid)
    return statement_sheets.read(sheets, form, hints)


def _as_invoice(grid: Grid, form: DocumentFormat, hints: Hints) -> Reading | None:
    """The invoice that a sheet is; None where it is none."""
    if hints.kind is DocumentKind.STATEMENT:
        return None
    table = invoice_tables.find(grid)
    if table is not None:
        return invoice_tables.read(table, form)
    if _kind(set_grid(_above(grid))) not in PAYABLE_KINDS:
        return None
    if statement_sheets.is_shown(grid, hints):
        return None
    return set_grid(with_cents(grid)).read(hints, form=form)


def _above(grid: Grid) -> Grid:
    """What stands above the table of a statement, whose headers may speak of invoices too."""
    return replace(grid, rows=grid.rows[: statement_sheets.heads(grid)])


def _kind(page: Setting) -> DocumentKind | None:
    if not page.layout.lines:
        return None
    return kinds.kind_of(page.layout, labels.find(page.layout))[0]


def with_cents(grid: Grid) -> Grid:
    """The grid with whole amounts as 46.00: sheets show 46, which on a page is no money.

    Amounts stand below the header of the items, in columns of prices and totals.
    """
    top = next((at for at, row in enumerate(grid.rows) if len(_money_columns(row)) > 0), None)
    if top is None:
        return grid
    mark = amounts.vote("\n".join(cell for row in grid.rows[top:] for cell in row)) or "."
    columns = _money_columns(grid.rows[top])
    below = (
        tuple(
            f"{cell}{mark}00" if at in columns and _WHOLE.fullmatch(cell) else cell
            for at, cell in enumerate(row)
        )
        for row in grid.rows[top + 1 :]
    )
    return replace(grid, rows=(*grid.rows[: top + 1], *below))


def _money_columns(row: Sequence[str]) -> frozenset[int]:
    """The columns of prices and totals that a row heads; none where it heads no items."""
    kinds_of = {at: kind for at, cell in enumerate(row) if (kind := items.kind_of(cell))}
    if not {"description", "quantity"} & set(kinds_of.values()):
        return frozenset()
    return frozenset(at for at, kind in kinds_of.items() if kind in {"unit_price", "total"})


def set_grid(grid: Grid) -> Setting:
    """The sheet as a page: every column as wide as its texts, every row at its own height."""
    return setting.set_page(list(_pieces(grid)))


def _pieces(grid: Grid) -> Iterator[Piece]:
    starts = list(_starts(grid))
    for row, cells in enumerate(grid.rows):
        last = 0.0
        for column, text in enumerate(cells):
            x = max(starts[column], last + _GAP if last else 0.0)
            for word in text.split():
                yield Piece(word, row, x, partial(grid.cell, row, column))
                last = x + len(word) * LETTER
                x = last + 2.0


def _starts(grid: Grid) -> Iterable[float]:
    """Where each column begins."""
    widest: dict[int, int] = {}
    for cells in grid.rows:
        for column, text in enumerate(cells):
            widest[column] = max(widest.get(column, 0), min(len(text), _WIDEST))
    x = 0.0
    for column in range(max(widest, default=-1) + 1):
        yield x
        x += widest[column] * (LETTER + 0.6) + _GAP


def _with_doubt(reading: Reading, grid: Grid) -> Reading:
    """The reading; where a formula came without its result, a person must open the workbook."""
    if not grid.uncomputed:
        return reading
    detail = f"{grid.uncomputed} is a formula without its result; open the workbook and save it"
    doubt = Check("Formulas have results", ok=False, detail=detail)
    return replace(reading, checks=(*reading.checks, doubt), accept=False)
