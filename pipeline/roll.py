"""The roll call: which other workers have fallen silent, by this worker's own clock alone.

No two machines' clocks are compared. Each worker sees the others' rows change; whose row has stood
still for a minute of watching is gone. A watcher that was away itself (its database did not answer)
has seen nothing in that time, and begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from model.clock import Clock

GONE: Final = timedelta(seconds=60)
"""A worker that has not been heard of for so long will not come back."""
_AWAY: Final = timedelta(seconds=15)
"""A watcher that did not look for so long was away."""


class RollCall:
    """What one worker has seen of the others."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[str, tuple[str, float]] = {}
        self._looked = clock.monotonic()

    def silent(self, signs: Mapping[str, str]) -> tuple[str, ...]:
        """Who has given no other sign for too long."""
        now = self._clock.monotonic()
        if now - self._looked > _AWAY.total_seconds():
            self._seen.clear()
        self._looked = now
        self._seen = {name: self._since(name, sign, now) for name, sign in signs.items()}
        return tuple(
            name for name, (_, since) in self._seen.items() if now - since >= GONE.total_seconds()
        )

    def _since(self, name: str, sign: str, now: float) -> tuple[str, float]:
        before = self._seen.get(name)
        return before if before is not None and before[0] == sign else (sign, now)
