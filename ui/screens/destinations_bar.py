"""The destinations above the deliveries: which answer, which are paused or down, what waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from model.outbox_desk import DestinationView
from ui.components.parts import box, button, chip, text
from ui.languages import say, say_many
from ui.wording import clock_time

ROW: Final = ".dest"
Pause = Callable[[DestinationView], Awaitable[None]]


class DestinationsBar:
    """One row for each destination, with the key that lets it wait or go on."""

    def __init__(self, on_pause: Pause) -> None:
        self._on_pause = on_pause
        self._shown: tuple[DestinationView, ...] = ()
        self._bar = box("dests", role="region", aria_label=say("Destinations"))
        self._bar.visible = False

    def show(self, destinations: tuple[DestinationView, ...], now: datetime) -> None:
        """Show how the destinations stand; what did not change is left as it is."""
        if destinations == self._shown:
            return
        self._shown = destinations
        self._bar.visible = bool(destinations)
        self._bar.clear()
        with self._bar:
            for one in destinations:
                self._row(one, now)

    def _row(self, one: DestinationView, now: datetime) -> None:
        label = f"{one.name}, {standing_words(one, now)}"
        with box("dest", tabindex="0", role="group", aria_label=label, data_row=""):
            text(one.name, tag="b")
            chip(_look(one), standing_words(one, now))
            told = (
                say("{n} waiting", n=one.waiting) if one.waiting else "",
                say("{n} failed", n=one.failed) if one.failed else "",
            )
            text(" · ".join(filter(None, told)), "quiet tn")
            button(pause_words(one), self._pauser(one), key="p", press="pause", classes="small")

    def _pauser(self, one: DestinationView) -> Callable[[], Awaitable[None]]:
        return lambda: self._on_pause(one)


def pause_words(one: DestinationView) -> str:
    """The word on the button that lets a destination wait, or go on."""
    return say("Resume") if one.paused else say("Pause")


def standing_words(one: DestinationView, now: datetime) -> str:
    """How a destination stands, in a few words."""
    if one.paused:
        return say("Paused")
    if one.down_since is None:
        return say("Answers")
    since = clock_time(one.down_since, now)
    if one.probe_at is None:
        return say("Down since {since}", since=since)
    again = clock_time(one.probe_at, now)
    return say("Down since {since}, asked again {again}", since=since, again=again)


def taken_words(number: int) -> str:
    """How many deliveries are sent again."""
    return say_many(number, "{n} delivery sent again.", "{n} deliveries sent again.")


def _look(one: DestinationView) -> str:
    if one.paused:
        return "waiting"
    return "exception" if one.down_since else "ready"
