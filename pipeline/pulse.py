"""Whether this worker was stopped for so long that another may do its work by now.

A worker that does not beat for a minute is taken for gone, and its visits are made by another. One
that was only stopped (a signal, a debugger, a machine that slept) must not go on where it was: it
ends itself, as if it had been gone indeed, before it types, writes down or files anything.

Where workers share a server's database, a beat is one that the server took: a worker that is cut
off from it beats in vain, and its visits end while it may still reach their portals.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from model.clock import Clock

_log = logging.getLogger(__name__)

WORTH: Final = timedelta(seconds=45)
"""So long a beat counts; well below the time after which others take a worker for gone."""
_LOOK: Final = 1.0  # seconds


def _die() -> None:
    _log.critical("This worker was stopped for too long; it ends, since others do its work now.")
    os.kill(os.getpid(), signal.SIGKILL)


class Pulse:
    """The beats of one process. Until it is started, nothing is looked at: a single command."""

    def __init__(self, end: Callable[[], None] = _die) -> None:
        self._end = end
        self._clock: Clock | None = None
        self._last = 0.0
        self._lock = threading.Lock()

    def start(self, clock: Clock) -> None:
        """Nothing comes back: from now on the process has to beat, and is watched."""
        self._clock, self._last = clock, clock.monotonic()
        threading.Thread(target=self._watch, name="pulse", daemon=True).start()

    def beat(self) -> None:
        """Nothing comes back: the process lives, and did not miss its time."""
        with self._lock:
            self.check()
            if self._clock is not None:
                self._last = self._clock.monotonic()

    def end(self) -> None:
        """Nothing comes back: others do this worker's work, so its process ends, if it beats."""
        if self._clock is not None:
            self._end()

    def _watch(self) -> None:
        """A call to a database that has vanished may hang for minutes; this does not."""
        while not self._missed():
            time.sleep(_LOOK)
        self._end()

    def check(self) -> None:
        """Nothing comes back, where this worker is still the one; else its process ends."""
        if self._missed():
            self._end()

    def _missed(self) -> bool:
        clock = self._clock
        return clock is not None and clock.monotonic() - self._last > WORTH.total_seconds()


PULSE = Pulse()
"""That of this process."""
