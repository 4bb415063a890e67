"""What the columns of a statement are to each other, whatever their headers say.

What was billed less what was paid is what is left; a text that is nothing but the kind and a number
names the document, and the column beside it something that the document refers to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise, permutations
from typing import Final

from model.documents import StatementLineKind
from parsers.statements import statement_days, statement_numbers, statement_words, statements
from parsers.statements.statements import TableRow
from parsers.wording import amounts, dates

_BILLED, PAID = "?200", "?201"
"""Columns beside that of what is left; no table has so many unknown ones."""
_DISCOUNTED: Final = "?202"
_CENT, _ROUNDED = Decimal("0.01"), Decimal("0.02")
_LEAST_LEFT: Final = Decimal("0.9")
"""Discounts for early payment are no larger."""
_ASIDE_DAYS: Final = 300
_DAYS: Final = frozenset({"date", "due"})
_FEWEST: Final = 3
_MOST_COLUMNS: Final = 6
_MOST_OF: Final = 0.8
_MARKED: Final = re.compile(r"#|\b(?:no|nr|num|number|nummer)\b|n[\u00b0\u00ba]|^n/", re.IGNORECASE)
"""Says in a text that the number of the document follows, and no order's."""
_BROKEN: Final = re.compile(r"[^\W_][-/]$")
_END: Final = re.compile(r"\w*\d[\w/-]*")
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
            told = {billed: _BILLED, paid: PAID, left: "amount"}
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


