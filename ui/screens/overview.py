"""The overview: what is due, what came, what is missing, what was saved. Each plot is an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Final

from nicegui import ui

from model.filing import Channel
from model.overview import DueWeek, Forecast, Month, Overview, SupplierFlow, Waiting
from ui.bus import News
from ui.components.chart import Bar, bars, legend
from ui.components.parts import Words, box, text
from ui.keys import Key, row_keys
from ui.screens.base import Frame, Screen
from ui.seat import Seat
from ui.wording import DASH, MONTHS, count, due, figure, money, short_day

GROUP: Final = "Overview"
REFRESH: Final = 5.0  # seconds: a morning's documents are not counted one by one
MOST_CURRENCIES: Final = 3
DUE: Final = {"sent": "Sent on for payment", "here": "Still here"}
CAME: Final = {Channel.MAIL: "By mail", Channel.PORTAL: "From portals", Channel.UPLOAD: "By hand"}
MISSING: Final = {"machine": "Billhook is looking", "person": "Waits for you"}
HEADS: Final = ("Supplier", "Missing", "Next due", "Due", "Last 12 months", "Documents")
_THOUSAND: Final = 1000
_ROUND: Final = 10  # thousands or millions from which on tenths say nothing


class OverviewScreen(Screen):
    """Four plots, and a row for each supplier."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._shown: Overview | None = None
        self._stale = False

    def build(self) -> None:
        """Lay out the screen; the figures come in `load`."""
        with self.top("Overview"):
            self._summary: Words = text("", "quiet")
        with box("page", role="region", aria_label="Overview", tabindex="0"):
            self._board = box("board")
        ui.timer(REFRESH, self._refresh, immediate=False)

    async def load(self) -> None:
        """Ask for the figures, and draw them where they are others than before."""
        found = await self.seat.look(self.seat.desk.overview)
        if found is None or self._board.is_deleted or found == self._shown:
            return
        self._shown = found
        self._summary.text = summary(found)
        self._board.clear()
        with self._board:
            _draw(found)

    async def on_change(self, news: News) -> None:
        """Something came, went or was answered; it is counted at the next beat."""
        self._stale = self._stale or news.topic != "vault"

    async def _refresh(self) -> None:
        if self._stale:
            self._stale = False
            await self.load()

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return row_keys(".orow", GROUP)


def summary(found: Overview) -> str:
    """The figures of this month in one sentence."""
    missing = sum(one.machine + one.person for one in found.waiting)
    month = found.months[-1]
    came = sum(month.came.values())
    return f"{count(came, 'document')} this month, {missing} missing, {month.saved.time} saved"


def _draw(found: Overview) -> None:
    _forecasts(found)
    with _plot("What came, and which way?", _lately(found)):
        bars([_came(month) for month in found.months], about="Documents by month")
        legend({channel.value: words for channel, words in CAME.items()})
    with _plot("What is missing, and for how long?", _missing(found)):
        bars([_waits(one) for one in found.waiting], about="Missing documents by age")
        legend(MISSING)
    with _plot("What did it save?", "Estimated from sign-ins and downloads (billhook rules)."):
        bars([_saved(month) for month in found.months], about="Time saved by month")
    _suppliers(found)


def _forecasts(found: Overview) -> None:
    if not found.forecasts:
        with _plot("What has to be paid, and when?", "Nothing that has a due date."):
            _undated(found)
    for place, forecast in enumerate(found.forecasts[:MOST_CURRENCIES]):
        with _plot(f"What has to be paid in {forecast.currency}, and when?", _owed(forecast)):
            if not place:
                _undated(found)
            bars(due_bars(forecast), about=f"Due by week in {forecast.currency}")
            legend(DUE)
    if rest := found.forecasts[MOST_CURRENCIES:]:
        with _plot("What has to be paid in other currencies?", " ".join(map(_owed, rest))):
            pass


@contextmanager
def _plot(question: str, answer: str) -> Iterator[None]:
    with box("plot", "section", aria_label=question):
        text(question, tag="h2")
        text(answer, "quiet", "p")
        yield


def _owed(forecast: Forecast) -> str:
    coming = sum((week.amount.amount for week in forecast.weeks), Decimal(0))
    late = forecast.late
    told = f"{forecast.currency} {figure(coming)} in the next {len(forecast.weeks)} weeks"
    if late.documents:
        told += f"; {money(late.here)} past its date and still here"
    rest = forecast.later
    return f"{told}; {money(rest.amount)} later." if rest.documents else f"{told}."


