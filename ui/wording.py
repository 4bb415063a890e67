"""How facts read on the screen: amounts, dates, ages and the words of states."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from model.deliveries import DeliveryState, ResponseStatus
from model.documents import DocumentKind
from model.exceptions import ExceptionReason
from model.expectations import ExpectationState
from model.matches import MatchStatus
from model.money import Money
from model.recipes import RecipeOrigin
from model.visits import RunState

MINUS: Final = "\N{MINUS SIGN}"
DASH: Final = "\N{EN DASH}"  # stands where there is nothing
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SOON: Final = 4  # days before the due date from which it is marked

STATUS_WORDS: Final = {
    "review": "Review",
    "exception": "Exception",
    "ready": "Ready",
    "delivered": "Delivered",
    "waiting": "Waiting",
    "duplicate": "Duplicate?",
    "filed": "Filed",
    "rejected": "Rejected",
}
SETTLED: Final = frozenset({"delivered", "filed", "rejected"})
"""Statuses in which a document is nobody's work any more."""

KIND_WORDS: Final = {
    DocumentKind.INVOICE: "Invoice",
    DocumentKind.CREDIT_NOTE: "Credit",
    DocumentKind.STATEMENT: "Statement",
    DocumentKind.REMINDER: "Reminder",
    DocumentKind.RECEIPT: "Receipt",
    DocumentKind.QUOTE: "Quote",
    DocumentKind.ORDER: "Order",
    DocumentKind.DELIVERY_NOTE: "Delivery note",
    DocumentKind.OTHER: "Other",
}

SOURCE_ICONS: Final = {"mail": "mail", "portal": "globe", "peppol": "zap", "upload": "upload"}

RUN_WORDS: Final = {
    RunState.QUEUED: "waiting its turn",
    RunState.PREPARING: "opening the browser",
    RunState.SIGNING_IN: "signing in",
    RunState.SECOND_FACTOR: "waiting for a code",
    RunState.COLLECTING: "reading the list",
    RunState.DOWNLOADING: "fetching",
    RunState.ATTENDED: "waiting for you at its page",
    RunState.DONE: "done",
    RunState.FAILED: "failed",
}

DELIVERY_WORDS: Final = {
    DeliveryState.HELD: "Held",
    DeliveryState.QUEUED: "Queued",
    DeliveryState.RETRYING: "Retrying",
    DeliveryState.DELIVERED: "Delivered",
    DeliveryState.DEAD_LETTER: "Failed",
    DeliveryState.CANCELLED: "Cancelled",
}

DELIVERY_LOOKS: Final = {
    DeliveryState.HELD: "exception",
    DeliveryState.QUEUED: "waiting",
    DeliveryState.RETRYING: "duplicate",
    DeliveryState.DELIVERED: "ready",
    DeliveryState.DEAD_LETTER: "exception",
    DeliveryState.CANCELLED: "delivered",
}

RESPONSE_WORDS: Final = {
    ResponseStatus.ACKNOWLEDGED: "Received",
    ResponseStatus.IN_PROCESS: "In process",
    ResponseStatus.UNDER_QUERY: "Under query",
    ResponseStatus.CONDITIONALLY_ACCEPTED: "Accepted in part",
    ResponseStatus.REJECTED: "Rejected",
    ResponseStatus.ACCEPTED: "Accepted",
    ResponseStatus.PAID: "Paid",
}

RESPONSE_LOOKS: Final = {
    ResponseStatus.ACKNOWLEDGED: "review",
    ResponseStatus.IN_PROCESS: "review",
    ResponseStatus.UNDER_QUERY: "duplicate",
    ResponseStatus.CONDITIONALLY_ACCEPTED: "duplicate",
    ResponseStatus.REJECTED: "exception",
    ResponseStatus.ACCEPTED: "ready",
    ResponseStatus.PAID: "ready",
}

MATCH_WORDS: Final = {
    MatchStatus.MATCHED: "Matched",
    MatchStatus.MATCHED_DIFFERENCE: "Differs",
    MatchStatus.MISSING: "Not on file",
    MatchStatus.DUPLICATE: "Twice",
    MatchStatus.PAYMENT: "Payment",
    MatchStatus.BALANCE_FORWARD: "Carried forward",
    MatchStatus.DISPUTED: "Disputed",
    MatchStatus.AMBIGUOUS: "Several fit",
    MatchStatus.NOT_ON_STATEMENT: "Not on theirs",
    MatchStatus.TIMING: "Later",
}

