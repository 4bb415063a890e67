"""How an installation does, in numbers: what metrics, readiness and alarms are made of.

Nothing here names a supplier or a person, but `Ended.portal`, which is shown only where the
installation's settings allow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from model.api import ApiToken
from model.secret import Secret


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work that waits its turn: how much, and since when the oldest; None where nothing waits."""

    number: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When a worker was last heard of, and whether its vault was locked then."""

    worker: str
    at: datetime
    vault_locked: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """A visit that ended: with which outcome, and how long it took; None where it never began."""

    id: str
    portal: str
    outcome: str
    finished: datetime
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Vitals:
    """How many of what stand where, at one instant.

    `mails`, `documents`, `expectations`, `portals` and `exceptions` are numbers by state or reason
    (of exceptions the open ones); `deliveries` by destination and state. `unexplained` is how many
    lines of statements have no answer.
    """

    at: datetime
    mails: Mapping[str, int]
    documents: Mapping[str, int]
    expectations: Mapping[str, int]
    exceptions: Mapping[str, int]
    portals: Mapping[str, int]
    deliveries: Mapping[tuple[str, str], int]
    unexplained: int
    waiting: Mapping[str, Waiting]
    workers: tuple[Heartbeat, ...]
    backed_up: datetime | None = None
    events: int = 0


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether requests can be served: the tables answer, and are of this version.

    A worker that is away or waits for its vault keeps nobody from looking and answering.
    """

    database: bool
    worker: bool = False
    vault_open: bool = False


class VitalsDesk(Protocol):
    """What health, readiness and metrics ask. Calls block: keep them off the loop."""

    def readiness(self) -> Readiness:
        """Whether requests can be served; never raises."""
        ...

    def vitals(self) -> Vitals:
        """The numbers of now. Raises StorageError."""
        ...

    def ended(self, since: datetime) -> tuple[Ended, ...]:
        """The visits that ended since an instant, oldest first. Raises StorageError."""
        ...

    def holder(self, token: Secret) -> ApiToken | None:
        """The token of the API, None where it is unknown, expired or revoked."""
        ...
