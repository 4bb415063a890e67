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
from ui.languages import locale, number, phrase, say, say_many

DASH: Final = "\N{EN DASH}"  # stands where there is nothing
SOON: Final = 4  # days before the due date from which it is marked

STATUS_WORDS: Final = {
    "review": phrase("Review"),
    "exception": phrase("Exception"),
    "ready": phrase("Ready"),
    "delivered": phrase("Delivered"),
    "waiting": phrase("Waiting"),
    "duplicate": phrase("Duplicate?"),
    "filed": phrase("Filed"),
    "rejected": phrase("Rejected"),
}
SETTLED: Final = frozenset({"delivered", "filed", "rejected"})
"""Statuses in which a document is nobody's work any more."""

KIND_WORDS: Final = {
    DocumentKind.INVOICE: phrase("Invoice"),
    DocumentKind.CREDIT_NOTE: phrase("Credit"),
    DocumentKind.STATEMENT: phrase("Statement"),
    DocumentKind.REMINDER: phrase("Reminder"),
    DocumentKind.RECEIPT: phrase("Receipt"),
    DocumentKind.QUOTE: phrase("Quote"),
    DocumentKind.ORDER: phrase("Order", "a document"),
    DocumentKind.DELIVERY_NOTE: phrase("Delivery note"),
    DocumentKind.OTHER: phrase("Other"),
}

KIND_NAMES: Final = {
    DocumentKind.CREDIT_NOTE: phrase("Credit note"),
    DocumentKind.ORDER: phrase("Order", "a document"),
}
"""A kind's name in a sentence, where that is another than its word."""

SOURCE_ICONS: Final = {"mail": "mail", "portal": "globe", "peppol": "zap", "upload": "upload"}

RUN_WORDS: Final = {
    RunState.QUEUED: phrase("waiting its turn"),
    RunState.PREPARING: phrase("opening the browser"),
    RunState.SIGNING_IN: phrase("signing in"),
    RunState.SECOND_FACTOR: phrase("waiting for a code"),
    RunState.COLLECTING: phrase("reading the list"),
    RunState.DOWNLOADING: phrase("fetching"),
    RunState.ATTENDED: phrase("waiting for you at its page"),
    RunState.DONE: phrase("done"),
    RunState.FAILED: phrase("failed"),
}

DELIVERY_WORDS: Final = {
    DeliveryState.HELD: phrase("Held"),
    DeliveryState.QUEUED: phrase("Queued"),
    DeliveryState.RETRYING: phrase("Retrying"),
    DeliveryState.DELIVERED: phrase("Delivered"),
    DeliveryState.DEAD_LETTER: phrase("Failed"),
    DeliveryState.CANCELLED: phrase("Cancelled"),
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
    ResponseStatus.ACKNOWLEDGED: phrase("Received"),
    ResponseStatus.IN_PROCESS: phrase("In process"),
    ResponseStatus.UNDER_QUERY: phrase("Under query"),
    ResponseStatus.CONDITIONALLY_ACCEPTED: phrase("Accepted in part"),
    ResponseStatus.REJECTED: phrase("Rejected"),
    ResponseStatus.ACCEPTED: phrase("Accepted"),
    ResponseStatus.PAID: phrase("Paid"),
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
    MatchStatus.MATCHED: phrase("Matched"),
    MatchStatus.MATCHED_DIFFERENCE: phrase("Differs"),
    MatchStatus.MISSING: phrase("Not on file"),
    MatchStatus.DUPLICATE: phrase("Twice"),
    MatchStatus.PAYMENT: phrase("Payment"),
    MatchStatus.BALANCE_FORWARD: phrase("Carried forward"),
    MatchStatus.DISPUTED: phrase("Disputed"),
    MatchStatus.AMBIGUOUS: phrase("Several fit"),
    MatchStatus.NOT_ON_STATEMENT: phrase("Not on theirs"),
    MatchStatus.TIMING: phrase("Later", "booked later"),
}

