"""How the lines of a bill come to their totals."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from model.documents import Line
from parsers.writing.bill import Priced

CENT: Final = Decimal("0.01")
_ONE: Final = Decimal(1)
_BASES: Final = (_ONE, Decimal(10), Decimal(100), Decimal(1000))
_PLACES: Final = 6
_DIGITS: Final = 60


def rounded(amount: Decimal) -> Decimal:
    """An amount in cents, as EN 16931 states amounts."""
    with localcontext(prec=_DIGITS):
        return amount.quantize(CENT, ROUND_HALF_UP) + 0


def priced(line: Line, total: Decimal) -> Priced:
    """Quantity and price that make the total, as the line states them.

    A price for ten, a hundred or a thousand is one for that many. Where quantity times price is
    another amount, the difference is an adjustment of the line. What states no price is so many for
    the total, and what states only a total is one of it. A price is never negative (BR-27): the
    quantity is.
    """
    quantity, price = line.quantity or None, line.unit_price
    if quantity is not None and price is not None:
        return _stated(quantity, price, total)
    if quantity is not None:
        return Priced(abs(quantity).copy_sign(total), abs(total), abs(quantity))
    if price and (counted := _counted(price, total)) is not None:
        return Priced(counted, abs(price))
    return Priced(_ONE.copy_sign(total), abs(total))


def _stated(quantity: Decimal, price: Decimal, total: Decimal) -> Priced:
    if price < 0:
        quantity, price = -quantity, -price
    for base in _BASES:
        if rounded(quantity * price / base) == total:
            return Priced(quantity, price, base)
    return Priced(quantity, price, adjustment=total - rounded(quantity * price))


def _counted(price: Decimal, total: Decimal) -> Decimal | None:
    """The quantity that a price and a total leave, where it is a plain number."""
    found = (total / abs(price)).quantize(_ONE.scaleb(-_PLACES))
    plain = found.normalize()
    return plain if plain and plain * abs(price) == total else None
