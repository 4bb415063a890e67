"""Orders, receipts of goods and the ledger: what our side says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from model.money import Money


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One ordered item; `code` is the article number under which the supplier sells it.

    `received` is without what went back, which is `returned`.
    """

    position: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    received: Decimal = Decimal(0)
    billed: Decimal = Decimal(0)
    unit: str = ""
    code: str = ""
    category: str = ""
    returned: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class BilledLine:
    """How much of a position of an order an invoice bills, in the order's unit."""

    position: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase order; amounts are net."""

    id: str
    supplier_id: str
    number: str
    day: date
    net: Money
    billed: Money
    lines: tuple[OrderLine, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """Goods that arrived for a line of an order; a negative quantity went back."""

    id: str
    order_id: str
    position: int
    quantity: Decimal
    day: date


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """An order as a file says it; `seller` is the supplier's name or its VAT number.

    One that was `cancelled` is an order no longer.
    """

    seller: str
    number: str
    day: date
    net: Money
    lines: tuple[OrderLine, ...] = ()
    billed: Decimal = Decimal(0)
    closed: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """Goods that arrived as a file says it: `id` is unique among the receipts of its order.

    `seller` tells orders of one number apart, where it is named.
    """

    id: str
    order_number: str
    position: int
    quantity: Decimal
    day: date
    seller: str = ""


class EntryKind(StrEnum):
    """What a ledger entry books."""

    INVOICE = "invoice"
    CREDIT = "credit"
    PAYMENT = "payment"


TOLD_PAID: Final = "paid:"
"""Prefix of an entry that stands for a payment that a receiver told and nobody has booked yet."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of our purchase ledger; + is what we owe.

    `voucher` is the id of the booking's first line.
    """

    id: str
    supplier_id: str
    kind: EntryKind
    reference: str
    doc_date: date
    post_date: date
    amount: Money
    voucher: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class EntryPaper:
    """A ledger entry as a file or other books say it; `seller` names the supplier there.

    `id` is unique in those books; + is what we owe.
    """

    id: str
    seller: str
    kind: EntryKind
    reference: str
    doc_date: date
    post_date: date
    amount: Money
    voucher: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the lines of a statement share with the ledger entries that may answer them.

    Amounts count the currency's smallest coin. On the supplier's own account one of `amounts`,
    `endings` (of the reference as typed) or the days of `documents` and `payments` (first and last)
    is enough; on another account the ending of the number and the amount together.
    """

    supplier_id: str
    amounts: frozenset[int] = frozenset()
    endings: frozenset[str] = frozenset()
    documents: tuple[tuple[date, date], ...] = ()
    payments: tuple[tuple[date, date], ...] = ()
    elsewhere: frozenset[tuple[str, int]] = frozenset()
