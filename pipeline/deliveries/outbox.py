"""The outbox: turns of work at each destination, one delivery after the other.

A turn ends when nothing is due, when the receiver does not answer twice in a row, or after some
seconds; what is left has the next turn. A turn that is killed is done again, and what was taken is
found again by its key. Where the receiver itself knows keys, some deliveries are claimed and
written down together; at any other each is written down before the next is tried.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from feeds import known_by_key
from model.deliveries import Delivery, Destination, OutboxStanding
from model.errors import StorageError, VaultError, WrongInput
from pipeline.deliveries import delivering
from pipeline.deliveries.delivering import Claim, Taken, Tried
from pipeline.deliveries.passes import Passage
from pipeline.engine import Step
from pipeline.works import Works
from storage import deliveries, outbox
from storage.store import Tx

_TURN: Final = 20.0
"""Seconds after which a turn ends, though more is due."""
_IN_A_ROW: Final = 2
"""So many documents that a receiver does not answer to in a row: it is down, not one of them."""
_TOGETHER: Final = 32
"""So many deliveries are claimed and written down together, where the receiver knows keys."""
_FRESH: Final = 0.5
"""Seconds for which a claim is good: what a person pauses or takes back stays here after that."""
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
        with self._works.store.read() as tx:
            passage = Passage(self._works, deliveries.destination(tx, destination_id))
        with passage:
            while self._works.clock.monotonic() - begun < _TURN and len(went.silent) < _IN_A_ROW:
                claims = self._claims(destination_id, went)
                if not claims or not self._hand_over(claims, passage, went):
                    break
        self._end(destination_id, went)
        return went.taken

    def failed(self, destination_id: str, error: Exception) -> None:
        """Write down that the delivery in hand broke in our own hands; the others go on."""
        if delivery_id := self._at.pop(destination_id, None):
            delivering.failed(self._works, delivery_id, error)
        with self._works.store.begin() as tx:
            outbox.end_turn(tx, destination_id)

    def _claims(self, destination_id: str, went: _Went) -> list[Claim]:
        """The deliveries whose turn it is; one where it may be the last for now."""
        with self._works.store.read() as tx:
            destination = deliveries.destination(tx, destination_id)
            if went.silent and outbox.standing(tx, destination_id).down_since:
                return []  # one probe at a time
            alone = went.silent or not known_by_key(destination)
            most = 1 if alone else _TOGETHER
            now, passed = self._works.clock.now(), tuple(went.passed)
            found = outbox.due(tx, destination, now, passed, most=most)
            claims = [self._claim(tx, destination, one) for one in found]
        return [claimed for claimed in claims if claimed]

    def _claim(self, tx: Tx, destination: Destination, delivery: Delivery) -> Claim | None:
        """A delivery with its facts; None where they can't be put together, and a person knows."""
        try:
            return delivering.claim(tx, destination, delivery)
        except (WrongInput, StorageError) as trouble:
            delivering.failed(self._works, delivery.id, trouble)
            return None

    def _hand_over(self, claims: list[Claim], passage: Passage, went: _Went) -> bool:
        """Whether the turn may go on: hand over what was claimed, as long as the claim is fresh."""
        begun, taken = self._works.clock.monotonic(), list[Taken]()
        try:
            for claimed in claims:
                tried = self._attempt(claimed, passage, taken)
                if tried in (Tried.LOCKED, Tried.SHUT):
                    return False
                went.note(claimed.delivery, tried)
                stale = self._works.clock.monotonic() - begun > _FRESH
                if tried is Tried.UNREACHABLE or stale:
                    break
        finally:
            delivering.write_down(self._works, taken)
        if went.taken and not went.silent:
            self._up(claims[0].destination.id)
        return True

    def _attempt(self, claimed: Claim, passage: Passage, taken: list[Taken]) -> Tried:
        delivery = claimed.delivery
        self._at[delivery.destination_id] = delivery.id
        try:
            tried = delivering.hand_over(self._works, claimed, passage, taken)
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
