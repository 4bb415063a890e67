"""Dates in running text, of several languages. What can be read in two ways is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from fetchers.mail.lexicon import normal, table

_MONTHS: Final = {
    normal(word): int(number) for number, words in table("months").items() for word in words
}
_MONTH: Final = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_ORDINAL: Final = r"(?:st|nd|rd|th|er|\.|º)?"
_OF: Final = r"(?:de |of |-)?"
_YEAR: Final = r"(?P<year>20\d\d)"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(?<![\d/.-])(?P<year>20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d/-])",
        r"(?P<year>20\d\d)\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日",
        r"(?<![\d/.-])(?P<first>\d{1,2})[/](?P<second>\d{1,2})[/](?P<year>20\d\d|\d\d)(?![\d/-])",
        r"(?<![\d/.-])(?P<day>\d{1,2})[-.]\s?(?P<month>\d{1,2})[-.]\s?(?P<year>20\d\d|\d\d)(?![\d/-])",
        rf"(?<![\d/.-])(?P<day>\d{{1,2}}){_ORDINAL}\s*{_OF}(?P<name>{_MONTH})\b\.?,?\s*{_OF}{_YEAR}",
        rf"(?<!\w)(?P<name>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}}){_ORDINAL},?\s+(?P<year>20\d\d)",
    )
)
_MONTH_FIRST: Final = frozenset({"en"})  # of the languages read here, only English has both orders
_YEARS_AWAY: Final = 10


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands in the text; `day` is None where day and month can't be told."""

    start: int
    end: int
    day: date | None


def dates(text: str, *, language: str | None, today: date) -> Iterator[FoundDate]:
    """The dates in a text, in order; years more than ten away from `today` are no dates."""
    folded = text.casefold()
    if len(folded) != len(text):  # positions must fit; a few letters grow when folded
        folded = text.lower() if len(text.lower()) == len(text) else text
    found = {
        match.start(): FoundDate(match.start(), match.end(), _day(match, language, today))
        for form in _FORMS
        for match in form.finditer(folded)
    }
    return (found[start] for start in sorted(found))


def _day(match: re.Match[str], language: str | None, today: date) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)  # noqa: PLR2004 - digits
    if abs(year - today.year) > _YEARS_AWAY:
        return None
    if parts.get("name"):
        return _of(year, _MONTHS[parts["name"]], int(parts["day"]))
    if parts.get("first"):
        return _either_order(year, int(parts["first"]), int(parts["second"]), language)
    return _of(year, int(parts["month"]), int(parts["day"]))


def _either_order(year: int, first: int, second: int, language: str | None) -> date | None:
    day_first, month_first = _of(year, second, first), _of(year, first, second)
    if language is not None and language not in _MONTH_FIRST:
        return day_first
    if day_first and month_first and day_first != month_first:
        return None
    return day_first or month_first


def _of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
