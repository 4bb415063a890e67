"""What visits do and what they go by, over the sample portals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from model.errors import FileMissing
from model.forensics import RunStory
from model.people import User
from model.recipes import RecipeChange
from model.schedules import Schedule
from model.secret import Secret
from tests.ui.sample_portals import CHANGE, STORY

if TYPE_CHECKING:
    from tests.ui.sample_desk import SampleDesk


class SampleRecipes:
    """All of RecipeDesk over the sample desk's portals."""

    def __init__(self, desk: SampleDesk) -> None:
        self._desk = desk

    def change(self, portal_id: str) -> RecipeChange:
        return replace(CHANGE, portal_id=portal_id, proposed=portal_id != CHANGE.portal_id)

    def put_back(self, user: User, portal_id: str) -> None:
        self._desk.note(user, f"put back {portal_id}")

    def accept(self, user: User, portal_id: str) -> None:
        self._desk.note(user, f"accept {portal_id}")

    def refuse(self, user: User, portal_id: str) -> None:
        self._desk.note(user, f"refuse {portal_id}")


class SampleVisits:
    """All of VisitDesk over the sample desk's portals."""

    def __init__(self, desk: SampleDesk) -> None:
        self._desk = desk

    def visit_now(self, user: User, portal_id: str) -> None:
        self._desk.note(user, f"visit {portal_id}")
        self._desk.progress(portal_id, 0, None)

    def schedule(self, user: User, portal_id: str, schedule: Schedule) -> None:
        self._desk.note(user, f"schedule {portal_id}: {schedule.words}")

    def record(self, user: User, portal_id: str) -> None:
        self._desk.note(user, f"record {portal_id}")
        self._desk.progress(portal_id, 0, None)

    def answer_challenge(self, user: User, challenge_id: str, typed: Secret) -> None:
        self._desk.answered(user, challenge_id, typed)

    def story(self, run_id: str) -> RunStory:
        return replace(STORY, why=f"run {run_id}")

    def bundle(self, run_id: str) -> bytes:
        if run_id != STORY.run_id:
            raise FileMissing("Nothing was kept of this visit, or not any more.")
        return b"PK bundle"

    def picture(self, run_id: str) -> bytes:
        if run_id != STORY.run_id:
            raise FileMissing("There is no picture of this visit.")
        return b"PNG picture"
