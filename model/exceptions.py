"""Exceptions: what waits for a person, in one sentence with the numbers and one-key answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class ExceptionReason(StrEnum):
    """Why a person is asked."""

    FIELDS_UNSURE = "fields_unsure"
    UNREADABLE = "unreadable"
    PO_OVER = "po_over"
    PO_MISSING = "po_missing"
    PO_NOT_FOUND = "po_not_found"
    PO_CLOSED = "po_closed"
    WRONG_SUPPLIER_ON_PO = "wrong_supplier_on_po"
    CURRENCY_MISMATCH = "currency_mismatch"
    ORDER_PROPOSED = "order_proposed"
    PRICE_VARIANCE = "price_variance"
    QTY_OVER_ORDERED = "qty_over_ordered"
    QTY_OVER_RECEIVED = "qty_over_received"
    NOT_RECEIVED = "not_received"
    LINE_NOT_ON_PO = "line_not_on_po"
    FREIGHT_NOT_ORDERED = "freight_not_ordered"
    UNIT_MISMATCH = "unit_mismatch"
    BANK_DETAILS_CHANGED = "bank_details_changed"
    BANK_DETAILS_FIRST = "bank_details_first"
    SECOND_PERSON = "second_person"
    BANK_DETAILS_SHARED = "bank_details_shared"
    SPLIT_UNDER_LIMIT = "split_under_limit"
    UNUSUAL_INVOICE = "unusual_invoice"
    DUPLICATE_POSSIBLE = "duplicate_possible"
    LISTING_DISAGREES = "listing_disagrees"
    EXPECTATION_DISAGREES = "expectation_disagrees"
    READ_DIFFERENTLY = "read_differently"
    SUPPLIER_UNKNOWN = "supplier_unknown"
    ACCOUNT_UNSURE = "account_unsure"
    SUSPICIOUS_MAIL = "suspicious_mail"
    MAIL_UNSURE = "mail_unsure"
    MAILBOX_NEEDS_PERSON = "mailbox_needs_person"
    NOT_WRITTEN_BACK = "not_written_back"
    PORTAL_NEEDS_PERSON = "portal_needs_person"
    HOST_BLOCKED = "host_blocked"
    DOCUMENT_NOT_FETCHED = "document_not_fetched"
    STATEMENT_DIFFERENCE = "statement_difference"
    DELIVERY_LACKS = "delivery_lacks"
    DELIVERY_FAILED = "delivery_failed"
    REJECTED = "rejected"
    REPLY_UNCLEAR = "reply_unclear"
    LEDGER_VANISHED = "ledger_vanished"
    BOOKS_UNREAD = "books_unread"
    ENTITY_UNKNOWN = "entity_unknown"
    WRONG_ENTITY = "wrong_entity"


ASKS_ABOUT: Final[Mapping[ExceptionReason, tuple[str, ...]]] = MappingProxyType(
    {
        ExceptionReason.PO_NOT_FOUND: ("po_number",),
        ExceptionReason.PO_CLOSED: ("po_number",),
        ExceptionReason.WRONG_SUPPLIER_ON_PO: ("po_number",),
        ExceptionReason.CURRENCY_MISMATCH: ("currency",),
        ExceptionReason.BANK_DETAILS_CHANGED: ("iban",),
        ExceptionReason.BANK_DETAILS_FIRST: ("iban",),
        ExceptionReason.BANK_DETAILS_SHARED: ("iban",),
        ExceptionReason.SPLIT_UNDER_LIMIT: ("gross_total",),
        ExceptionReason.UNUSUAL_INVOICE: ("invoice_number", "gross_total"),
        ExceptionReason.LISTING_DISAGREES: ("invoice_number", "gross_total"),
        ExceptionReason.EXPECTATION_DISAGREES: ("invoice_number", "gross_total"),
    }
)
"""Fields of the document whose values a question puts in doubt; FIELDS_UNSURE names its own."""


class Action(StrEnum):
    """What an answer makes Billhook do."""

    ACCEPT = "accept"
    REJECT = "reject"
    RETRY = "retry"
    DISMISS = "dismiss"
    INSIST = "insist"
    ALLOW = "allow"
    FILE = "file"
    TAKE_ORDER = "take_order"
    TAKE_ENTITY = "take_entity"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the key that gives it and the word on its button."""

    key: str
    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class ExceptionItem:
    """One open question.

    `subject` says what it is about, as "document:ID", "expectation:ID", "portal:ID" …;
    `title` is its few words in a list, where the reason alone says too little. `fields` are those
    of the document that are to be filled: with them the question is answered.
    """

    id: str
    reason: ExceptionReason
    sentence: str
    subject: str
    opened: datetime
    answers: tuple[Answer, ...] = ()
    answered: datetime | None = None
    answer: str = ""
    title: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found and a person must decide; `title` is its few words in a list.

    `answers` are its own; without any, those that its reason always has.
    """

    reason: ExceptionReason
    title: str
    sentence: str
    answers: tuple[Answer, ...] = ()


_GOES_OUT: Final = frozenset(
    {
        *(("portal", Action.RETRY), ("portal", Action.INSIST), ("message", Action.FILE)),
        *(("delivery", Action.RETRY), ("way", Action.RETRY), ("write_back", Action.RETRY)),
        *(("destination", Action.RETRY),),
    }
)
"""What an answer sets going at once, by what it is about: a visit, another try, another look."""


def can_take_back(subject: str, action: Action) -> bool:
    """Whether an answer about a subject can be taken back afterwards."""
    return (subject.partition(":")[0], action) not in _GOES_OUT
