"""Reports as XLSX: amounts are numbers, and foreign text is text, never a formula."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from model.money import Money, exponent
from model.reports import Cell, Report, ReportTable

_WIDEST: Final = 60
_NARROWEST: Final = 10
_BOLD: Final = Font(bold=True)


def xlsx(report: Report) -> bytes:
    """The workbook of a report: a sheet of its facts, and one a table."""
    book = Workbook()
    first = book.active
    assert first is not None  # noqa: S101 - a new workbook has a sheet
    first.title = "Report"
    _write(first, 1, (report.title,), bold=True)
    for place, fact in enumerate(report.facts, start=2):
        _write(first, place, fact)
    _widen(first, 2)
    for number, table in enumerate(report.tables, start=1):
        _add(book, number, table)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _add(book: Workbook, number: int, table: ReportTable) -> None:
    sheet = book.create_sheet(_sheet_name(number, table.title))
    _write(sheet, 1, table.columns, bold=True)
    for place, row in enumerate(table.rows, start=2):
        _write(sheet, place, row)
    if table.total:
        _write(sheet, len(table.rows) + 2, table.total, bold=True)
    sheet.freeze_panes = "A2"
    _widen(sheet, len(table.columns))


def _sheet_name(number: int, title: str) -> str:
    """At most 31 characters without those that sheets may not be called by."""
    kept = "".join(" " if sign in "[]:*?/\\" else sign for sign in title)
    return f"{number} {kept}"[:31]


def _write(sheet: Any, row: int, cells: tuple[Cell, ...], *, bold: bool = False) -> None:
    for column, value in enumerate(cells, start=1):
        _fill(sheet.cell(row, column), value)
        if bold:
            sheet.cell(row, column).font = _BOLD


def _fill(cell: Any, value: Cell) -> None:
    match value:
        case Money():
            cell.value = value.amount
            zeros = "0" * exponent(value.currency)
            decimals = f".{zeros}" if zeros else ""
            cell.number_format = (
                f'"{value.currency}" #,##0{decimals};-"{value.currency}" #,##0{decimals}'
            )
        case int() | Decimal():
            cell.value = value
        case date():
            cell.value = value
            cell.number_format = "yyyy-mm-dd"
        case str():
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type = "s"  # openpyxl takes what begins with = for a formula
            cell.quotePrefix = True  # and so does who edits the cell later


def _widen(sheet: Any, columns: int) -> None:
    for column in range(1, columns + 1):
        letter = get_column_letter(column)
        longest = max(len(str(cell.value or "")) for cell in sheet[letter])
        sheet.column_dimensions[letter].width = min(max(longest + 2, _NARROWEST), _WIDEST)
