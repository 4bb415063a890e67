"""How long the rest of some work takes, by what was seen to be done of it."""

from __future__ import annotations

from collections import deque
from typing import Final

SEEN: Final = 30.0
"""So many seconds are looked back: what was slow or fast before says little of the rest."""
_LEAST: Final = 4.0
"""So many seconds have to be seen before anything is said."""


class Pace:
    """What was done at each look; a work that begins anew is another one."""

    def __init__(self) -> None:
        self._looks: deque[tuple[float, int]] = deque()

    def left(self, done: int, total: int, now: float) -> float | None:
        """How many seconds the rest takes at this pace; None where too little was seen to say."""
        if self._looks and done < self._looks[-1][1]:
            self._looks.clear()
        self._looks.append((now, done))
        while now - self._looks[0][0] > SEEN:
            self._looks.popleft()
        first, before = self._looks[0]
        if now - first < _LEAST or done == before:
            return None
        return (total - done) * (now - first) / (done - before)
