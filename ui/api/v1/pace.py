"""How many requests a caller may make: so many at once, so many a second in the long run."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from model.clock import Clock

AT_ONCE: Final = 200
A_SECOND: Final = 20.0
_MOST_REMEMBERED: Final = 4096


class Pace:
    """A bucket for each caller, which fills by itself; the oldest callers are forgotten first."""

    def __init__(self, clock: Clock, at_once: int = AT_ONCE, a_second: float = A_SECOND) -> None:
        self._clock = clock
        self._at_once = at_once
        self._a_second = a_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str) -> float:
        """Seconds until this caller may come again; 0 where it is let in now, and counted."""
        now = self._clock.monotonic()
        before, at = self._left.get(caller, (float(self._at_once), now))
        left = min(float(self._at_once), before + (now - at) * self._a_second)
        allowed = left >= 1
        self._left[caller] = (left - 1 if allowed else left, now)
        self._left.move_to_end(caller)
        while len(self._left) > _MOST_REMEMBERED:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._a_second
