"""Who controls a live page: one person at a time, for ten minutes after the last thing they did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from model.clock import Clock
from model.live import LEASE, Guest


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has control, through which viewer, until when (in the clock's monotonic seconds)."""

    viewer: int
    guest: Guest
    until: float


class Control:
    """The control of one page. Watching needs none."""

    def __init__(self, clock: Clock, lease: timedelta = LEASE) -> None:
        self._clock = clock
        self._lease = lease.total_seconds()
        self.holder: Holder | None = None

    @property
    def seconds(self) -> float:
        """How long control lasts if nothing more is done."""
        return max(0.0, self.holder.until - self._clock.monotonic()) if self.holder else 0.0

    def take(self, viewer: int, guest: Guest) -> str:
        """Why this guest does not get control, in a sentence; "" where they have it now.

        Who has control already may take it along to another viewer of theirs.
        """
        if not guest.may:
            return "You may watch. Whoever opened the page controls it, or an approver or admin."
        held = self.holder
        if held is not None and held.guest.user_id != guest.user_id:
            return f"{held.guest.full_name} has control; it is free once they give it back."
        self.holder = Holder(viewer, guest, self._clock.monotonic() + self._lease)
        return ""

    def renew(self, viewer: int) -> bool:
        """Whether this viewer has control, which then lasts as long again."""
        if self.holder is None or self.holder.viewer != viewer:
            return False
        self.holder = replace(self.holder, until=self._clock.monotonic() + self._lease)
        return True

    def release(self, viewer: int | None = None) -> Holder | None:
        """Who had control and has it no more; a viewer releases only its own."""
        held = self.holder
        if held is None or viewer not in (None, held.viewer):
            return None
        self.holder = None
        return held

    def lapse(self) -> Holder | None:
        """Who had control until their time was over just now."""
        return self.release() if self.holder and self.seconds <= 0 else None
