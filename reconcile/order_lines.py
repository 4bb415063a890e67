"""Lines of an invoice beside those of its order and what arrived for them.

Each difference is told with its numbers and with the limit that it passes. A line is paired by its
text and price; what can't be paired is a question, and nothing is taken for granted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rapidfuzz import fuzz, utils

from model.documents import Line
from model.exceptions import ExceptionReason, Finding
from model.money import Money
from model.orders import Order, OrderLine
from reconcile.sheet import grouped
from reconcile.tolerances import Tolerance, Tolerances
from reconcile.units import factor

_ALIKE: Final = 0.55
_TEXT: Final = 0.65
_ZERO: Final = Decimal(0)
_FREIGHT: Final = re.compile(
    r"(?i)\b(freight|carriage|shipping|postage|delivery charge|courier|versand|fracht|porto|liefer"
    r"kosten|transportkosten|frais de port|port et emballage|livraison|transport|gastos de env[ií]o"
    r"|portes|env[ií]o|verzendkosten|vrachtkosten|bezorgkosten|spedizione|spese di trasporto)"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """An invoice line with the order line that it bills.

    Quantity and price are in the order's unit; None where the invoice does not say them, `unit`
    is False where the two units can't be compared.
    """

    line: Line
    ordered: OrderLine
    quantity: Decimal | None
    price: Decimal | None
    unit: bool = True


def pair(lines: Iterable[Line], order: Order) -> tuple[tuple[Pair, ...], tuple[Line, ...]]:
    """The lines with what they bill of the order, and the lines that it does not have."""
    rest = {one.position: one.quantity - one.billed for one in order.lines}
    pairs: list[Pair] = []
    others: list[Line] = []
    for line in filter(_bills, lines):
        ordered = _best(line, order.lines, rest)
        if ordered is None:
            others.append(line)
            continue
        pairs.append(_compared(line, ordered))
        rest[ordered.position] -= pairs[-1].quantity or _ZERO
    return tuple(pairs), tuple(others)


def check(
    lines: Sequence[Line], order: Order, *, tolerances: Tolerances, received: bool = False
) -> tuple[Finding, ...]:
    """What speaks against the lines of an invoice, by order and receipts; nothing where they fit.

    Receipts count where some are there; with `received`, goods must have arrived in any case.
    """
    pairs, others = pair(lines, order)
    arrived = received or any(line.received for line in order.lines)
    found: list[Finding] = []
    for of_line in grouped(pairs, lambda one: one.ordered.position).values():
        ordered = of_line[0].ordered
        judge = _Judge(order, ordered, tolerances.of(order.supplier_id, ordered.category))
        found += judge.units(of_line) or (*judge.prices(of_line), *judge.ordered_amount(of_line))
        found += judge.arrived_amount(of_line) if arrived else ()
    found += _unordered(others, order, tolerances.of(order.supplier_id, ""))
    return tuple(found)


def billed(lines: Sequence[Line], order: Order) -> tuple[tuple[int, Decimal], ...]:
    """How much of each position of the order the lines bill, in the order's unit."""
    pairs, _ = pair(lines, order)
    positions = grouped(pairs, lambda one: one.ordered.position)
    return tuple((position, _total(found)) for position, found in sorted(positions.items()))


def share_paired(lines: Sequence[Line], order: Order) -> float:
    """Which share of the lines the order has under the same text, at its price."""
    wanted = [line for line in lines if _bills(line) and not _is_freight(line)]
    if not wanted or not order.lines:
        return 0.0
    pairs, _ = pair(wanted, order)
    agreeing = [one for one in pairs if one.unit and _same_price(one)]
    return len(agreeing) / len(wanted)


@dataclass(frozen=True, slots=True)
class _Judge:
    """One line of an order with its limits."""

    order: Order
    ordered: OrderLine
    limits: Tolerance

    def units(self, pairs: Sequence[Pair]) -> tuple[Finding, ...]:
        other = next((one for one in pairs if not one.unit), None)
        if other is None:
            return ()
        sentence = (
            f"{self._name()} was ordered in {self.ordered.unit} and is billed in "
            f"{other.line.unit}; the two can't be compared."
        )
        return (Finding(ExceptionReason.UNIT_MISMATCH, "Another unit", sentence),)

    def prices(self, pairs: Sequence[Pair]) -> Iterator[Finding]:
        for one in pairs:
            if one.price is not None and not self._fits(one, one.price):
                more = (one.price / self.ordered.unit_price - 1) * 100
                sentence = (
                    f"{self._name()} was ordered at {self._price(self.ordered.unit_price)} and "
                    f"is billed at {self._price(one.price)} ({more:+.1f} %). "
                    f"{self.limits.words(self.order.net.currency)}"
                )
                title = "Price above the order" if more > 0 else "Price below the order"
                yield Finding(ExceptionReason.PRICE_VARIANCE, title, sentence)
                return

    def ordered_amount(self, pairs: Sequence[Pair]) -> Iterator[Finding]:
        total, before = _total(pairs), self.ordered.billed
        rest = self.ordered.quantity - before
        if total > 0 and total > rest + self.limits.more(self.ordered.quantity):
            earlier = f", {before.normalize():f} billed before" if before else ""
            sentence = (
                f"{self._name()}: {self.ordered.quantity.normalize():f} ordered{earlier}; this "
                f"invoice bills {total.normalize():f}. {self.limits.quantity_words()}"
            )
            yield Finding(ExceptionReason.QTY_OVER_ORDERED, "More than ordered", sentence)

    def arrived_amount(self, pairs: Sequence[Pair]) -> Iterator[Finding]:
        total, came = _total(pairs), self.ordered.received
        if total <= 0 or total + self.ordered.billed <= came + self.limits.more(came):
            return
        if not came:
            sentence = f"{self._name()}: nothing has arrived yet of {total.normalize():f} billed."
            yield Finding(ExceptionReason.NOT_RECEIVED, "Not received", sentence)
            return
        earlier = f" after {self.ordered.billed.normalize():f}" if self.ordered.billed else ""
        sentence = (
            f"{self._name()}: {came.normalize():f} arrived; this invoice bills "
            f"{total.normalize():f}{earlier}. {self.limits.quantity_words()}"
        )
        yield Finding(ExceptionReason.QTY_OVER_RECEIVED, "More than received", sentence)

    def _fits(self, one: Pair, price: Decimal) -> bool:
        apart = price - self.ordered.unit_price
        worth = self.ordered.unit_price * abs(one.quantity or self.ordered.quantity)
        if not self.ordered.unit_price or not worth:
            return not apart
        limit = self.limits.limit(Money(worth, self.order.net.currency)).amount
        by_line = abs(apart) * abs(one.quantity or self.ordered.quantity)
        return by_line <= (limit if apart > 0 else max(limit, worth * self.limits.below / 100))

    def _name(self) -> str:
        text = f" ({self.ordered.description})" if self.ordered.description else ""
        return f"{self.order.number} line {self.ordered.position}{text}"

    def _price(self, price: Decimal) -> str:
        return f"{self.order.net.currency} {price.normalize():f}"


