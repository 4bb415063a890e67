"""Dates in running text, of many languages. What can be read in two ways is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from fetchers.mail.lexicon import table
from fetchers.mail.values.calendars import BUDDHIST, MINGUO, REIWA, of_day, of_solar_day
from fetchers.mail.values.writing import folded, plain

_SOLAR: Final = "fa-solar"
_NAME: Final = (
    r"(?P<name>[^\W\d_][^\s\d.,;:/()-]{1,20}(?: (?:الثاني|الاول))?"
    r"|[\u0e01-\u0e4e]{1,4}\.[\u0e01-\u0e2e]\.)"
)
_ALONE: Final = r"(?<![\d/.,-])"
_YEAR: Final = r"(?P<year>[12][0-9]{3})"
_MONTH: Final = r"(?P<month>[0-9]{1,2})"
_DAY: Final = r"(?P<day>[0-9]{1,2})"
_ORDINAL: Final = "(?:st|nd|rd|th|er|ste|de|η|ης|º|ª|ი)?"
_OF: Final = r"(?:(?:de|del|of|di|dal|do|den)\s|d')?"
_YEAR_WORD: Final = r"(?:ค\.ศ\. |พ\.ศ\. |lui )?"
_YEAR_MARK: Final = r"(?:(?:\(e\))?ko|\.|\s?\w\.|\.?\s?gada)?"  # "2026. gada", "2026 m.", "2026ko"
_END: Final = r"(?![0-9]|[-/][0-9])"
_IN_DIGITS: Final = (
    rf"{_ALONE}(?P<first>[0-9]{{1,2}})\s?(?P<mark>[/.-])\s?(?P<second>[0-9]{{1,2}})\s?(?P=mark)"
    rf"\s?(?P<year>[12][0-9]{{3}}|[0-9]{{2}}){_END}(?![.,][0-9])"
)
_IN_WORDS: Final = (
    rf"{_ALONE}{_DAY}{_ORDINAL}[\s./-]{{0,3}}{_OF}{_NAME}[\s.,/-]{{0,3}}{_OF}{_YEAR_WORD}{_YEAR}"
    r"(?![0-9])(?: ?[\u0433\u0440]\.)?"
)
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_ALONE}{_YEAR}\s?(?:년|年|[-/.])\s?{_MONTH}\s?(?:월|月|[-/.])\s?{_DAY}{_END}(?:\s?[日일])?",
        rf"(?P<era>令和|民國|民国)\s?(?P<year>[0-9]{{1,3}})\s?年\s?{_MONTH}\s?月\s?{_DAY}\s?日",
        _IN_DIGITS,
        rf"{_ALONE}{_DAY}\s?(?:thang|thg|th)\.?\s?{_MONTH}(?:\s?,|\s?nam)?\s?{_YEAR}",
        _IN_WORDS,
        rf"(?<!\w){_NAME}\.?[\s-]{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}(?![0-9])",
        rf"{_ALONE}{_YEAR}{_YEAR_MARK}[,-]?\s?{_NAME}\.?[\s-]?{_DAY}(?![0-9])(?: d\.)?",
        rf"{_ALONE}{_YEAR}(?:\.?\s?gada|\s?\w\.)\s{_DAY}\.?\s?{_NAME}",
    )
)
_ORDERED: Final = re.compile(_IN_DIGITS)
_MONTH_FIRST: Final = frozenset({"en", "fil"})  # languages that are written in both orders
_YEAR_FIRST: Final = frozenset({"ko", "ja", "zh", "hu", "lt", "eu", "eo"})
_ERAS: Final = {"令和": REIWA, "民國": MINGUO, "民国": MINGUO}
_YEARS_AWAY: Final = 10
_CENTURY: Final = 100
_PREFIXES: Final = ("ב", "ל", "מ")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands in the text.

    `day` is None where day and month can't be told: the `readings` are then day first, month first.
    """

    start: int
    end: int
    day: date | None
    readings: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reader:
    """How a mail's dates are read. `month_first` is what its unambiguous dates show, if any do."""

    languages: tuple[str, ...]
    today: date
    month_first: bool | None = None

    def near(self, day: date | None) -> date | None:
        """The day unless it is more than ten years away."""
        return day if day and abs(day.year - self.today.year) <= _YEARS_AWAY else None


def dates(
    text: str,
    *,
    languages: Sequence[str],
    today: date,
    month_first: bool | None = None,
) -> Iterator[FoundDate]:
    """The dates in a plain text, in order; years more than ten away from `today` are no dates.

    `month_first` says how 04/05/2026 is meant, as `order_of` read it from the whole mail.
    """
    lower = folded(text)
    reader = _Reader(tuple(languages), today, month_first)
    found: dict[int, FoundDate] = {}
    for match in _matches(lower):
        known, day = _day(match, reader)
        if known:
            readings = _readings(match, reader) if day is None else ()
            found.setdefault(match.start(), FoundDate(match.start(), match.end(), day, readings))
    end = 0
    for start in sorted(found):
        if start >= end:
            yield found[start]
            end = found[start].end


