"""How long to wait before a mail server is asked again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

_FIRST: Final = timedelta(seconds=5)
_LONGEST: Final = timedelta(minutes=15)


def backoff(attempt: int) -> timedelta:
    """The wait before retry number `attempt` (from 1): 5 s, doubled each time, at most 15 min.

    Microsoft 365 locks out accounts that reconnect faster than that for long ("User is
    authenticated but not connected"), so the last step is minutes, not seconds.
    """
    doublings = min(max(attempt, 1) - 1, 10)
    return min(_LONGEST, _FIRST * (1 << doublings))
