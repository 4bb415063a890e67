"""How long to wait before the next attempt."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Final

_WAITS: Final = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
    timedelta(hours=24),
    timedelta(hours=24),
)
_SPREAD: Final = 0.2


def backoff(attempt: int, jitter: Callable[[], float] = random.random) -> timedelta | None:
    """The wait after this attempt, counted from 1; None after days of trying.

    `jitter` gives numbers from 0 to 1; up to a fifth is added, so that what failed together is not
    tried again together.
    """
    if attempt > len(_WAITS):
        return None
    return _WAITS[max(attempt, 1) - 1] * (1 + _SPREAD * jitter())
