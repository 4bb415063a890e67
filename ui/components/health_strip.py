"""The last visits to a portal as a strip of small bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from nicegui.element import Element

from model.views import RunView
from ui.languages import say
from ui.wording import clock_time

SHOWN = 14


class HealthStrip(Element, component="health_strip.js"):
    """The last fourteen visits, the newest at the right, each with its words in a tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._props.update(label=say("No visits yet"), runs=[])

    def show(self, runs: Sequence[RunView], now: datetime) -> None:
        """Show these visits, newest last."""
        last = runs[-SHOWN:]
        good = sum(run.good for run in last)
        self._props.update(
            label=say("Last {n} visits, {good} fine", n=len(last), good=good),
            runs=[{"look": look(run), "words": words(run, now)} for run in last],
        )
        self.update()


def look(run: RunView) -> str:
    """How a visit is drawn: fine, empty, part, bad or under way."""
    if run.finished is None:
        return "run"
    if run.good:
        return "fine" if run.fetched else "empty"
    return "part" if run.code == "PARTIAL" else "bad"


def words(run: RunView, now: datetime) -> str:
    """What a visit brought: "today 09:42 · 2 new documents."."""
    when = clock_time(run.finished, now) if run.finished else say("now")
    return f"{when} · {run.sentence}"
