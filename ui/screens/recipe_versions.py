"""The versions of a recipe, beside its text, and what differs between two texts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Final

from model.recipe_book import VersionLine
from model.recipes import DiffLine, RecipeState
from ui.components.parts import box, button, chip, text
from ui.languages import phrase, say
from ui.screens.recipe_change import MARKS, WORDS
from ui.wording import RECIPE_WORDS, clock_time

_STATES: Final = {
    RecipeState.CURRENT: ("ready", phrase("visits go by it")),
    RecipeState.FORMER: ("delivered", ""),
    RecipeState.PROPOSED: ("duplicate", phrase("proposed")),
    RecipeState.REFUSED: ("rejected", phrase("refused")),
}
_KEYS: Final = phrase("J and K choose one, D shows what differs, X compares with it.")
_ADMIN_KEYS: Final = phrase("B goes back to it: its text becomes a new version.")

Adder = Callable[[str], Awaitable[None]]


class VersionsPane:
    """All versions, the newest first; written anew only where one came."""

    def __init__(self, may: bool) -> None:  # noqa: FBT001 - whether its person may go back
        self._versions: tuple[VersionLine, ...] = ()
        self._marked = ""
        self._told: object = None
        self._foreign: tuple[str, ...] = ()
        self._offers = box("detail-part")
        with box("detail-part"):
            text(say("Versions"), tag="h3")
            self._list = box("vlist")
            text(say(_KEYS), "quiet hint", "p")
            if may:
                text(say(_ADMIN_KEYS), "quiet hint", "p")

    def show(self, versions: tuple[VersionLine, ...], now: datetime) -> None:
        """Show these versions."""
        self._versions = versions
        told = (versions, self._marked)
        if told == self._told:
            return
        self._told = told
        self._list.clear()
        with self._list:
            if not versions:
                text(say("No version yet. The first visit, or you, writes one."), "quiet", "p")
            for one in versions:
                self._row(one, now)
        self._now = now

    def _row(self, one: VersionLine, now: datetime) -> None:
        name = say("Version {n}", n=one.position)
        classes = "vrow on" if one.id == self._marked else "vrow"
        with box(classes, tabindex="0", role="group", aria_label=name, data_row=one.id):
            with box("vrow-head"):
                text(name, tag="b")
                look, words = _STATES[one.state]
                if words:
                    chip(look, say(words))
                text(clock_time(one.created, now), "quiet when")
            text(say(RECIPE_WORDS[one.origin]), "quiet", "p")
            text(one.why, "why-line", "p")

    def chosen(self, version_id: str) -> VersionLine | None:
        """The version of a row; None where no row has the focus."""
        return next((one for one in self._versions if one.id == version_id), None)

    def mark(self, one: VersionLine) -> None:
        """Compare with this one from now on; the second time with nothing."""
        self._marked = "" if self._marked == one.id else one.id
        self.show(self._versions, self._now)

    def pair(self, version_id: str) -> tuple[VersionLine, VersionLine] | None:
        """The version to compare with, else the one before it, and the chosen one."""
        new = self.chosen(version_id)
        if new is None:
            return None
        old = self.chosen(self._marked) or next(
            (one for one in self._versions if one.position < new.position), new
        )
        return (old, new) if old.position <= new.position else (new, old)

    def origins(self, foreign: tuple[str, ...], add: Adder) -> None:
        """Offer to add origins that the text names, each by a button of its own."""
        if foreign == self._foreign:
            return
        self._foreign = foreign
        self._offers.clear()
        with self._offers:
            for origin in foreign:
                self._offer(origin, add)

    def _offer(self, origin: str, add: Adder) -> None:
        async def do() -> None:
            await add(origin)

        text(
            say("The text goes to {origin}. Visits reach it once you add it.", origin=origin),
            "quiet",
            "p",
        )
        button(say("Add {origin}", origin=origin), do, glyph="plus")


class Differences:
    """What differs between two texts, line by line."""

    def __init__(self) -> None:
        self._pane = box("rt-diff")
        with self._pane:
            text(say("Choose a version and press D."), "nothing", "p")

    def show(self, lines: Iterable[DiffLine], old: str, new: str) -> None:
        """Show them; what is read aloud says so in words, not by colour or sign alone."""
        lines = tuple(lines)
        self._pane.clear()
        with self._pane:
            with box("quiet apart", "p"):
                text(f"- {old}")
                text(f"+ {new}")
            if not lines:
                text(say("They are the same."), "nothing", "p")
                return
            label = say("What differs")
            with box("before-after", tabindex="0", role="group", aria_label=label):
                for line in lines:
                    _line(line)


def _line(line: DiffLine) -> None:
    look = MARKS[line.mark]
    label = {} if look == "same" else {"aria_label": f"{say(WORDS[look])}: {line.text}"}
    text(f"{line.mark} {line.text}", f"ba-{look}", "pre", **label)
