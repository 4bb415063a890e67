"""Invoices beside orders and receipts: what is asked, what is counted as billed, what settles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from model.documents import Line, normalise_number
from model.exceptions import Finding
from model.filing import FiledDocument
from model.orders import BilledLine, Order
from pipeline.rules import Rules
from reconcile import order_lines
from reconcile import orders as ordered
from reconcile.tolerances import Tolerances
from storage import documents, orders, suppliers
from storage.store import Tx


def findings(tx: Tx, document: FiledDocument) -> Iterator[Finding]:
    """What speaks against booking a document on its order, or which order it may belong to."""
    rules, lines = Rules.of(tx), documents.reading(tx, document.id).lines
    yield from ordered.check(
        document,
        _orders(tx, document, lines),
        lines=lines,
        tolerances=_tolerances(tx, document.supplier_id, rules),
        required=rules.po_required,
        received=rules.receipt_required,
    )


def bill(tx: Tx, document: FiledDocument) -> None:
    """Count a document against the orders that it names, line by line; the same one once."""
    lines = documents.reading(tx, document.id).lines
    named = _orders(tx, document, lines) if document.po_number or _numbers(lines) else ()
    for order, of_order, net in ordered.parts(document, lines, named):
        if net is not None:
            positions = order_lines.billed(of_order, order)
            orders.bill(
                tx, order.id, document.id, net, tuple(BilledLine(*one) for one in positions)
            )


def _orders(tx: Tx, document: FiledDocument, lines: Sequence[Line]) -> tuple[Order, ...]:
    """The orders that matter to a document, without what it has billed itself."""
    numbers = {normalise_number(document.po_number or ""), *_numbers(lines)} - {""}
    if not numbers:
        return orders.of_supplier(tx, document.supplier_id, without=document.id)
    found = (orders.by_number(tx, number, without=document.id) for number in sorted(numbers))
    return tuple(order for some in found for order in some)


def _numbers(lines: Sequence[Line]) -> set[str]:
    return {normalise_number(line.order_number) for line in lines if line.order_number}


def _tolerances(tx: Tx, supplier_id: str, rules: Rules) -> Tolerances:
    name = suppliers.get(tx, supplier_id).name.casefold()
    found = rules.tolerance_deviations
    own = found.get(("supplier", name))
    of_supplier = {supplier_id: own} if own else {}
    of_category = {name: limit for (kind, name), limit in found.items() if kind == "category"}
    return Tolerances(rules.tolerance, of_supplier, of_category)
