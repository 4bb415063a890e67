"""How long to wait before a mail server is asked again."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

_FIRST: Final = timedelta(seconds=1)
_LONGEST: Final = timedelta(minutes=15)
_FIRST_REFUSED: Final = timedelta(seconds=30)
_LONGEST_REFUSED: Final = timedelta(hours=1)


def backoff(attempt: int, *, mailbox: str = "") -> timedelta:
    """The wait before retry number `attempt` (from 1): 1 s, doubled each time, at most 15 min.

    Microsoft 365 locks out accounts that reconnect faster than that for long ("User is
    authenticated but not connected"), so the last step is minutes, not seconds. Up to a quarter is
    taken off, another share for each mailbox, so that a server that comes back is not stormed.
    """
    digest = hashlib.sha256(f"{mailbox} {attempt}".encode()).digest()
    return _doubled(_FIRST, _LONGEST, attempt) * (1 - digest[0] / 1024)


def refused_wait(attempt: int) -> timedelta:
    """The wait before the same password is tried again: 30 s, doubled, at most an hour.

    Servers lock accounts after some ten refusals in a row, but some also refuse what is right while
    they have trouble of their own.
    """
    return _doubled(_FIRST_REFUSED, _LONGEST_REFUSED, attempt)


def _doubled(first: timedelta, longest: timedelta, attempt: int) -> timedelta:
    return min(longest, first * (1 << min(max(attempt, 1) - 1, 10)))
