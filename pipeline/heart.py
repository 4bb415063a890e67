"""The beats of a worker, in a thread and on a line of their own.

What the worker's rounds wait for, the beats do not: neither for the one lock for writers nor for
the engine, both of which a machine that was cut off may hold for a while. Else those that live
would be taken for gone together with it.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from model.clock import Clock
from model.errors import StorageError, TakenOver, Unavailable
from pipeline.pulse import Pulse
from storage import heartbeats
from storage.heartbeats import Worker
from storage.store import Store

_log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=5)
"""How often a worker says that it lives."""
STUCK: Final = timedelta(minutes=5)
"""A worker whose rounds have not come round for so long is not at work, whatever its heart does."""


class Heart:
    """One life's beats. Where a database is `shared`, a beat that it did not take is none."""

    def __init__(
        self, store: Store, worker: Worker, clock: Clock, pulse: Pulse, *, shared: bool
    ) -> None:
        self._store = store
        self._worker = worker
        self._clock = clock
        self._pulse = pulse
        self._shared = shared
        self._turned = clock.monotonic()

    def turned(self) -> None:
        """Nothing comes back: the worker's rounds have come round."""
        self._turned = self._clock.monotonic()

    def end_rounds(self) -> None:
        """Nothing comes back: there are no more rounds, and what was begun goes on for a while."""
        self._turned = math.inf

    @contextmanager
    def beating(self) -> Iterator[None]:
        """It beats as long as the block lasts."""
        over = threading.Event()

        def keep() -> None:
            while not over.wait(EVERY.total_seconds()):
                self.beat()

        thread = threading.Thread(target=keep, name="heart", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def beat(self) -> None:
        """Say once that this life goes on, unless its rounds stand still."""
        if self._clock.monotonic() - self._turned > STUCK.total_seconds():
            _log.critical("This worker's rounds stand still; it beats no more.")
            return
        if not self._shared:
            self._pulse.beat()
        try:
            with self._store.aside() as tx:
                heartbeats.go_on(tx, self._worker)
        except TakenOver:
            self._pulse.end()
        except (StorageError, Unavailable) as trouble:
            _log.warning("%s; this beat was in vain", trouble.message)
        else:
            if self._shared:
                self._pulse.beat()
