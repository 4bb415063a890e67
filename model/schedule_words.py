"""Schedules as people type them: times, hours and days in a few characters."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from model.errors import WrongInput
from model.schedules import EVERY_DAY, WEEKDAYS, Hours

_SHORTEST: Final = 3  # letters of a day's name
_SHORT: Final = tuple(name[:_SHORTEST].lower() for name in WEEKDAYS)
_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def time_typed(text: str) -> time:
    """A time of day such as 6:30. Raises WrongInput."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise WrongInput(f"{text!r} is no time of day such as 06:30.")
    return time(int(found[1]), int(found[2]))


def hours_typed(text: str) -> Hours:
    """Hours such as 20:00-07:00. Raises WrongInput."""
    start, dash, end = text.partition("-")
    if not dash:
        raise WrongInput(f"{text!r} are no hours such as 20:00-07:00.")
    return Hours(time_typed(start), time_typed(end))


def days_typed(text: str) -> frozenset[int]:
    """Days such as mon,thu or mon-fri or daily. Raises WrongInput."""
    if text.strip().lower() == "daily":
        return EVERY_DAY
    return frozenset(day for part in text.split(",") for day in _range(part))


def days_shown(days: frozenset[int]) -> str:
    """Days as `days_typed` takes them."""
    return "daily" if days == EVERY_DAY else ",".join(_SHORT[day] for day in sorted(days))


def _range(text: str) -> list[int]:
    first, dash, last = text.partition("-")
    start = _day(first)
    end = _day(last) if dash else start
    return [(start + step) % len(_SHORT) for step in range((end - start) % len(_SHORT) + 1)]


def _day(text: str) -> int:
    typed = text.strip().lower()
    for number, name in enumerate(WEEKDAYS):
        if len(typed) >= _SHORTEST and name.lower().startswith(typed):
            return number
    raise WrongInput(f"{text!r} is no day; name days such as mon,thu or mon-fri.")