REASON_WORDS: Final = {
    ExceptionReason.FIELDS_UNSURE: phrase("Fields to check"),
    ExceptionReason.UNREADABLE: phrase("Can't be read"),
    ExceptionReason.PO_OVER: phrase("Over the order"),
    ExceptionReason.PO_MISSING: phrase("No order named"),
    ExceptionReason.PO_NOT_FOUND: phrase("Order not found"),
    ExceptionReason.PO_CLOSED: phrase("Order closed"),
    ExceptionReason.CURRENCY_MISMATCH: phrase("Order in another currency"),
    ExceptionReason.ORDER_PROPOSED: phrase("Which order?"),
    ExceptionReason.PRICE_VARIANCE: phrase("Another price than ordered"),
    ExceptionReason.QTY_OVER_ORDERED: phrase("More than ordered"),
    ExceptionReason.QTY_OVER_RECEIVED: phrase("More than received"),
    ExceptionReason.NOT_RECEIVED: phrase("Not received"),
    ExceptionReason.LINE_NOT_ON_PO: phrase("Not on the order"),
    ExceptionReason.FREIGHT_NOT_ORDERED: phrase("Freight not ordered"),
    ExceptionReason.UNIT_MISMATCH: phrase("Another unit than ordered"),
    ExceptionReason.WRONG_SUPPLIER_ON_PO: phrase("Another supplier's order"),
    ExceptionReason.BANK_DETAILS_CHANGED: phrase("Bank details changed"),
    ExceptionReason.BANK_DETAILS_FIRST: phrase("First bank details"),
    ExceptionReason.SECOND_PERSON: phrase("Needs a second person"),
    ExceptionReason.BANK_DETAILS_SHARED: phrase("Another supplier's account"),
    ExceptionReason.SPLIT_UNDER_LIMIT: phrase("Split under the limit?"),
    ExceptionReason.UNUSUAL_INVOICE: phrase("Unusual for this supplier"),
    ExceptionReason.DUPLICATE_POSSIBLE: phrase("Perhaps a duplicate"),
    ExceptionReason.LISTING_DISAGREES: phrase("Portal and document disagree"),
    ExceptionReason.READ_DIFFERENTLY: phrase("Read differently"),
    ExceptionReason.EXPECTATION_DISAGREES: phrase("Not what was expected"),
    ExceptionReason.SUPPLIER_UNKNOWN: phrase("Unknown supplier"),
    ExceptionReason.ACCOUNT_UNSURE: phrase("Which account?"),
    ExceptionReason.SUSPICIOUS_MAIL: phrase("Suspicious mail"),
    ExceptionReason.MAIL_UNSURE: phrase("Is this an announcement?"),
    ExceptionReason.MAILBOX_NEEDS_PERSON: phrase("A mailbox needs you"),
    ExceptionReason.NOT_WRITTEN_BACK: phrase("Not put beside its mail"),
    ExceptionReason.PORTAL_NEEDS_PERSON: phrase("A portal needs you"),
    ExceptionReason.HOST_BLOCKED: phrase("A portal asks for another host"),
    ExceptionReason.DOCUMENT_NOT_FETCHED: phrase("Not fetched"),
    ExceptionReason.STATEMENT_DIFFERENCE: phrase("Statement differs"),
    ExceptionReason.DELIVERY_LACKS: phrase("A receiver needs more"),
    ExceptionReason.DELIVERY_FAILED: phrase("Delivery failed"),
    ExceptionReason.REJECTED: phrase("Rejected by the receiver"),
    ExceptionReason.REPLY_UNCLEAR: phrase("An answer that fits nothing"),
    ExceptionReason.LEDGER_VANISHED: phrase("Gone from the books"),
    ExceptionReason.BOOKS_UNREAD: phrase("The books are not read"),
    ExceptionReason.ENTITY_UNKNOWN: phrase("For which company?"),
    ExceptionReason.WRONG_ENTITY: phrase("Not for us?"),
}

