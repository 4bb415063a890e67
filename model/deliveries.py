"""Deliveries: documents on their way into the approval workflow, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from model.documents import DocumentFormat, DocumentKind, Line, TaxRow
from model.einvoices import EInvoice
from model.entities import Entity
from model.money import Money
from model.news import News


class DestinationKind(StrEnum):
    """How a destination takes documents."""

    EMAIL = "email"
    IMAP = "imap"  # a folder of a mailbox
    FOLDER = "folder"
    SFTP = "sftp"  # a folder on a server
    WEBHOOK = "webhook"
    TRYTON = "tryton"
    ERPNEXT = "erpnext"
    ODOO = "odoo"
    XERO = "xero"
    QUICKBOOKS = "quickbooks"
    BUSINESS_CENTRAL = "business_central"
    CXML = "cxml"  # InvoiceDetailRequest: Coupa, SAP Ariba
    PIDX = "pidx"  # OpenInvoice
    PEPPOL = "peppol"  # an access point
    EVENTS = "events"  # news of documents, not the documents

    @property
    def system(self) -> str:
        """What a person calls it."""
        return _TITLES.get(self, self.value.capitalize())


_TITLES: Final = {
    DestinationKind.SFTP: "SFTP",
    DestinationKind.ERPNEXT: "ERPNext",
    DestinationKind.QUICKBOOKS: "QuickBooks",
    DestinationKind.BUSINESS_CENTRAL: "Business Central",
    DestinationKind.CXML: "cXML",
    DestinationKind.PIDX: "PIDX",
}


class Admits(StrEnum):
    """By what decision a document may go to a destination."""

    RELEASED = "released"  # any: by the company's rule, or by a person
    PROVED = "proved"  # only where every value was proved without a person
    BY_PERSON = "by_person"  # only by a person's key, whatever the rule says


@dataclass(frozen=True, slots=True)
class Terms:
    """Which documents go to a destination, beside their kind and supplier, and in which order.

    `buyers` are our entities, by VAT id or name as the documents say it, or by code; empty: all.
    `least` and `most` bound the gross amount without its sign, in the document's currency.
    `in_order` lets a document wait for those of its supplier that were released before it.
    """

    buyers: frozenset[str] = frozenset()
    least: Decimal | None = None
    most: Decimal | None = None
    admits: Admits = Admits.RELEASED
    in_order: bool = False


ANY_TERMS: Final = Terms()


@dataclass(frozen=True, slots=True)
class Destination:
    """A receiver. `settings` holds no secret; `credential` names it in the vault.

    What each kind needs stands with its module in `feeds/`. Any: status_url?, status_credential?
    (where and as whom the answers are read), requires? (fields that it wants beside those of its
    kind, with commas), ca_file? (certificates to trust instead of the system's).
    """

    id: str
    name: str
    kind: DestinationKind
    settings: Mapping[str, str]
    credential: str | None = None
    kinds: frozenset[DocumentKind] = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE})
    suppliers: frozenset[str] = frozenset()  # empty: all
    paused: bool = False
    terms: Terms = ANY_TERMS


@dataclass(frozen=True, slots=True)
class OutboxStanding:
    """How the way to a destination stands.

    `turn` names the next turn of work at it. While the destination is down, since `down_since`,
    nothing is tried before `probe_at`. `taken_at` is when it took something last.
    """

    destination_id: str
    turn: str = ""
    down_since: datetime | None = None
    probe_at: datetime | None = None
    taken_at: datetime | None = None


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    HELD = "held"  # decided, and kept here until the document has what the destination demands
    QUEUED = "queued"
    RETRYING = "retrying"
    DELIVERED = "delivered"
    DEAD_LETTER = "dead_letter"
    CANCELLED = "cancelled"


class ResponseStatus(StrEnum):
    """What the receiver answers (Peppol Invoice Response, UNCL 4343 subset)."""

    ACKNOWLEDGED = "AB"
    IN_PROCESS = "IP"
    UNDER_QUERY = "UQ"
    CONDITIONALLY_ACCEPTED = "CA"
    REJECTED = "RE"
    ACCEPTED = "AP"
    PAID = "PD"


class ResponseAction(StrEnum):
    """What the receiver wants done about what it did not accept (Peppol, OPStatusAction)."""

    NOTHING = "NOA"
    PROVIDE_INFORMATION = "PIN"
    NEW_INVOICE = "NIN"
    CREDIT_FULLY = "CNF"
    CREDIT_PARTLY = "CNP"
    CREDIT_AMOUNT = "CNA"
    OTHER = "OTH"


class ReplyChannel(StrEnum):
    """By what way a receiver's answer came."""

    POLL = "poll"
    WEBHOOK = "webhook"
    MAIL = "mail"
    FILE = "file"


FINAL_RESPONSES: Final = frozenset(
    {ResponseStatus.REJECTED, ResponseStatus.ACCEPTED, ResponseStatus.PAID}
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to deliver."""

    at: datetime
    ok: bool
    detail: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Delivery:
    """One document for one destination.

    `key` is the idempotency key, constant over all attempts. Where `news_id` is set, it is not the
    document that is delivered but news of it.
    """

    id: str
    key: str
    document_id: str
    destination_id: str
    state: DeliveryState
    queued: datetime
    attempts: tuple[Attempt, ...] = ()
    next_attempt: datetime | None = None
    reference: str = ""
    response: ResponseStatus | None = None
    response_reason: str = ""
    response_action: ResponseAction | None = None
    news_id: str | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The e-invoice that was made of a document, as a file beside its own."""

    form: EInvoice
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a destination gets: the document's facts and its file.

    `gross`, `net`, `lines` and `tax_rows` are what we owe: negative on a credit note.
    Where there is `news`, that is what goes out, without the file.
    """

    key: str
    document_id: str
    kind: DocumentKind
    supplier: str
    number: str
    day: date | None
    due: date | None
    gross: Money | None
    net: Money | None
    po_number: str | None
    account: str | None
    fields: Mapping[str, str]
    file_name: str
    media_type: str
    content: bytes
    sha256: str
    supplier_vat_id: str | None = None
    lines: tuple[Line, ...] = ()
    tax_rows: tuple[TaxRow, ...] = ()
    enclosure: Enclosure | None = None
    format: DocumentFormat | None = None
    entity: Entity | None = None
    news: News | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a destination demands and a parcel has not.

    `field` is the document's field to fill, empty where no field would help.
    """

    sentence: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Proof that the destination took the parcel: its own reference and words."""

    reference: str
    detail: str


@dataclass(frozen=True, slots=True)
class Response:
    """What the receiver has decided about a delivery."""

    key: str
    status: ResponseStatus
    reason: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as a receiver sends it by itself; all text in it is foreign.

    `id` is the same for each copy of one answer. `said` is its word for the status; `status` is
    None where that word is none that we know. `key`, `reference` (the receiver's own) and `number`
    (the document's) say what it is about, as far as it says so. `decided` is when the receiver
    made up its mind, None where it does not say.
    """

    id: str
    said: str
    status: ResponseStatus | None
    key: str = ""
    reference: str = ""
    number: str = ""
    reason: str = ""
    action: ResponseAction | None = None
    decided: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptReply:
    """An answer as it was kept. `counts` says that the delivery stands by it, or once did."""

    id: str
    destination_id: str
    delivery_id: str | None
    channel: ReplyChannel
    said: str
    status: ResponseStatus | None
    reason: str
    action: ResponseAction | None
    decided: datetime | None
    received: datetime
    counts: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """A webhook that came in: headers and body of Standard Webhooks 1.0, all of it foreign."""

    id: str
    stamp: str
    signatures: str
    body: str


class CameIn(StrEnum):
    """What became of a webhook that came in."""

    TAKEN = "taken"
    KNOWN = "known"  # it came before, and nothing changed
    NOWHERE = "nowhere"  # no destination has this address
    UNTIMELY = "untimely"
    FORGED = "forged"
    UNREADABLE = "unreadable"
    LATER = "later"  # it can't be checked now
