"""What changed elsewhere, told to the open pages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from nicegui import Event, background_tasks

from model.desk import Desk
from model.errors import BillhookError
from model.people import Change

PAUSE = 0.05  # seconds between two looks at the desk
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class News:
    """What changed: a topic of `model.people.Change`, and the ids of what it is about."""

    topic: str
    subjects: frozenset[str]


class Bus:
    """Asks the desk, off the loop, what changed, and tells every page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._task: asyncio.Task[None] | None = None
        self.changed: Event[[News]] = Event()

    async def start(self) -> None:
        """Begin to watch."""
        self._task = background_tasks.create(self._watch(), name="bus")

    async def stop(self) -> None:
        """End watching."""
        if self._task:
            self._task.cancel()

    async def _watch(self) -> None:
        last: int | None = None
        while True:
            try:
                last = await self._look(last)
            except BillhookError as trouble:  # a busy database; the next look finds the same
                log.warning("Changes could not be read: %s", trouble.message)
            await asyncio.sleep(PAUSE)

    async def _look(self, last: int | None) -> int:
        newest = await asyncio.to_thread(self._desk.last_change)
        if last is None or newest <= last:
            return newest
        for news in by_topic(await asyncio.to_thread(self._desk.changes_after, last)):
            self.changed.emit(news)
        return newest


def by_topic(changes: Iterable[Change]) -> list[News]:
    """One piece of news for many changes of a kind."""
    ordered = sorted(changes, key=lambda change: change.topic)
    return [
        News(topic, frozenset(change.subject for change in group))
        for topic, group in groupby(ordered, key=lambda change: change.topic)
    ]
