"""What the columns of a statement are to each other, whatever their headers say.

What was billed less what was paid is what is left; a text that is nothing but the kind and a number
names the document, and the column beside it something that the document refers to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from typing import Final

from model.documents import StatementLineKind
from parsers.statements import statement_words, statements
from parsers.statements.statements import TableRow
from parsers.wording import amounts

_BILLED, _PAID = "?200", "?201"
"""Columns beside that of what is left; no table has so many unknown ones."""
_FEWEST: Final = 3
_MOST_COLUMNS: Final = 6
_MOST_OF: Final = 0.8
_MARKED: Final = re.compile(r"#|\b(?:no|nr|num|number|nummer)\b|n[\u00b0\u00ba]|^n/", re.IGNORECASE)
"""Says in a text that the number of the document follows, and no order's."""
_PLACES: Final = ("type", "text", "reference")
_DOCUMENTS: Final = frozenset({StatementLineKind.INVOICE, StatementLineKind.CREDIT_NOTE})


def left_open(
    rows: Sequence[TableRow], lines: Sequence[TableRow], holds_money: Callable[[str], bool]
) -> tuple[TableRow, ...]:
    """The rows; where two columns make up a third on each line, that one holds their amounts."""
    names = sorted({name for row in lines for name in row.cells})
    money = [name for name in names if holds_money(name)]
    if not _FEWEST <= len(money) <= _MOST_COLUMNS:
        return tuple(rows)
    decimal = amounts.vote("\n".join(row.cells.get(name, "") for row in lines for name in money))
    values = {
        name: [amounts.number(row.cells.get(name, ""), decimal) for row in lines] for name in money
    }
    for billed, paid, left in permutations(money, 3):
        if _settles(values[billed], values[paid], values[left]):
            told = {billed: _BILLED, paid: _PAID, left: "amount"}
            return tuple(replace(row, cells=_renamed(row, told)) for row in rows)
    return tuple(rows)


def _settles(
    billed: Sequence[Decimal | None], paid: Sequence[Decimal | None], left: Sequence[Decimal | None]
) -> bool:
    """Whether a part was paid of some and nothing of others; what is left of all is no tax."""
    if None in billed or None in left or all(paid) or not any(paid):
        return False
    return all(
        one is not None and rest is not None and abs(rest) <= abs(one)
        and abs(one - rest) == abs(part or 0)
        for one, part, rest in zip(billed, paid, left, strict=True)
    )  # fmt: skip


def _renamed(row: TableRow, told: dict[str, str]) -> dict[str, str]:
    if not any(row.cells.get(name) for name, now in told.items() if now == "amount"):
        return row.cells  # a sum beside its label
    moved = {*told, *told.values()}
    kept = {name: cell for name, cell in row.cells.items() if name not in moved}
    return kept | {told[name]: cell for name, cell in row.cells.items() if name in told}


def by_text(rows: Sequence[TableRow], lines: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """The rows; where texts are a kind and a number, that is the number: Invoice # 4711."""
    for place in _PLACES:
        billed = [row for row in lines if statements.kind_of(row) in _DOCUMENTS]
        named = [row for row in billed if _named(row, place) and _outweighs(row, place)]
        if billed and len(named) >= _MOST_OF * len(billed):
            return tuple(_with_named(row, place) for row in rows)
    return tuple(rows)


def _with_named(row: TableRow, place: str) -> TableRow:
    number = _named(row, place)
    if not number:
        inside = "" if row.cells.get("reference") or not row.dated else statements.reference_of(row)
        return replace(row, cells=row.cells | {"reference": inside}) if inside else row
    own = row.cells.get("reference", "")
    aside = place != "reference" and own != number and not row.cells.get("order")
    beside = {"order": own} if aside else {"type": own} if own.endswith(number) else {}
    cells = {**row.cells, **beside, "reference": number}
    return replace(row, cells=cells, told=row.told - {"reference"})


def _outweighs(row: TableRow, place: str) -> bool:
    """Whether a number in a text counts before one in a column of its own."""
    alone = place == "reference" or not row.cells.get("reference")
    return alone or bool(_MARKED.search(row.cells.get(place, "")))


def _named(row: TableRow, place: str) -> str:
    """The number in a cell that else holds just the word for a kind."""
    cell = row.cells.get(place, "")
    number = statements.number_in(cell)
    return number if number and statement_words.is_kind(_without(cell, number)) else ""


def _without(cell: str, number: str) -> str:
    return " ".join(_words(cell.replace(number, " ")))


def _words(text: str) -> Iterator[str]:
    return (word for word in text.replace("#", " ").split() if word.strip(".:,"))
