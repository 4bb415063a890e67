"""The outbox: turns of work at each destination, one delivery after the other.

A turn ends when nothing is due, when the receiver does not answer twice in a row, or after some
seconds; what is left has the next turn. A turn that is killed is done again: each delivery is
written down by itself, and one that was taken is found again by its key.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from model.deliveries import Delivery, OutboxStanding
from model.errors import StorageError, VaultError, WrongInput
from pipeline import delivering
from pipeline.delivering import Tried
from pipeline.engine import Step
from pipeline.works import Works
from storage import deliveries, outbox

_TURN: Final = 20.0
"""Seconds after which a turn ends, though more is due."""
_IN_A_ROW: Final = 2
"""So many documents that a receiver does not answer to in a row: it is down, not one of them."""
_SOONEST: Final = timedelta(seconds=5)
_LATEST: Final = timedelta(minutes=10)
_SPREAD: Final = 0.2


@dataclass(slots=True)
class _Went:
    """How a turn went: what was taken, and what met no answer, since then and in all."""

    taken: int = 0
    silent: list[Delivery] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)

    def note(self, delivery: Delivery, tried: Tried) -> None:
        """One more delivery had its try."""
        self.taken += tried is Tried.TAKEN
        if tried is Tried.UNREACHABLE:
            self.silent.append(delivery)
            self.passed.append(delivery.id)
        else:
            self.silent.clear()


class Outbox:
    """The turns of one worker. `at` holds which delivery each destination has in hand."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._at: dict[str, str] = {}

    async def work(self, step: Step, destination_id: str) -> None:
        """One turn at a destination."""

        def turn_at(destination: str) -> None:
            self.turn(destination)

        await step(turn_at, destination_id)

    def turn(self, destination_id: str) -> int:
        """Hand over what is due; how many documents were taken."""
        begun = self._works.clock.monotonic()
        went = _Went()
        while self._works.clock.monotonic() - begun < _TURN and len(went.silent) < _IN_A_ROW:
            delivery = self._next(destination_id, went)
            if delivery is None:
                break
            tried = self._attempt(delivery)
            if tried is Tried.LOCKED:
                break
            went.note(delivery, tried)
            if tried is Tried.TAKEN:
                self._up(destination_id)
        self._end(destination_id, went)
        return went.taken

    def failed(self, destination_id: str, error: Exception) -> None:
        """Write down that the delivery in hand broke in our own hands; the others go on."""
        if delivery_id := self._at.pop(destination_id, None):
            delivering.failed(self._works, delivery_id, error)
        with self._works.store.begin() as tx:
            outbox.end_turn(tx, destination_id)

    def _next(self, destination_id: str, went: _Went) -> Delivery | None:
        with self._works.store.read() as tx:
            destination = deliveries.destination(tx, destination_id)
            if went.silent and outbox.standing(tx, destination_id).down_since:
                return None  # one probe at a time
            return outbox.next_of(tx, destination, self._works.clock.now(), tuple(went.passed))

    def _attempt(self, delivery: Delivery) -> Tried:
        self._at[delivery.destination_id] = delivery.id
        try:
            tried = delivering.attempt(self._works, delivery.id)
        except (WrongInput, VaultError, StorageError) as trouble:
            delivering.failed(self._works, delivery.id, trouble)
            tried = Tried.ENDED
        del self._at[delivery.destination_id]
        return tried

    def _up(self, destination_id: str) -> None:
        with self._works.store.read() as tx:
            down = outbox.standing(tx, destination_id).down_since
        if down:
            with self._works.store.begin() as tx:
                outbox.up(tx, destination_id)

    def _end(self, destination_id: str, went: _Went) -> None:
        """Leave a receiver alone that does not answer; name the next turn."""
        with self._works.store.begin() as tx:
            stands = outbox.standing(tx, destination_id)
            if went.silent and (stands.down_since or _is_down(went, stands)):
                now = self._works.clock.now()
                probe_at = now + _pause(now - (stands.down_since or now))
                outbox.down(tx, destination_id, probe_at)
            outbox.end_turn(tx, destination_id, taken=bool(went.taken))


def _is_down(went: _Went, stands: OutboxStanding) -> bool:
    """Whether it is the receiver that is down, not one document that it can't bear.

    Two documents in a row say so; one says so by its second failure, where nothing was taken since
    its first.
    """
    if len(went.silent) >= _IN_A_ROW:
        return True
    attempts = went.silent[0].attempts
    return bool(attempts) and (stands.taken_at is None or stands.taken_at < attempts[0].at)


def _pause(down_for: timedelta) -> timedelta:
    """How long a receiver is left alone: half as long as it has been down, within bounds."""
    pause = min(max(down_for / 2, _SOONEST), _LATEST)
    return pause * (1 + _SPREAD * random.random())  # noqa: S311 - no secret hangs on it
