"""Connecting from the dashboard: what is connected, and what came of a try.

What a person types goes to a worker, where the vault's key is and from where the other side is
reached; the web process opens no line to anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from model.deliveries import Destination, DestinationKind
from model.documents import DocumentKind
from model.money import Money
from model.people import User
from model.secret import Secret
from model.suppliers import MailboxKind, MailSecurity, MailSignIn


class Link(StrEnum):
    """What is connected."""

    MAILBOX = "mailbox"
    DESTINATION = "destination"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying what a person typed.

    `field` names the field that is in the way, "" where it went well or no field is to blame;
    `sentence` says what is wrong and what to do about it, or what was found. `id` is that of what
    was kept, "" where nothing was. `consent` is that of a consent which a person has to give now.
    """

    ok: bool
    sentence: str
    field: str = ""
    id: str = ""
    consent: str = ""


class ConsentState(StrEnum):
    """How far a person's consent is."""

    ASKED = "asked"  # the person is at the provider
    GIVEN = "given"  # and the mailbox is watched
    ENDED = "ended"  # declined, too late, given up, or the mail server wants it not


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent that a person gives at a provider, as a worker sees it.

    `address` is what the person opens, `code` what they enter there, "" where the browser comes
    back by itself; then what it ended at may be pasted. `sentence` says why it ended or what came,
    `field` which of the form's fields is in the way. `mailbox_id` is that of what was kept.
    """

    id: str
    state: ConsentState
    address: str = ""
    code: str = ""
    minutes: int = 0
    sentence: str = ""
    field: str = ""
    mailbox_id: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into a form: its plain values by field, and its secret ones.

    `id` is that of what is changed, "" for something new. An empty password leaves the one that
    the vault has.
    """

    id: str
    values: Mapping[str, str]
    password: Secret
    seed: Secret

    def value(self, field: str) -> str:
        """What was typed into a field, without blanks around it."""
        return self.values.get(field, "").strip()


@dataclass(frozen=True, slots=True)
class MailboxView:
    """A watched mailbox: how its watch goes, and what its form begins with.

    `checked` is when it was last read, `last_mail` when its newest mail came. `trouble` is one
    sentence, "" for none; `question_id` the open question about that. `pushed` says whether the
    server tells of new mail by itself, None where it was not asked yet.
    """

    id: str
    name: str
    kind: MailboxKind
    host: str
    port: int
    security: MailSecurity
    username: str
    folder: str
    sign_in: MailSignIn
    checked: datetime | None = None
    last_mail: datetime | None = None
    mails: int = 0
    trouble: str = ""
    question_id: str = ""
    since: date | None = None
    left_out: int = 0
    write_back: bool = False
    moved_to: str = ""
    pushed: bool | None = None


@dataclass(frozen=True, slots=True)
class MailboxTies:
    """What hangs on a mailbox: what stays and what ends where it is removed.

    `mails` came from it and stay; `unread` of them are still dealt with. `write_backs` are given
    up. Its sign-in stays in the vault as `credential`, "" for none, where others may use it.
    """

    name: str
    mails: int
    unread: int
    write_backs: int
    credential: str
    shares_credential: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class DestinationTies:
    """What hangs on a destination: what stays and what ends where it is removed.

    `waiting` deliveries are given up and `failed` ones not tried again; `delivered` ones stay on
    record, and of `unanswered` ones no answer is read any more. `needs_second` says whether a
    second person has to confirm the removal.
    """

    name: str
    waiting: int
    failed: int
    delivered: int
    unanswered: int
    credential: str
    is_last: bool
    needs_second: bool


class SecretNeed(StrEnum):
    """What a destination's sign-in is made of."""

    NONE = "none"
    MAYBE = "maybe"  # user name and password, where the server asks for them
    SIGN_IN = "sign_in"  # user name and password
    KEY = "key"  # one key or token
    CONSENT = "consent"  # given by a person at the provider, by command


@dataclass(frozen=True, slots=True)
class FormField:
    """A setting as a form asks for it; `choices` are values with their words, empty where typed."""

    name: str
    label: str
    hint: str = ""
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class KindForm:
    """What one kind of destination asks for, and what trying it does.

    `user_label` and `secret_label` are what its user name and secret are called there.
    """

    kind: DestinationKind
    title: str
    about: str
    test: str
    fields: tuple[FormField, ...] = ()
    secret: SecretNeed = SecretNeed.NONE
    user_label: str = "User name"
    secret_label: str = "Password"  # noqa: S105 - a label


