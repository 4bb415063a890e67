"""Connections to draw, tried in memory: a password "wrong" is refused, all else is kept."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Protocol

from feeds import FORMS
from model.connections import ConnectedDestination, KindForm, Link, MailboxView, Trial, Typed
from model.deliveries import Admits, Destination, DestinationKind, Terms
from model.documents import DocumentKind
from model.errors import NotAllowed
from model.people import User
from model.suppliers import MailboxKind, MailSecurity, MailSignIn
from tests.ui.sample_documents import HOSTILE, NOW

FINE = MailboxView(
    id="mb-1",
    name="Accounts payable",
    kind=MailboxKind.IMAP,
    host="imap.aldermoor.example",
    port=993,
    security=MailSecurity.TLS,
    username="ap@aldermoor.example",
    folder="INBOX",
    sign_in=MailSignIn.PASSWORD,
    checked=NOW - timedelta(minutes=1),
    last_mail=NOW - timedelta(hours=3),
    mails=1204,
)
TROUBLED = MailboxView(
    id="mb-2",
    name=HOSTILE,
    kind=MailboxKind.IMAP,
    host="imap.other.example",
    port=143,
    security=MailSecurity.STARTTLS,
    username="bills@other.example",
    folder="AP/Invoices",
    sign_in=MailSignIn.GOOGLE,
    trouble=f"The mail server refused the sign-in: {HOSTILE}.",
    question_id="x-mail",
)
SCANS = MailboxView(
    id="mb-3",
    name="Scanner",
    kind=MailboxKind.FOLDER,
    host="",
    port=0,
    security=MailSecurity.TLS,
    username="",
    folder="/srv/scans",
    sign_in=MailSignIn.PASSWORD,
    checked=NOW,
)


APPROVAL = Destination(
    "dst-1",
    "Approval",
    DestinationKind.EMAIL,
    MappingProxyType(
        {
            "host": "smtp.aldermoor.example",
            "port": "587",
            "security": "starttls",
            "sender": "ap@aldermoor.example",
            "recipient": "bills@approval.example",
        }
    ),
    credential="smtp",
)
ARCHIVE = Destination(
    "dst-2",
    HOSTILE,
    DestinationKind.FOLDER,
    MappingProxyType({"path": "/srv/out"}),
    kinds=frozenset({DocumentKind.STATEMENT}),
    terms=Terms(frozenset({"DE123"}), Decimal(500), None, Admits.BY_PERSON, in_order=True),
)
RECEIVERS = (
    ConnectedDestination(
        ARCHIVE, suppliers=(HOSTILE,), waiting=2, failed=1, down_since=NOW - timedelta(hours=2)
    ),
    ConnectedDestination(APPROVAL, answered=NOW - timedelta(minutes=5)),
)


class House(Protocol):
    """What the sample needs of the desk around it."""

    def note(self, user: User, what: str) -> None: ...
    def tell(self, topic: str, subject: str) -> None: ...


class SampleConnections:
    """`model.connections.ConnectDesk` over samples."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.typed: list[Typed] = []
        self.boxes = (TROUBLED, FINE, SCANS)

    def mailboxes(self) -> tuple[MailboxView, ...]:
        return self.boxes

    def kinds(self) -> tuple[KindForm, ...]:
        return FORMS

    def destinations(self) -> tuple[ConnectedDestination, ...]:
        return RECEIVERS

    def attempt(self, user: User, link: Link, typed: Typed, *, keep: bool) -> Trial:
        self._house.note(user, f"{'connect' if keep else 'try'} {link.value}")
        if not user.role.connects:
            raise NotAllowed("Only an admin may connect something.")
        self.typed.append(typed)
        if typed.password.reveal() == "wrong":
            why = f"The server refused this password: {HOSTILE}."
            return Trial(ok=False, sentence=why, field="password")
        return Trial(ok=True, sentence="Signed in; INBOX holds 3 mails.", id="mb-9" if keep else "")
