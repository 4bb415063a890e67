"""The tax breakdown of a page: what each rate was charged on, and what it came to.

A row proves itself where its base is printed: base times rate is the tax, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from typing import Final

from model.documents import TaxRow
from parsers.invoices.candidates import Amount
from parsers.paper.geometry import Geometry

_CENT: Final = Decimal("0.011")
_HUNDRED: Final = Decimal(100)
_LABELLED: Final = 0.9
_HIGHEST: Final = Decimal(32)


@dataclass(frozen=True, slots=True)
class Row:
    """One rate with its tax, and with its base where that is printed."""

    rate: Decimal
    tax: Amount
    base: Amount | None = None

    @property
    def line(self) -> int:
        """The visual line it stands on."""
        return self.tax.place.line


def breakdown(geometry: Geometry, amounts: Iterable[Amount]) -> tuple[Row, ...]:
    """The rows, one a rate; nothing where a rate comes twice: those are items with their tax."""
    by_line: dict[int, list[Amount]] = {}
    for amount in amounts:
        by_line.setdefault(amount.place.line, []).append(amount)
    rows: list[Row] = []
    for line, numbers in sorted(by_line.items()):
        row = _row(numbers)
        if row and (_is_labelled(geometry, row) or _goes_on(rows, row, line)):
            rows.append(row)
    rows = [row for row in rows if row.base] or rows
    rates = [row.rate for row in rows]
    return tuple(rows) if len(set(rates)) == len(rates) else ()


def stated(rows: Sequence[Row], net: Decimal | None, tax: Decimal | None) -> tuple[TaxRow, ...]:
    """The rows as they are handed on: only where they sum to the tax that was found."""
    if tax is None or not rows or sum((row.tax.value for row in rows), Decimal(0)) != tax:
        return ()
    bases = [row.base.value if row.base else None for row in rows]
    if len(rows) == 1 and bases[0] is None:
        bases = [net]
    return tuple(
        TaxRow(base, row.tax.value, row.rate)
        for row, base in zip(rows, bases, strict=True)
        if base is not None
    )


def _row(numbers: Sequence[Amount]) -> Row | None:
    """The row that the numbers of a line make: a rate and a tax, proved by their base if printed.

    A rate without its % (its column says that) counts only where a base proves it.
    """
    rates = [one.value for one in numbers if one.percent]
    money = [one for one in numbers if one.money and not one.percent]
    if len(rates) == 1 and 0 <= rates[0] <= _HIGHEST and len(money) == 1:
        return Row(rates[0], money[0])
    if not rates:
        rates = [one.value for one in numbers if not one.money and 0 < one.value <= _HIGHEST]
    if len(rates) != 1 or not 0 <= rates[0] <= _HIGHEST:
        return None
    for base, tax in permutations(money, 2):
        if base.value and abs(base.value * rates[0] / _HUNDRED - tax.value) < _CENT:
            return Row(rates[0], tax, base)
    return None


def _is_labelled(geometry: Geometry, row: Row) -> bool:
    """Whether a label of tax belongs to the row; to one without a base, on its own line."""
    score, label = geometry.best(row.tax.place, ("tax_total",))
    own_line = label is not None and label.place.line == row.line
    return score > _LABELLED and (row.base is not None or own_line)


def _goes_on(rows: Sequence[Row], row: Row, line: int) -> bool:
    """Whether a row with a base stands right below another."""
    return bool(rows) and row.base is not None and line - rows[-1].line == 1
