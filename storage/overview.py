"""What the overview follows from: a few sums over documents, expectations and visits."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Text, exists, func, select

from model.deliveries import ResponseStatus
from model.documents import DocumentKind
from model.expectations import ExpectationState
from model.filing import DocumentStatus
from model.money import Money
from model.overview import Arrived, Awaited, DueDay, OpenBills
from storage import tables
from storage.tx import Tx

_document = tables.document.c
_expectation = tables.expectation.c
_binding = tables.entity_binding.c
_TO_PAY: Final = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)
_DONE_WITH: Final = (DocumentStatus.REJECTED, DocumentStatus.DUPLICATE, DocumentStatus.FILED)
_DAY: Final = 10  # characters of an instant that name its day
_MONTH: Final = 7
_TEXT: Final = Text()


def dues(tx: Tx, today: date) -> tuple[DueDay, ...]:
    """What is due from today on, and what is still here of what was due before.

    What a receiver says is paid, and what nobody will pay, is left out.
    """
    sent = _document.status == DocumentStatus.DELIVERED
    query = (
        select(
            _document.supplier_id,
            _document.due,
            _document.gross_currency,
            sent.label("sent"),
            _document.entity_id,
            func.sum(_document.gross_minor),
            func.count(),
        )
        .where(*_to_pay(), (_document.due >= today) | ~sent)
        .group_by(
            _document.supplier_id,
            _document.due,
            _document.gross_currency,
            sent,
            _document.entity_id,
        )
    )
    return tuple(
        DueDay(supplier, day, Money.of_minor(int(units), currency), documents, bool(gone), ours)
        for supplier, day, currency, gone, ours, units, documents in tx.connection.execute(query)
    )


def undated(tx: Tx) -> int:
    """How many documents that have to be paid, and are still here, name no due date."""
    here = _document.status != DocumentStatus.DELIVERED
    query = select(func.count()).where(*_to_pay(dated=False), here)
    return tx.connection.scalar(query) or 0


def open_bills(tx: Tx) -> tuple[OpenBills, ...]:
    """What has to be paid and nobody has said is paid, by entity, due date and currency."""
    keys = (_document.entity_id, _document.due, _document.gross_currency)
    query = select(*keys, func.sum(_document.gross_minor), func.count()).group_by(*keys)
    found = [
        row
        for dated in (True, False)
        for row in tx.connection.execute(query.where(*_to_pay(dated=dated)))
    ]
    return tuple(
        OpenBills(ours, due, Money.of_minor(int(units), currency), documents)
        for ours, due, currency, units, documents in found
    )


def _to_pay(*, dated: bool = True) -> tuple[ColumnElement[bool], ...]:
    delivery = tables.delivery.c
    paid = exists().where(
        delivery.document_id == _document.id, delivery.response == ResponseStatus.PAID
    )
    return (
        _document.kind.in_(_TO_PAY),
        _document.status.not_in(_DONE_WITH),
        _document.due.is_not(None) if dated else _document.due.is_(None),
        _document.gross_minor.is_not(None),
        ~paid,
    )


def arrived(tx: Tx, since: date) -> tuple[Arrived, ...]:
    """What came since the first day of a month, by supplier, month (UTC) and channel."""
    month = func.substr(_document.received, 1, _MONTH, type_=_TEXT)
    query = (
        select(_document.supplier_id, month, _document.channel, _document.entity_id, func.count())
        .where(func.substr(_document.received, 1, _DAY, type_=_TEXT) >= since.isoformat())
        .group_by(_document.supplier_id, month, _document.channel, _document.entity_id)
    )
    return tuple(
        Arrived(supplier, date.fromisoformat(f"{named}-01"), channel, documents, ours)
        for supplier, named, channel, ours, documents in tx.connection.execute(query)
    )


def awaited(tx: Tx) -> tuple[Awaited, ...]:
    """What is expected and not here, by supplier and the day (UTC) since which it is.

    It is for the entity that a person bound the supplier's account to, if any.
    """
    day = func.substr(_expectation.opened, 1, _DAY, type_=_TEXT)
    asked = _expectation.state == ExpectationState.NEEDS_PERSON
    still = (ExpectationState.OPEN, ExpectationState.NEEDS_PERSON)
    account = func.coalesce(_expectation.account_id, "")
    same = (_binding.supplier_id == _expectation.supplier_id) & (_binding.account_id == account)
    query = (
        select(_expectation.supplier_id, day, asked, _binding.entity_id, func.count())
        .select_from(tables.expectation.outerjoin(tables.entity_binding, same))
        .where(_expectation.state.in_(still))
        .group_by(_expectation.supplier_id, day, asked, _binding.entity_id)
    )
    return tuple(
        Awaited(supplier, date.fromisoformat(since), documents, bool(person), ours)
        for supplier, since, person, ours, documents in tx.connection.execute(query)
    )
