"""Saved views, batches, comments and hands over the sample documents, changed in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Protocol

from model.deeds import DeedKind
from model.errors import RecordMissing, StaleVersion, WrongInput
from model.people import User
from model.talk import Comment, Thread
from model.views import DocumentView, InboxPage, InboxQuery, InboxRow
from model.worklist import Chosen, Done, SavedView, ViewCount
from tests.ui.sample_documents import HOSTILE, NOW


class House(Protocol):
    """What the samples need of the desk around them."""

    deeds: list[tuple[DeedKind, Callable[[], object]]]

    def note(self, user: User, what: str) -> None: ...
    def tell(self, topic: str, subject: str) -> None: ...
    def inbox(self, query: InboxQuery, start: int, end: int) -> InboxPage: ...
    def document(self, document_id: str) -> DocumentView: ...
    def put(self, document_id: str, **changes: object) -> None: ...
    def deliver(self, user: User, document_id: str, version: int) -> None: ...


class SampleWorklist:
    """`model.worklist.WorklistDesk` over samples."""

    def __init__(self, house: House) -> None:
        self._house = house
        shared = SavedView(
            "v1", "Credit notes", "u2", shared=True, view="all", text="kind:credit_note"
        )
        self._views = {shared.id: shared}

    def views(self, user: User) -> tuple[ViewCount, ...]:
        seen = [one for one in self._views.values() if one.shared or one.owner == user.id]
        named = sorted(seen, key=lambda one: one.name)
        return tuple(ViewCount(one, self._house.inbox(_query(one), 0, 0).total) for one in named)

    def save_view(self, user: User, name: str, query: InboxQuery, *, shared: bool) -> SavedView:
        self._house.note(user, f"save view {name} {query.view} {query.text}")
        if not name.strip():
            raise WrongInput("A view has a name of at most 60 characters.")
        view = SavedView(f"v-{name}", name, user.id, shared, query.view, query.text)
        self._views = {**self._views, view.id: view}
        self._house.tell("views", view.id)
        return view

    def rename_view(self, user: User, view_id: str, name: str) -> SavedView:
        self._house.note(user, f"rename view {view_id} {name}")
        if not name.strip():
            raise WrongInput("A view has a name of at most 60 characters.")
        view = replace(self._views[view_id], name=name)
        self._views = {**self._views, view_id: view}
        self._house.tell("views", view_id)
        return view

    def remove_view(self, user: User, view_id: str) -> None:
        self._house.note(user, f"remove view {view_id}")
        self._views = {key: view for key, view in self._views.items() if key != view_id}
        self._house.tell("views", view_id)

    def rows(self, document_ids: Collection[str]) -> tuple[InboxRow, ...]:
        every = self._house.inbox(InboxQuery(view="all"), 0, 500).rows
        return tuple(row for row in every if row.id in document_ids)

    def fitting(self, query: InboxQuery, document_ids: Collection[str]) -> frozenset[str]:
        listed = {row.id for row in self._house.inbox(query, 0, 500).rows}
        return frozenset(listed & set(document_ids))

    def ids(self, chosen: Chosen) -> tuple[str, ...]:
        if chosen.query is None:
            return chosen.ids
        found = self._house.inbox(chosen.query, 0, 500).rows
        return tuple(row.id for row in found if row.id not in chosen.but)

    def deliver(self, user: User, chosen: Chosen) -> Done:
        done, refused = [], []
        for one in self.ids(chosen):
            view = self._house.document(one)
            if view.status != "ready":
                refused.append(f"It can't be delivered while it is {view.status}.")
                continue
            try:
                self._house.deliver(user, one, chosen.versions.get(one, view.version))
            except StaleVersion as stale:
                refused.append(stale.message)
                continue
            done.append(one)
        self._house.deeds.append((DeedKind.DELIVERY, lambda: self.take_back(user, done)))
        return Done(tuple(done), tuple(dict.fromkeys(refused)))

    def take_back(self, user: User, document_ids: Collection[str]) -> Done:
        for one in document_ids:
            self._house.note(user, f"take back {one}")
            self._house.put(one, status="ready", can_deliver=True)
        return Done(tuple(document_ids))


class SampleTalk:
    """`model.talk.TalkDesk` over samples; a hostile comment stands on the hostile document."""

    def __init__(self, house: House, people: Mapping[str, User]) -> None:
        self._house = house
        self._people = people
        self._hands: dict[str, User] = {}
        self._said: dict[str, tuple[Comment, ...]] = {
            "document:d38": (Comment("c0", "document:d38", "Ada Lindqvist", HOSTILE, NOW),)
        }

    def people(self) -> tuple[User, ...]:
        return tuple(self._people.values())

    def thread(self, subject: str) -> Thread:
        return Thread(self._said.get(subject, ()), self._hands.get(subject))

    def comment(self, user: User, subject: str, text: str) -> Comment:
        self._house.note(user, f"comment {subject} {text}")
        before = self._said.get(subject, ())
        said = Comment(f"c-{subject}-{len(before)}", subject, user.full_name, text, NOW)
        self._said = {**self._said, subject: (*before, said)}
        self._tell(subject)
        return said

    def assign(self, user: User, subjects: Collection[str], to: str) -> dict[str, str]:
        self._house.note(user, f"assign {' '.join(subjects)} to {to or 'nobody'}")
        if to and to not in self._people:
            raise RecordMissing("There is no such person any more.")
        before = {one: self._hands[one].id if one in self._hands else "" for one in subjects}
        left = {one: held for one, held in self._hands.items() if one not in before}
        self._hands = left | (dict.fromkeys(subjects, self._people[to]) if to else {})
        for one in subjects:
            self._tell(one)
        self._house.deeds.append((DeedKind.ASSIGNMENT, lambda: self._put_back(before)))
        return before

    def _put_back(self, before: Mapping[str, str]) -> None:
        self._hands = {one: held for one, held in self._hands.items() if one not in before}
        self._hands |= {one: self._people[who] for one, who in before.items() if who}
        for one in before:
            self._tell(one)

    def _tell(self, subject: str) -> None:
        self._house.tell("inbox", subject.removeprefix("document:"))
        self._house.tell("exceptions", subject)


def _query(view: SavedView) -> InboxQuery:
    return InboxQuery(view=view.view, text=view.text, user_id=view.owner)


def in_hand(thread: Callable[[str], Thread], subject: str) -> str:
    """The full name of whose a subject is, "" for nobody's."""
    held = thread(subject).assigned
    return held.full_name if held else ""
