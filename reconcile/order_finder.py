"""The order that an invoice may belong to where it names none: proposed, never taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from model.documents import Line
from model.exceptions import Action, Answer, ExceptionReason, Finding
from model.filing import FiledDocument
from model.orders import Order
from reconcile.order_lines import share_paired
from reconcile.tolerances import Tolerance

_LIKELY: Final = 0.6
_CLEARLY: Final = 0.2
_CHOICES: Final = 4


def propose(
    document: FiledDocument,
    lines: Sequence[Line],
    orders: Iterable[Order],
    *,
    tolerance: Tolerance,
) -> tuple[Finding, ...]:
    """A question with the orders that fit, one key each; nothing where none does.

    Orders that fit about equally are all named: near-identical ones are never told apart by luck.
    """
    ranked = sorted(
        ((_fitness(document, lines, order, tolerance), order.number, order) for order in orders),
        key=lambda rank: (-rank[0], rank[1]),
    )
    if not ranked or ranked[0][0] < _LIKELY:
        return ()
    best = ranked[0][0]
    fitting = [order for score, _, order in ranked if score > best - _CLEARLY][:_CHOICES]
    return (_asked(document, fitting),)


def _fitness(
    document: FiledDocument, lines: Sequence[Line], order: Order, tolerance: Tolerance
) -> float:
    """Between 0 and 1: half by the open amount, half by the lines."""
    net = document.net
    if net is None or net.currency != order.net.currency or order.closed:
        return 0.0
    rest = order.net - order.billed
    if net.amount <= 0 or net - rest > tolerance.limit(rest):
        return 0.0
    paired = share_paired(lines, order)
    if not order.lines or not lines:
        return _LIKELY if net == rest else 0.0
    return 0.5 * paired + (0.5 if net == rest else 0.2) if paired else 0.0


def _asked(document: FiledDocument, orders: Sequence[Order]) -> Finding:
    said = ", ".join(f"{order.number} ({order.net - order.billed} net open)" for order in orders)
    fits = "fits" if len(orders) == 1 else "fit about equally"
    name = document.number or "This invoice"
    sentence = f"{name} over {document.net} net names no order; {said} {fits}."
    answers = tuple(
        Answer(str(key), order.number, Action.TAKE_ORDER)
        for key, order in enumerate(orders, start=1)
    )
    none = Answer(str(len(orders) + 1), "No order", Action.ACCEPT)
    reject = Answer(str(len(orders) + 2), "Reject", Action.REJECT)
    title = "Which order?" if len(orders) > 1 else f"{orders[0].number}?"
    return Finding(
        ExceptionReason.ORDER_PROPOSED, title, sentence, answers=(*answers, none, reject)
    )
