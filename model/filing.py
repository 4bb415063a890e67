"""Documents on file: what identifies them, where they came from, where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from model.documents import DocumentFormat, DocumentKind, ReadState, normalise_number
from model.entities import Basis
from model.mail import Addressee, TriagedMail
from model.money import Money


class DocumentStatus(StrEnum):
    """Where a document stands.

    FILED is final for what is never delivered (statements, reminders …).
    """

    REVIEW = "review"  # values are unsure
    EXCEPTION = "exception"  # something contradicts
    DUPLICATE = "duplicate"  # may be on file already
    WAITING = "waiting"  # somebody was asked
    READY = "ready"  # may be delivered
    DELIVERED = "delivered"
    FILED = "filed"
    REJECTED = "rejected"  # by a person


class Channel(StrEnum):
    """The way a document came in."""

    MAIL = "mail"
    PORTAL = "portal"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """One arrival of a document. `reference` is the message, the run or the user; never an URL.

    `whole` is the SHA-256 of the file as it came, where that held several documents.
    """

    channel: Channel
    reference: str
    label: str
    at: datetime
    whole: str | None = None


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """A document on file.

    Identity is supplier + account + normalised number + kind; without a number it is the file's
    SHA-256.
    `version` counts every change of the record; who decides names the version that was seen.
    `entity_id` is that of our company which it is for, known by `entity_basis` as `entity_said`
    has it; None where nobody knows, or there is but one.
    """

    id: str
    supplier_id: str
    account_id: str | None
    kind: DocumentKind
    number: str | None
    day: date | None
    due: date | None
    gross: Money | None
    net: Money | None
    po_number: str | None
    iban: str | None
    format: DocumentFormat
    read_state: ReadState
    sha256: str
    media_type: str
    status: DocumentStatus
    note: str
    received: datetime
    version: int = 1
    accept: bool = False
    entity_id: str | None = None
    entity_basis: Basis | None = None
    entity_said: str = ""

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """The facts that make this the same document as another."""
        number = normalise_number(self.number or "") or self.sha256
        return (self.supplier_id, self.account_id or "", number, self.kind.value)


class MessageState(StrEnum):
    """Where a mail stands."""

    JOURNALLED = "journalled"
    DONE = "done"
    QUARANTINED = "quarantined"  # could not be understood; a person sees it


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A mail in the journal; its bytes lie in the file store under `sha256`.

    `message_id` is that of `RawMail`.
    """

    id: str
    mailbox_id: str
    identity: str
    sha256: str
    received: datetime
    state: MessageState
    triage: TriagedMail | None = None
    addressees: tuple[Addressee, ...] = ()
    message_id: str = ""
