"""Assigning by key, with undo: the same in the inbox and among the exceptions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from model.people import User
from ui.languages import say, say_many
from ui.screens.batch_bar import UndoBar, undo_last
from ui.screens.people_picker import PeoplePicker
from ui.seat import Seat


class Hands:
    """Gives subjects into somebody's hands; `on_done` shows what changed."""

    def __init__(self, seat: Seat, undo: UndoBar, on_done: Callable[[], Awaitable[None]]) -> None:
        self._seat = seat
        self._undo = undo
        self._on_done = on_done
        self._picker = PeoplePicker()

    async def ask(self, subjects: Sequence[str]) -> None:
        """Ask into whose."""
        people = await self._seat.look(self._seat.desk.talk.people)
        if not subjects or people is None:
            return

        async def picked(one: User | None) -> None:
            await self._give(subjects, one)

        self._picker.open(people, picked)

    async def take(self, subjects: Sequence[str]) -> None:
        """Give them into this person's own hands."""
        if subjects:
            await self._give(subjects, self._seat.user)

    async def _give(self, subjects: Sequence[str], to: User | None) -> None:
        assign = self._seat.desk.talk.assign
        if not await self._seat.act(assign, subjects, to.id if to else ""):
            return
        whose = to.full_name if to else say("nobody")
        words = say_many(
            len(subjects), "Assigned to {whose}.", "{n} things assigned to {whose}.", whose=whose
        )

        async def undo() -> None:
            await undo_last(self._seat)
            await self._on_done()

        self._undo.offer(words, undo)
        await self._on_done()
