"""A table as CSV for spreadsheets: amounts as plain numbers, text that is never a formula."""

from __future__ import annotations

import csv
import io
from typing import Final

from model.money import Money
from model.reports import Cell, ReportTable

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: ReportTable) -> str:
    """The rows of a table with their header; the currency of a row's amounts stands last.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV
    injection).
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*table.columns, "Currency"])
    for row in table.rows:
        currencies = sorted({cell.currency for cell in row if isinstance(cell, Money)})
        writer.writerow([*map(_plain, row), " ".join(currencies)])
    return buffer.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return str(cell.amount)
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return str(cell)
