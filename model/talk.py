"""Talk about the work: comments, and who has something in hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from model.people import User

LONGEST: Final = 2000
"""So many characters of a comment are kept."""
_NAMED: Final = re.compile(r"(?<![\w@.])@([\w.-]{1,64})")


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a document or another subject ("document:ID")."""

    id: str
    subject: str
    author: str  # the full name, as it was then
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who has a subject in hand, and who said so."""

    subject: str
    user_id: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said about a subject, oldest first, and who has it in hand; None for nobody."""

    comments: tuple[Comment, ...] = ()
    assigned: User | None = None


def named_in(text: str, people: Iterable[User]) -> tuple[User, ...]:
    """The people that a text names: "@maya" at the beginning of a word, in capitals or not."""
    said = {name.rstrip(".-").casefold() for name in _NAMED.findall(text)}
    return tuple(one for one in people if one.name.casefold() in said)


class TalkDesk(Protocol):
    """What the screens ask and do about comments and hands. Calls block: keep them off the loop.

    A subject is written as "document:ID"; a question is talked about under what it asks about.
    """

    def people(self) -> tuple[User, ...]:
        """Everybody to whom something can be assigned, by name."""
        ...

    def thread(self, subject: str) -> Thread:
        """What was said about a subject, and who has it in hand."""
        ...

    def comment(self, user: User, subject: str, text: str) -> Comment:
        """The comment, added. Raises WrongInput, RecordMissing."""
        ...

    def assign(self, user: User, subjects: Collection[str], to: str) -> dict[str, str]:
        """Give subjects into somebody's hands (a user's id, "" for nobody's).

        What comes back says in whose hands they were before: to undo it, and nothing else.

        Raises:
            WrongInput: there is no such person, or too many subjects at once.
        """
        ...
