"""Mails and what triage reads from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from model.money import Money


class MailClass(StrEnum):
    """The twelve classes of a mail to accounts payable."""

    INVOICE_AVAILABLE = "invoice_available"
    INVOICE_ATTACHED = "invoice_attached"
    CREDIT_NOTE = "credit_note"
    STATEMENT = "statement"
    REMINDER = "reminder"
    PAYMENT_RECEIPT = "payment_receipt"
    ORDER_CONFIRMATION = "order_confirmation"
    QUOTE = "quote"
    OTP_MAGIC = "otp_magic"
    PASSWORD_ACCOUNT = "password_account"  # noqa: S105 - a class of mail
    SHIPPING = "shipping"
    OTHER = "other"


TRIGGERS: Final = frozenset(
    {
        MailClass.INVOICE_AVAILABLE,
        MailClass.INVOICE_ATTACHED,
        MailClass.CREDIT_NOTE,
        MailClass.STATEMENT,
    }
)
"""Classes after which something must be fetched or filed."""


class Authenticity(StrEnum):
    """What our own mail server says of the sender (RFC 8601)."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    UNKNOWN = "unknown"


class Alert(StrEnum):
    """Signs that a mail is not what it says."""

    AUTHENTICATION_FAILED = "authentication_failed"
    SENDER_LOOKALIKE = "sender_lookalike"
    LINK_OUTSIDE_PORTAL = "link_outside_portal"
    REPLY_TO_DIFFERS = "reply_to_differs"
    BANK_DETAILS_CHANGED = "bank_details_changed"
    HEADERS_DOUBLED = "headers_doubled"
    ATTACHMENT_UNSAFE = "attachment_unsafe"
    PARTLY_SIGNED = "partly_signed"
    FREE_MAIL_SENDER = "free_mail_sender"


BLOCKING_ALERTS: Final = frozenset(
    {
        Alert.AUTHENTICATION_FAILED,
        Alert.SENDER_LOOKALIKE,
        Alert.LINK_OUTSIDE_PORTAL,
        Alert.HEADERS_DOUBLED,
        Alert.ATTACHMENT_UNSAFE,
        Alert.PARTLY_SIGNED,
    }
)
"""A mail with one of these causes no visit and files nothing; a person sees it."""


@dataclass(frozen=True, slots=True)
class FolderPosition:
    """How far a folder was read (RFC 9051: UIDVALIDITY, UID). All zero: nothing yet."""

    uidvalidity: int = 0
    last_uid: int = 0


@dataclass(frozen=True, slots=True)
class RawMail:
    """A mail as the server handed it over. `identity` is the same for every copy of one mail.

    `fingerprint` tells, from what is known before the content is fetched, that a mail in this
    folder only got another UID; "" where that can't be told. `message_id` is the mail's own, or
    that of the one mail that it encloses; "" where there is none to rely on.
    """

    identity: str
    uid: int
    received: datetime
    content: bytes
    fingerprint: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A mail of the journal, met again in its folder under another UID."""

    uid: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class MailPlace:
    """Where a mail lies on its server, as far as we know."""

    mailbox_id: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class MailBatch:
    """Mails to be journalled together with `position`; only then may the watch go on.

    `again` are mails that were journalled before; their content was not fetched. `complete` says
    that nothing is left to be read for now. `left_out` is how many mails are older than the day
    that the mailbox begins at; None where they were not counted.
    """

    mails: tuple[RawMail, ...]
    position: FolderPosition
    again: tuple[Sighting, ...] = ()
    complete: bool = False
    left_out: int | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail. `name` is cleaned for showing and is never a path."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """What a mail may be instead, and the share of that (0 … 1).

    Beside a class that is no trigger it is the likeliest trigger: what would be missed.
    """

    mail_class: MailClass
    share: float


@dataclass(frozen=True, slots=True)
class Notice:
    """What one mail announces about one document. What it does not say is None.

    `runner_up` is None where the mail's structure or a person decided, and nothing came second.
    """

    mail_class: MailClass
    confidence: float
    reasons: tuple[str, ...]
    number: str | None = None
    amount: Money | None = None
    due_date: date | None = None
    link: str | None = None
    customer_number: str | None = None
    runner_up: RunnerUp | None = None

    @property
    def trigger(self) -> bool:
        """Whether something must be fetched or filed."""
        return self.mail_class in TRIGGERS


@dataclass(frozen=True, slots=True)
class TriagedMail:
    """A mail, understood. All text is foreign: shown as text, never followed.

    `authenticity_reason` is the sentence behind the verdict, `alert_reasons` those of the alerts.
    `body` is what the mail itself shows, as a file in UTF-8, which may be the document;
    `elsewhere` is why the mail says that its document lies somewhere else, "" where it does not.
    """

    identity: str
    message_id: str
    subject: str
    sender: str
    sender_name: str
    sent: datetime | None
    notices: tuple[Notice, ...]
    authenticity: Authenticity
    alerts: tuple[Alert, ...] = ()
    alert_reasons: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    excerpt: str = ""
    language: str | None = None
    authenticity_reason: str = ""
    body: Attachment | None = None
    elsewhere: str = ""

    @property
    def blocked(self) -> bool:
        """Whether an alert forbids acting on this mail."""
        return any(alert in BLOCKING_ALERTS for alert in self.alerts)


@dataclass(frozen=True, slots=True)
class Habit:
    """Which of our accounts the mails of one sender, with subjects of one shape, concerned.

    `shape` is the subject with its digits masked. `times` counts the mails that named the account
    themselves; `confirmed` says that a person chose it.
    """

    id: str
    sender: str
    shape: str
    supplier_id: str
    account_id: str
    times: int = 1
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person said that a mail is: mails of this sender like it are that as well.

    `shape` is the subject and the text's first words, digits masked. `proven` says that the mail
    was proven to come from this sender; then an unproven one learns nothing from it.
    """

    id: str
    sender: str
    shape: str
    mail_class: MailClass
    proven: bool


@dataclass(frozen=True, slots=True)
class Addressee:
    """Which supplier, account and portal a notice belongs to; None is unknown.

    `why` says how it was found. `assumed`: the mail itself does not name the account, earlier mails
    of the sender did.
    """

    supplier_id: str | None
    account_id: str | None
    portal_id: str | None
    why: str
    assumed: bool = False
