"""The overview: what is due, what came, what is missing, what was saved. Each plot is an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from nicegui import ui

from model.entities import Entity
from model.filing import Channel
from model.money import Money
from model.overview import DueWeek, Flow, Forecast, Month, Overview, Waiting
from ui.bus import News
from ui.components.chart import Bar, bars, legend
from ui.components.parts import Words, box, text
from ui.components.pick_chip import PickChip
from ui.keys import Key, row_keys
from ui.languages import locale, number, phrase, said_by_name, say, say_many
from ui.screens.base import Frame, Screen
from ui.seat import Seat
from ui.wording import DASH, count, due, figure, money, short_day

GROUP: Final = phrase("Overview")
REFRESH: Final = 5.0  # seconds: a morning's documents are not counted one by one
MOST_CURRENCIES: Final = 3
DUE: Final = {"sent": phrase("Sent on for payment"), "here": phrase("Still here")}
CAME: Final = {
    Channel.MAIL: phrase("By mail"),
    Channel.PORTAL: phrase("From portals"),
    Channel.UPLOAD: phrase("By hand"),
}
MISSING: Final = {"machine": phrase("Billhook is looking"), "person": phrase("Waits for you")}
HEADS: Final = (
    phrase("Missing"),
    phrase("Next due"),
    phrase("Due"),
    phrase("Last 12 months"),
    phrase("Documents"),
)
_THOUSAND: Final = 1000
_ROUND: Final = 10  # thousands or millions from which on tenths say nothing

Looker = Callable[[str], Callable[[], None]]
"""What looks at one of our companies alone."""


class OverviewScreen(Screen):
    """Four plots, and a row for each supplier."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._shown: Overview | None = None
        self._stale = False
        self._chip: PickChip | None = None

    def build(self) -> None:
        """Lay out the screen; the figures come in `load`."""
        with self.top(say("Overview")):
            self._summary: Words = text("", "quiet")
            self._company = box("chips")
        with box("page", role="region", aria_label=say("Overview"), tabindex="0"):
            self._board = box("board")
        ui.timer(REFRESH, self._refresh, immediate=False)

    async def load(self) -> None:
        """Ask for the figures, and draw them where they are others than before."""
        if self._chip is None:
            self._offer(await self.seat.look(self.seat.desk.entities.seen) or ())
        company = self.view
        found = await self.seat.look(self.seat.desk.overview, company)
        if found is None or self._board.is_deleted or company != self.view or found == self._shown:
            return
        self._shown = found
        self._summary.text = summary(found)
        self._board.clear()
        with self._board:
            _draw(found, self._pick)

    def _offer(self, ours: Sequence[Entity]) -> None:
        """Let a company be looked at alone, where the person sees several."""
        if self._company.is_deleted:
            return
        choices = {one.id: one.name for one in ours}
        self.view = self.view if self.view in choices and len(ours) > 1 else ""
        if len(ours) > 1:
            with self._company:
                self._chip = PickChip(say("Company"), say("All companies"), choices, self._choose)
            self._chip.show(self.view)

    def _choose(self, company: str) -> None:
        self.view = company
        ui.navigate.history.replace(f"/overview?{urlencode({'view': company})}")
        if self._chip:
            self._chip.show(company)
        self._board.client.safe_invoke(self.load)

    def _pick(self, company: str) -> Callable[[], None]:
        return lambda: self._choose(company)

    async def on_change(self, news: News) -> None:
        """Something came, went or was answered; it is counted at the next beat."""
        self._stale = self._stale or news.topic != "vault"

    async def _refresh(self) -> None:
        if self._stale:
            self._stale = False
            await self.load()

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return (
            *row_keys(".orow", GROUP),
            Key("n", "N", phrase("Look at one company"), GROUP, focus=(".chips select",)),
            Key("enter", "Enter", phrase("Look at this company"), GROUP, press="look"),
        )


def summary(found: Overview) -> str:
    """The figures of this month in one sentence."""
    missing = sum(one.machine + one.person for one in found.waiting)
    month = found.months[-1]
    came = sum(month.came.values())
    return say(
        "{documents} this month, {missing} missing, {time} saved",
        documents=count(came, "document"),
        missing=number(missing),
        time=month.saved.time,
    )


def _draw(found: Overview, look: Looker) -> None:
    _forecasts(found)
    with _plot(say("What came, and which way?"), _lately(found)):
        bars([_came(month) for month in found.months], about=say("Documents by month"))
        legend({channel.value: say(words) for channel, words in CAME.items()})
    with _plot(say("What is missing, and for how long?"), _missing(found)):
        bars([_waits(one) for one in found.waiting], about=say("Missing documents by age"))
        legend(said_by_name(MISSING))
    with _plot(
        say("What did it save?"), say("Estimated from sign-ins and downloads (billhook rules).")
    ):
        bars([_saved(month) for month in found.months], about=say("Time saved by month"))
    if found.companies:
        with _table(say("Which of our companies is it?"), say("Company")):
            for one in found.companies:
                named = replace(one, name=one.name if one.id else say("None of these"))
                _flow(named, found.today, look(one.id) if one.id else None)
    with _table(say("Which supplier needs a look?"), say("Supplier")):
        for one in found.suppliers:
            named = replace(one, name=one.name if one.id else say("No supplier yet"))
            _flow(named, found.today)
        if found.more:
            text(
                say("{more} more with nothing missing and fewer documents.", more=found.more),
                "quiet",
                "p",
            )