@dataclass(frozen=True, slots=True)
class ConnectedDestination:
    """A destination as its form begins, and how the way there stands.

    `suppliers` are those by name that alone it takes documents of, empty for all; `answered` is
    when it took something last.
    """

    destination: Destination
    suppliers: tuple[str, ...] = ()
    waiting: int = 0
    failed: int = 0
    down_since: datetime | None = None
    answered: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A document that a first visit brought."""

    document_id: str
    kind: DocumentKind
    number: str
    day: date | None
    gross: Money | None


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """A portal on its way in: its first sign-in, what that found, and whether a person took it.

    `run` is the visit that can be watched, "" for none. `ended` is the sentence of the last visit
    that is over, `good` whether it went well, `refused` whether the password was. `columns` and
    `lists` are those of the recipe that the visit wrote, empty where there is none.
    """

    portal_id: str
    name: str
    host: str
    run: str = ""
    waits: bool = False
    ended: str = ""
    good: bool = False
    refused: bool = False
    question_id: str = ""
    documents: int = 0
    samples: tuple[Sample, ...] = ()
    lists: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """How far a new company is: the names of what is connected, "" for nothing, and what came.

    `portal_id` is that of the portal whose first visit nobody has taken yet, or that was taken.
    """

    mailbox: str = ""
    portal: str = ""
    portal_id: str = ""
    portal_taken: bool = False
    destination: str = ""
    documents: int = 0
    delivered: int = 0
    skipped: bool = False

    @property
    def begins(self) -> bool:
        """Whether nothing is there yet, and nobody wanted to begin otherwise."""
        return not (
            self.skipped or self.mailbox or self.portal or self.destination or self.documents
        )


class ConnectDesk(Protocol):
    """All that is asked and done about connections. Calls block: keep them off the loop."""

    def mailboxes(self) -> tuple[MailboxView, ...]:
        """All watched mailboxes, those in trouble first."""
        ...

    def kinds(self) -> tuple[KindForm, ...]:
        """All kinds of destinations, the plainest first."""
        ...

    def destinations(self) -> tuple[ConnectedDestination, ...]:
        """All destinations, those in trouble first."""
        ...

    def mailbox_ties(self, mailbox_id: str) -> MailboxTies:
        """What hangs on a mailbox. Raises RecordMissing."""
        ...

    def remove_mailbox(self, user: User, mailbox_id: str) -> None:
        """Watch a mailbox no longer; what came from it stays.

        Raises:
            NotAllowed: this person may not.
            RecordMissing: there is none.
        """
        ...

    def destination_ties(self, user: User, destination_id: str) -> DestinationTies:
        """What hangs on a destination. Raises NotAllowed, RecordMissing."""
        ...

    def remove_destination(self, user: User, destination_id: str) -> None:
        """Send to a destination no longer; what arrived there stays on record.

        Raises:
            NotAllowed: this person may not.
            SecondPersonNeeded: it is removed once a second person confirmed it.
            RecordMissing: there is none.
        """
        ...

    def first_visit(self, portal_id: str) -> FirstVisit:
        """How far a portal is on its way in. Raises RecordMissing."""
        ...

    def accept_portal(self, user: User, portal_id: str) -> None:
        """Take what the first visit found: the portal is visited by itself from now on.

        Raises WrongInput where no visit went well yet.
        """
        ...

    def first_steps(self) -> FirstSteps:
        """How far a new company is."""
        ...

    def skip_first_steps(self, user: User) -> None:
        """Open on the inbox from now on."""
        ...

    def consent(self, user: User, consent_id: str, *, stop: bool = False) -> Consent:
        """How far a consent is that this person began; with `stop` it is given up.

        Raises:
            NotAllowed: this person may not.
            RecordMissing: no worker knows it (any more).
            VaultError: the vault is locked, or no worker runs.
        """
        ...

    def paste(self, user: User, consent_id: str, address: Secret) -> Consent:
        """How far a consent is, after the address at which the browser ended was pasted.

        Raises as `consent` does.
        """
        ...

    def attempt(self, user: User, link: Link, typed: Typed, *, keep: bool) -> Trial:
        """What came of trying it at once, in a worker; what went well is kept, if `keep`.

        Raises:
            NotAllowed: this person may not.
            VaultError: the vault is locked, or no worker runs.
        """
        ...
