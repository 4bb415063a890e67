"""The dialog in which a person says when a portal is visited."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Final

from nicegui import events

from model.errors import BillhookError, SignedOut, WrongInput
from model.schedule_words import time_typed
from model.schedules import WEEKDAYS, Hours, Rhythm, Schedule
from model.views import PortalView
from ui.components.parts import box, button, dialog, text, toast
from ui.languages import phrase, say
from ui.refusals import refusal_words
from ui.seat import Seat

RHYTHMS: Final = {
    Rhythm.WEEKDAYS: phrase("on these days of the week"),
    Rhythm.MONTHLY: phrase("once a month"),
    Rhythm.EXPECTED: phrase("only when a document is expected"),
}
WEEKDAY_WORDS: Final = (
    *(phrase("Mon"), phrase("Tue"), phrase("Wed"), phrase("Thu")),
    *(phrase("Fri"), phrase("Sat"), phrase("Sun")),
)
TAKE: Final = """(e) => {
  e.preventDefault();
  const typed = new FormData(e.target);
  emit(Object.fromEntries([...new Set(typed.keys())].map((name) => [name, typed.getAll(name)])));
}"""

Typed = Mapping[str, Sequence[str]]
"""The fields of the form; each may have several values."""


class ScheduleForm:
    """Asks when a portal is visited, and keeps what was answered."""

    def __init__(self, seat: Seat, on_change: Callable[[], Awaitable[None]]) -> None:
        self._seat = seat
        self._on_change = on_change
        self._portal: PortalView | None = None
        self._dialog = dialog(say("Visits to this portal"))
        with self._dialog:
            self._card = box("card schedule")

    def open(self, portal: PortalView) -> None:
        """Show the dialog for a portal."""
        self._portal = portal
        self._card.clear()
        with self._card:
            text(say("Visits to {name}", name=portal.name), tag="h2")
            text(portal.plan, "quiet", "p")
            with box("", "form") as form:
                _fields(portal.schedule)
                self._wrong = text("", "wrong", "p", role="alert")
                with box("row"):
                    with box("btn pri", "button", type="submit"):
                        text(say("Save"))
                    button(say("Cancel"), self._dialog.close, classes="ghost")
            form.on("submit", self._save, js_handler=TAKE)
        self._dialog.open()

    async def _save(self, typed: events.GenericEventArguments) -> None:
        if self._portal is None:
            return
        self._wrong.text = ""
        try:
            chosen = schedule_of(typed.args)
            await self._seat.do(self._seat.desk.visits.schedule, self._portal.id, chosen)
        except SignedOut:
            return
        except BillhookError as refusal:
            self._wrong.text = refusal_words(refusal)
            return
        self._dialog.close()
        toast(say("{name} is visited {words} now.", name=self._portal.name, words=chosen.words))
        await self._on_change()


def schedule_of(typed: Typed) -> Schedule:
    """The schedule that was typed. Raises WrongInput."""
    rhythm = _one(typed, "rhythm")
    since = _one(typed, "since")
    try:
        return Schedule(
            rhythm=Rhythm(rhythm),
            weekdays=_days(typed, "weekdays") or Schedule().weekdays,
            month_day=int(_one(typed, "month_day")),
            at=time_typed(_one(typed, "at")),
            spread=int(_one(typed, "spread")),
            quiet=_quiet(typed),
            attended=_hours(typed, "attended"),
            attended_days=_days(typed, "attended_days"),
            gap=int(_one(typed, "gap")),
            since=date.fromisoformat(since) if since else None,
        )
    except ValueError:
        raise WrongInput(say("A number or a date in it can't be read; look at it again.")) from None


def _fields(now: Schedule) -> None:
    with box("", "label"):
        text(say("Visit it"))
        with box("", "select", name="rhythm"):
            for rhythm, words in RHYTHMS.items():
                chosen = {"selected": ""} if rhythm is now.rhythm else {}
                with box("", "option", value=rhythm.value, **chosen):
                    text(say(words))
    _day_boxes("weekdays", say("Days of the week"), now.weekdays)
    with box("pair"):
        _field(say("Day of the month"), "month_day", str(now.month_day), kind="number", most="31")
        _field(say("From"), "at", f"{now.at:%H:%M}", kind="time")
        _field(say("… at most minutes later"), "spread", str(now.spread), kind="number", most="720")
    with box("pair"):
        _field(say("No visit from"), "quiet_start", _time(now.quiet, "start"), kind="time")
        _field(say("to"), "quiet_end", _time(now.quiet, "end"), kind="time")
    with box("pair"):
        _field(
            say("Somebody is there from"),
            "attended_start",
            _time(now.attended, "start"),
            kind="time",
        )
        _field(say("to"), "attended_end", _time(now.attended, "end"), kind="time")
    _day_boxes("attended_days", say("… on"), now.attended_days)
    with box("pair"):
        _field(say("Seconds between two visits"), "gap", str(now.gap), kind="number", most="86400")
        since = now.since.isoformat() if now.since else ""
        _field(say("Leave documents from before"), "since", since, kind="date")


def _field(label: str, name: str, value: str, *, kind: str, most: str = "") -> None:
    limits = {"min": "0", "max": most} if most else {}
    with box("", "label"):
        text(label)
        box("", "input", name=name, value=value, type=kind, **limits)


def _day_boxes(name: str, label: str, days: frozenset[int]) -> None:
    with box("days", "fieldset"):
        text(label, tag="legend")
        for number in range(len(WEEKDAYS)):
            checked = {"checked": ""} if number in days else {}
            with box("", "label"):
                box("", "input", type="checkbox", name=name, value=str(number), **checked)
                text(say(WEEKDAY_WORDS[number]))


def _time(hours: Hours | None, end: str) -> str:
    return f"{getattr(hours, end):%H:%M}" if hours else ""


def _one(typed: Typed, name: str) -> str:
    return str(next(iter(typed.get(name, ())), ""))


def _days(typed: Typed, name: str) -> frozenset[int]:
    return frozenset(int(day) for day in typed.get(name, ()))


def _quiet(typed: Typed) -> Hours | None:
    return _hours(typed, "quiet") if _one(typed, "quiet_start") else None


def _hours(typed: Typed, name: str) -> Hours:
    return Hours(time_typed(_one(typed, f"{name}_start")), time_typed(_one(typed, f"{name}_end")))
