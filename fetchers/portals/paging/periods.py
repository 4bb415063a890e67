"""Periods of a list: years of a selector, tabs, or the windows of a form for two days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from playwright.sync_api import Error, Locator

from fetchers.portals.clicks import click, is_filter
from fetchers.portals.endings import broken
from fetchers.portals.paging.ear import quiet
from fetchers.portals.paging.walk import Walk
from fetchers.portals.patience import lifeless, settle, steadily, until
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Alternatives, Span
from fetchers.portals.selecting import Option, choose, every_visible, options_of
from fetchers.portals.values import DateOrder

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(\s*[/\u2013-]\s*\d\d(?!\d))?")
_CHANGE_WAIT: Final = 2.0  # seconds a page may take to show another period once it is quiet
_ANSWERED_WAIT: Final = 1.0  # the same, where its question for the period has been answered
_FILL_MS: Final = 5_000
_MOST_PERIODS: Final = 60
_UNFOLDED: Final = """
el => el.getAttribute('aria-expanded') === 'true'
  || (el.tagName === 'SUMMARY' && el.parentElement.open === true)
"""


@dataclass(frozen=True, slots=True)
class Period:
    """A part of a list: an option, a tab, or a window of days; `of_many` says that there are more.

    `year` is the last year that it speaks of; None where it names none.
    """

    name: str = ""
    of_many: bool = False
    option: Option | None = None
    tab: int | None = None
    window: tuple[date, date] | None = None

    @property
    def year(self) -> int | None:
        """The last year that the period's name speaks of."""
        years = [int(one[1]) + bool(one[2]) for one in _YEAR.finditer(self.name)]
        return max(years) if years else None


def periods_of(walk: Walk) -> Iterator[Period]:
    """All periods of a list that may hold what was ordered; one without a name where it has none.

    Raises:
        VisitEnded: RECIPE_BROKEN where the selector or the form is not there.
    """
    part = walk.part
    if part.periods is not None:
        found = _options(walk) if part.periods.choose else _tabs(walk)
        yield from _recent(walk, found)
    elif part.span is not None:
        yield from _windows(walk, part.span)
    else:
        yield Period()


def _recent(walk: Walk, found: list[Period]) -> Iterator[Period]:
    since = walk.session.order.since
    for period in found[:_MOST_PERIODS]:
        if since is not None and period.year is not None and period.year < since.year:
            walk.older_left_out = True
        else:
            yield period
    if len(found) > _MOST_PERIODS:
        walk.cut(f"{walk.part.name} has more than {_MOST_PERIODS} periods")


def _options(walk: Walk) -> list[Period]:
    place = _needed(walk, walk.part.periods.choose if walk.part.periods else None, "periods")
    options = options_of(place)
    named = [one for one in options if one.value] or options  # a blank one asks to choose
    if not named:
        raise broken(f"{walk.part.name}.periods", "it has no options")
    return [Period(one.label, of_many=True, option=one) for one in named]


def _tabs(walk: Walk) -> list[Period]:
    wanted = walk.part.periods.each if walk.part.periods else None
    _needed(walk, wanted, "periods")
    names = [" ".join(tab.inner_text().split()) for tab in _tab_places(walk)]
    return [Period(name, of_many=True, tab=index) for index, name in enumerate(names)]


def _tab_places(walk: Walk) -> list[Locator]:
    each = walk.part.periods.each if walk.part.periods else None
    return steadily(walk.page, lambda: every_visible(walk.scope, each or ()), otherwise=[])


def _windows(walk: Walk, span: Span) -> Iterator[Period]:
    today = walk.session.clock.now().date()
    first = max(walk.session.order.since or span.oldest, span.oldest)
    length = timedelta(days=span.days - 1) if span.days else today - first
    while first <= today:
        last = min(first + length, today)
        yield Period(f"{first} to {last}", of_many=True, window=(first, last))
        first = last + timedelta(days=1)


def _needed(walk: Walk, wanted: Alternatives | None, step: str) -> Locator:
    place = until(walk.page, lambda: walk.shown(wanted), seconds=walk.wait)
    if place is None:
        raise broken(f"{walk.part.name}.{step}")
    return place


