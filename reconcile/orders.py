"""Invoices against purchase orders and receipts; every limit stands in words in its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from model.documents import Line, normalise_number
from model.exceptions import ExceptionReason, Finding
from model.filing import FiledDocument
from model.money import Money
from model.orders import Order
from reconcile import order_finder, order_lines
from reconcile.sheet import grouped
from reconcile.tolerances import Tolerance, Tolerances

DEFAULT: Final = Tolerances()


def check(
    document: FiledDocument,
    orders: Iterable[Order],
    *,
    lines: Sequence[Line] = (),
    tolerances: Tolerances = DEFAULT,
    required: bool = False,
    received: bool = False,
) -> tuple[Finding, ...]:
    """What speaks against booking an invoice on its order; nothing where it fits.

    Where an order is `required`, an invoice without a number of one is a finding too; where one
    fits it is proposed. Only the order of exactly that number counts: near-identical orders are
    never mixed up. `received` demands that goods have arrived before they are billed.
    """
    held = tuple(orders)
    if document.po_number or any(line.order_number for line in lines):
        return tuple(_named(document, lines, held, tolerances=tolerances, received=received))
    mine = [order for order in held if order.supplier_id == document.supplier_id]
    tolerance = tolerances.of(document.supplier_id, "")
    proposed = order_finder.propose(document, lines, mine, tolerance=tolerance)
    return proposed or ((_missing(document),) if required else ())


def parts(
    document: FiledDocument, lines: Sequence[Line], orders: Iterable[Order]
) -> Iterator[tuple[Order, tuple[Line, ...], Money | None]]:
    """The supplier's orders that an invoice names, each with its lines and its share of the net.

    Lines that name no order are those of the order that the document names.
    """
    held = [order for order in orders if order.supplier_id == document.supplier_id]
    for number, of_order in _by_order(document, lines).items():
        same = [order for order in held if normalise_number(order.number) == number]
        if same:
            order = min(same, key=lambda order: order.id)
            whole = len(_by_order(document, lines)) == 1
            yield order, of_order, document.net if whole else _sum(of_order, document.net)


def _by_order(document: FiledDocument, lines: Sequence[Line]) -> dict[str, tuple[Line, ...]]:
    """The lines by the normalised number of their order."""
    own = document.po_number or ""
    found = grouped(lines, lambda line: normalise_number(line.order_number or own))
    named = {number: tuple(some) for number, some in found.items() if number}
    return named or {normalise_number(own): ()}


def _sum(lines: Iterable[Line], net: Money | None) -> Money | None:
    if net is None:
        return None
    return sum((Money(line.total, net.currency) for line in lines if line.total), net - net)


def _named(
    document: FiledDocument,
    lines: Sequence[Line],
    orders: Sequence[Order],
    *,
    tolerances: Tolerances,
    received: bool,
) -> Iterator[Finding]:
    for number in _by_order(document, lines):
        same = [order for order in orders if normalise_number(order.number) == number]
        if not same:
            yield _not_found(_as_written(document, lines, number))
        elif not any(order.supplier_id == document.supplier_id for order in same):
            yield _wrong_supplier(_as_written(document, lines, number))
    for order, of_order, net in parts(document, lines, orders):
        bill = replace(document, net=net)
        yield from _against(bill, of_order, order, tolerances=tolerances, received=received)


def _as_written(document: FiledDocument, lines: Iterable[Line], number: str) -> str:
    written = (document.po_number, *(line.order_number for line in lines))
    return next(one for one in written if one and normalise_number(one) == number)


def _against(
    document: FiledDocument,
    lines: Sequence[Line],
    order: Order,
    *,
    tolerances: Tolerances,
    received: bool,
) -> tuple[Finding, ...]:
    if order.closed:
        return (_closed(order),)
    if document.net is not None and document.net.currency != order.net.currency:
        return (_other_currency(order, document.net),)
    if lines and order.lines and (document.net is None or document.net.amount > 0):
        found = order_lines.check(lines, order, tolerances=tolerances, received=received)
        if found:
            return found
    return _whole(document, order, tolerances.of(order.supplier_id, ""))


def _whole(document: FiledDocument, order: Order, tolerance: Tolerance) -> tuple[Finding, ...]:
    """The invoice's net beside what is open on the order, line by line or not."""
    if document.net is None:
        return ()
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