REASON_WORDS: Final = {
    ExceptionReason.FIELDS_UNSURE: "Fields to check",
    ExceptionReason.UNREADABLE: "Can't be read",
    ExceptionReason.PO_OVER: "Over the order",
    ExceptionReason.PO_MISSING: "No order named",
    ExceptionReason.PO_NOT_FOUND: "Order not found",
    ExceptionReason.PO_CLOSED: "Order closed",
    ExceptionReason.CURRENCY_MISMATCH: "Order in another currency",
    ExceptionReason.ORDER_PROPOSED: "Which order?",
    ExceptionReason.PRICE_VARIANCE: "Another price than ordered",
    ExceptionReason.QTY_OVER_ORDERED: "More than ordered",
    ExceptionReason.QTY_OVER_RECEIVED: "More than received",
    ExceptionReason.NOT_RECEIVED: "Not received",
    ExceptionReason.LINE_NOT_ON_PO: "Not on the order",
    ExceptionReason.FREIGHT_NOT_ORDERED: "Freight not ordered",
    ExceptionReason.UNIT_MISMATCH: "Another unit than ordered",
    ExceptionReason.WRONG_SUPPLIER_ON_PO: "Another supplier's order",
    ExceptionReason.BANK_DETAILS_CHANGED: "Bank details changed",
    ExceptionReason.BANK_DETAILS_SHARED: "Another supplier's account",
    ExceptionReason.SPLIT_UNDER_LIMIT: "Split under the limit?",
    ExceptionReason.UNUSUAL_INVOICE: "Unusual for this supplier",
    ExceptionReason.DUPLICATE_POSSIBLE: "Perhaps a duplicate",
    ExceptionReason.LISTING_DISAGREES: "Portal and document disagree",
    ExceptionReason.READ_DIFFERENTLY: "Read differently",
    ExceptionReason.EXPECTATION_DISAGREES: "Not what was expected",
    ExceptionReason.SUPPLIER_UNKNOWN: "Unknown supplier",
    ExceptionReason.ACCOUNT_UNSURE: "Which account?",
    ExceptionReason.SUSPICIOUS_MAIL: "Suspicious mail",
    ExceptionReason.MAIL_UNSURE: "Is this an announcement?",
    ExceptionReason.MAILBOX_NEEDS_PERSON: "A mailbox needs you",
    ExceptionReason.NOT_WRITTEN_BACK: "Not put beside its mail",
    ExceptionReason.PORTAL_NEEDS_PERSON: "A portal needs you",
    ExceptionReason.HOST_BLOCKED: "A portal asks for another host",
    ExceptionReason.DOCUMENT_NOT_FETCHED: "Not fetched",
    ExceptionReason.STATEMENT_DIFFERENCE: "Statement differs",
    ExceptionReason.DELIVERY_LACKS: "A receiver needs more",
    ExceptionReason.DELIVERY_FAILED: "Delivery failed",
    ExceptionReason.REJECTED: "Rejected by the receiver",
    ExceptionReason.REPLY_UNCLEAR: "An answer that fits nothing",
    ExceptionReason.LEDGER_VANISHED: "Gone from the books",
    ExceptionReason.BOOKS_UNREAD: "The books are not read",
}

EXPECTATION_WORDS: Final = {
    ExpectationState.OPEN: "Open",
    ExpectationState.FULFILLED: "Fulfilled",
    ExpectationState.ABSENT: "Proven absent",
    ExpectationState.NEEDS_PERSON: "Needs you",
}

RECIPE_WORDS: Final = {
    RecipeOrigin.PERSON: "written by a person",
    RecipeOrigin.AUTOPILOT: "written by a visit",
    RecipeOrigin.REPAIR: "repaired by a visit",
    RecipeOrigin.SHOWN: "shown by a person",
    RecipeOrigin.RESTORED: "put back by a person",
}

EXPECTATION_LOOKS: Final = {
    ExpectationState.OPEN: "review",
    ExpectationState.FULFILLED: "ready",
    ExpectationState.ABSENT: "delivered",
    ExpectationState.NEEDS_PERSON: "exception",
}


def kind_word(kind: DocumentKind) -> str:
    """The word for a kind of document, short enough for a tag."""
    return KIND_WORDS[kind]


def kind_name(kind: DocumentKind) -> str:
    """A kind of document in a sentence: "Credit note"."""
    return kind.value.replace("_", " ").capitalize()


def figure(amount: Decimal) -> str:
    """An amount as a column shows it: "1,928.64", with a minus sign, not a hyphen, for credit."""
    return f"{amount:,}".replace("-", MINUS)


def money(amount: Money | None) -> str:
    """An amount with its currency, "EUR 1,928.64", or a dash where there is none."""
    return f"{amount.currency} {figure(amount.amount)}" if amount else DASH


def day(when: date | None) -> str:
    """A date: "14 Oct 2026"."""
    return f"{short_day(when)} {when.year}" if when else DASH


def short_day(when: date) -> str:
    """A date of about this year: "14 Oct"."""
    return f"{when.day} {MONTHS[when.month - 1]}"


def clock_time(at: datetime, now: datetime) -> str:
    """An instant in local time, as near as a person says it: "today 09:42"."""
    here, there = at.astimezone(), now.astimezone()
    days = (there.date() - here.date()).days
    far = short_day(here) if here.year == there.year else day(here.date())
    near = {0: "today", 1: "yesterday"}.get(days, far)
    return f"{near} {here:%H:%M}"


def age(at: datetime, now: datetime) -> str:
    """How long ago: "just now", "2 min ago", "3 h ago", "5 days ago"."""
    past = max(now - at, timedelta())
    minutes, hours = past // timedelta(minutes=1), past // timedelta(hours=1)
    if minutes < 1:
        return "just now"
    if hours < 1:
        return f"{minutes} min ago"
    return f"{hours} h ago" if hours < 48 else f"{past.days} days ago"  # noqa: PLR2004 - two days


def count(number: int, noun: str, plural: str = "") -> str:
    """So many of something: "1 line", "8 lines"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def due(when: date | None, today: date) -> tuple[str, str]:
    """When an open amount is due, and how urgent that is: ("3 d", "soon"), ("5 d late", "late")."""
    if when is None:
        return "", ""
    days = (when - today).days
    if days < 0:
        return f"{-days} d late", "late"
    return ("today" if days == 0 else f"{days} d"), ("soon" if days <= SOON else "")
