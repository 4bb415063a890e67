"""What is kept of a visit that went wrong: its story, the page it ended on, a picture of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from model.people import User
from model.schedules import Schedule
from model.secret import Secret

STORY: Final = "story.json"
PAGE: Final = "page.html"
TEXT: Final = "page.txt"
PICTURE: Final = "page.png"
BUNDLE_FILES: Final = (STORY, TEXT, PAGE, PICTURE)
"""The names in a bundle; no other name is ever taken from a visit."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a visit; `seconds` since its beginning. No text of a page stands in it."""

    seconds: float
    what: str


@dataclass(frozen=True, slots=True)
class Story:
    """A visit's steps, and where it ended: the page's address without query, and its title."""

    steps: tuple[Step, ...] = ()
    address: str = ""
    title: str = ""
    blocked_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunStory:
    """A finished visit as a person reads it; `files` are the names in its bundle, if one is kept.

    `text` is the beginning of the page's text.
    """

    run_id: str
    portal: str
    why: str
    sentence: str
    code: str
    started: datetime | None
    finished: datetime | None
    story: Story
    text: str
    files: tuple[str, ...]


class VisitDesk(Protocol):
    """What the user interface can ask and do about visits. Actions raise BillhookError."""

    def visit_now(self, user: User, portal_id: str) -> None:
        """Ask for a visit to a portal as soon as it is free."""
        ...

    def schedule(self, user: User, portal_id: str, schedule: Schedule) -> None:
        """Visit a portal by another schedule from now on."""
        ...

    def record(self, user: User, portal_id: str) -> None:
        """Ask for a visit that is kept as an offline test of the portal's recipe."""
        ...

    def answer_challenge(self, user: User, challenge_id: str, typed: Secret) -> None:
        """Hand what a person typed to the visit that waits for it. Raises WrongInput."""
        ...

    def story(self, run_id: str) -> RunStory:
        """How a visit went. Raises RecordMissing."""
        ...

    def bundle(self, run_id: str) -> bytes:
        """All that was kept of a visit, as a ZIP. Raises RecordMissing, FileMissing."""
        ...

    def picture(self, run_id: str) -> bytes:
        """The picture of the page that a visit ended on, a PNG. Raises FileMissing."""
        ...