def enter(walk: Walk, period: Period) -> None:
    """Nothing comes back: the page shows the period's rows.

    Raises:
        VisitEnded: RECIPE_BROKEN where it can't be chosen, or the page shows the same as before
            and nothing speaks for its being this period's.
    """
    if not period.of_many or _is_chosen(walk, period) or _is_unfolded(walk, period):
        return
    before, step = walk.face(), f"{walk.part.name}.{'span' if period.window else 'periods'}"
    walk.ear.forget()
    walk.ear.begin()
    if period.window is not None:
        _fill_in(walk, period.window, step)
        apply = walk.part.span.apply if walk.part.span else None
    else:
        _choose(walk, period, step)
        apply = walk.part.periods.apply if walk.part.periods else None
    if apply is not None:
        click(_needed(walk, apply, "apply"), purpose=Purpose.FILTER, step=f"{step}.apply")
    settle(walk.page)
    quiet(walk.page, walk.ear, seconds=walk.wait)
    if not _changed(walk, before) and not walk.ear.heard and not _plausible(walk, period):
        raise broken(step, f"the list did not change for {period.name}")


def _changed(walk: Walk, before: tuple[str, ...]) -> bool:
    """Whether the list comes to look otherwise; a page without scripts has loaded as it is."""

    def look() -> bool | None:
        if walk.face() != before:
            return True
        return False if lifeless(walk.page) else None

    wait = _ANSWERED_WAIT if walk.ear.heard and not walk.ear.under_way else _CHANGE_WAIT
    return bool(until(walk.page, look, seconds=wait))


def _is_chosen(walk: Walk, period: Period) -> bool:
    """Whether a select stands at this option already, and its rows show."""
    if period.option is None:
        return False
    select = walk.shown(walk.part.periods.choose if walk.part.periods else None)
    if select is None:
        return False
    chosen = steadily(walk.page, select.input_value, otherwise=None) == period.option.value
    return chosen and walk.has_rows()


def _is_unfolded(walk: Walk, period: Period) -> bool:
    """Whether the page has opened this period by itself, as many open the year they begin with."""
    tabs = [] if period.tab is None else _tab_places(walk)[period.tab :]
    return bool(tabs) and _stands_open(tabs[0], walk) and walk.has_rows()


def _stands_open(tab: Locator, walk: Walk) -> bool:
    return bool(steadily(walk.page, lambda: tab.evaluate(_UNFOLDED), otherwise=False))


def _plausible(walk: Walk, period: Period) -> bool:
    """Whether a list that did not change can be the period's: its first tab, its year, or none."""
    if period.tab == 0 or walk.shown(walk.part.empty) is not None:
        return True
    texts = walk.signature()
    return period.year is not None and all(str(period.year) in text for text in texts)


def _choose(walk: Walk, period: Period, step: str) -> None:
    if period.option is not None:
        place = _needed(walk, walk.part.periods.choose if walk.part.periods else None, "periods")
        if not choose(place, period.option):
            raise broken(step, f"{period.name} can't be chosen")
        return
    tabs = _tab_places(walk)
    if period.tab is None or period.tab >= len(tabs):
        raise broken(step, f"{period.name} is gone")
    if not _stands_open(tabs[period.tab], walk):
        click(tabs[period.tab], purpose=Purpose.FILTER, step=step)


def _fill_in(walk: Walk, window: tuple[date, date], step: str) -> None:
    span = walk.part.span
    fields = ((span.first, window[0]), (span.last, window[1])) if span else ()
    for where, day in fields:
        if where is None:
            continue
        field = _needed(walk, where, "span")
        if not is_filter(field):
            raise broken(step, "it is no form that only looks for something")
        if not _filled(field, day, walk.dates_declared):
            raise broken(step, "a day can't be filled in")


def _filled(field: Locator, day: date, order: DateOrder) -> bool:
    try:
        kind = (field.get_attribute("type") or "text").lower()
        hint = field.get_attribute("placeholder") or field.input_value(timeout=_FILL_MS)
        text = day.isoformat() if kind == "date" else written(day, order, hint)
        field.fill(text, timeout=_FILL_MS)
        field.press("Tab", timeout=_FILL_MS)  # leaves the field: some pages listen for that
        return field.input_value(timeout=_FILL_MS) == text
    except Error:
        return False


def written(day: date, order: DateOrder, hint: str) -> str:
    """A day as a form wants it: in the recipe's order, with the marks of the form's own hint."""
    mark = next((ch for ch in hint if ch in "./-"), "-" if order is DateOrder.YMD else "/")
    parts = {"d": f"{day.day:02}", "m": f"{day.month:02}", "y": f"{day.year:04}"}
    return mark.join(parts[one] for one in order.value)
