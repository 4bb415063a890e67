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
    was kept, "" where nothing was.
    """

    ok: bool
    sentence: str
    field: str = ""
    id: str = ""


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
    sentence, "" for none; `question_id` the open question about that.
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


class ConnectDesk(Protocol):
    """All that is asked and done about connections. Calls block: keep them off the loop."""

    def mailboxes(self) -> tuple[MailboxView, ...]:
        """All watched mailboxes, those in trouble first."""
        ...

    def attempt(self, user: User, link: Link, typed: Typed, *, keep: bool) -> Trial:
        """What came of trying it at once, in a worker; what went well is kept, if `keep`.

        Raises:
            NotAllowed: this person may not.
            VaultError: the vault is locked, or no worker runs.
        """
        ...