def _unordered(lines: Sequence[Line], order: Order, limits: Tolerance) -> Iterator[Finding]:
    currency = order.net.currency
    freight = [line for line in lines if _is_freight(line)]
    charged = sum((_worth(line) for line in freight), _ZERO)
    if charged > limits.freight:
        sentence = (
            f"{order.number} has no freight; this invoice charges {Money(charged, currency)} for "
            f"it. Limit: {Money(limits.freight, currency)}."
        )
        yield Finding(ExceptionReason.FREIGHT_NOT_ORDERED, "Freight not ordered", sentence)
    for line in lines:
        if line not in freight:
            worth = Money(_worth(line), currency)
            sentence = f"{order.number} has no line for “{_short(line.description)}” over {worth}."
            yield Finding(ExceptionReason.LINE_NOT_ON_PO, "Not on the order", sentence)


def _best(line: Line, ordered: Iterable[OrderLine], rest: dict[int, Decimal]) -> OrderLine | None:
    """The order line that a line bills: the likest, of equal ones the first that is open."""
    ranked = [
        (round(score, 2), rest[one.position] > 0, -one.position, one)
        for one in ordered
        if (score := _likeness(line, one)) >= _ALIKE
    ]
    return max(ranked, key=lambda rank: rank[:3])[3] if ranked else None


def _likeness(line: Line, ordered: OrderLine) -> float:
    """Between 0 and 1: the text counts two thirds, the price the rest; a code is proof."""
    if ordered.code and re.search(rf"(?<!\w){re.escape(ordered.code)}(?!\w)", line.description):
        return 1.0
    text = fuzz.token_set_ratio(
        line.description, ordered.description, processor=utils.default_process
    )
    if line.description and ordered.description and text < 50:  # noqa: PLR2004 - of 100: another text
        return 0.0
    return _TEXT * text / 100 + (1 - _TEXT) * _price_likeness(line, ordered)


def _price_likeness(line: Line, ordered: OrderLine) -> float:
    conversion = factor(line.unit, ordered.unit)
    price = _unit_price(line)
    if price is None or not ordered.unit_price or not conversion:
        return 0.5
    apart = abs(price / conversion - ordered.unit_price) / abs(ordered.unit_price)
    return float(max(_ZERO, 1 - apart))


def _compared(line: Line, ordered: OrderLine) -> Pair:
    conversion = factor(line.unit, ordered.unit)
    if conversion is None:
        return Pair(line, ordered, None, None, unit=False)
    quantity, price = _quantity(line), _unit_price(line)
    return Pair(
        line,
        ordered,
        None if quantity is None else quantity * conversion,
        None if price is None else price / conversion,
    )


def _same_price(one: Pair) -> bool:
    wanted = one.ordered.unit_price
    return one.price is None or abs(one.price - wanted) * 100 <= abs(wanted)


def _quantity(line: Line) -> Decimal | None:
    if line.quantity is None and line.total is not None and line.unit_price:
        return line.total / line.unit_price
    return line.quantity


def _unit_price(line: Line) -> Decimal | None:
    """What a unit costs after discounts: total over quantity, where both are said."""
    if line.total is not None and line.quantity:
        return line.total / line.quantity
    return line.unit_price


def _worth(line: Line) -> Decimal:
    if line.total is not None:
        return line.total
    return (line.quantity or Decimal(1)) * (line.unit_price or _ZERO)


def _total(pairs: Iterable[Pair]) -> Decimal:
    return sum((one.quantity or _ZERO for one in pairs), _ZERO)


def _bills(line: Line) -> bool:
    """Whether a line asks for money, and is no remark."""
    return bool(_worth(line))


def _is_freight(line: Line) -> bool:
    return bool(_FREIGHT.search(line.description))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"  # noqa: PLR2004 - one line of a screen
