"""Rhythms of bills: how often a supplier bills an account, and when nothing came in time.

A rhythm is believed where bill after bill has kept it; what comes now and then has none.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice, takewhile
from statistics import median_low
from typing import Final

from reconcile.workdays import later, next_working

_MONTHS: Final = 12
_LOOKED_AT: Final = 12
"""So many turns back a rhythm is proved."""
_KEPT: Final = 0.85
_LATELY: Final = 3
"""So many last turns must all have been kept."""
_BUSY: Final = 1.7
"""With so many bills a turn the supplier bills by need, and no bill is missed."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often something comes: every so many days, or months; `words` after "billed"."""

    words: str
    days: int = 0
    months: int = 0
    window: int = 4  # a bill may be so many days off
    fewest: int = 4  # so many turns prove it
    grace: int = 3  # in working days


CYCLES: Final = (
    Cycle("weekly", days=7, window=2, fewest=6, grace=2),
    Cycle("every two weeks", days=14, window=3, fewest=5, grace=2),
    Cycle("monthly", months=1),
    Cycle("every two months", months=2, window=6),
    Cycle("quarterly", months=3, window=7, grace=5),
    Cycle("half-yearly", months=6, window=9, fewest=3, grace=5),
    Cycle("yearly", months=12, window=12, fewest=3, grace=8),
)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A rhythm that was kept `turns` times up to the bill of `last`; the next one is `due`.

    `overdue` is the first day on which it is late: holidays, weekends and the delay that the
    supplier usually takes are behind it.
    """

    cycle: Cycle
    last: date
    due: date
    overdue: date
    turns: int

    def sentence(self, supplier: str, day: date) -> str:
        """What is expected and has not come, in one sentence."""
        return (
            f"{supplier} has billed {self.cycle.words} {self.turns} times, last on {self.last}; "
            f"the bill due on {self.due} has not come by {day}."
        )


def rhythm(days: Iterable[date], *, delay: int = 0, country: str = "") -> Rhythm | None:
    """The rhythm of bills of these dates; None where they keep none.

    `delay` is how many days after its date a bill usually arrives.
    """
    dated = sorted(set(days))
    found = (_kept(cycle, dated, delay, country) for cycle in CYCLES)
    return next((one for one in found if one), None)


def _kept(cycle: Cycle, days: Sequence[date], delay: int, country: str) -> Rhythm | None:
    if len(days) < cycle.fewest:
        return None
    anchor = _anchor(cycle, days)
    begun = days[0] - timedelta(days=cycle.window)
    slots = list(takewhile(lambda slot: slot >= begun, islice(_slots(cycle, anchor), _LOOKED_AT)))
    off = [_nearest(slot, days) for slot in slots]
    hits = [abs(one) <= cycle.window for one in off]
    kept = sum(hits)
    since = slots[-1] - timedelta(days=cycle.window) if slots else days[0]
    many = sum(day >= since for day in days)
    if kept < cycle.fewest or not all(hits[:_LATELY]) or many > _BUSY * kept:
        return None
    if kept < _KEPT * len(slots):
        return None
    due = next_working(next(_slots(cycle, anchor, ahead=True)), country)
    late = max(one for one, hit in zip(off, hits, strict=True) if hit)
    waited = due + timedelta(days=max(late, 0) + delay)
    return Rhythm(cycle, days[-1], due, later(waited, cycle.grace, country), kept)


def _anchor(cycle: Cycle, days: Sequence[date]) -> date:
    """The turn of the last bill: on its weekday, or on the day of the month that is usual."""
    last = days[-1]
    if cycle.days:
        return last
    recent = days[-_LOOKED_AT:]
    to_end = [monthrange(day.year, day.month)[1] - day.day for day in recent]
    usual = 31 if median_low(to_end) <= 1 else median_low([day.day for day in recent])
    near = [_in_month(last.year, last.month + shift, usual) for shift in (-1, 0, 1)]
    return min(near, key=lambda day: abs((day - last).days))


def _slots(cycle: Cycle, anchor: date, *, ahead: bool = False) -> Iterator[date]:
    """The turns from the anchor back, the anchor first; or those ahead of it."""
    sign = 1 if ahead else -1
    for turn in count(1 if ahead else 0):
        if cycle.days:
            yield anchor + timedelta(days=sign * turn * cycle.days)
        else:
            usual = 31 if _is_last(anchor) else anchor.day
            yield _in_month(anchor.year, anchor.month + sign * turn * cycle.months, usual)


def _is_last(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _in_month(year: int, month: int, day: int) -> date:
    """A day of a month that may be counted beyond the year, at most the month's last."""
    years, place = divmod(month - 1, _MONTHS)
    year, month = year + years, place + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def _nearest(slot: date, days: Sequence[date]) -> int:
    """By how many days the nearest bill is later than a turn; negative where it is earlier."""
    return min(((day - slot).days for day in days), key=abs)
