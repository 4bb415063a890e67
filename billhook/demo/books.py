"""What follows from the documents: orders, our ledger, and the statements of Brightline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Final

from billhook.demo.calendar import day_of
from billhook.demo.documents import seller_of
from billhook.demo.shapes import Document
from model.documents import DocumentKind, StatementLine, StatementLineKind
from model.money import Money
from model.orders import EntryKind, LedgerEntry, Order

ORDER_OF_THE_OVERRUN: Final = "PO-48213"
OPEN_OF_THE_OVERRUN: Final = Decimal("1572.51")
MISBOOKED: Final = "BR-70405"
MISBOOKED_BY: Final = Decimal("18.00")
TWICE_ON_STATEMENT: Final = "BR-70411"
POSTED_LATE: Final = "BR-70418"
DISCOUNTED: Final = "BR-70392"
DISCOUNT: Final = Decimal("0.02")
SPLIT: Final = "BR-70424"
PAID: Final = "BR-70361"
PAID_BY_CARD: Final = "BR-70377"
"""Paid by a card whose booking is still to come: only the supplier shows it."""
FORGOTTEN_CREDIT: Final = "CR-2239"
"""A credit note that we booked and the supplier's statement forgets."""

_CREDIT = DocumentKind.CREDIT_NOTE


def orders(documents: Sequence[Document]) -> tuple[Order, ...]:
    """One order a number that documents name, large enough for all of them but one."""
    numbers = {document.po_number for document in documents if document.po_number}
    return tuple(_order(number, documents) for number in sorted(numbers))


def _order(number: str, documents: Sequence[Document]) -> Order:
    ours = [document for document in documents if document.po_number == number]
    billed = sum((document.net for document in ours if document.booked), Decimal(0))
    wanted = sum((document.net for document in ours), Decimal(0)) * Decimal("1.15")
    hundreds = (wanted / 100).to_integral_value(ROUND_CEILING) * 100
    net = OPEN_OF_THE_OVERRUN if number == ORDER_OF_THE_OVERRUN else hundreds
    return Order(
        id=number,
        supplier_id=ours[0].seller,
        number=number,
        day=min(document.issued for document in ours) - timedelta(days=12),
        net=Money(net, ours[0].currency),
        billed=Money(billed, ours[0].currency),
    )


def ledger(documents: Iterable[Document], today: date) -> tuple[LedgerEntry, ...]:
    """What is booked before the morning, with what a month brings along.

    One invoice has two digits swapped, one is booked after discount, one on two cost centres; of
    two payments the second is on its way, and a credit note is booked that no statement shows.
    """
    booked = {document.number: document for document in documents if document.booked}
    entries = [entry for document in booked.values() for entry in _entries(document)]
    return (
        *entries,
        _payment(booked[PAID], day_of(today, 1, 16)),
        _payment(booked[TWICE_ON_STATEMENT], day_of(today, 1, 30)),
        _credit(booked[SPLIT], day_of(today, 1, 27)),
    )


def _entries(document: Document) -> tuple[LedgerEntry, ...]:
    """The bookings of a document: one, or one for each of two cost centres."""
    amount = document.gross
    if document.number == MISBOOKED:
        amount += MISBOOKED_BY
    if document.number == DISCOUNTED:
        amount -= discount(document)
    if document.number != SPLIT:
        return (_entry(document, amount, ""),)
    third = (amount / 3).quantize(Decimal("0.01"))
    return (_entry(document, third, "-1"), _entry(document, amount - third, "-2"))


def discount(document: Document) -> Decimal:
    """What we take off for paying early."""
    return (document.gross * DISCOUNT).quantize(Decimal("0.01"))


def _credit(document: Document, day: date) -> LedgerEntry:
    return LedgerEntry(
        id=f"L-{FORGOTTEN_CREDIT}",
        supplier_id=document.seller,
        kind=EntryKind.CREDIT,
        reference=FORGOTTEN_CREDIT,
        doc_date=day,
        post_date=day,
        amount=Money(Decimal("-22.68"), document.currency),
        voucher=f"V-{FORGOTTEN_CREDIT}",
    )