def without_discount(rows: Sequence[TableRow], lines: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """The rows; what is left of each amount after one discount for all is not what is open.

    Of what a header names so for sure, a part was kept back until later.
    """
    if not any("open" in row.told for row in lines):
        return tuple(rows)
    decimal = amounts.vote("\n".join(row.cells.get("amount", "") for row in lines))
    pairs = [
        tuple(amounts.number(row.cells.get(name, ""), decimal) for name in ("open", "amount"))
        for row in lines
    ]
    less = [(left, whole) for left, whole in pairs if left and whole and left != whole]
    if len(less) < _FEWEST or 2 * len(less) < len(pairs):
        return tuple(rows)
    kept, billed = (sum(one, Decimal(0)) for one in zip(*less, strict=True))
    share = (kept / billed).quantize(_CENT)
    steady = all(abs(left - whole * share) <= _ROUNDED for left, whole in less)
    if not steady or not _LEAST_LEFT <= share < 1:
        return tuple(rows)
    return tuple(replace(row, cells=_renamed_all(row, {"open": _DISCOUNTED})) for row in rows)


def _renamed_all(row: TableRow, told: dict[str, str]) -> dict[str, str]:
    return {told.get(name, name): cell for name, cell in row.cells.items()}


def is_rest(left: str, billed: str, lines: Sequence[TableRow]) -> bool:
    """Whether one column holds what is left of another's amounts, and no balance that runs."""
    decimal = amounts.vote("\n".join(row.cells.get(left, "") for row in lines))
    pairs = [
        tuple(amounts.number(row.cells.get(name, ""), decimal) for name in (left, billed))
        for row in lines
    ]
    rests = all(
        rest is not None and whole is not None and 0 <= rest * whole <= whole * whole
        for rest, whole in pairs
    )
    runs = any(
        before and rest and whole and before + whole == rest
        for (before, _), (rest, whole) in pairwise(pairs)
    )
    return rests and not runs


def unwrapped(rows: Sequence[TableRow], is_day: Callable[[str], bool]) -> tuple[TableRow, ...]:
    """The rows; a cell that ends in the middle of a number goes on in the row below: PS-, 4711."""
    whole: list[TableRow] = []
    for row in rows:
        above = whole[-1] if whole else row
        if whole and above.dated and _goes_on(above, row):
            joined = {name: above.cells[name] + cell for name, cell in row.cells.items() if cell}
            whole[-1] = replace(above, cells=above.cells | joined)
        else:
            whole.append(row)
    return _numbered_below(whole, is_day)


def _goes_on(above: TableRow, row: TableRow) -> bool:
    filled = {name: cell for name, cell in row.cells.items() if cell}
    return bool(filled) and all(
        _BROKEN.search(above.cells.get(name, "")) and _END.fullmatch(cell)
        for name, cell in filled.items()
    )


def _numbered_below(
    rows: Sequence[TableRow], is_day: Callable[[str], bool]
) -> tuple[TableRow, ...]:
    """The rows; where the number of each line stands alone below the word for it, in its row."""
    below = {
        id(row): name
        for above, row in pairwise(rows)
        if above.dated and (name := _worded(above, row)) and not is_day(row.cells[name])
    }
    if not below or len(below) < _MOST_OF * sum(row.dated for row in rows):
        return tuple(rows)
    whole: list[TableRow] = []
    for row in rows:
        name = below.get(id(row))
        if name is None:
            whole.append(row)
            continue
        above = whole[-1]
        joined = f"{above.cells[name]} {row.cells[name]}"
        whole[-1] = replace(above, cells=above.cells | {name: joined})
    return tuple(whole)


def _worded(above: TableRow, row: TableRow) -> str | None:
    """The one column that a row fills, with a number, where the row above has words alone."""
    name, *others = [name for name, cell in row.cells.items() if cell] or [""]
    number, words = row.cells.get(name, ""), above.cells.get(name, "")
    alone = not others and len(number.split()) == 1 and any(map(str.isdigit, number))
    worded = bool(words) and not any(map(str.isdigit, words))
    return name if alone and worded and amounts.vote(number) is None else None


def uncounted(rows: Sequence[TableRow], lines: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """The rows; numbers that only count the lines go, also before those of documents: 1 RE-4711."""
    counted = {
        name for name in {name for row in lines for name in row.cells} if _counts(name, lines)
    }
    own = {id(row) for row in lines}
    return tuple(_without_count(row, counted) if id(row) in own else row for row in rows)


def _without_count(row: TableRow, counted: set[str]) -> TableRow:
    rest = {name: row.cells.get(name, "").partition(" ")[2] for name in counted}
    return replace(row, cells=row.cells | rest)


def _counts(name: str, lines: Sequence[TableRow]) -> bool:
    """Whether the cells of a column begin with 1, 2 and 3 and go on so."""
    first = [row.cells.get(name, "").partition(" ")[0].rstrip(".)") for row in lines]
    return len(first) >= _FEWEST and first == [str(at) for at in range(1, len(first) + 1)]


def in_order(
    rows: Sequence[TableRow], lines: Sequence[TableRow], is_day: Callable[[str], bool]
) -> tuple[TableRow, ...]:
    """The rows; of columns of days that no header names, the one that all lines have comes first.

    A document falls due when it is written, or later.
    """
    told = {name for row in lines for name in row.told}
    names = {name for row in lines for name, cell in row.cells.items() if is_day(cell)}
    days = {name: _days(name, lines) for name in names if _is_open(name, told)}
    ranked = sorted(days, key=lambda name: (days[name].count(None), _earliest(name, days)))
    if len(ranked) < len(_DAYS) or not _DAYS.issubset(days):
        return tuple(rows)
    others = (f"?{_ASIDE_DAYS + at}" for at in range(len(ranked)))
    now = dict(zip((ranked[0], ranked[-1], *ranked[1:-1]), ("date", "due", *others), strict=False))
    return tuple(
        replace(row, cells={now.get(name, name): cell for name, cell in row.cells.items()})
        for row in rows
    )


def _is_open(name: str, told: set[str]) -> bool:
    return name.startswith("?") or name in told & _DAYS


def _days(name: str, lines: Sequence[TableRow]) -> list[date | None]:
    cells = [row.cells.get(name, "").strip() for row in lines]
    order = dates.month_first((one for cell in cells for one in dates.find(cell)), american=False)
    days = [dates.read(cell, month_first=order) for cell in cells]
    led = [statement_days.year_led_day(cell) for cell in cells]
    turned = statement_days.together([day for day in led if day]) and led.count(None) == (
        days.count(None)
    )
    apart = not statement_days.together([day for day in days if day])
    return led if turned and apart else days


def _earliest(name: str, days: dict[str, list[date | None]]) -> int:
    """How many days of the other columns come before those of this one."""
    return sum(
        bool(own and other and other < own)
        for values in days.values()
        for own, other in zip(days[name], values, strict=True)
    )


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
    number = statement_numbers.number_in(cell)
    return number if number and statement_words.is_kind(_without(cell, number)) else ""


def _without(cell: str, number: str) -> str:
    return " ".join(_words(cell.replace(number, " ")))


def _words(text: str) -> Iterator[str]:
    return (word for word in text.replace("#", " ").split() if word.strip(".:,"))
