"""The lines of a bill with their taxes, and what is added to or taken off their sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from model.deliveries import Parcel
from model.documents import Line
from parsers.writing.bill import ZERO, Adjustment, Charge, Item, Priced, Totals
from parsers.writing.prices import priced, rounded
from parsers.writing.units import ONE, code_of

_SUMMED: Final = "The lines are sums by rate of tax; the original has the items."


@dataclass(frozen=True, slots=True)
class Items:
    """The lines, the adjustments of their sum, and the totals that belong to them."""

    items: tuple[Item, ...]
    adjustments: tuple[Adjustment, ...]
    totals: Totals
    note: str = ""


def itemised(parcel: Parcel, taxes: tuple[Charge, ...], totals: Totals, sign: int) -> Items:
    """The lines as they were read, where they explain the totals; else one line for each tax.

    Each line needs its tax, and with the adjustments the lines of a tax make its base (BR-S-08).
    """
    items = _read(parcel, taxes, sign)
    if items is not None and sum((one.total for one in items), ZERO) == totals.lines:
        adjustments = _adjustments(items, taxes, totals)
        if adjustments is not None:
            return Items(items, adjustments, totals)
    summed = tuple(_summed(parcel.number, taxes))
    plain = replace(totals, lines=totals.net, allowances=ZERO, charges=ZERO)
    return Items(summed, (), plain, _SUMMED)


def _read(parcel: Parcel, taxes: tuple[Charge, ...], sign: int) -> tuple[Item, ...] | None:
    """The lines with their taxes; None where the tax of one can't be told."""
    items: list[Item] = []
    for line in (line for line in parcel.lines if line.total is not None):
        tax = _tax_of(line, taxes)
        if tax is None:
            return None
        items.append(_item(line, tax, sign, at=len(items) + 1, number=parcel.number))
    return tuple(items) or None


def _tax_of(line: Line, taxes: tuple[Charge, ...]) -> Charge | None:
    if len(taxes) == 1:
        return taxes[0]
    fits = [tax for tax in taxes if tax.rate == line.tax_rate]
    return fits[0] if len(fits) == 1 else None


def _item(line: Line, tax: Charge, sign: int, *, at: int, number: str) -> Item:
    total = rounded((line.total or ZERO) * sign)
    quantity = None if line.quantity is None else line.quantity * sign
    return Item(
        line_id=str(at),
        name=line.description.strip() or number,
        priced=priced(replace(line, quantity=quantity), total),
        unit=code_of(line.unit),
        total=total,
        tax=tax,
        order_number=line.order_number or "",
    )


def _adjustments(
    items: Iterable[Item], taxes: tuple[Charge, ...], totals: Totals
) -> tuple[Adjustment, ...] | None:
    """What is charged and taken off, by tax; None where it can't be told on which."""
    if len(taxes) == 1:
        amounts = (totals.charges, -totals.allowances)
        return tuple(Adjustment(amount, taxes[0]) for amount in amounts if amount)
    made = tuple(
        Adjustment(gap, tax)
        for tax in taxes
        if (gap := tax.base - sum((one.total for one in items if one.tax == tax), ZERO))
    )
    added = sum((max(one.amount, ZERO) for one in made), ZERO)
    taken_off = sum((-min(one.amount, ZERO) for one in made), ZERO)
    return made if (added, taken_off) == (totals.charges, totals.allowances) else None


def _summed(number: str, taxes: Iterable[Charge]) -> Iterator[Item]:
    for at, tax in enumerate(taxes, 1):
        quantity = Decimal(1).copy_sign(tax.base)
        price = Priced(quantity, abs(tax.base))
        name = number if tax.rate is None else f"{number}, {tax.rate:f} %"
        yield Item(str(at), name, price, ONE, tax.base, tax)
