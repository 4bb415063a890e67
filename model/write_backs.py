"""Write-backs: fetched invoices on their way into the thread of the mail that announced them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WriteBackState(StrEnum):
    """Where a write-back stands."""

    QUEUED = "queued"
    BEGUN = "begun"  # the mail server may have it already
    DONE = "done"
    CANCELLED = "cancelled"  # by a person, or since the mailbox shall stay as it is


@dataclass(frozen=True, slots=True)
class WriteBack:
    """One file for one thread. `key` is the same for the same mailbox, mail and file."""

    key: str
    mailbox_id: str
    message_id: str
    document_id: str
    sha256: str
    state: WriteBackState
    queued: datetime
    host: str = ""  # where it was fetched
    begun: datetime | None = None
    attempts: int = 0
    next_attempt: datetime | None = None
