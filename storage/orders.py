"""Purchase orders, what arrived for them and what was billed on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from model.documents import normalise_number
from model.money import Money
from model.orders import Order, Receipt
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


def by_number(tx: Tx, number: str) -> tuple[Order, ...]:
    """The orders of this number, however it is punctuated, with all receipts and bills counted."""
    order = tables.purchase_order.c
    query = select(tables.purchase_order).where(order.normalised == normalise_number(number))
    found = rows.records(tx, query.order_by(order.day, order.id), Order)
    return tuple(_counted(tx, order) for order in found)


def bill(tx: Tx, order_id: str, document_id: str, net: Money) -> None:
    """Count an invoice against its order; the same invoice once, with its newest amount."""
    columns = {"order_id": order_id, "document_id": document_id, **rows.money_values("net", net)}
    rows.put(tx, tables.order_bill, columns)
    announce(tx, "inbox", document_id)


def _counted(tx: Tx, order: Order) -> Order:
    arrived = _arrived(tx, order.id)
    lines = tuple(
        replace(line, received=line.received + arrived.get(line.position, Decimal(0)))
        for line in order.lines
    )
    return replace(order, lines=lines, billed=_billed(tx, order))


def _arrived(tx: Tx, order_id: str) -> dict[int, Decimal]:
    """Quantity by position."""
    receipt = tables.goods_receipt.c
    query = select(tables.goods_receipt).where(receipt.order_id == order_id)
    arrived: dict[int, Decimal] = {}
    for found in rows.records(tx, query, Receipt):
        arrived[found.position] = arrived.get(found.position, Decimal(0)) + found.quantity
    return arrived


def _billed(tx: Tx, order: Order) -> Money:
    billed = tables.order_bill.c
    query = select(billed.net_minor, billed.net_currency).where(billed.order_id == order.id)
    amounts = (Money.of_minor(units, currency) for units, currency in tx.connection.execute(query))
    return sum(amounts, start=order.billed)
