"""What the Portals screen asks and does about visits, on the store."""

from __future__ import annotations

from model.forensics import RunStory
from model.people import User
from model.schedules import Schedule
from model.secret import Secret
from pipeline import answers
from pipeline.access.rights import guarded
from pipeline.desks.challenge_desk import hand_over
from pipeline.keyholder.vault_talk import VaultDoor
from pipeline.portals import forensics, schedules
from storage.store import Store


@guarded
class VisitScreenDesk:
    """`model.forensics.VisitDesk` on a store; every call is one short transaction."""

    def __init__(self, store: Store, door: VaultDoor) -> None:
        self._store = store
        self._door = door

    def visit_now(self, user: User, portal_id: str) -> None:
        """Ask for a visit to a portal as soon as it is free."""
        with self._store.begin() as tx:
            answers.visit_now(tx, user, portal_id)

    def schedule(self, user: User, portal_id: str, schedule: Schedule) -> None:
        """Visit a portal by another schedule from now on. Raises RecordMissing."""
        with self._store.begin() as tx:
            schedules.change(tx, user, portal_id, schedule)

    def record(self, user: User, portal_id: str) -> None:
        """Ask for a visit that is kept as an offline test of the portal's recipe."""
        with self._store.begin() as tx:
            schedules.record(tx, user, portal_id)

    def answer_challenge(self, user: User, challenge_id: str, typed: Secret) -> None:
        """Hand what a person typed to the visit that waits for it. Raises WrongInput."""
        hand_over(self._store, self._door, user, challenge_id, typed)

    def story(self, run_id: str) -> RunStory:
        """How a visit went. Raises RecordMissing."""
        return forensics.story(self._store, run_id)

    def bundle(self, run_id: str) -> bytes:
        """All that was kept of a visit, as a ZIP. Raises RecordMissing, FileMissing."""
        return forensics.bundle(self._store, run_id)

    def picture(self, run_id: str) -> bytes:
        """The picture of the page that a visit ended on, a PNG. Raises FileMissing."""
        return forensics.picture(self._store, run_id)
