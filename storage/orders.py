"""Purchase orders, what arrived for them and what was billed on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from model.documents import normalise_number
from model.money import Money
from model.orders import BilledLine, Order, Receipt
from storage import rows, tables
from storage.changes import announce
from storage.columns import storable
from storage.tx import Tx


def load(tx: Tx, orders: Iterable[Order]) -> None:
    """Take orders over from the books; one with a known id replaces the older one.

    `billed` and each line's `received` are what the books say apart from the bills and receipts
    that are told to `bill` and `load_receipts`.
    """
    for order in orders:
        normalised = normalise_number(storable(order.number))
        rows.put(tx, tables.purchase_order, rows.values(order) | {"normalised": normalised})


def load_receipts(tx: Tx, receipts: Iterable[Receipt]) -> None:
    """Take receipts of goods over; one with a known id replaces the older one."""
    for receipt in receipts:
        rows.put(tx, tables.goods_receipt, rows.values(receipt))


def by_number(tx: Tx, number: str, *, without: str = "") -> tuple[Order, ...]:
    """The orders of this number, however it is punctuated, with all receipts and bills counted.

    What the document `without` has billed is left out.
    """
    found = _orders(tx, tables.purchase_order.c.normalised == normalise_number(number))
    return tuple(_counted(tx, order, without) for order in found)


def of_supplier(tx: Tx, supplier_id: str, *, without: str = "") -> tuple[Order, ...]:
    """A supplier's orders that are not closed, oldest first, with all receipts and bills counted.

    What the document `without` has billed is left out.
    """
    column = tables.purchase_order.c
    found = _orders(tx, column.supplier_id == supplier_id, column.closed == 0)
    return tuple(_counted(tx, order, without) for order in found)


def unclosed(tx: Tx) -> tuple[Order, ...]:
    """All orders that are not closed, oldest first, with all receipts and bills counted."""
    found = _orders(tx, tables.purchase_order.c.closed == 0)
    return tuple(_counted(tx, order, "") for order in found)


def receipts(tx: Tx, order_id: str) -> tuple[Receipt, ...]:
    """What arrived for an order and went back, oldest first."""
    column = tables.goods_receipt.c
    query = select(tables.goods_receipt).where(column.order_id == order_id)
    return rows.records(tx, query.order_by(column.day, column.id), Receipt)


def bill(
    tx: Tx, order_id: str, document_id: str, net: Money, lines: tuple[BilledLine, ...] = ()
) -> None:
    """Count an invoice against its order; the same invoice once, as it was counted last."""
    amount = rows.money_values("net", net)
    columns = {"order_id": order_id, "document_id": document_id, "lines": lines, **amount}
    rows.put(tx, tables.order_bill, columns)
    announce(tx, "inbox", document_id)


def _orders(tx: Tx, *where: rows.Condition) -> tuple[Order, ...]:
    column = tables.purchase_order.c
    query = select(tables.purchase_order).where(*where).order_by(column.day, column.id)
    return rows.records(tx, query, Order)


def _counted(tx: Tx, order: Order, without: str) -> Order:
    arrived: dict[int, Decimal] = {}
    for receipt in receipts(tx, order.id):
        before = arrived.get(receipt.position, Decimal(0))
        arrived[receipt.position] = before + receipt.quantity
    billed, net = _billed(tx, order, without)
    lines = tuple(
        replace(
            line,
            received=line.received + arrived.get(line.position, Decimal(0)),
            billed=line.billed + billed.get(line.position, Decimal(0)),
        )
        for line in order.lines
    )
    return replace(order, lines=lines, billed=net)


def _billed(tx: Tx, order: Order, without: str) -> tuple[dict[int, Decimal], Money]:
    """Quantity by position, and the whole amount."""
    column, quantities, net = tables.order_bill.c, dict[int, Decimal](), order.billed
    query = select(column.net_minor, column.net_currency, column.lines)
    where = (column.order_id == order.id, column.document_id != without)
    for units, currency, lines in tx.connection.execute(query.where(*where)):
        net += Money.of_minor(units, currency)
        for line in lines:
            quantities[line.position] = quantities.get(line.position, Decimal(0)) + line.quantity
    return quantities, net
