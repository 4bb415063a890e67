"""Amounts that a statement also says in the currency of the document, beside those in its own.

Forwarders bill in dollars and want euros: the invoice's value with its currency stands before the
balance in the account's one. The second is the first times the rate of the day, so that the two
are in about one relation on all lines of one currency.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from statistics import median
from typing import Final

from parsers.statements.statement_headings import currency_of
from parsers.statements.statements import TableRow
from parsers.wording import amounts

_CODE: Final = re.compile(r"[A-Z]{3}")
_FEWEST: Final = 3
_MOST_COLUMNS: Final = 6
_DRIFT: Final = Decimal("0.08")
"""Within the months of a statement a rate moves by no more, as a part of itself."""
_ONE: Final = Decimal("0.01")
"""Amounts of two currencies differ by more than this part, or they are amounts of one."""
_SMALLEST: Final = Decimal(1)
"""Below, a cent is too much of an amount for the relation to tell anything."""
_OWN: Final = frozenset({"balance", "open"})
FOREIGN, CODE = "foreign", "foreign_currency"


def in_own_currency(
    rows: Sequence[TableRow], lines: Sequence[TableRow], money: Sequence[str]
) -> tuple[TableRow, ...]:
    """The rows, amounts in other currencies and what names these aside; `money` are its columns."""
    if len(lines) < _FEWEST or not 1 < len(money) <= _MOST_COLUMNS:
        return tuple(rows)
    code = next(_codes(lines), None)
    decimal = amounts.vote("\n".join(row.cells.get(name, "") for row in lines for name in money))
    values = {
        name: [amounts.number(row.cells.get(name, ""), decimal) for row in lines] for name in money
    }
    for foreign, own in sorted(
        permutations(money, 2), key=lambda pair: _nearness(pair, code, lines)
    ):
        said = [currency_of(row.cells.get(code or foreign, "")) for row in lines]
        rates = _rates(values[foreign], values[own], said)
        if _are_changed(rates, {row.currency for row in lines}):
            aside = {foreign: FOREIGN} | ({code: CODE} if code else {})
            return tuple(replace(row, cells=_renamed(row, aside)) for row in rows)
    return tuple(rows)


def _nearness(
    pair: tuple[str, str], code: str | None, lines: Sequence[TableRow]
) -> tuple[int, bool]:
    """How far the first of two columns is from that of the codes, which stand beside it."""
    order = list(dict.fromkeys(name for row in lines for name in row.cells))
    far = abs(order.index(pair[0]) - order.index(code)) if code else 0
    return far, pair[1] not in _OWN


def _renamed(row: TableRow, aside: dict[str, str]) -> dict[str, str]:
    return {aside.get(name, name): cell for name, cell in row.cells.items()}


def _codes(lines: Sequence[TableRow]) -> Iterator[str]:
    """The columns that hold the code of a currency on each line, and nothing else."""
    for name in lines[0].cells:
        cells = [row.cells.get(name, "").strip() for row in lines]
        if all(_CODE.fullmatch(cell) and currency_of(cell) for cell in cells):
            yield name


def _rates(
    foreign: Sequence[Decimal | None], own: Sequence[Decimal | None], said: Sequence[str | None]
) -> dict[str, list[Decimal]]:
    """What one column is of another on the lines of each currency; none where a line has none."""
    rates: dict[str, list[Decimal]] = defaultdict(list)
    for there, here, code in zip(foreign, own, said, strict=True):
        if not there or here is None or code is None:
            return {}
        if abs(there) >= _SMALLEST:
            rates[code].append(here / there)
    return rates


def _are_changed(rates: dict[str, list[Decimal]], headed: set[str | None]) -> bool:
    """Whether these are rates: steady, one in the account's currency, another in each other.

    Where no header names that currency, tax would look the same but in being as much of each.
    """
    if sum(len(group) for group in rates.values() if len(group) > 1) < _FEWEST - 1:
        return False
    if not all(map(_is_steady, rates.values())):
        return False
    middles = {code: median(group) for code, group in rates.items()}
    others = [rate for code, rate in middles.items() if code not in headed]
    alike = all(abs(rate - 1) <= _ONE for code, rate in middles.items() if code in headed)
    known = None not in headed or len({round(rate, 2) for rate in others}) > 1
    return known and alike and bool(others) and all(abs(rate - 1) > _ONE for rate in others)


def _is_steady(rates: Sequence[Decimal]) -> bool:
    middle = median(rates)
    return middle > 0 and all(abs(rate - middle) <= _DRIFT * middle for rate in rates)
