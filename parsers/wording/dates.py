"""Dates as text in the languages that Billhook reads, with one day-month order a document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from parsers.paper.layout import fold
from parsers.wording import vocabulary

_WORD: Final = r"[^\W\d_]{3,12}"
_TIME: Final = r"(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO: Final = rf"(?P<iy>(?:19|20)\d{{2}})[-/.](?P<im>\d{{1,2}})[-/.](?P<id>\d{{1,2}}){_TIME}"
_COMPACT: Final = r"(?P<cy>20\d{2})(?P<cm>0[1-9]|1[0-2])(?P<cd>0[1-9]|[12]\d|3[01])"
_NUMERIC: Final = (
    r"(?P<a>\d{1,2})\s?(?P<sep>[./-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<y>(?:19|20)?\d{2})"
)
_NORDIC: Final = r"(?P<nd>\d{1,2})[/.](?P<nm>\d{1,2})-(?P<ny>(?:19|20)\d{2})"
"""2/7-2026, as Danes and Norwegians write the second of July."""
_DAY_FIRST: Final = (
    rf"(?P<wd>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s-]?(?:of |de |d')?\s?(?P<wm>{_WORD})\.?,?"
    r"(?:\s(?:de|del)\s|[\s/-]|\u2019|')\s?(?P<wy>(?:19|20)\d{2}|\d{2})"
)
_MONTH_FIRST: Final = (
    rf"(?P<mm>{_WORD})\.?[\s-]?(?P<md>\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]+(?P<my>(?:19|20)\d{{2}})"
)
_DATE: Final = re.compile(
    rf"(?<![\w./-])(?:{_ISO}|{_NUMERIC}|{_NORDIC}|{_DAY_FIRST}|{_MONTH_FIRST}|{_COMPACT})(?![\w/]|[.-]\d)",
    re.IGNORECASE,
)
_CENTURY: Final = 2000
_YEARS: Final = range(1990, 2100)
_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text. `other` is the reading with day and month changed round, if possible."""

    start: int
    end: int
    day: date
    other: date | None = None
    proof: str = ""
    """`day` or `month`: what certainly stands first; empty where either is possible."""


def find(text: str) -> list[FoundDate]:
    """Every date in a text, day first where that is possible.

    What only looks like one may reach into the next: "1 Datum 10" in "1 Datum 10 oktober 2026".
    """
    found: list[FoundDate] = []
    at = 0
    while match := _DATE.search(text, at):
        one = _of(match)
        if one is not None:
            found.append(one)
        at = match.end() if one else match.start() + 1
    return found


def read(text: str, *, month_first: bool = False) -> date | None:
    """The first date in a text."""
    return next((choose(one, month_first=month_first) for one in find(text)), None)


def choose(found: FoundDate, *, month_first: bool) -> date:
    """A found date under the document's day-month order."""
    return found.other if month_first and found.other else found.day


def month_first(found: Iterable[FoundDate], *, american: bool) -> bool:
    """The document's day-month order: proof by any impossible date, else by its country."""
    proofs = [one.proof for one in found if one.proof]
    if proofs:
        return proofs.count("month") > proofs.count("day")
    return american


def _of(match: re.Match[str]) -> FoundDate | None:
    part = match.groupdict()
    at = match.start(), match.end()
    if part["iy"]:
        return _plain(at, (part["iy"], part["im"], part["id"]))
    if part["cy"]:
        return _plain(at, (part["cy"], part["cm"], part["cd"]))
    if part["ny"]:
        return _plain(at, (part["ny"], part["nm"], part["nd"]), proof="day")
    if part["wm"]:
        return _named(at, (part["wy"], part["wm"], part["wd"]))
    if part["mm"]:
        return _named(at, (part["my"], part["mm"], part["md"]))
    return _numeric(at, part)


def _plain(
    at: tuple[int, int], parts: tuple[str, str, str], *, proof: str = ""
) -> FoundDate | None:
    day = _date(*(int(part) for part in parts))
    return FoundDate(*at, day, proof=proof) if day else None


def _named(at: tuple[int, int], parts: tuple[str, str, str]) -> FoundDate | None:
    year, name, day_of_month = parts
    month = vocabulary.months().get(fold(name))
    day = _date(_year(year), month, int(day_of_month)) if month else None
    return FoundDate(*at, day) if day else None


def _numeric(at: tuple[int, int], part: dict[str, str]) -> FoundDate | None:
    first, second, year = int(part["a"]), int(part["b"]), _year(part["y"])
    day_first, month_leads = _date(year, second, first), _date(year, first, second)
    if day_first is None:
        return FoundDate(*at, month_leads, proof="month") if month_leads else None
    if month_leads is None:
        return FoundDate(*at, day_first, proof="day")
    # A dot between the parts is written only where the day leads.
    dotted = part["sep"] == "."
    return FoundDate(*at, day_first, None if dotted else month_leads, "day" if dotted else "")


def _year(text: str) -> int:
    year = int(text)
    return year if year > 99 else _CENTURY + year  # noqa: PLR2004 - two digits


def _date(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS or not 1 <= month <= _MONTHS_A_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
