"""Sheets as grids of texts: CSV with its dialect, XLSX as its cells are shown.

A cell's text is what a person sees in it: numbers with the decimals and the currency of their
format, dates as ISO 8601. Only sheets that are shown are read; formulas are never computed, their
results are those that the file brings along.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter

from model.errors import DocumentDamaged, DocumentTooLarge, DocumentUnsafe
from parsers.safety import gate

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
_MOST_SHEETS: Final = 20
_LONGEST: Final = 1_000
_DELIMITERS: Final = ";\t,|"
_DECIMALS: Final = re.compile(r"\.([0#?]+)")
_CURRENCY: Final = re.compile(r"\[\$([^\]\-]+)|\"([^\"]*)\"|([€£$¥])|\\?(EUR|USD|GBP|CHF)")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|\[[^\]]*\]")
_FORMULA: Final = re.compile(rb"<f[\s>/]")
_DAMAGED: Final = "The workbook is damaged; ask the supplier for another copy."
_BROKEN: Final = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, EOFError,
    ArithmeticError, SyntaxError, RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What openpyxl and the XML and zip readers below it raise for a damaged workbook."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The texts of one sheet, row by row, with its name; a CSV has none.

    `uncomputed` names the first cell whose formula came without its result.
    """

    rows: tuple[tuple[str, ...], ...]
    name: str = ""
    uncomputed: str = ""

    def cell(self, row: int, column: int) -> str:
        """What a cell is called: 'Invoice!B12', or its row and column in a CSV."""
        if not self.name:
            return f"row {row + 1}, column {column + 1}"
        return f"{self.name}!{get_column_letter(column + 1)}{row + 1}"


def of_csv(content: bytes, *, most: int = MOST_ROWS) -> Grid:
    """The grid of a CSV of up to so many rows.

    Raises:
        DocumentDamaged: it can't be read as one.
        DocumentTooLarge: it has more rows than are read.
    """
    text = gate.text(content)
    try:
        rows = csv.reader(io.StringIO(text), delimiter=delimiter(text))
        return Grid(_few(([cell[:_LONGEST].strip() for cell in row] for row in rows), most))
    except csv.Error as damage:
        raise DocumentDamaged("The CSV is damaged; ask the supplier for another copy.") from damage


def delimiter(text: str) -> str:
    """The sign that splits most rows into the same number of cells."""
    rows = text.splitlines()[:50]

    def agreement(mark: str) -> int:
        counts = Counter(row.count(mark) for row in rows if mark in row)
        return max((often * count for count, often in counts.items()), default=0)

    return max(_DELIMITERS, key=agreement)


def of_xlsx(content: bytes, *, most: int = MOST_ROWS) -> tuple[Grid, ...]:
    """The grids of a workbook, one of up to so many rows for each sheet that is shown.

    Raises:
        DocumentRefused: it is damaged, unsafe or too large.
    """
    try:
        return tuple(_sheets(content, most))
    except _BROKEN as damage:
        raise DocumentDamaged(_DAMAGED) from damage


def _sheets(content: bytes, most: int) -> Iterator[Grid]:
    formulas = _proved(content)
    book = _opened(content)
    for sheet in [one for one in book.worksheets if one.sheet_state == "visible"][:_MOST_SHEETS]:
        rows = sheet.iter_rows(max_row=most + 1, max_col=MOST_COLUMNS)
        grid = Grid(_few(([_shown(cell) for cell in row] for row in rows), most), sheet.title)
        yield _with_uncomputed(content, grid) if formulas else grid


def _proved(content: bytes) -> bool:
    """Whether a workbook, which may be opened, holds formulas."""
    formulas = False
    with gate.members(content) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                member = archive.read(name)
                if b"<!DOCTYPE" in member[:2048]:
                    raise DocumentUnsafe(
                        "The workbook declares a document type; Billhook never opens one."
                    )
                formulas = formulas or bool(_FORMULA.search(member))
    return formulas


def _opened(content: bytes, *, results: bool = True) -> Any:
    return openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=results, keep_links=False
    )


def _with_uncomputed(content: bytes, grid: Grid) -> Grid:
    """The grid, with the first cell whose formula has no result."""
    sheet = _opened(content, results=False)[grid.name]
    for y, row in enumerate(sheet.iter_rows(max_row=len(grid.rows), max_col=MOST_COLUMNS)):
        for x, cell in enumerate(row):
            shown = grid.rows[y][x] if x < len(grid.rows[y]) else ""
            if isinstance(cell.value, str) and cell.value.startswith("=") and not shown:
                return Grid(grid.rows, grid.name, grid.cell(y, x))
    return grid


def _few(rows: Iterable[list[str]], most: int) -> tuple[tuple[str, ...], ...]:
    """The rows up to the last that holds anything; DocumentTooLarge beyond the limit."""
    found: list[tuple[str, ...]] = []
    for row in rows:
        filled = max((at for at, cell in enumerate(row[:MOST_COLUMNS], 1) if cell), default=0)
        found.append(tuple(row[:filled]))
        if len(found) > most:
            raise DocumentTooLarge(f"The sheet has more than {most} rows.")
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)[:_LONGEST].strip()
    return _number(value, str(cell.number_format or "General"))


def _number(value: float, form: str) -> str:
    """A number as its format shows it: decimals, currency, per cent; a dot for the decimals."""
    first = form.split(";", maxsplit=1)[0]
    bare = _QUOTED.sub("", first)
    percent = "%" in bare
    decimals = _DECIMALS.search(bare)
    exact = Decimal(repr(value)) * (100 if percent else 1)
    if decimals and not exact.is_nan():
        text = f"{exact:.{len(decimals[1])}f}"
    elif isinstance(value, int) and not percent:
        text = str(value)
    else:
        text = _plain(exact)
    money = _CURRENCY.search(first)
    sign = next((part for part in money.groups() if part), "") if money else ""
    return f"{text} %" if percent else f"{text} {sign}".strip()


def _plain(value: Decimal) -> str:
    """A number without a format: at most six decimals, at least two where it has any."""
    short = f"{value:.6f}".rstrip("0")
    whole, _, part = short.partition(".")
    return f"{whole}.{part:0<2}" if part else whole
