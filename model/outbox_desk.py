"""What the Deliveries screen asks and does about destinations and what is sent there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from model.deliveries import KeptReply
from model.people import User


@dataclass(frozen=True, slots=True)
class DestinationView:
    """How the way to a destination stands. While it is down, it is asked again at `probe_at`."""

    id: str
    name: str
    kind: str
    paused: bool
    waiting: int
    failed: int
    down_since: datetime | None = None
    probe_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PayloadView:
    """What a destination gets: the file's name and type, and the facts beside it as text."""

    file_name: str
    media_type: str
    facts: str


class OutboxDesk(Protocol):
    """Destinations, and what was or is to be sent there.

    Calls block: keep them off the loop. Actions write the audit trail; they raise RecordMissing,
    and WrongInput with a sentence.
    """

    def destinations(self) -> tuple[DestinationView, ...]:
        """All destinations, those in trouble first."""
        ...

    def replies(self, delivery_id: str) -> tuple[KeptReply, ...]:
        """What the receiver has answered about a delivery, oldest first."""
        ...

    def payload(self, delivery_id: str) -> PayloadView:
        """What the destination gets. Raises RecordMissing."""
        ...

    def pause(self, user: User, destination_id: str, *, paused: bool) -> None:
        """Let a destination's deliveries wait, or go on."""
        ...

    def retry_all(self, user: User) -> tuple[str, ...]:
        """The ids of all deliveries that were given up, now on their way again."""
        ...

    def replay(
        self, user: User, since: date, until: date, destination_id: str = ""
    ) -> tuple[str, ...]:
        """The ids of all deliveries of these days, now on their way again; whole days in UTC."""
        ...

    def take_back(self, user: User, delivery_ids: Sequence[str]) -> int:
        """How many of the deliveries that were sent again had not left, and stand as before."""
        ...
