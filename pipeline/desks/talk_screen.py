"""Comments and hands, on a store."""

from __future__ import annotations

from collections.abc import Collection

from model.deeds import DeedKind
from model.errors import RecordMissing, WrongInput
from model.people import Right, User
from model.talk import LONGEST, Comment, Thread
from model.worklist import MOST_AT_ONCE
from pipeline.access.rights import guarded
from pipeline.undoing import undoable
from storage import screens, talk, users
from storage.store import Store, Tx


@guarded
class TalkScreenDesk:
    """`model.talk.TalkDesk` on a store; every call is one short transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def people(self) -> tuple[User, ...]:
        """Everybody to whom something can be assigned, by name."""
        with self._store.read() as tx:
            return _workers(tx)

    def thread(self, subject: str) -> Thread:
        """What was said about a subject, and who has it in hand."""
        with self._store.read() as tx:
            return talk.thread(tx, subject)

    @undoable(DeedKind.COMMENT)
    def comment(self, user: User, subject: str, text: str) -> Comment:
        """The comment, added."""
        said = text.strip()
        if not said or len(said) > LONGEST:
            raise WrongInput(f"A comment has 1 to {LONGEST:,} characters.")
        with self._store.begin() as tx:
            _known(tx, [subject])
            return talk.comment(tx, user, subject, said)

    @undoable(DeedKind.ASSIGNMENT)
    def assign(self, user: User, subjects: Collection[str], to: str) -> dict[str, str]:
        """Give subjects into somebody's hands; in whose they were before."""
        if len(subjects) > MOST_AT_ONCE:
            raise WrongInput(f"At most {MOST_AT_ONCE} can be assigned at once.")
        with self._store.begin() as tx:
            _known(tx, subjects)
            person = next((one for one in _workers(tx) if one.id == to), None)
            if to and person is None:
                raise WrongInput("There is no such person any more.")
            return {one: talk.assign(tx, user.name, one, person) for one in subjects}


def _workers(tx: Tx) -> tuple[User, ...]:
    every = users.every(tx)
    return tuple(one for one in every if one.active and one.role.may(Right.WORK))


def _known(tx: Tx, subjects: Collection[str]) -> None:
    for missing in sorted(frozenset(subjects) - screens.known_subjects(tx, subjects)):
        raise RecordMissing(f"There is no {missing.replace(':', ' ', 1)}.")