def order_of(text: str) -> bool | None:
    """Whether the dates with slashes in a mail have the month first; None where none shows it."""
    orders = {
        int(match["second"]) > 12  # noqa: PLR2004 - months of a year
        for match in _ORDERED.finditer(text)
        if match["mark"] == "/" and (int(match["first"]) > 12) != (int(match["second"]) > 12)  # noqa: PLR2004
    }
    return orders.pop() if len(orders) == 1 else None


def _matches(text: str) -> Iterator[re.Match[str]]:
    for form in _FORMS:
        yield from form.finditer(text)


def _day(match: re.Match[str], reader: _Reader) -> tuple[bool, date | None]:
    """Whether this is a date, and which one."""
    parts = match.groupdict()
    year = int(parts["year"])
    if era := parts.get("era"):
        return True, of_day(_ERAS[era] + year, int(parts["month"]), int(parts["day"]))
    if parts.get("name"):
        return _of_name(parts["name"], year, int(parts["day"]), reader)
    if parts.get("first"):
        return _of_digits(parts, year, reader)
    day = reader.near(_any_calendar(year, int(parts["month"]), int(parts["day"])))
    return day is not None, day


def _of_name(name: str, year: int, day: int, reader: _Reader) -> tuple[bool, date | None]:
    month = _month(name, reader.languages)
    if month is None:
        return False, None
    if month > 12:  # noqa: PLR2004 - names of the Iranian calendar follow ours
        found = reader.near(of_solar_day(year, month - 12, day))
    else:
        found = reader.near(_any_calendar(year, month, day))
    return found is not None, found


def _of_digits(parts: dict[str, str], year: int, reader: _Reader) -> tuple[bool, date | None]:
    if year < _CENTURY:
        buddhist = reader.languages[:1] == ("th",) and year > reader.today.year % _CENTURY + 20
        year += 2500 if buddhist else 2000
        if reader.languages[:1] and reader.languages[0] in _YEAR_FIRST:
            year, parts = 2000 + int(parts["first"]), {**parts, "first": parts["year"]}
    first, second = int(parts["first"]), int(parts["second"])
    day_first = reader.near(_any_calendar(year, second, first))
    month_first = reader.near(_any_calendar(year, first, second))
    if parts["mark"] == ".":
        return day_first is not None, day_first
    return bool(day_first or month_first), _either(day_first, month_first, reader)


def _readings(match: re.Match[str], reader: _Reader) -> tuple[date, ...]:
    """Both days that an ambiguous date can mean, the one with the day first before the other."""
    orders = (replace(reader, month_first=first) for first in (False, True))
    return tuple(day for order in orders if (day := _day(match, order)[1]))


def _either(day_first: date | None, month_first: date | None, reader: _Reader) -> date | None:
    """The day that is meant where both orders are possible; None where nothing tells."""
    if not (day_first and month_first) or day_first == month_first:
        return day_first or month_first
    if reader.month_first is not None:
        return month_first if reader.month_first else day_first
    spoken = reader.languages[:1]
    return day_first if spoken and spoken[0] not in _MONTH_FIRST else None


def _any_calendar(year: int, month: int, day: int) -> date | None:
    """The day of ours, of the Thai or of the Iranian calendar, as the year shows."""
    if year > 2400:  # noqa: PLR2004 - Buddhist years of our time
        return of_day(year - BUDDHIST, month, day)
    if 1300 < year < 1500:  # noqa: PLR2004 - Iranian years of our time
        return of_solar_day(year, month, day)
    return of_day(year, month, day)


def _month(name: str, languages: tuple[str, ...]) -> int | None:
    """The month of this name, 13 to 24 for those of the Iranian calendar."""
    name = name.rstrip("'॰")
    known = _names().get(name) or (_names().get(name[1:]) if name[:1] in _PREFIXES else None)
    if known is None:
        return None
    spoken = next((known[language] for language in languages if language in known), None)
    meanings = set(known.values())
    return spoken or (meanings.pop() if len(meanings) == 1 else None)


@cache
def _names() -> dict[str, dict[str, int]]:
    """What each month's name means, by language."""
    names: dict[str, dict[str, int]] = {}
    for language, months in table("months").items():
        for number, words in enumerate(months, start=13 if language == _SOLAR else 1):
            for word in words:
                names.setdefault(folded(plain(word)), {})[language] = number
    return names
