"""Suppliers, their accounts and portals, and our mailboxes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PortalState(StrEnum):
    """Whether a portal may be visited. How far it is adopted is `model.adoption`'s to say."""

    PROPOSED = "proposed"  # seen in a mail; a person has to confirm its host
    OPEN = "open"
    PAUSED = "paused"  # a person must act first: wrong password, new terms …
    SET_ASIDE = "set_aside"  # no portal for documents: neither visited nor asked about


@dataclass(frozen=True, slots=True)
class Supplier:
    """A company that bills us, with what identifies it.

    `domains` are what it sends mail from; one with an @ is that single address, where anybody can
    have another. `proposed` says that it was only seen in a mail: nobody has confirmed it yet.
    """

    id: str
    name: str
    vat_id: str | None = None
    ibans: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    currency: str = "EUR"
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """Our customer number at a supplier; one supplier may have several."""

    id: str
    supplier_id: str
    number: str
    label: str = ""
    portal_id: str | None = None


@dataclass(frozen=True, slots=True)
class Portal:
    """A supplier's web site with a sign-in, as a person registered it.

    `refused_edition` is the edition of its credential that it refused: that one is not sent again.
    `resources` are hosts that its pages may load from, and where nothing is ever typed.
    `connected` is when it was registered, None where that is not remembered.
    """

    id: str
    supplier_id: str
    name: str
    start_url: str
    origins: frozenset[str]
    credential: str | None = None
    recipe: str | None = None
    account_id: str | None = None
    state: PortalState = PortalState.OPEN
    paused_because: str = ""
    refused_edition: str | None = None
    resources: frozenset[str] = frozenset()
    connected: datetime | None = None

    @property
    def confirmed(self) -> bool:
        """Whether a person has said that this is the supplier's portal."""
        return self.state is not PortalState.PROPOSED


@dataclass(frozen=True, slots=True)
class SupplierProfile:
    """A supplier with all that recognises it in a mail or a document."""

    supplier: Supplier
    accounts: tuple[Account, ...] = ()
    portals: tuple[Portal, ...] = ()


class MailSecurity(StrEnum):
    """How the connection to a mail server is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN_LOOPBACK = "plain_loopback"  # refused for any host but this machine


class MailboxKind(StrEnum):
    """Where mails come from."""

    IMAP = "imap"
    FOLDER = "folder"  # files that people or scanners put there; taken ones move to done/
    MAILDIR = "maildir"
    MBOX = "mbox"
    BOOKS = "books"  # as a folder, of files of our ledger, orders and receipts
    HAND = "hand"  # uploaded or loaded by a person


class MailSignIn(StrEnum):
    """As what we sign in at a mail server."""

    PASSWORD = "password"  # noqa: S105 - a way to sign in
    MICROSOFT = "microsoft"  # a person's consent, Microsoft 365
    MICROSOFT_APP = "microsoft_app"  # an application that the administrator let in
    GOOGLE = "google"  # a person's consent, Google Workspace


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A watched folder of a mail account; of another `kind` its path is `folder`, the rest empty.

    The password, or what renews the access token, lies in the vault under `credential`.
    `write_back` puts fetched documents beside the mails that announced them; both then move to the
    folder `moved_to`, unless that is empty. Mails that the server received before the day `since`
    are left out; None takes in all.
    """

    id: str
    name: str
    host: str
    port: int
    security: MailSecurity
    username: str
    credential: str
    folder: str = "INBOX"
    sign_in: MailSignIn = MailSignIn.PASSWORD
    write_back: bool = False
    moved_to: str = ""
    kind: MailboxKind = MailboxKind.IMAP
    since: date | None = None

    @property
    def by_token(self) -> bool:
        """Whether the sign-in is an access token (OAuth) instead of a password."""
        return self.sign_in is not MailSignIn.PASSWORD


@dataclass(frozen=True, slots=True)
class MailboxState:
    """How the watch over a mailbox goes.

    `checked` is when it was last read, None for never; `trouble` is what is in the way, "" for
    nothing; `left_out` is how many mails are older than the day `since` that it begins at;
    `pushed` says whether the server tells of new mail by itself, None before it was asked.
    """

    name: str
    folder: str
    checked: datetime | None
    trouble: str
    since: date | None = None
    left_out: int = 0
    pushed: bool | None = None
