"""Invoices against purchase orders at header level; every limit stands in words in its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from model.documents import normalise_number
from model.exceptions import ExceptionReason, Finding
from model.filing import FiledDocument
from model.money import Money
from model.orders import Order


@dataclass(frozen=True, slots=True)
class Tolerance:
    """By how much an invoice may exceed what is open on its order; the tighter limit counts."""

    percent: Decimal = Decimal(2)
    absolute: Decimal | None = None

    def limit(self, open_amount: Money) -> Money:
        """The most that may be billed above the open amount."""
        by_percent = max(open_amount.amount, Decimal(0)) * self.percent / 100
        tighter = by_percent if self.absolute is None else min(by_percent, self.absolute)
        return Money(tighter, open_amount.currency)

    def words(self, currency: str) -> str:
        """The limit as a person reads it."""
        if self.absolute is None:
            return f"Limit: {self.percent} %."
        return f"Limit: {self.percent} % or {Money(self.absolute, currency)}, the smaller counts."


DEFAULT_TOLERANCE: Final = Tolerance()


def check(
    document: FiledDocument,
    orders: Iterable[Order],
    *,
    tolerance: Tolerance = DEFAULT_TOLERANCE,
    required: bool = False,
) -> tuple[Finding, ...]:
    """What speaks against booking an invoice on its order; nothing where it fits.

    Where an order is `required`, an invoice without a number of one is a finding too. Only the
    order of exactly that number counts: near-identical orders are never mixed up.
    """
    if not document.po_number:
        return (_missing(document),) if required else ()
    number = normalise_number(document.po_number)
    same = [order for order in orders if normalise_number(order.number) == number]
    if not same:
        return (_not_found(document.po_number),)
    mine = [order for order in same if order.supplier_id == document.supplier_id]
    if not mine:
        return (_wrong_supplier(document.po_number),)
    return _against(document, min(mine, key=lambda order: order.id), tolerance)


def _against(document: FiledDocument, order: Order, tolerance: Tolerance) -> tuple[Finding, ...]:
    if order.closed:
        return (_closed(order),)
    if document.net is None:
        return ()
    if document.net.currency != order.net.currency:
        return (_other_currency(order, document.net),)
    rest = order.net - order.billed
    if document.net.amount <= 0 or document.net - rest <= tolerance.limit(rest):
        return ()
    return (_over(order, document.net, tolerance),)


def _missing(document: FiledDocument) -> Finding:
    sentence = f"{document.number or 'This invoice'} names no order, and this supplier needs one."
    return Finding(ExceptionReason.PO_MISSING, "No order number", sentence)


def _not_found(number: str) -> Finding:
    sentence = f"There is no order {number}; check the number, or ask the buyer."
    return Finding(ExceptionReason.PO_NOT_FOUND, "Order not found", sentence)


def _wrong_supplier(number: str) -> Finding:
    sentence = f"{number} was placed with another supplier; the invoice names the wrong order."
    return Finding(ExceptionReason.WRONG_SUPPLIER_ON_PO, "Another supplier's order", sentence)


def _closed(order: Order) -> Finding:
    sentence = f"{order.number} is closed: {order.billed} of {order.net} net were billed."
    return Finding(ExceptionReason.PO_CLOSED, "Order is closed", sentence)


def _other_currency(order: Order, net: Money) -> Finding:
    sentence = f"{order.number} is in {order.net.currency}. This invoice is {net} net."
    return Finding(ExceptionReason.CURRENCY_MISMATCH, "Another currency than the order", sentence)


def _over(order: Order, net: Money, tolerance: Tolerance) -> Finding:
    rest = order.net - order.billed
    share = (net.amount / rest.amount - 1) * 100 if rest.amount > 0 else None
    more = f" (+{share:.1f} %)" if share is not None else ""
    sentence = (
        f"{order.number} has {rest} net open. This invoice is {net} net{more}. "
        f"{tolerance.words(net.currency)}"
    )
    return Finding(ExceptionReason.PO_OVER, f"Over {order.number}", sentence)
