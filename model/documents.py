"""Documents and what was read from them: every value carries its evidence.

Field names are those of EN 16931's business terms in snake case (BT-1 `invoice_number`, BT-2
`issue_date`,
BT-9 `due_date`, BT-109 `net_total`, BT-110 `tax_total`, BT-112 `gross_total`, BT-115 `payable`,
BT-13 `po_number` …).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from model.money import Money


class DocumentKind(StrEnum):
    """What a document is, by its title, never by the folder it was found in."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    STATEMENT = "statement"
    REMINDER = "reminder"
    RECEIPT = "receipt"
    QUOTE = "quote"
    ORDER = "order"
    DELIVERY_NOTE = "delivery_note"
    OTHER = "other"


PAYABLE_KINDS: Final = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE})
"""Kinds that are booked and delivered; the others are filed and answered here."""

TOTALS: Final = ("net_total", "tax_total", "gross_total")
"""Fields that one sum proves, or none of them."""

DECISIVE: Final = ("invoice_number", "issue_date", "currency", *TOTALS)
"""Fields by which a document is booked and paid: none of them goes on unproved."""


_MOST_DIGITS: Final = 20


class DocumentFormat(StrEnum):
    """How a document is written."""

    PDF = "pdf"
    FACTURX = "facturx"  # a PDF page with the invoice as XML inside: Factur-X, ZUGFeRD
    UBL = "ubl"
    CII = "cii"
    FATTURAPA = "fatturapa"
    CXML = "cxml"
    PIDX = "pidx"
    EDIFACT = "edifact"
    X12 = "x12"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"
    TEXT = "text"
    IMAGE = "image"
    UNKNOWN = "unknown"


class ReadState(StrEnum):
    """How the reading ended. All but READ need a person, and say why in `Reading.detail`."""

    READ = "read"
    NO_TEXT = "no_text"
    NEEDS_PASSWORD = "needs_password"  # noqa: S105 - a state, not a password
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    UNSAFE = "unsafe"
    UNKNOWN_FORMAT = "unknown_format"
    TIMED_OUT = "timed_out"


class EvidenceSource(StrEnum):
    """Where a value comes from."""

    XML = "xml"
    TEXT = "text"
    TABLE = "table"
    CODE = "code"  # a payment code: Swiss QR-bill, EPC
    OCR = "ocr"
    MEMORY = "memory"
    MASTER_DATA = "master_data"
    LISTING = "listing"
    CLERK = "clerk"


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page: PDF points, origin top left, rotation and crop box applied."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a value is believed. `page` counts from 1; `score` is between 0 and 1.

    `place` is the cell or the element in a file without pages: "Invoice!B12", "/html/body/p[2]".
    """

    source: EvidenceSource
    score: float
    why: str
    page: int | None = None
    box: Box | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One value as canonical text: dates ISO 8601, amounts with a dot, currencies ISO 4217."""

    name: str
    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an invoice (BG-25). What the document does not say is None."""

    description: str
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    total: Decimal | None = None
    tax_rate: Decimal | None = None
    line_id: str | None = None
    order_number: str | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One row of the tax breakdown (BG-23)."""

    base: Decimal
    amount: Decimal
    rate: Decimal | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was verified. `ok` is None where there was nothing to verify it with."""

    name: str
    ok: bool | None
    detail: str


class StatementLineKind(StrEnum):
    """What a line of a supplier statement is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    BALANCE_FORWARD = "balance_forward"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line as the supplier printed it.

    `amount` is what we owe by it: credit notes and payments are negative.
    """

    position: int
    kind: StatementLineKind
    reference: str
    day: date | None
    amount: Money
    due: date | None = None
    balance: Decimal | None = None
    text: str = ""
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class StatementReading:
    """What a statement says: opening + lines = closing is a check of the reading."""

    lines: tuple[StatementLine, ...]
    currency: str
    statement_date: date | None = None
    account: str | None = None
    opening: Decimal | None = None
    closing: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one file.

    A file may hold several statements, one for each account or currency: `statement` is the first
    of them, `further` are the others; then there is one check of the sum for each, in this order.
    Without READ, `detail` says in one sentence what is wrong and what to do. `accept` is the one
    decision whether it goes on unseen; `unproved` names the fields that stood against it.
    """

    kind: DocumentKind
    format: DocumentFormat
    state: ReadState
    fields: Mapping[str, Field] = field(default_factory=lambda: MappingProxyType({}))
    lines: tuple[Line, ...] = ()
    tax_rows: tuple[TaxRow, ...] = ()
    statement: StatementReading | None = None
    further: tuple[StatementReading, ...] = ()
    checks: tuple[Check, ...] = ()
    accept: bool = False
    unproved: tuple[str, ...] = ()
    pages: int = 0
    language: str | None = None
    detail: str = ""

    @property
    def statements(self) -> tuple[StatementReading, ...]:
        """All statements of the file."""
        return (self.statement, *self.further) if self.statement else ()

    def text(self, name: str) -> str | None:
        """The value of a field, or None where it was not found."""
        found = self.fields.get(name)
        return found.value if found else None

    def doubtful(self) -> frozenset[str]:
        """Names of the fields that a person must compare: none where the reading is accepted.

        Where the reader can't say which field stood against it, it is every one that decides.
        """
        return frozenset() if self.accept else frozenset(self.unproved or DECISIVE)

    def day(self, name: str) -> date | None:
        """The value of a date field."""
        found = self.text(name)
        return date.fromisoformat(found) if found else None

    def money(self, name: str) -> Money | None:
        """What we owe by an amount field, in the document's currency; None where either is missing.

        So it is where a number has more digits than any amount of money.

        The fields hold amounts as the document states them. EN 16931 states the totals of a credit
        note as positive, many others print them as negative: here they are negative in both cases.
        """
        found, currency = self.text(name), self.text("currency")
        if not found or not currency or Decimal(found).adjusted() > _MOST_DIGITS:
            return None
        return Money(Decimal(found) * self.sign(), currency)

    def sign(self) -> int:
        """What a stated amount is multiplied by to be what we owe: -1 on a positive credit note."""
        total = self.text("gross_total") or self.text("payable") or "0"
        positive = Decimal(total) > 0
        return -1 if self.kind is DocumentKind.CREDIT_NOTE and positive else 1


def normalise_number(number: str) -> str:
    """The part of a document number that identifies it: letters and digits, upper case.

    RE-2026/104 and "re 2026 104" are one number; leading zeros stay, since 0012 and 12 may be two
    documents.
    """
    return "".join(ch for ch in number.upper() if ch.isalnum())
