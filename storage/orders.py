"""Purchase orders, what arrived for them and what was billed on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select, true

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


def remove(tx: Tx, order_id: str) -> bool:
    """Whether an order, with what arrived for it, is forgotten; one that was billed stays."""
    billed = select(tables.order_bill.c.document_id)
    if rows.find(tx, billed.where(tables.order_bill.c.order_id == order_id)):
        return False
    goods = tables.goods_receipt
    tx.connection.execute(goods.delete().where(goods.c.order_id == order_id))
    table = tables.purchase_order
    tx.connection.execute(table.delete().where(table.c.id == order_id))
    return True


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


def received_until(tx: Tx, day: date) -> tuple[Order, ...]:
    """All orders with what had arrived and what was billed by documents dated until this day."""
    return tuple(_counted(tx, order, "", until=day) for order in _orders(tx, true()))


def _counted(tx: Tx, order: Order, without: str, *, until: date = date.max) -> Order:
    arrived: dict[int, Decimal] = {}
    returned: dict[int, Decimal] = {}
    for receipt in (one for one in receipts(tx, order.id) if one.day <= until):
        _add(arrived, receipt.position, receipt.quantity)
        _add(returned, receipt.position, max(-receipt.quantity, Decimal(0)))
    billed, net = _billed(tx, order, without, until)
    lines = tuple(
        replace(
            line,
            received=line.received + arrived.get(line.position, Decimal(0)),
            returned=returned.get(line.position, Decimal(0)),
            billed=line.billed + billed.get(line.position, Decimal(0)),
        )
        for line in order.lines
    )
    return replace(order, lines=lines, billed=net)


def _billed(tx: Tx, order: Order, without: str, until: date) -> tuple[dict[int, Decimal], Money]:
    """Quantity by position, and the whole amount, of bills that are dated until a day."""
    column, document = tables.order_bill.c, tables.document.c
    quantities, net = dict[int, Decimal](), order.billed
    joined = tables.order_bill.join(tables.document, document.id == column.document_id)
    query = select(column.net_minor, column.net_currency, column.lines).select_from(joined)
    dated = or_(document.day.is_(None), document.day <= until)
    where = (column.order_id == order.id, column.document_id != without, dated)
    for units, currency, lines in tx.connection.execute(query.where(*where)):
        net += Money.of_minor(units, currency)
        for line in lines:
            _add(quantities, line.position, line.quantity)
    return quantities, net


def _add(quantities: dict[int, Decimal], position: int, quantity: Decimal) -> None:
    quantities[position] = quantities.get(position, Decimal(0)) + quantity