def _forecasts(found: Overview) -> None:
    if not found.forecasts:
        with _plot(say("What has to be paid, and when?"), say("Nothing that has a due date.")):
            _undated(found)
    for place, forecast in enumerate(found.forecasts[:MOST_CURRENCIES]):
        with _plot(_asked(forecast), _owed(forecast)):
            if not place:
                _undated(found)
            bars(
                due_bars(forecast),
                about=say("Due by week in {currency}", currency=forecast.currency),
            )
            legend(said_by_name(DUE))
    if rest := found.forecasts[MOST_CURRENCIES:]:
        with _plot(say("What has to be paid in other currencies?"), " ".join(map(_owed, rest))):
            pass


@contextmanager
def _plot(question: str, answer: str) -> Iterator[None]:
    with box("plot", "section", aria_label=question):
        text(question, tag="h2")
        text(answer, "quiet", "p")
        yield


def _asked(forecast: Forecast) -> str:
    return say("What has to be paid in {currency}, and when?", currency=forecast.currency)


def _owed(forecast: Forecast) -> str:
    coming = Money(
        sum((week.amount.amount for week in forecast.weeks), Decimal(0)), forecast.currency
    )
    late, rest = forecast.late, forecast.later
    told = [say("{amount} in the next {n} weeks", amount=money(coming), n=len(forecast.weeks))]
    if late.documents:
        told.append(say("{amount} past its date and still here", amount=money(late.here)))
    if rest.documents:
        told.append(say("{amount} later", amount=money(rest.amount)))
    return f"{'; '.join(told)}."


def due_bars(forecast: Forecast) -> list[Bar]:
    """What is late, what is due in each week, and the rest."""
    weeks = [
        _due(week, short_day(week.begins), now=not at) for at, week in enumerate(forecast.weeks)
    ]
    return [_due(forecast.late, say("late")), *weeks, _due(forecast.later, say("later"))]


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
    every = sum(month.came.values())
    ways = (f"{month.came.get(channel, 0)} {say(words)}" for channel, words in CAME.items())
    words = f"{_month(month.begins)}: {count(every, 'document')}, {', '.join(ways)}"
    return Bar(_month(month.begins), parts, number(every) if every else "", words)


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
    words = say(
        "{days}: {machine} looked for, {person} waiting for a person",
        days=label,
        machine=one.machine,
        person=one.person,
    )
    every = one.machine + one.person
    parts = {"machine": one.machine, "person": one.person}
    return Bar(label, parts, number(every) if every else "", words)


def _days(least: int, most: int | None) -> str:
    return say("{days} days", days=f"{least}+" if most is None else f"{least}{DASH}{most}")


def _month(begins: date) -> str:
    return locale().months[begins.month - 1]


def _undated(found: Overview) -> None:
    if found.undated:
        words = say_many(
            found.undated, "{n} bill more names no due date.", "{n} bills more name no due date."
        )
        text(words, "quiet", "p")


def _lately(found: Overview) -> str:
    before, now = (sum(month.came.values()) for month in found.months[-2:])
    return say(
        "{documents} so far this month, {before} in the last one.",
        documents=count(now, "document"),
        before=number(before),
    )


def _missing(found: Overview) -> str:
    person = sum(one.person for one in found.waiting)
    machine = sum(one.machine for one in found.waiting)
    if not person + machine:
        return say("Nothing: all that was announced is here.")
    return say(
        "{machine} looked for, {person} waiting for an answer of yours.",
        machine=number(machine),
        person=number(person),
    )


@contextmanager
def _table(question: str, of: str) -> Iterator[None]:
    with box("plot wide", "section", aria_label=question):
        text(question, tag="h2")
        with box("otable"):
            with box("orow head"):
                for head in (of, *map(say, HEADS)):
                    text(head)
            yield


def _flow(one: Flow, today: date, look: Callable[[], None] | None = None) -> None:
    with box("orow", tabindex="0", role="group", aria_label=one.name, data_row=""):
        if look:
            name = text(one.name, "lnk", "button", type="button", data_press="look")
            name.on("click", look, args=[])
        else:
            text(one.name, tag="b")
        text(str(one.missing or ""), "amber" if one.missing else "")
        text(*due(one.next_due, today))
        text(", ".join(map(money, one.due)) or DASH, "num")
        _spark(one.came)
        text(number(sum(one.came)), "num")


def _spark(came: tuple[int, ...]) -> None:
    """The months of one supplier, each as high as its share of the busiest."""
    highest = max(came) or 1
    with box(
        "spark", role="img", aria_label=say("By month: {names}", names=", ".join(map(str, came)))
    ):
        for many in came:
            box("", "i").style(f"height: {many / highest:.0%}")
