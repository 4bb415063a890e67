"""What a caller of the client has to deal with.

The tree::

ClientError
├─ Unreachable      no answer, though it was tried for a while
└─ Refused          an answer that is a problem (RFC 9457)
   └─ Changed       the record is not what the caller has seen
"""

from __future__ import annotations

from typing import Any


class ClientError(Exception):
    """Something went wrong between the client and Billhook."""


class Unreachable(ClientError):
    """Billhook did not answer, though it was asked several times."""


class Refused(ClientError):
    """Billhook refused a request: `situation` is always the same word for the same situation."""

    def __init__(self, status: int, situation: str, detail: str, faults: tuple[Any, ...]) -> None:
        super().__init__(detail)
        self.status = status
        self.situation = situation
        self.detail = detail
        self.faults = faults


class Changed(Refused):
    """The record was changed since the caller has read it: read it again before deciding."""
