"""Orders and receipts taken over from the books, and what follows for bills that wait."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from model.documents import DocumentKind
from model.errors import WrongInput
from model.expectations import Expectation, ExpectationSource
from model.ids import derived_id
from model.money import Money
from model.orders import Order, OrderPaper, Receipt, ReceiptPaper
from model.suppliers import Supplier
from pipeline.documents import checking, expecting
from pipeline.reconciling.sellers import Sellers
from pipeline.works import BILLHOOK
from storage import audit, orders, settings
from storage.store import Tx


def column_names(tx: Tx, table: str, said: Mapping[str, str]) -> dict[str, str]:
    """What files of a table call our columns: as was said now, else as was said before."""
    names = {**json.loads(settings.get(tx, f"columns.{table}", "{}")), **said}
    if said:
        settings.put(tx, f"columns.{table}", json.dumps(names))
    return names


def take_orders(tx: Tx, papers: Iterable[OrderPaper]) -> None:
    """Keep orders, and look again at the bills that wait for one.

    Raises:
        WrongInput: a supplier is not known.
    """
    sellers = Sellers.of(tx)
    for paper in papers:
        order = _order(paper, sellers.needed(paper.seller))
        if paper.cancelled:
            _cancel(tx, order)
        else:
            orders.load(tx, [order])
    checking.recheck_orders(tx)


def _cancel(tx: Tx, order: Order) -> None:
    """Forget an order that was cancelled; one that was billed stays as a closed one, to be seen."""
    known = {one.id for one in orders.by_number(tx, order.number)}
    if order.id not in known:
        return
    if not orders.remove(tx, order.id):
        orders.load(tx, [replace(order, closed=True)])
    audit.note(tx, BILLHOOK, "took out", f"order:{order.id}", f"{order.number} was cancelled.")


def is_known(tx: Tx, paper: ReceiptPaper) -> bool:
    """Whether there is just one order that a receipt can be for."""
    return len(_orders(tx, paper.order_number, paper.seller)) == 1


def take_receipts(tx: Tx, papers: Iterable[ReceiptPaper]) -> None:
    """Keep what arrived, expect credits for what went back, and look again at bills that wait.

    Raises:
        WrongInput: there is no such order, or several suppliers have one of this number.
    """
    touched: dict[str, Order] = {}
    for paper in papers:
        order = _named(tx, paper.order_number, paper.seller)
        touched[order.id] = order
        receipt_id = derived_id("receipt", order.id, paper.id)
        receipt = Receipt(receipt_id, order.id, paper.position, paper.quantity, paper.day)
        orders.load_receipts(tx, [receipt])
    for _, order in sorted(touched.items()):
        _expect_credits(tx, _named(tx, order.number, order.supplier_id))
    checking.recheck_orders(tx)


def _order(paper: OrderPaper, supplier: Supplier) -> Order:
    return Order(
        id=derived_id("order", supplier.id, paper.number),
        supplier_id=supplier.id,
        number=paper.number,
        day=paper.day,
        net=paper.net,
        billed=Money(paper.billed, paper.net.currency),
        lines=paper.lines,
        closed=paper.closed,
    )


def _orders(tx: Tx, number: str, seller: str) -> tuple[Order, ...]:
    """The orders of a number, of one supplier's where it is named."""
    found = orders.by_number(tx, number)
    supplier = Sellers.of(tx).needed(seller) if seller else None
    return tuple(one for one in found if supplier is None or one.supplier_id == supplier.id)


def _named(tx: Tx, number: str, seller: str = "") -> Order:
    found = _orders(tx, number, seller)
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongInput(f"Several suppliers have an order {number}; its receipts fit none surely.")
    raise WrongInput(f"There is no order {number}; load it before its receipts.")


def _expect_credits(tx: Tx, order: Order) -> None:
    """Expect a credit note for each line of which more was billed than is left of it."""
    back = {one.position for one in orders.receipts(tx, order.id) if one.quantity < 0}
    for line in order.lines:
        owed = line.billed - max(line.received, Decimal(0))
        if line.position in back and owed > 0:
            expecting.open_(tx, _credit(tx, order, line.position))


def _credit(tx: Tx, order: Order, position: int) -> Expectation:
    key = derived_id("returned", order.id, str(position))
    return Expectation(
        id=key,
        key=key,
        supplier_id=order.supplier_id,
        kind=DocumentKind.CREDIT_NOTE,
        source=ExpectationSource.RECEIPT,
        source_id=order.id,
        opened=tx.now(),
        reason=f"Goods of {order.number} line {position} went back after they were billed.",
    )