def _entry(document: Document, amount: Decimal, part: str) -> LedgerEntry:
    return LedgerEntry(
        id=f"L-{document.number}{part}",
        supplier_id=document.seller,
        kind=EntryKind.CREDIT if document.kind is _CREDIT else EntryKind.INVOICE,
        reference=document.number,
        doc_date=document.issued,
        post_date=document.issued + timedelta(days=1),
        amount=Money(amount, document.currency),
        voucher=f"V-{document.number}{part}",
    )


def _payment(document: Document, day: date) -> LedgerEntry:
    return LedgerEntry(
        id=f"L-PAY-{document.number}",
        supplier_id=document.seller,
        kind=EntryKind.PAYMENT,
        reference=f"BACS {day:%d%m%y}",
        doc_date=day,
        post_date=day,
        amount=Money(-document.gross, document.currency),
        voucher=f"V-PAY-{document.number}",
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the statement before it has its position and balance."""

    kind: StatementLineKind
    reference: str
    day: date
    amount: Decimal
    due: date | None = None
    text: str = ""


def statements(documents: Iterable[Document], today: date) -> tuple[Document, Document]:
    """Brightline's statements of the month before last and of last month."""
    ours = [document for document in documents if document.seller == "brightline"]
    september = _statement(_rows(ours, today, 2), Decimal(0), day_of(today, 2, 31))
    october_rows = _rows(ours, today, 1)
    twice = next(row for row in october_rows if row.reference == TWICE_ON_STATEMENT)
    by_number = {document.number: document for document in ours}
    paid = _paid(by_number[PAID], day_of(today, 1, 16))
    by_card = _paid(by_number[PAID_BY_CARD], day_of(today, 1, 22))
    rows = [*october_rows, twice, paid, by_card]
    return september, _statement(rows, september.gross, day_of(today, 1, 31))


def _paid(document: Document, day: date) -> _Row:
    return _Row(
        StatementLineKind.PAYMENT,
        f"BACS {day:%d%m%y}",
        day,
        -document.gross,
        text="Payment received, thank you",
    )


def _rows(documents: Iterable[Document], today: date, back: int) -> list[_Row]:
    month = day_of(today, back, 1)
    return [
        _Row(
            StatementLineKind.CREDIT_NOTE
            if document.kind is _CREDIT
            else StatementLineKind.INVOICE,
            document.number,
            document.issued,
            document.gross,
            document.due,
            "Credit note" if document.kind is _CREDIT else "Invoice",
        )
        for document in documents
        if (document.issued.year, document.issued.month) == (month.year, month.month)
    ]


def _statement(rows: Iterable[_Row], opening: Decimal, day: date) -> Document:
    seller = seller_of("brightline")
    first = _Row(
        StatementLineKind.BALANCE_FORWARD,
        "",
        day.replace(day=1),
        opening,
        text="Balance brought forward",
    )
    ordered = [first, *sorted(rows, key=lambda row: (row.day, row.reference))]
    lines, balance = [], Decimal(0)
    for position, row in enumerate(ordered, start=1):
        balance += row.amount
        lines.append(_line(position, row, balance))
    return Document(
        seller="brightline",
        account=seller.accounts[0].number,
        number=f"ST-{day:%Y-%m}",
        kind=DocumentKind.STATEMENT,
        issued=day,
        due=None,
        period="",
        currency=seller.currency,
        lines=(),
        tax_rows=(),
        iban=seller.iban,
        portal="brightline",
        booked=False,
        opening=opening,
        statement_lines=tuple(lines),
    )


def _line(position: int, row: _Row, balance: Decimal) -> StatementLine:
    return StatementLine(
        position=position,
        kind=row.kind,
        reference=row.reference,
        day=row.day,
        amount=Money(row.amount, seller_of("brightline").currency),
        due=row.due,
        balance=balance,
        text=row.text,
    )
