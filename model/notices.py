"""Notices: mails that tell people what waits for them, as each of them wishes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from model.documents import DocumentKind
from model.exceptions import ExceptionReason
from model.languages import Language
from model.people import Role, User

HOURS: Final = range(24)
FIRST_HOUR: Final = 8
"""The hour of the daily mail, where nobody chose another."""


class NoticePace(StrEnum):
    """How a person wishes to be told by mail."""

    OFF = "off"
    DAILY = "daily"
    AT_ONCE = "at_once"  # each day, and at once what can't wait for that


@dataclass(frozen=True, slots=True)
class NoticeWish:
    """What a person chose. `hour` is one of the company's clock.

    `language` is that in which they chose; what they chose for the dashboard comes before it.
    `looked` is the last day for which a digest was written, or nothing was found for one. What was
    said before `since` is not told.
    """

    user_id: str
    pace: NoticePace
    hour: int
    language: Language
    since: datetime
    looked: date | None = None


class NoticeKind(StrEnum):
    """Why a mail is written."""

    DIGEST = "digest"
    URGENT = "urgent"


class NoticeState(StrEnum):
    """Where a mail to one of our people stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"  # the server takes none for this address
    CANCELLED = "cancelled"  # it was not for this person any more


@dataclass(frozen=True, slots=True)
class Notice:
    """One mail; its `id` is its key: the same key is the same mail.

    `role` is that of the person as it was written. Once it is settled, its words are forgotten.
    """

    id: str
    user_id: str
    kind: NoticeKind
    mail: str
    role: Role
    language: Language
    subject: str
    body: str
    state: NoticeState
    written: datetime
    attempts: int = 0
    next_attempt: datetime | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What something is about; all its words are from outside.

    Without a `document_id` it is a question, or something else that stands among these.
    """

    document_id: str = ""
    kind: DocumentKind | None = None
    number: str = ""
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named the person in a comment."""

    id: str
    author: str
    about: Matter


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """A portal's sign-in waits for a code or a word of somebody."""

    id: str
    portal: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for a person, as far as they may know and do something about it.

    `held` are the first of what they have in hand, `held_in_all` their number; `second` is how many
    questions wait for a second person, `questions` how many for anybody, by reason; `missing` is
    how many documents have been missing for days. `zone` is that of the company's clock.
    """

    person: User
    language: Language
    company: str
    zone: ZoneInfo
    mentions: tuple[Mention, ...] = ()
    codes: tuple[CodeWanted, ...] = ()
    held: tuple[Matter, ...] = ()
    held_in_all: int = 0
    second: int = 0
    questions: tuple[tuple[ExceptionReason, int], ...] = ()
    missing: int = 0

    @property
    def number(self) -> int:
        """How many things wait."""
        told = len(self.mentions) + len(self.codes) + self.held_in_all + self.second
        return told + sum(many for _, many in self.questions) + self.missing

    @property
    def things(self) -> tuple[str, ...]:
        """What is told once: mentions, and codes."""
        return (*(one.id for one in self.mentions), *(one.id for one in self.codes))


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a mail: plain text."""

    subject: str
    body: str


Composer = Callable[[Waits], Wording]
"""Words what waits for a person in their language."""


@dataclass(frozen=True, slots=True)
class PlainMail:
    """A mail to one of our people: plain text, to one address, under a key."""

    key: str
    to: str
    language: Language
    wording: Wording


@dataclass(frozen=True, slots=True)
class NoticeChoice:
    """What a person chose, and what stands in its way.

    `mail` is their address, empty where nobody wrote one down; `sent` is whether there is a mail
    server that would take a mail now.
    """

    pace: NoticePace
    hour: int
    mail: str
    sent: bool
