"""What the lists of connections share: their frame, their rows, and how one is removed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final, Generic, TypeVar

from nicegui.element import Element

from ui.components.parts import box, button, chip, text
from ui.languages import phrase, say
from ui.screens.connect_forms import ConnectForms
from ui.screens.remove_form import Removal, RemoveForm
from ui.seat import Seat

One = TypeVar("One")
ONLY_ADMINS: Final = phrase("An admin can connect and change these.")


@dataclass(frozen=True, slots=True)
class Row:
    """What each row says: its name and place, how it stands, and what came of it."""

    name: str
    place: str
    look: str
    standing: str
    told: str


class ConnectionsPane(ABC, Generic[One]):
    """A list of connections; whoever may connects, changes and removes one where it stands."""

    pane: Element
    connect_words: ClassVar[str]
    none_yet: ClassVar[str]

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self._shown: tuple[One, ...] | None = None

    @abstractmethod
    async def found(self) -> tuple[One, ...] | None:
        """What there is; None where the desk refused."""

    @abstractmethod
    def connect(self) -> None:
        """Ask for what a new one needs."""

    @abstractmethod
    def row(self, one: One, now: datetime) -> Row:
        """What the row of one says."""

    @abstractmethod
    def more(self, one: One) -> None:
        """Write below the row what else there is to say."""

    @abstractmethod
    def changer(self, one: One) -> Callable[[], None] | None:
        """What asks for what changes of one; None where nothing can be changed."""

    @abstractmethod
    async def removal(self, one: One) -> Removal | None:
        """What hangs on one, and what removes it; None where the desk refused."""

    def ways(self) -> None:
        """Other ways to connect one, beside the first."""

    def build(self) -> None:
        """Make room for them."""
        self.forms = ConnectForms(self.seat, self._connected)
        self._remove = RemoveForm(self.seat, self.load)
        with box("settings") as self.pane:
            with box("acts"):
                if self.seat.user.role.connects:
                    self._connect_button()
                    self.ways()
                else:
                    text(say(ONLY_ADMINS), "quiet")
            self._list = box("conns")

    async def load(self) -> None:
        """Ask for them, and draw them where they are others than before."""
        found = await self.found()
        now = await self.seat.look(self.seat.desk.now)
        if found is None or now is None or found == self._shown or self._list.is_deleted:
            return
        self._shown = found
        self._list.clear()
        with self._list:
            for one in found:
                self._row(one, self.row(one, now))
            if not found:
                text(say(self.none_yet), "nothing", "p")

    def _connect_button(self) -> None:
        words, keyed = say(self.connect_words), {"key": "n", "press": "connect"}
        button(words, self.connect, glyph="plus", classes="pri", **keyed)

    async def _connected(self, _id: str) -> None:
        await self.load()

    def _row(self, one: One, row: Row) -> None:
        with _frame(row.name):
            with box("set-what", "span"):
                text(row.name, tag="b")
                text(row.place, "quiet")
            with box("set-what", "span"):
                chip(row.look, row.standing)
                text(row.told, "quiet")
            if self.seat.user.role.connects:
                self._acts(one)
            self.more(one)

    def _acts(self, one: One) -> None:
        with box("conn-acts", "span"):
            if changer := self.changer(one):
                button(say("Change"), changer, key="e", press="change", classes="small")
            button(say("Remove"), self._remover(one), key="r", press="remove", classes="small")

    def _remover(self, one: One) -> Callable[[], Any]:
        async def ask() -> None:
            removal = await self.removal(one)
            if removal is not None:
                self._remove.ask(removal)

        return ask


def _frame(name: str) -> AbstractContextManager[Element]:
    return box("conn", tabindex="0", role="group", aria_label=name, data_row="")


def said(*lines: tuple[object, str]) -> tuple[str, ...]:
    """The sentences whose condition holds."""
    return tuple(line for holds, line in lines if holds)
