"""One transaction: what every function of this room takes first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from model.clock import Clock
from model.people import Event


@dataclass(frozen=True, slots=True)
class Tx:
    """An open transaction and the clock that dates what is written in it.

    `trail` holds the last event that it wrote, which no other writer can follow before its end.
    What is done in an `undoable` one may be taken back: what it lets go stays here for a while.
    """

    connection: Connection
    clock: Clock
    announced: set[tuple[str, str]] = field(default_factory=set)
    trail: list[Event] = field(default_factory=list)
    undoable: bool = False

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return self.clock.now()
