"""Days of other calendars as days of ours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

BUDDHIST: Final = 543
"""Years by which the Thai calendar is ahead."""

MINGUO: Final = 1911
REIWA: Final = 2018
"""The year before an era's first."""

_SOLAR_EPOCH: Final = 226_894  # the ordinal of the day before 1 Farvardin of year 1
_LEAPS: Final = frozenset({1, 5, 9, 13, 17, 22, 26, 30})  # of each 33 years
_CYCLE: Final = 33
_HALF: Final = 6  # months of 31 days


def of_day(year: int, month: int, day: int) -> date | None:
    """The day of our calendar; None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def of_solar_day(year: int, month: int, day: int) -> date | None:
    """The day of the Iranian calendar as one of ours; right for the years 1178 to 1633."""
    longest = 31 if month <= _HALF else 30
    if not (1 <= month <= 12 and 1 <= day <= longest):  # noqa: PLR2004 - months of a year
        return None
    if month == 12 and day == longest and year % _CYCLE not in _LEAPS:  # noqa: PLR2004 - the last month
        return None
    past = year - 1
    leaps = 8 * (past // _CYCLE) + sum(each <= past % _CYCLE for each in _LEAPS)
    months = 31 * min(month - 1, _HALF) + 30 * max(0, month - 1 - _HALF)
    return date.fromordinal(_SOLAR_EPOCH) + timedelta(365 * past + leaps + months + day)
