"""A portal's recipe in a person's hands: its text, its versions, what is wrong in it, its tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from model.outcomes import Outcome
from model.people import User
from model.recipes import DiffLine, RecipeOrigin, RecipeState
from model.visits import Listing, ListSeen, RunState


@dataclass(frozen=True, slots=True)
class RecipeFault:
    """What is wrong in a recipe's text, at a line from 1.

    `origin` is the one that the portal would have to be given first, "" for any other fault.
    """

    line: int
    what: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class RecipeCheck:
    """What can be said of a recipe's text without a visit.

    `lacking` is what it lacks for the tier after the one that it reaches.
    """

    faults: tuple[RecipeFault, ...]
    tier: str = ""
    lacking: tuple[str, ...] = ()
    tested: Tested | None = None


@dataclass(frozen=True, slots=True)
class Tested:
    """How the newest test of a text ended."""

    good: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the list of all; `why` says who wrote it, and for what reason."""

    id: str
    position: int
    origin: RecipeOrigin
    state: RecipeState
    why: str
    created: datetime


@dataclass(frozen=True, slots=True)
class RecipeBook:
    """A portal's recipe as it stands.

    `base` names the version that `text` is of, "" where none was noted yet. `away` says that the
    text lies on another machine: a visit brings it here.
    """

    portal_id: str
    name: str
    supplier: str
    host: str
    origins: tuple[str, ...]
    text: str
    base: str
    versions: tuple[VersionLine, ...]
    away: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A recipe's text that a person wrote, from the version `base`; `untested` as it stands."""

    text: str
    base: str
    untested: bool = False


class RowFile(StrEnum):
    """What a test knows of a listed document's file."""

    SAME = "same"  # got, and on file byte for byte
    OTHER = "other"  # got, and a document of its number is on file with other bytes
    NEW = "new"  # got, and not on file
    LEFT = "left"  # not got: a test gets a few of each list
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RowFound:
    """A row that a test saw; `why` is why its file did not come."""

    listing: Listing
    file: RowFile
    why: str = ""


@dataclass(frozen=True, slots=True)
class RecipeFound:
    """What a test of a recipe found: the lists that were walked to their end, and all rows.

    The rows stand in the order of the lists, as many as each has; those after them belong to a list
    that was not walked to its end. `anew` says that the password was typed.
    """

    lists: tuple[ListSeen, ...] = ()
    rows: tuple[RowFound, ...] = ()
    files: int = 0
    complete: bool = False
    anew: bool = False
    blocked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecipeTest:
    """A test of a recipe's text: how far it is, and what it found once it has ended."""

    run_id: str
    portal_id: str
    text: str
    by: str
    requested: datetime
    state: RunState
    done: int = 0
    total: int | None = None
    outcome: Outcome | None = None
    found: RecipeFound | None = None


class RecipeBookDesk(Protocol):
    """What the recipe editor asks and does. Actions raise BillhookError."""

    def book(self, portal_id: str) -> RecipeBook:
        """A portal's recipe. Raises RecordMissing."""
        ...

    def check(self, portal_id: str, text: str) -> RecipeCheck:
        """What is wrong in a text. Raises RecordMissing."""
        ...

    def between(self, old_id: str, new_id: str) -> tuple[DiffLine, ...]:
        """What differs between two versions. Raises RecordMissing."""
        ...

    def against(self, version_id: str, text: str) -> tuple[DiffLine, ...]:
        """What a text changes of a version. Raises RecordMissing."""
        ...

    def save(self, user: User, portal_id: str, draft: Draft) -> str:
        """The id of the new version, which visits go by from now on.

        Raises RecipeInvalid, RecipeChanged, RecipeUntested.
        """
        ...

    def restore(self, user: User, portal_id: str, version_id: str) -> str:
        """The id of the new version, with the text of an older one."""
        ...

    def add_origin(self, user: User, portal_id: str, origin: str) -> None:
        """Let visits of a portal go to one origin more. Raises WrongInput."""
        ...

    def test(self, user: User, portal_id: str, text: str) -> str:
        """The id of the visit that tries a text. Raises RecipeInvalid, PortalPaused, WrongInput."""
        ...

    def tested(self, portal_id: str) -> RecipeTest | None:
        """The newest test of a portal's recipe, which may be under way."""
        ...
