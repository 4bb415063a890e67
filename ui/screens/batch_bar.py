"""What is done to many at once: the bar of what is selected, and the bar that takes it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import ui

from model.deeds import DeedKind
from model.worklist import LEAVES_AFTER
from ui.components.parts import Words, box, button, icon, text, toast
from ui.languages import number, phrase, say
from ui.seat import Seat

Deed = Callable[[], Awaitable[None]]
_SHOWN: Final = LEAVES_AFTER.total_seconds()
DEEDS: Final = {
    DeedKind.ANSWER: phrase("the answer"),
    DeedKind.CORRECTION: phrase("the correction"),
    DeedKind.LESSON: phrase("what was forgotten"),
    DeedKind.DELIVERY: phrase("the delivery"),
    DeedKind.ASSIGNMENT: phrase("the assignment"),
    DeedKind.COMMENT: phrase("the comment"),
    DeedKind.STATEMENT: phrase("the decision about a statement"),
    DeedKind.COMPANY: phrase("the change of our companies"),
    DeedKind.RECIPE: phrase("the version of a recipe"),
    DeedKind.ORIGIN: phrase("the origin of a portal"),
}


class BatchBar:
    """How many records are selected, and what can be done with them; hidden while none is."""

    def __init__(
        self, *, deliver: Deed, assign: Deed, mine: Deed, clear: Callable[[], None]
    ) -> None:
        self._deliver, self._assign, self._mine, self._clear = deliver, assign, mine, clear
        self._bar = box("batch", role="group", aria_label=say("Selected"))
        self._bar.visible = False
        self._number: Words | None = None

    def show(self, many: int) -> None:
        """Show that so many are selected."""
        self._bar.visible = bool(many)
        if many and self._number is None:
            with self._bar:
                self._number = self._filled()
        if self._number is not None:
            self._number.text = say("{many} selected", many=number(many))

    def _filled(self) -> Words:
        made = text("", "batch-n")
        button(
            say("Deliver"),
            self._deliver,
            glyph="send",
            key="d",
            press="deliver",
            classes="pri small",
        )
        button(say("Assign"), self._assign, key="@", press="assign", classes="small")
        button(say("Mine"), self._mine, key="m", press="mine", classes="small")
        button(say("Clear"), self._clear, key="Esc", classes="ghost small")
        return made


class UndoBar:
    """What was done last, and the key that takes it back; goes away by itself."""

    def __init__(self) -> None:
        self._undo: Deed | None = None
        self._hide: ui.timer | None = None
        self._bar = box("undo-bar")
        self._bar.visible = False

    def offer(self, words: str, undo: Deed | None) -> None:
        """Say what was done; without an `undo` there is nothing to take back."""
        self._undo = undo
        if self._hide:
            self._hide.cancel()
        self._bar.clear()
        with self._bar:
            icon("check")
            text(words, role="status")
            if undo is not None:
                button(
                    say("Undo"),
                    self._take_back,
                    glyph="undo-2",
                    key="z",
                    press="undo",
                    classes="small",
                )
            self._hide = ui.timer(_SHOWN, self.hide, once=True)
        self._bar.visible = True

    def hide(self) -> None:
        """It is taken back, or can't be any more."""
        self._bar.visible, self._undo = False, None

    async def _take_back(self) -> None:
        undo = self._undo
        self.hide()
        if undo:
            await undo()


async def undo_last(seat: Seat) -> None:
    """Take back what this person did last, and say what that was, or why it can't be."""
    kind = await seat.result(seat.desk.undo)
    if kind is not None:
        toast(say("Taken back: {what}.", what=say(DEEDS[kind])))
