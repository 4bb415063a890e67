"""Working days: weekends, the days on which banks are closed, and national holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_FRIDAY: Final = 4
_DAY: Final = timedelta(days=1)
_EVERYWHERE: Final = ((1, 1), (5, 1), (12, 25), (12, 26))
_BY_EASTER: Final = (-2, 1)
"""Good Friday and Easter Monday, counted from Easter Sunday."""
_NATIONAL: Final = {
    "AT": ((1, 6), (8, 15), (10, 26), (11, 1), (12, 8)),
    "BE": ((7, 21), (8, 15), (11, 1), (11, 11)),
    "DE": ((10, 3),),
    "ES": ((1, 6), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8)),
    "FR": ((5, 8), (7, 14), (8, 15), (11, 1), (11, 11)),
    "IE": ((3, 17),),
    "IT": ((1, 6), (4, 25), (6, 2), (8, 15), (11, 1), (12, 8)),
    "NL": ((4, 27),),
    "PL": ((1, 6), (5, 3), (8, 15), (11, 1), (11, 11)),
    "PT": ((4, 25), (6, 10), (8, 15), (10, 5), (11, 1), (12, 1), (12, 8)),
    "US": ((6, 19), (7, 4), (11, 11)),
}
_ASCENSION_AND_WHIT: Final = frozenset({"AT", "BE", "DE", "FR", "NL"})


def is_working(day: date, country: str = "") -> bool:
    """Whether people work on a day, in a country by ISO 3166-1; without one, where banks do."""
    return day.weekday() <= _FRIDAY and day not in _holidays(day.year, country)


def next_working(day: date, country: str = "") -> date:
    """The day, or the first working day after it."""
    while not is_working(day, country):
        day += _DAY
    return day


def later(day: date, working_days: int, country: str = "") -> date:
    """So many working days after a day."""
    for _ in range(working_days):
        day = next_working(day + _DAY, country)
    return day


@lru_cache(maxsize=512)
def _holidays(year: int, country: str) -> frozenset[date]:
    fixed = (*_EVERYWHERE, *_NATIONAL.get(country, ()))
    by_easter = (*_BY_EASTER, *((39, 50) if country in _ASCENSION_AND_WHIT else ()))
    moving = (easter(year) + timedelta(days=days) for days in by_easter)
    return frozenset((*(date(year, month, day) for month, day in fixed), *moving))


def easter(year: int) -> date:
    """Easter Sunday of the western churches (Meeus, Astronomical Algorithms, chapter 8)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon = epact - (epact + 11 * golden) // 319
    weekday = (2 * (century % 4) + 2 * (rest // 4) - rest % 4 - moon + 32) % 7
    month = (moon + weekday + 90) // 25
    return date(year, month, (moon + weekday + month + 19) % 32)
