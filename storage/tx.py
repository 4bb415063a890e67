"""One transaction: what every function of this room takes first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from model.clock import Clock


@dataclass(frozen=True, slots=True)
class Tx:
    """An open transaction and the clock that dates what is written in it."""

    connection: Connection
    clock: Clock
    announced: set[tuple[str, str]] = field(default_factory=set)

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return self.clock.now()