def due_bars(forecast: Forecast) -> list[Bar]:
    """What is late, what is due in each week, and the rest."""
    weeks = [
        _due(week, short_day(week.begins), now=not at) for at, week in enumerate(forecast.weeks)
    ]
    return [_due(forecast.late, "late"), *weeks, _due(forecast.later, "later")]


def _due(week: DueWeek, label: str, *, now: bool = False) -> Bar:
    whole = week.amount
    words = f"{label}: {money(whole)}, {count(week.documents, 'document')}"
    parts = {"sent": float(week.sent.amount), "here": float(week.here.amount)}
    return Bar(label, parts, short(whole.amount) if week.documents else "", words, now=now)


def short(amount: Decimal) -> str:
    """An amount in as few characters as a bar has room for: 940, 1.2k, 12k, 1.2M."""
    for unit in ("", "k", "M"):
        if abs(amount) < _THOUSAND or unit == "M":
            break
        amount /= _THOUSAND
    places = 1 if unit and abs(amount) < _ROUND else 0
    return figure(Decimal(f"{amount:.{places}f}")) + unit


def _came(month: Month) -> Bar:
    parts = {channel.value: float(month.came.get(channel, 0)) for channel in CAME}
    number = sum(month.came.values())
    ways = (f"{month.came.get(channel, 0)} {words.lower()}" for channel, words in CAME.items())
    words = f"{_month(month.begins)}: {count(number, 'document')}, {', '.join(ways)}"
    return Bar(_month(month.begins), parts, str(number or ""), words)


def _saved(month: Month) -> Bar:
    saved = month.saved
    words = (
        f"{_month(month.begins)}: {saved.time}, {count(saved.sign_ins, 'sign-in')}, "
        f"{count(saved.downloads, 'download')}"
    )
    top = saved.time if saved.minutes else ""
    return Bar(_month(month.begins), {"saved": float(saved.minutes)}, top, words)


def _waits(one: Waiting) -> Bar:
    label = _days(one.least, one.most)
    words = f"{label}: {one.machine} looked for, {one.person} waiting for a person"
    number = one.machine + one.person
    return Bar(label, {"machine": one.machine, "person": one.person}, str(number or ""), words)


def _days(least: int, most: int | None) -> str:
    return f"{least}+ days" if most is None else f"{least}{DASH}{most} days"


def _month(begins: date) -> str:
    return MONTHS[begins.month - 1]


def _undated(found: Overview) -> None:
    if found.undated:
        verb = "names" if found.undated == 1 else "name"
        text(f"{count(found.undated, 'bill')} more {verb} no due date.", "quiet", "p")


def _lately(found: Overview) -> str:
    before, now = (sum(month.came.values()) for month in found.months[-2:])
    return f"{count(now, 'document')} so far this month, {before:,} in the last one."


def _missing(found: Overview) -> str:
    person = sum(one.person for one in found.waiting)
    machine = sum(one.machine for one in found.waiting)
    if not person + machine:
        return "Nothing: all that was announced is here."
    return f"{machine} looked for, {person} waiting for an answer of yours."


def _suppliers(found: Overview) -> None:
    with box("plot wide", "section", aria_label="Suppliers"):
        text("Which supplier needs a look?", tag="h2")
        with box("otable"):
            with box("orow head"):
                for head in HEADS:
                    text(head)
            for one in found.suppliers:
                _supplier(one, found.today)
        if found.more:
            text(f"{found.more} more with nothing missing and fewer documents.", "quiet", "p")


def _supplier(one: SupplierFlow, today: date) -> None:
    with box("orow", tabindex="0", role="group", aria_label=one.name, data_row=""):
        text(one.name, tag="b")
        text(str(one.missing or ""), "amber" if one.missing else "")
        text(*due(one.next_due, today))
        text(", ".join(map(money, one.due)) or DASH, "num")
        _spark(one.came)
        text(f"{sum(one.came):,}", "num")


def _spark(came: tuple[int, ...]) -> None:
    """The months of one supplier, each as high as its share of the busiest."""
    highest = max(came) or 1
    with box("spark", role="img", aria_label=f"By month: {', '.join(map(str, came))}"):
        for number in came:
            box("", "i").style(f"height: {number / highest:.0%}")
