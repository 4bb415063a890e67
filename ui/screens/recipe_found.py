"""A test of a recipe: how far its visit is, and what it found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from nicegui import ui
from nicegui.element import Element

from model.recipe_book import RecipeFound, RecipeTest, RowFile, RowFound
from model.visits import ListSeen, RunState
from ui.components.parts import box, button, chip, text
from ui.languages import phrase, say, say_many
from ui.screens.live import live_address
from ui.screens.visit_story import VisitStory
from ui.seat import Seat
from ui.wording import RUN_WORDS, day, kind_name, money

_STAGES: Final = (
    RunState.PREPARING,
    RunState.SIGNING_IN,
    RunState.SECOND_FACTOR,
    RunState.COLLECTING,
    RunState.DOWNLOADING,
)
_ALWAYS: Final = frozenset(_STAGES) - {RunState.SECOND_FACTOR}  # few portals ask for a code
_FILES: Final = {
    RowFile.SAME: ("ready", phrase("equals the one on file")),
    RowFile.OTHER: ("duplicate", phrase("on file, with other bytes")),
    RowFile.NEW: ("review", phrase("not on file")),
    RowFile.LEFT: ("delivered", phrase("not got")),
    RowFile.FAILED: ("exception", phrase("did not come")),
}
_MOST_SHOWN: Final = 60


class FoundPane:
    """What the newest test found; how far it is stands beside the text."""

    def __init__(self, seat: Seat) -> None:
        self._told: object = None
        self._story = VisitStory(seat)
        self._pane = box("rt-found")
        with self._pane:
            text(say("Nothing was tested yet. Ctrl ⏎ tests the text as it stands."), "nothing", "p")

    def show(self, test: RecipeTest | None, beside: Element) -> None:
        """Show a test, and how far it is in the box `beside`."""
        if test is None or test == self._told:
            return
        self._told = test
        beside.clear()
        with beside:
            self._progress(test)
        self._pane.clear()
        with self._pane:
            if test.outcome is None:
                text(say("The test is under way."), "nothing", "p")
            else:
                self._ended(test)

    def _progress(self, test: RecipeTest) -> None:
        text(say("Test"), tag="h3")
        if test.outcome is not None:
            chip("ready" if test.outcome.good else "exception", test.outcome.code.value)
            text(test.outcome.sentence, tag="p")
            return
        stages = [one for one in _STAGES if one in (test.state, *_ALWAYS)]
        at = stages.index(test.state) if test.state in stages else -1
        with box("stages", "ol", role="list"):
            for position, stage in enumerate(stages):
                _stage(stage, position, at, test)
        if test.state is RunState.ATTENDED:
            chip("duplicate", say(RUN_WORDS[test.state]))
        text(say("Whatever the portal asks of you appears on its live page."), "quiet", "p")
        button(
            say("Watch it"),
            lambda: ui.navigate.to(live_address(test.run_id)),
            glyph="eye",
            key="o",
            press="live",
        )

    def _ended(self, test: RecipeTest) -> None:
        outcome = test.outcome
        if outcome is None:
            return
        with box("rt-outcome"):
            chip("ready" if outcome.good else "exception", outcome.code.value)
            text(outcome.sentence, tag="p")
            text(say("Tested by {person}; nothing of it was filed.", person=test.by), "quiet", "p")
            if not outcome.good:
                button(
                    say("The page it ended on"),
                    lambda: self._story.open(test.run_id),
                    glyph="file-text",
                    press="story",
                )
        if test.found is not None:
            _summary(test.found)
            rows = iter(test.found.rows)
            for one in test.found.lists:
                _list(one, tuple(islice(rows, one.rows)))
            if rest := tuple(rows):
                _list(None, rest)


def _stage(stage: RunState, position: int, at: int, test: RecipeTest) -> None:
    look = "done" if position < at else "on" if position == at else "to-come"
    current = {"aria_current": "step"} if look == "on" else {}
    with box(look, "li", **current):
        words = say(RUN_WORDS[stage])
        if look == "on" and test.total:
            words = say("{state} {n} of {all}", state=words, n=test.done, all=test.total)
        text("✓" if look == "done" else "●" if look == "on" else "○", aria_hidden="true")
        text(words)


def _summary(found: RecipeFound) -> None:
    same = sum(one.file is RowFile.SAME for one in found.rows)
    with box("quiet apart", "p"):
        text(
            say("The password was typed.")
            if found.anew
            else say("The portal still knew us: the sign-in itself was not tried.")
        )
        text(
            say(
                "{files} got, {same} of them equal to one on file.",
                files=say_many(found.files, "{n} file", "{n} files"),
                same=same,
            )
        )
        if found.blocked:
            text(say("Not reached: {names}", names=", ".join(found.blocked)))


def _list(one: ListSeen | None, rows: tuple[RowFound, ...]) -> None:
    name = one.name if one else say("A list that was not walked to its end")
    with box("rt-list", "section", aria_label=name):
        with box("rt-list-head"):
            text(name, tag="h2")
            if one is not None:
                chip("ready" if one.proof else "duplicate", _verdict(one))
        if not rows:
            text(say("It has no rows."), "quiet", "p")
            return
        with box("rt-rows", "table"):
            with box("", "thead"), box("", "tr"):
                for head in (say("Kind"), say("Number"), say("Date"), say("Amount"), say("File")):
                    text(head, tag="th", scope="col")
            with box("", "tbody"):
                for row in rows[:_MOST_SHOWN]:
                    _row(row)
        if (more := len(rows) - _MOST_SHOWN) > 0:
            text(say_many(more, "{n} more row", "{n} more rows"), "quiet", "p")


def _verdict(one: ListSeen) -> str:
    """Whether a list proved that no row was missed, and by what."""
    rows = say_many(one.rows, "{n} row", "{n} rows")
    if one.proof and one.rows == 0:
        return say("empty, and it says so itself")
    if one.counter is not None and one.proof:
        return say("{rows}, its counter says {counter}", rows=rows, counter=one.counter)
    if one.counter is not None:
        return say("{rows}, but its counter says {counter}", rows=rows, counter=one.counter)
    if one.proof:
        return say("{rows}, its last page was reached", rows=rows)
    return say("{rows}, and nothing proves that they are all", rows=rows)


def _row(row: RowFound) -> None:
    with box("", "tr"):
        for cell, look in _cells(row):
            text(cell, look, "td")
        with box("", "td"):
            look, words = _FILES[row.file]
            chip(look, say(words))
            if row.why:
                text(row.why, "quiet", "p")


def _cells(row: RowFound) -> Iterator[tuple[str, str]]:
    one = row.listing
    yield kind_name(one.kind), ""
    yield one.number or say("without a number"), ""
    yield day(one.day), "num"
    yield money(one.amount), "num"
