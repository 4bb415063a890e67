"""Goods received and not invoiced at the end of a period, and credits for what went back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from model.money import Money
from model.orders import Order, OrderLine


@dataclass(frozen=True, slots=True)
class Accrual:
    """What a line of an order stands in for until its invoice comes; negative for a credit."""

    supplier_id: str
    order: str
    position: int
    description: str
    received: Decimal
    billed: Decimal
    amount: Money

    @property
    def open(self) -> Decimal:
        """The quantity that was received and is not billed."""
        return self.received - self.billed


def accruals(orders: Iterable[Order]) -> tuple[Accrual, ...]:
    """An accrual for each line of which more arrived than was billed, or of which some went back.

    The orders say what had arrived and was billed until the day in question.
    """
    found = (one for order in orders for one in _of_order(order))
    return tuple(sorted(found, key=lambda one: (one.supplier_id, one.order, one.position)))


def _of_order(order: Order) -> Iterator[Accrual]:
    for line in order.lines:
        amount = Money(_open(line) * line.unit_price, order.net.currency)
        if amount.amount:
            yield Accrual(
                order.supplier_id,
                order.number,
                line.position,
                line.description,
                line.received,
                line.billed,
                amount,
            )


def _open(line: OrderLine) -> Decimal:
    """What is to be accrued; billed before it arrives is a prepayment and is no accrual."""
    rest = line.received - line.billed
    return rest if rest > 0 or line.returned else Decimal(0)