EXPECTATION_WORDS: Final = {
    ExpectationState.OPEN: phrase("Open", "still waited for"),
    ExpectationState.FULFILLED: phrase("Fulfilled"),
    ExpectationState.ABSENT: phrase("Proven absent"),
    ExpectationState.NEEDS_PERSON: phrase("Needs you"),
}

RECIPE_WORDS: Final = {
    RecipeOrigin.PERSON: phrase("written by a person"),
    RecipeOrigin.AUTOPILOT: phrase("written by a visit"),
    RecipeOrigin.REPAIR: phrase("repaired by a visit"),
    RecipeOrigin.SHOWN: phrase("shown by a person"),
    RecipeOrigin.RESTORED: phrase("put back by a person"),
}

EXPECTATION_LOOKS: Final = {
    ExpectationState.OPEN: "review",
    ExpectationState.FULFILLED: "ready",
    ExpectationState.ABSENT: "delivered",
    ExpectationState.NEEDS_PERSON: "exception",
}


def kind_word(kind: DocumentKind) -> str:
    """The word for a kind of document, short enough for a tag."""
    return say(KIND_WORDS[kind])


def kind_name(kind: DocumentKind) -> str:
    """A kind of document in a sentence: "Credit note"."""
    return say(KIND_NAMES.get(kind, KIND_WORDS[kind]))


def figure(amount: Decimal) -> str:
    """An amount as a column shows it: "1,928.64", with a minus sign, not a hyphen, for credit."""
    return locale().figure(amount)


def money(amount: Money | None) -> str:
    """An amount with its currency, "EUR 1,928.64", or a dash where there is none."""
    return locale().amount(amount.amount, amount.currency) if amount else DASH


def day(when: date | None) -> str:
    """A date: "14 Oct 2026"."""
    return locale().day(when) if when else DASH


def short_day(when: date) -> str:
    """A date of about this year: "14 Oct"."""
    return locale().short_day(when)


def clock_time(at: datetime, now: datetime) -> str:
    """An instant in local time, as near as a person says it: "today 09:42"."""
    here, there = at.astimezone(), now.astimezone()
    days = (there.date() - here.date()).days
    far = short_day(here) if here.year == there.year else day(here.date())
    near = {0: say("today"), 1: say("yesterday")}.get(days, far)
    return f"{near} {here:%H:%M}"


def age(at: datetime, now: datetime) -> str:
    """How long ago: "just now", "2 min ago", "3 h ago", "5 days ago"."""
    past = max(now - at, timedelta())
    minutes, hours = past // timedelta(minutes=1), past // timedelta(hours=1)
    if minutes < 1:
        return say("just now")
    if hours < 1:
        return say("{n} min ago", n=minutes)
    if hours < 48:  # noqa: PLR2004 - two days
        return say("{n} h ago", n=hours)
    return say("{n} days ago", n=number(past.days))


def count(many: int, noun: str, plural: str = "") -> str:
    """So many of something: "1 line", "8 lines"; catalogues have the nouns with their "{n}"."""
    return say_many(many, f"{{n}} {noun}", f"{{n}} {plural or noun + 's'}")


def due(when: date | None, today: date) -> tuple[str, str]:
    """When an open amount is due, and how urgent that is: ("3 d", "soon"), ("5 d late", "late")."""
    if when is None:
        return "", ""
    days = (when - today).days
    if days < 0:
        return say("{n} d late", n=number(-days)), "late"
    words = say("{n} d", n=number(days)) if days else say("today")
    return words, ("soon" if days <= SOON else "")


def status_word(status: str) -> str:
    """The word for a document's status."""
    return say(STATUS_WORDS[status])


def match_word(status: MatchStatus) -> str:
    """The word for how a line of a statement stands."""
    return say(MATCH_WORDS[status])
