"""The destinations above the deliveries: which answer, which are paused or down, what waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from model.outbox_desk import DestinationView
from ui.components.parts import box, button, chip, text
from ui.wording import clock_time, count

ROW: Final = ".dest"
Pause = Callable[[DestinationView], Awaitable[None]]


class DestinationsBar:
    """One row for each destination, with the key that lets it wait or go on."""

    def __init__(self, on_pause: Pause) -> None:
        self._on_pause = on_pause
        self._shown: tuple[DestinationView, ...] = ()
        self._bar = box("dests", role="region", aria_label="Destinations")
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
                f"{one.waiting} waiting" if one.waiting else "",
                f"{one.failed} failed" if one.failed else "",
            )
            text(" · ".join(filter(None, told)), "quiet tn")
            button(pause_words(one), self._pauser(one), key="p", press="pause", classes="small")

    def _pauser(self, one: DestinationView) -> Callable[[], Awaitable[None]]:
        return lambda: self._on_pause(one)


def pause_words(one: DestinationView) -> str:
    """The word on the button that lets a destination wait, or go on."""
    return "Resume" if one.paused else "Pause"


def standing_words(one: DestinationView, now: datetime) -> str:
    """How a destination stands, in a few words."""
    if one.paused:
        return "Paused"
    if one.down_since is None:
        return "Answers"
    asked = f", asked again {clock_time(one.probe_at, now)}" if one.probe_at else ""
    return f"Down since {clock_time(one.down_since, now)}{asked}"


def taken_words(number: int) -> str:
    """How many deliveries are sent again."""
    return f"{count(number, 'delivery', 'deliveries')} sent again."


def _look(one: DestinationView) -> str:
    if one.paused:
        return "waiting"
    return "exception" if one.down_since else "ready"
