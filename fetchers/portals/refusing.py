"""What it means that a sign-in's form came back after a name and a password were sent."""

from __future__ import annotations

from typing import Final

from fetchers.portals.endings import VisitEnded
from fetchers.portals.passages import PASSAGE
from model.outcomes import OutcomeCode

_SERVER_ERROR: Final = 500
_TOO_MANY: Final = 429
_UNAUTHORIZED: Final = 401


def refusal(status: int, later: str, anew: str) -> VisitEnded:
    """The ending, by the answer's status (HTTP), its Retry-After and the lines that are new."""
    if status >= _SERVER_ERROR:
        return VisitEnded(OutcomeCode.SITE_DOWN, cause=f"HTTP {status}")
    if status == _TOO_MANY:
        return VisitEnded(OutcomeCode.LOCKED, **{PASSAGE: later})
    if status != _UNAUTHORIZED and anew.strip():
        return VisitEnded(
            OutcomeCode.UNKNOWN, cause="the sign-in came back with words that are not known"
        )
    return VisitEnded(OutcomeCode.LOGIN_FAILED, bad_field="user name or password")
