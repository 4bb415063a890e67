"""The worklist: saved views of the inbox, and what is done to many documents at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Protocol

from model.people import User
from model.views import InboxQuery, InboxRow

LEAVES_AFTER: Final = timedelta(seconds=10)
"""So long what a person delivered stays here, to be taken back."""
MOST_AT_ONCE: Final = 500
"""So many documents are worked on by one key."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A search of the inbox under a name; a `shared` one is seen by everybody.

    `view` is a tab of the inbox, `text` what stands in the search field.
    """

    id: str
    name: str
    owner: str  # the id of a user
    shared: bool
    view: str
    text: str


@dataclass(frozen=True, slots=True)
class ViewCount:
    """A saved view and how much it holds; `more` is set where not all were counted."""

    view: SavedView
    number: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """Documents that were selected: these `ids`, or all that fit a query but `but`.

    `versions` are those that the person has seen: another one is left as it is.
    """

    ids: tuple[str, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)
    query: InboxQuery | None = None
    but: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one action on many documents.

    `refused` says why the others were left as they are, each reason once. `left` is how many more
    were chosen than are worked on at once.
    """

    ids: tuple[str, ...]
    refused: tuple[str, ...] = ()
    left: int = 0


class WorklistDesk(Protocol):
    """What the inbox asks and does about many documents. Calls block: keep them off the loop."""

    def views(self, user: User) -> tuple[ViewCount, ...]:
        """The saved views of a user and those that are shared, by name."""
        ...

    def save_view(self, user: User, name: str, query: InboxQuery, *, shared: bool) -> SavedView:
        """The view, saved under a name; one of the same name and owner is replaced.

        Raises WrongInput.
        """
        ...

    def rename_view(self, user: User, view_id: str, name: str) -> SavedView:
        """The view under another name; it stays its owner's, and an admin may rename any.

        Raises WrongInput, RecordMissing.
        """
        ...

    def remove_view(self, user: User, view_id: str) -> None:
        """Forget a view of one's own; an admin may remove any. Raises WrongInput, RecordMissing."""
        ...

    def rows(self, document_ids: Collection[str]) -> tuple[InboxRow, ...]:
        """The rows of these documents, whichever list they stand in; at most a hundred."""
        ...

    def fitting(self, query: InboxQuery, document_ids: Collection[str]) -> frozenset[str]:
        """Which of these documents a query lists; at most a hundred are looked at."""
        ...

    def ids(self, chosen: Chosen) -> tuple[str, ...]:
        """The ids of the documents that were selected; at most `MOST_AT_ONCE`."""
        ...

    def deliver(self, user: User, chosen: Chosen) -> Done:
        """Release documents; they leave after `LEAVES_AFTER`, and until then can be taken back."""
        ...

    def take_back(self, user: User, document_ids: Collection[str]) -> Done:
        """Keep here what was released and has not left yet."""
        ...
