"""The dialog that shows what changed in a portal's recipe, before and after."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from model.recipes import DiffLine, RecipeChange
from model.views import PortalView
from ui.components.parts import box, button, dialog, text, toast
from ui.languages import phrase, say
from ui.seat import Seat
from ui.wording import RECIPE_WORDS, clock_time

WORDS: Final = {"added": phrase("added"), "removed": phrase("removed")}
_BEFORE: Final = phrase("{name} is visited by the recipe from before again.")
_CHANGED: Final = phrase("{name} is visited by the changed recipe.")
MARKS: Final = {"+": "added", "-": "removed", " ": "same"}


class RecipeDialog:
    """Shows the newest change of one recipe; a person keeps it, or puts the one before back."""

    def __init__(self, seat: Seat, on_change: Callable[[], Awaitable[None]]) -> None:
        self._seat = seat
        self._on_change = on_change
        self._dialog = dialog(say("What changed in the recipe"))
        with self._dialog:
            self._card = box("card story")

    async def open(self, portal: PortalView) -> None:
        """Show the change of a portal's recipe."""
        told = await self._seat.look(self._seat.desk.recipes.change, portal.id)
        now = await self._seat.look(self._seat.desk.now)
        if told is None or now is None:
            return
        self._card.clear()
        with self._card:
            text(
                say(
                    "Recipe of {name}, version {position}", name=portal.name, position=told.position
                ),
                tag="h2",
            )
            said = say("proposed") if told.proposed else say(RECIPE_WORDS[told.origin])
            text(f"{said[:1].upper()}{said[1:]}, {clock_time(told.created, now)}", "quiet", "p")
            text(told.why, tag="p")
            _before_and_after(told.lines)
            with box("row"):
                self._answers(portal, told)
                button(say("Close"), self._dialog.close, classes="ghost")
        self._dialog.open()

    def _answers(self, portal: PortalView, told: RecipeChange) -> None:
        if told.proposed:
            button(say("Visit by it"), lambda: self.accept(portal), glyph="check", classes="pri")
            button(say("It is not right"), lambda: self.refuse(portal), glyph="x")
        elif told.can_put_back:
            button(say("Put the one before back"), lambda: self.put_back(portal), glyph="history")

    async def put_back(self, portal: PortalView) -> None:
        """Visit by the version before the current one."""
        if await self._seat.act(self._seat.desk.recipes.put_back, portal.id):
            await self._done(say(_BEFORE, name=portal.name))

    async def accept(self, portal: PortalView) -> None:
        """Visit by the proposed version."""
        if await self._seat.act(self._seat.desk.recipes.accept, portal.id):
            await self._done(say(_CHANGED, name=portal.name))

    async def refuse(self, portal: PortalView) -> None:
        """Turn the proposed version down."""
        if await self._seat.act(self._seat.desk.recipes.refuse, portal.id):
            await self._done(say("The change is not used, and not proposed again."))

    async def _done(self, said: str) -> None:
        self._dialog.close()
        toast(said)
        await self._on_change()


def _before_and_after(lines: tuple[DiffLine, ...]) -> None:
    """The lines that differ; what is read aloud says so in words, not by colour or sign alone."""
    with box("before-after", tabindex="0", role="group", aria_label=say("Before and after")):
        for line in lines:
            look = MARKS[line.mark]
            label = {} if look == "same" else {"aria_label": f"{say(WORDS[look])}: {line.text}"}
            text(f"{line.mark} {line.text}", f"ba-{look}", "pre", **label)
