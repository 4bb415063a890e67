"""Connections to draw, tried in memory: a password "wrong" is refused, all else is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Protocol

from feeds import FORMS
from model.connections import (
    ConnectedDestination,
    Consent,
    ConsentState,
    DestinationTies,
    FirstSteps,
    FirstVisit,
    KindForm,
    Link,
    MailboxTies,
    MailboxView,
    Sample,
    Trial,
    Typed,
)
from model.deliveries import Admits, Destination, DestinationKind, Terms
from model.documents import DocumentKind
from model.errors import NotAllowed, RecordMissing, SecondPersonNeeded, WrongInput
from model.people import User
from model.secret import Secret
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
    pushed=True,
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


_COMING = FirstVisit("new", HOSTILE, "portal.nordwind.example", run="a" * 32, waits=True)
VISITS = (
    _COMING,
    replace(
        _COMING,
        portal_id="refused",
        run="",
        waits=False,
        ended="The portal refused the password.",
        refused=True,
    ),
    replace(
        _COMING,
        portal_id="good",
        run="",
        waits=False,
        ended="3 new documents.",
        good=True,
        documents=3,
        samples=tuple(
            Sample(f"doc-{one}", DocumentKind.INVOICE, f"RE-{one}", NOW.date(), None)
            for one in range(3)
        ),
        lists=("Rechnungen", HOSTILE),
        columns=("number", "date", "amount"),
    ),
)


BY_CODE = Consent(
    "c1", ConsentState.ASKED, "https://microsoft.com/devicelogin", "ABCD-EFGH", minutes=15
)
BY_BROWSER = Consent(
    "c2", ConsentState.ASKED, "https://accounts.google.com/o/oauth2/v2/auth?state=x", minutes=10
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
        self.receivers: tuple[ConnectedDestination, ...] = RECEIVERS
        self.given = BY_CODE
        self.visits = {one.portal_id: one for one in VISITS}

    def mailboxes(self) -> tuple[MailboxView, ...]:
        return self.boxes

    def kinds(self) -> tuple[KindForm, ...]:
        return FORMS

    def destinations(self) -> tuple[ConnectedDestination, ...]:
        return self.receivers

    def mailbox_ties(self, mailbox_id: str) -> MailboxTies:
        box = next(one for one in self.boxes if one.id == mailbox_id)
        return MailboxTies(
            box.name, 1204, 3, 2, "ap mailbox", shares_credential=False, is_last=False
        )

    def remove_mailbox(self, user: User, mailbox_id: str) -> None:
        self._house.note(user, f"remove {mailbox_id}")
        self._house.tell("mail", mailbox_id)

    def destination_ties(self, _user: User, destination_id: str) -> DestinationTies:
        held = next(one.destination for one in RECEIVERS if one.destination.id == destination_id)
        return DestinationTies(held.name, 2, 1, 310, 4, "smtp", is_last=False, needs_second=True)

    def remove_destination(self, user: User, destination_id: str) -> None:
        self._house.note(user, f"remove {destination_id}")
        raise SecondPersonNeeded

    def first_visit(self, portal_id: str) -> FirstVisit:
        if portal_id not in self.visits:
            raise RecordMissing(f"There is no portal {portal_id}.")
        return self.visits[portal_id]

    def accept_portal(self, user: User, portal_id: str) -> None:
        self._house.note(user, f"accept {portal_id}")
        self.visits[portal_id] = replace(self.visits[portal_id], accepted=True)

    def first_steps(self) -> FirstSteps:
        return FirstSteps(mailbox="Accounts payable", portal=HOSTILE, portal_id="good", documents=3)

    def skip_first_steps(self, user: User) -> None:
        self._house.note(user, "skip")

    def consent(self, user: User, consent_id: str, *, stop: bool = False) -> Consent:
        if stop:
            self._house.note(user, f"give up {consent_id}")
        return self.given

    def paste(self, user: User, consent_id: str, address: Secret) -> Consent:
        self._house.note(user, f"paste {consent_id}")
        if "state=" not in address.reveal():
            raise WrongInput("Copy the whole address of the page at which the sign-in ended.")
        self.given = replace(self.given, state=ConsentState.GIVEN, mailbox_id="mb-9")
        return self.given

    def attempt(self, user: User, link: Link, typed: Typed, *, keep: bool) -> Trial:
        self._house.note(user, f"{'connect' if keep else 'try'} {link.value}")
        if not user.role.connects:
            raise NotAllowed("Only an admin may connect something.")
        self.typed.append(typed)
        if sign_in := typed.value("sign_in"):
            if typed.value("tenant") == "wrong":
                return Trial(ok=False, sentence=f"No such tenant: {HOSTILE}.", field="tenant")
            self.given = BY_BROWSER if sign_in == "google" else BY_CODE
            return Trial(ok=True, sentence="", consent=self.given.id)
        if typed.password.reveal() == "wrong":
            why = f"The server refused this password: {HOSTILE}."
            return Trial(ok=False, sentence=why, field="password")
        return Trial(ok=True, sentence="Signed in; INBOX holds 3 mails.", id="mb-9" if keep else "")
