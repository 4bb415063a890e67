"""Picks a person by a few letters: to whom something is assigned."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import events

from model.people import User
from ui.components.drawing import Drawing, span
from ui.components.late_dialog import LateDialog
from ui.components.parts import box, icon, text
from ui.languages import say

Pick = Callable[[User | None], Awaitable[None]]


class PeoplePicker:
    """Type a part of the name, press Enter; the last choice is nobody."""

    def __init__(self) -> None:
        self._people: tuple[User, ...] = ()
        self._found: list[User | None] = []
        self._on_pick: Pick | None = None
        self._dialog = LateDialog(say("Assign to"), self._fill, on_top=True)

    def _fill(self) -> None:
        with box("card palette"):
            with box("search", "label"):
                icon("user")
                field = box("", "input", placeholder=say("Assign to …"), autofocus="")
                field.props["aria-label"] = say("Assign to")
            field.on("input", self._typed, js_handler="(e) => emit(e.target.value)")
            field.on("keydown.enter", self._first, args=[])
            self._list = box("palette-list")

    def open(self, people: tuple[User, ...], on_pick: Pick) -> None:
        """Ask whom; `on_pick` is told the person, None for nobody."""
        self._people, self._on_pick = people, on_pick
        self._dialog.open()
        self._find("")

    def _typed(self, typed: events.GenericEventArguments) -> None:
        self._find(str(typed.args))

    def _find(self, sought: str) -> None:
        words = sought.casefold().removeprefix("@").split()
        named = [(one, f"{one.name} {one.full_name}") for one in self._people]
        choices: list[tuple[User | None, str]] = [*named, (None, say("Nobody"))]
        self._found = [
            one for one, name in choices if all(word in name.casefold() for word in words)
        ]
        self._list.clear()
        with self._list:
            for one in self._found:
                self._entry(one)
            if not self._found:
                text(say("Nobody of that name signs in here."), "quiet", "p")

    def _entry(self, one: User | None) -> None:
        name = span(one.full_name if one else say("Nobody"))
        called = span(f"@{one.name}" if one else "", "quiet")
        row = Drawing("button", "palette-row", name, called, type="button")

        async def pick() -> None:
            await self._pick(one)

        row.on("click", pick, args=[])

    async def _first(self) -> None:
        if self._found:
            await self._pick(self._found[0])

    async def _pick(self, one: User | None) -> None:
        self._dialog.close()
        if self._on_pick:
            await self._on_pick(one)
