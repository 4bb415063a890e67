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
from ui.looks import Looks

PAUSE = 0.025  # seconds between two looks at the desk; one takes .3 ms of processor time
NUMBERS_PAUSE = 0.25  # seconds between two rounds of numbers
ROWS_FIRST = 0.03  # seconds in which pages draw what changed, before they count
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class News:
    """What changed: a topic of `model.people.Change`, and the ids of what it is about."""

    topic: str
    subjects: frozenset[str]


class Bus:
    """Asks the desk, off the loop, what changed, and tells every page.

    `changed` comes with each change. `numbers` says that what is counted may be out of date: a few
    times a second at most, whatever comes, and once more after the last change.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tasks: list[asyncio.Task[None]] = []
        self._uncounted = asyncio.Event()
        self.looks = Looks()
        self.changed: Event[[News]] = Event()
        self.numbers: Event[[]] = Event()

    async def start(self) -> None:
        """Begin to watch."""
        self._tasks = [
            background_tasks.create(self._watch(), name="bus"),
            background_tasks.create(self._count(), name="numbers"),
        ]

    async def stop(self) -> None:
        """End watching."""
        for task in self._tasks:
            task.cancel()

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
        changes = await asyncio.to_thread(self._desk.changes_after, last)
        self.looks.forget()
        for news in by_topic(changes):
            self.changed.emit(news)
        self._uncounted.set()
        return newest

    async def _count(self) -> None:
        while True:
            await self._uncounted.wait()
            await asyncio.sleep(ROWS_FIRST)
            self._uncounted.clear()
            self.numbers.emit()
            await asyncio.sleep(NUMBERS_PAUSE)


def by_topic(changes: Iterable[Change]) -> list[News]:
    """One piece of news for many changes of a kind."""
    ordered = sorted(changes, key=lambda change: change.topic)
    return [
        News(topic, frozenset(change.subject for change in group))
        for topic, group in groupby(ordered, key=lambda change: change.topic)
    ]
