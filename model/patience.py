"""How often a secret may be guessed before the next try has to wait."""

from __future__ import annotations

from collections import OrderedDict, deque

from model.clock import Clock

TRIES = 5
WINDOW = 60.0  # seconds
MOST_REMEMBERED = 4096


class Patience:
    """Counts failed tries by who made them; the oldest are forgotten first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failed: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, *who: str) -> float:
        """Seconds until the next try is listened to, 0 for now. The longest of all names counts."""
        return max((self._wait(name) for name in who), default=0.0)

    def failed(self, *who: str) -> None:
        """Remember a failed try under each name."""
        for name in who:
            times = self._failed.setdefault(name, deque(maxlen=TRIES))
            times.append(self._clock.monotonic())
            self._failed.move_to_end(name)
        while len(self._failed) > MOST_REMEMBERED:
            self._failed.popitem(last=False)

    def forget(self, *who: str) -> None:
        """A try went well: start counting anew."""
        for name in who:
            self._failed.pop(name, None)

    def _wait(self, name: str) -> float:
        times = self._failed.get(name)
        if times is None or len(times) < TRIES:
            return 0.0
        return max(0.0, times[0] + WINDOW - self._clock.monotonic())
