"""The person who is there for a visit: what its sign-in asks reaches them, their answer reaches it.

An answer passes from the web process through the worker's socket into this memory, and from there
to the visit's process. It is in no row, no message of the engine and no log.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from model.challenges import Challenge
from model.secret import Secret
from pipeline.works import Works
from storage import challenges


class Answers:
    """The answers of people to the challenges of this worker's visits, each taken once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given: dict[str, Secret | None] = {}

    def expect(self, challenge_id: str) -> None:
        """An answer to this challenge is taken from now on."""
        with self._lock:
            self._given[challenge_id] = None

    def give(self, challenge_id: str, answer: Secret) -> bool:
        """Whether a visit of this worker waits for this answer, which it now has."""
        with self._lock:
            if challenge_id not in self._given:
                return False
            self._given[challenge_id] = answer
            return True

    def take(self, challenge_id: str) -> Secret | None:
        """The answer, once; None as long as there is none."""
        with self._lock:
            answer = self._given.get(challenge_id)
            if answer is not None:
                del self._given[challenge_id]
            return answer

    def drop(self, challenge_id: str) -> None:
        """No answer to this challenge is taken any more."""
        with self._lock:
            self._given.pop(challenge_id, None)


ANSWERS = Answers()
"""Those of this process."""


@dataclass
class DeskAttendant:
    """The people at the dashboard, as one visit knows them; fulfils `model.ports.Attendant`."""

    works: Works
    portal_id: str
    run_id: str
    shown: dict[Challenge, str] = field(default_factory=dict)

    def __call__(self, challenge: Challenge) -> Secret | None:
        """What a person typed, once; the first call shows the challenge."""
        if challenge not in self.shown:
            with self.works.store.begin() as tx:
                made = challenges.open_(tx, challenge, run_id=self.run_id, portal_id=self.portal_id)
            self.shown[challenge] = made.id
            ANSWERS.expect(made.id)
        answer = ANSWERS.take(self.shown[challenge])
        if answer is not None:
            self._close(self.shown[challenge], "answered")
        return answer

    def _close(self, challenge_id: str, outcome: str) -> None:
        with self.works.store.begin() as tx:
            challenges.close(tx, challenge_id, outcome)

    def leave(self) -> None:
        """Nothing comes back: what is still shown is shown no longer."""
        for challenge_id in self.shown.values():
            ANSWERS.drop(challenge_id)
            self._close(challenge_id, "over")


@contextmanager
def attended(works: Works, portal_id: str, run_id: str) -> Iterator[DeskAttendant]:
    """The attendant of one visit, as long as the visit lasts."""
    attendant = DeskAttendant(works, portal_id, run_id)
    try:
        yield attendant
    finally:
        attendant.leave()
