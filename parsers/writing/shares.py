"""What a line of a bill shares of its taxes, and its price of one, where a syntax wants them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from parsers.writing.bill import Charge, Item
from parsers.writing.prices import rounded

_PLACES: Final = Decimal("1E-10")


def price_of_one(item: Item) -> Decimal:
    """The price of one, so that quantity times price is the line's total.

    A price for many, and one with an adjustment, is divided; at most ten decimals.
    """
    priced = item.priced
    one = priced.price / priced.base
    if not priced.adjustment and rounded(priced.quantity * one) == item.total:
        return one
    return abs(item.total / priced.quantity).quantize(_PLACES, ROUND_HALF_UP)


def line_taxes(items: Iterable[Item], taxes: Iterable[Charge]) -> Mapping[str, Decimal]:
    """The tax of each line by its id; in sum those of the taxes.

    What is rounded stands on the last line of its rate.
    """
    every, found = tuple(items), dict[str, Decimal]()
    for tax in taxes:
        left, lines = tax.amount, [item for item in every if item.tax == tax]
        for item in lines[:-1]:
            share = item.total * tax.amount / tax.base if tax.base else tax.base
            found[item.line_id] = rounded(share)
            left -= found[item.line_id]
        found.update({item.line_id: left for item in lines[-1:]})
    return found
