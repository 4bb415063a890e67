"""Debit and credit said by letters: S and H, D and C, Dare and Avere, behind or beside amounts.

A statement is written in the supplier's books: debit is what we owe, credit is in our favour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from parsers.paper.layout import fold
from parsers.statements.statements import MONEY_COLUMNS, TableRow

_DEBIT: Final = frozenset(
    ["s", "d", "dr", "db", "soll", "debe", "dare", "debit", "debet", "af", "md", "wn"]
)
_CREDIT: Final = frozenset(
    ["h", "c", "a", "cr", "k", "haben", "haber", "avere", "credit", "kredit", "bij", "ma", "dal"]
)
_CZECH: Final = frozenset({"md", "d"})
_SIGNS: Final = {"+": "d", "-": "c", "\u2212": "c"}
_BEHIND: Final = re.compile(r"(?P<amount>\d[\d.,'\u2019\u00a0 ]*)\s?(?P<mark>[A-Za-z]{1,2})\.?")
_SIGNED: Final = ("amount", "open")


def are_marks(cells: Iterable[str]) -> bool:
    """Whether these cells say debit and credit, each at least once, and nothing else."""
    said = {_mark(cell) for cell in cells if cell.strip()}
    if "md" in said:
        return said == _CZECH
    return bool(said & _DEBIT) and bool(said & _CREDIT) and said <= _DEBIT | _CREDIT


def signed(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """The rows with a minus before the amounts that a letter calls credit."""
    if any(row.cells.get("mark") for row in rows):
        said = {_mark(row.cells.get("mark", "")) for row in rows}
        return tuple(_by_column(row, _credits(said)) for row in rows)
    behind = {_behind(row.cells.get(name, "")) for row in rows for name in MONEY_COLUMNS} - {""}
    if not are_marks(behind):
        return tuple(rows)
    credit = _credits({_mark(one) for one in behind})
    return tuple(_by_letter(row, credit) for row in rows)


def _credits(said: set[str]) -> frozenset[str]:
    """The letters for credit among those that are said: D is Dal beside MD, else Debit."""
    return _CREDIT | {"d"} if "md" in said else _CREDIT


def _mark(cell: str) -> str:
    return _SIGNS.get(cell.strip(), fold(cell))


def _behind(cell: str) -> str:
    found = _BEHIND.fullmatch(cell.strip())
    return found["mark"] if found else ""


def _by_column(row: TableRow, credit: frozenset[str]) -> TableRow:
    if _mark(row.cells.get("mark", "")) not in credit:
        return row
    names = _SIGNED if any(row.cells.get(name) for name in _SIGNED) else ("balance",)
    minus = {
        name: f"-{cell}"
        for name in names
        if (cell := row.cells.get(name, "").strip()) and "-" not in cell and "(" not in cell
    }
    return replace(row, cells=row.cells | minus)


def _by_letter(row: TableRow, credit: frozenset[str]) -> TableRow:
    plain: dict[str, str] = {}
    for name in MONEY_COLUMNS:
        found = _BEHIND.fullmatch(row.cells.get(name, "").strip())
        if found:
            minus = "-" if _mark(found["mark"]) in credit else ""
            plain[name] = f"{minus}{found['amount'].strip()}"
    return replace(row, cells=row.cells | plain)
