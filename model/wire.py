"""What the REST API speaks of: the shapes of its JSON, kept apart from what the screens show.

They change only by addition: programs that nobody here knows read them. Amounts are decimal text
with a currency, negative on a credit note; days are ISO 8601, instants RFC 3339 in UTC. Words that
may become more are text, those that never change are enumerations.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Generic, TypeVar

from model.deliveries import DeliveryState, ResponseStatus
from model.documents import Box, DocumentKind
from model.expectations import ExpectationState
from model.filing import DocumentStatus
from model.matches import MatchStatus, StandingState
from model.money import Money
from model.news import News
from model.plain import to_plain

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some records of a list; `next` is the cursor of the following ones, null at the end."""

    records: tuple[R, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A document on file; `version` counts its changes, `accepted` says that all was proved."""

    id: str
    version: int
    supplier_id: str
    account_id: str | None
    kind: DocumentKind
    number: str | None
    issue_date: date | None
    due_date: date | None
    gross: Money | None
    net: Money | None
    po_number: str | None
    iban: str | None
    status: DocumentStatus
    note: str
    received: datetime
    format: str
    media_type: str
    sha256: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class DocumentField:
    """One value with its evidence: `page` counts from 1, `box` is in points from the top left."""

    name: str
    value: str
    source: str
    score: float
    why: str
    page: int | None
    box: Box | None


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One line of an invoice, as printed; what it does not say is null."""

    description: str
    line_id: str | None
    quantity: Decimal | None
    unit: str | None
    unit_price: Decimal | None
    total: Decimal | None
    tax_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class DocumentTax:
    """One row of the tax breakdown."""

    base: Decimal
    amount: Decimal
    rate: Decimal | None
    category: str | None


@dataclass(frozen=True, slots=True)
class DocumentFields:
    """All that was read from the newest version of a document."""

    document_id: str
    currency: str | None
    fields: tuple[DocumentField, ...]
    lines: tuple[DocumentLine, ...]
    taxes: tuple[DocumentTax, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A supplier's statement; `unexplained` is null where it prints no balance.

    `last_decision` is the id of the last decision about it that stands: another one is a change.
    """

    id: str
    document_id: str
    supplier_id: str
    account_id: str | None
    currency: str
    statement_date: date | None
    opening: Decimal | None
    closing: Decimal | None
    unexplained: Money | None
    state: StandingState
    signed_by: str
    added: datetime
    last_decision: str | None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line as the supplier printed it; `settled` is false while it waits for an answer."""

    id: str
    statement_id: str
    position: int
    kind: str
    reference: str
    day: date | None
    due: date | None
    amount: Money
    text: str
    status: MatchStatus | None
    settled: bool


@dataclass(frozen=True, slots=True)
class Match:
    """What answers a statement line on our side: `difference` is statement minus ledger."""

    line_id: str
    statement_id: str
    position: int
    status: MatchStatus
    rule: str
    reason: str
    difference: Decimal
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """One answer that may be given: its key, its words, and what it makes Billhook do."""

    key: str
    label: str
    action: str


@dataclass(frozen=True, slots=True)
class ExceptionItem:
    """A question to a person, and the document's fields whose values would answer it too.

    `answered` is null while it is open; `answer` is empty where it settled by itself.
    """

    id: str
    reason: str
    title: str
    sentence: str
    subject: str
    opened: datetime
    answers: tuple[AnswerChoice, ...]
    fields: tuple[str, ...]
    answered: datetime | None
    answer: str
    closed_because: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """An expected document and how that ended: fulfilled, absent, or left to a person."""

    id: str
    supplier_id: str
    account_id: str | None
    portal_id: str | None
    kind: DocumentKind
    number: str | None
    amount: Money | None
    day: date | None
    source: str
    state: ExpectationState
    reason: str
    document_id: str | None
    opened: datetime
    closed: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """One try to deliver."""

    at: datetime
    ok: bool
    detail: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Delivery:
    """A document on its way to a destination; `key` is the same at every attempt.

    Where there is an `event_id`, that event of the document is on its way instead.
    """

    id: str
    key: str
    document_id: str
    destination_id: str
    state: DeliveryState
    queued: datetime
    attempts: tuple[DeliveryAttempt, ...]
    next_attempt: datetime | None
    reference: str
    response: ResponseStatus | None
    response_reason: str
    event_id: str | None


@dataclass(frozen=True, slots=True)
class Supplier:
    """A company that bills us; one that is `proposed` was seen in a mail and never confirmed."""

    id: str
    name: str
    vat_id: str | None
    ibans: tuple[str, ...]
    domains: tuple[str, ...]
    currency: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Our customer number at a supplier."""

    id: str
    supplier_id: str
    number: str
    label: str
    portal_id: str | None


@dataclass(frozen=True, slots=True)
class Portal:
    """A supplier's site with a sign-in; nothing of the sign-in itself is told."""

    id: str
    supplier_id: str
    account_id: str | None
    name: str
    origins: tuple[str, ...]
    state: str
    paused_because: str
    connected: datetime | None


SOURCE: Final = "urn:billhook"
SPACE: Final = "billhook"
"""What the types of all events begin with."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, as a CloudEvent (1.0): `subject` is the id of the record that it is about.

    `sequence` counts the events without a gap; `data` holds few facts and no secret.
    """

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str
    sequence: int
    data: Mapping[str, str]


def event(news: News) -> Event:
    """News as they are told outside."""
    return Event(
        specversion="1.0",
        id=news.id,
        source=SOURCE,
        type=f"{SPACE}.{news.kind.value}",
        subject=news.subject,
        time=news.at,
        datacontenttype="application/json",
        sequence=news.seq,
        data=news.facts,
    )


def digest(record: object) -> str:
    """What differs as soon as anything in a record does: 32 hexadecimal digits."""
    return digest_of(packed(record))


def digest_of(content: bytes) -> str:
    """The digest of a record that is JSON already."""
    return hashlib.sha256(content).hexdigest()[:32]


def packed(record: object) -> bytes:
    """A record as JSON in UTF-8, always the same for the same record."""
    return json.dumps(to_plain(record), separators=(",", ":"), allow_nan=False).encode()
