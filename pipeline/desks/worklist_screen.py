"""The worklist's desk: saved views, and many documents delivered or taken back at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from model.deeds import DeedKind
from model.errors import BillhookError, RecordMissing, StaleVersion, WrongInput
from model.filing import DocumentStatus
from model.ids import derived_id
from model.news import NewsKind
from model.people import Right, User
from model.views import InboxQuery, InboxRow
from model.worklist import (
    LEAVES_AFTER,
    MOST_AT_ONCE,
    Chosen,
    Done,
    SavedView,
    ViewCount,
)
from pipeline import answers
from pipeline.access.rights import guarded, needs
from pipeline.documents import checking
from pipeline.undoing import undoable
from storage import audit, deliveries, documents, news, saved_views, screens
from storage.store import Store, Tx

_MOST_VIEWS: Final = 50
_LONGEST_NAME: Final = 60
_LONGEST_TEXT: Final = 200
_COUNTED: Final = 999
"""So many documents of a view are counted; more are "999+"."""
_MOST_ROWS: Final = 100
_IN_ONE: Final = 50
"""So many documents are released in one transaction: others may write in between."""


@guarded
class WorklistScreenDesk:
    """`model.worklist.WorklistDesk` on a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @needs(Right.LOOK)
    def views(self, user: User) -> tuple[ViewCount, ...]:
        """The saved views of a user and those that are shared, by name."""
        with self._store.read() as tx:
            return tuple(_counted(tx, user, one) for one in saved_views.seen_by(tx, user.id))

    def save_view(self, user: User, name: str, query: InboxQuery, *, shared: bool) -> SavedView:
        """The view, saved under a name; one of the same name and owner is replaced."""
        name = _view_name(name)
        if len(query.text) > _LONGEST_TEXT:
            raise WrongInput(f"A view's search has at most {_LONGEST_TEXT} characters.")
        view_id = derived_id("view", user.id, name.casefold())
        view = SavedView(view_id, name, user.id, shared, query.view, query.text.strip())
        with self._store.begin() as tx:
            screens.counted(tx, _query(view, user), 1)  # refuses what can't be asked
            others = [one for one in saved_views.seen_by(tx, user.id) if one.owner == user.id]
            if len(others) >= _MOST_VIEWS and view_id not in {one.id for one in others}:
                raise WrongInput(f"There are {_MOST_VIEWS} views of yours; remove one first.")
            saved_views.put(tx, view)
            audit.note(tx, user.name, "saved a view", f"view:{view_id}", name)
        return view

    def rename_view(self, user: User, view_id: str, name: str) -> SavedView:
        """The view under another name; it stays its owner's, and an admin may rename any."""
        name = _view_name(name)
        with self._store.begin() as tx:
            view = saved_views.get(tx, view_id)
            _prove_own(user, view)
            renamed_id = derived_id("view", view.owner, name.casefold())
            taken = [one.id for one in saved_views.seen_by(tx, view.owner)]
            if renamed_id != view_id and renamed_id in taken:
                raise WrongInput("There is a view of this name.")
            renamed = replace(view, id=renamed_id, name=name)
            saved_views.remove(tx, view_id)
            saved_views.put(tx, renamed)
            audit.note(tx, user.name, "renamed a view", f"view:{renamed_id}", name)
        return renamed

    def remove_view(self, user: User, view_id: str) -> None:
        """Forget a view of one's own; an admin may remove any."""
        with self._store.begin() as tx:
            view = saved_views.get(tx, view_id)
            _prove_own(user, view)
            saved_views.remove(tx, view_id)
            audit.note(tx, user.name, "removed a view", f"view:{view_id}", view.name)

    def rows(self, document_ids: Collection[str]) -> tuple[InboxRow, ...]:
        """The rows of these documents, whichever list they stand in; at most a hundred."""
        with self._store.read() as tx:
            return screens.inbox_rows_of(tx, sorted(document_ids)[:_MOST_ROWS])

    def fitting(self, query: InboxQuery, document_ids: Collection[str]) -> frozenset[str]:
        """Which of these documents a query lists; at most a hundred are looked at."""
        with self._store.read() as tx:
            return screens.fitting_of(tx, query, sorted(document_ids)[:_MOST_ROWS])

    def ids(self, chosen: Chosen) -> tuple[str, ...]:
        """The ids of the documents that were selected; at most `MOST_AT_ONCE`."""
        return self._ids(chosen)[:MOST_AT_ONCE]

    @undoable(DeedKind.DELIVERY)
    def deliver(self, user: User, chosen: Chosen) -> Done:
        """Release documents; they leave after `LEAVES_AFTER`, and until then can be taken back."""

        def release(tx: Tx, document_id: str, leaves: datetime) -> None:
            newest = documents.get(tx, document_id).version
            version = chosen.versions.get(document_id, newest)
            answers.release(tx, user, document_id, version, leaves=leaves)
            _say(tx, document_id, "Going out")

        return self._each(self._ids(chosen), release)

    def take_back(self, user: User, document_ids: Collection[str]) -> Done:
        """Keep here what was released and has not left yet."""

        def keep(tx: Tx, document_id: str, _leaves: datetime) -> None:
            if not deliveries.call_back(tx, document_id):
                raise WrongInput("It has left already.")
            _say(tx, document_id, "")
            news.tell(tx, NewsKind.DOCUMENT_WITHDRAWN, document_id)
            audit.note(tx, user.name, "took back", f"document:{document_id}")

        return self._each(tuple(document_ids), keep)

    def _ids(self, chosen: Chosen) -> tuple[str, ...]:
        if chosen.query is None:
            return chosen.ids
        with self._store.read() as tx:
            most = MOST_AT_ONCE + len(chosen.but) + 1
            fitting = screens.fitting(tx, chosen.query, most)
        return tuple(one for one in fitting if one not in chosen.but)

    def _each(self, ids: Sequence[str], do: Callable[[Tx, str, datetime], None]) -> Done:
        """Do it to each; one that refuses stays as it is, and the others go on."""
        done: list[str] = []
        refused: list[str] = []
        for some in _portions(ids[:MOST_AT_ONCE]):
            with self._store.begin() as tx:
                leaves = tx.now() + LEAVES_AFTER
                for document_id in some:
                    try:
                        do(tx, document_id, leaves)
                        done.append(document_id)
                    except (WrongInput, StaleVersion, RecordMissing) as refusal:
                        refused.append(refusal.message)
        return Done(tuple(done), tuple(dict.fromkeys(refused)), max(0, len(ids) - MOST_AT_ONCE))


def _view_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > _LONGEST_NAME:
        raise WrongInput(f"A view has a name of at most {_LONGEST_NAME} characters.")
    return name


def _prove_own(user: User, view: SavedView) -> None:
    if view.owner != user.id and not user.role.sets_rules:
        raise WrongInput(f"{view.name} is somebody else's view; ask its owner or an admin.")


def _portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _IN_ONE):
        yield ids[start : start + _IN_ONE]


def _say(tx: Tx, document_id: str, note: str) -> None:
    """Say how a document that is ready stands; one that a destination asks about says so itself."""
    if documents.get(tx, document_id).status is DocumentStatus.READY:
        checking.stand(tx, document_id, DocumentStatus.READY, note)


def _counted(tx: Tx, user: User, view: SavedView) -> ViewCount:
    """A view and how much it holds; one that can't be asked any more holds nothing."""
    try:
        number = screens.counted(tx, _query(view, user), _COUNTED + 1)
    except BillhookError:
        number = 0
    return ViewCount(view, min(number, _COUNTED), more=number > _COUNTED)


def _query(view: SavedView, user: User) -> InboxQuery:
    return InboxQuery(view=view.view, text=view.text, user_id=user.id)
