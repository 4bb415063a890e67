"""Time, injected: nobody but this module asks the machine what time it is."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """The date in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back, for measuring."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The date in UTC."""
        return self.now().date()

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()


@dataclass
class FixedClock:
    """A clock that stands still until it is moved; for tests and the demo company."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.instant

    def today(self) -> date:
        """Its date."""
        return self.instant.date()

    def monotonic(self) -> float:
        """Seconds since the epoch of its instant."""
        return self.instant.timestamp()

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.instant += by
