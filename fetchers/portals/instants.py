"""Until when a page says that something stands in the way: a length of time, or a day and a clock.

Read from the sentence that says so and those after it, whatever the language: figures, units, names
of months and zones. What can be read in two ways has no instant, and the general rule holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from fetchers.portals.letters import bare, plain
from fetchers.portals.passages import PASSAGE
from model.outcomes import UNTIL_FACT, Outcome

_TOLD: Final[Mapping[str, Any]] = tomllib.loads(
    files(__package__).joinpath("instants.toml").read_text("utf-8")
)
_JUST_NOW: Final = timedelta(minutes=10)  # a clock so short ago is meant to be past
_NOON: Final = 12
_MOST_MONTHS: Final = 12
_CENTURY, _CENTURY_BEGINS = 100, 2000
_A_RANGE: Final = 2  # a beginning and an end; of more, nobody knows which is meant


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(bare(word) for word in words) + ")"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(bare(text))


_MONTH: Final = "|".join(_any(words) for words in _TOLD["months"].values())
_CLOCK_WORD: Final = (
    r"(?:kl|klo|klockan|kell|godz|godzinie|plkst|ob|um|alle|ore|ora|om|val|a las|u|om|bis|tot)"
)
_AM: Final = r"(?P<am>a\.?m\b|午前|上午|早上|오전|ص)"
_PM: Final = r"(?P<pm>p\.?m\b|午後|下午|晚上|오후|م\b)"
_CJK_HOUR: Final = r"(?:時(?!間)|时|點|点|시(?!간))"
_NTH: Final = r"(?:\.|st|nd|rd|th|er|º)?"
_NAMED: Final = rf"(?P<name>{_MONTH})[^\W\d]*\.?"
_CLOCKS: Final = tuple(
    map(
        _pattern,
        (
            rf"(?P<h>\d{{1,2}})(?: ?h ?|:)(?P<m>\d\d)(?::\d\d)?(?!\d)(?: ?(?:{_AM}|{_PM}))?",
            rf"\b{_CLOCK_WORD}\.? (?:ca\.? )?(?P<h>\d{{1,2}})\.(?P<m>\d\d)(?!\.?\d)",
            r"(?P<h>\d{1,2})\.(?P<m>\d\d)(?= ?(?:uhr|uur|h|val)\b)",
            rf"(?P<h>\d{{1,2}}) ?(?:{_AM}|{_PM})(?P<m>)",
            r"(?P<h>\d{1,2}) ?(?:uhr|uur|h|orakor|o'clock)\b(?P<m>)",
            rf"(?:{_AM}|{_PM})? ?(?P<h>\d{{1,2}}) ?{_CJK_HOUR} ?(?:(?P<m>\d{{1,2}}) ?(?:分|분))?",
            rf"\b{_CLOCK_WORD}\.? (?P<h>\d{{1,2}})(?P<m>)(?![.:/\d]| ?[^\W\d])",
        ),
    )
)
_DAYS: Final = tuple(
    map(
        _pattern,
        (
            r"(?P<y>\d{4})-(?P<mo>\d\d)-(?P<d>\d\d)",
            r"(?:(?P<y>\d{4}) ?[年년] ?)?(?P<mo>\d{1,2}) ?[月월] ?(?P<d>\d{1,2}) ?[日일号號]",
            rf"(?<!\d)(?P<d>\d{{1,2}}){_NTH} (?:de |of )?{_NAMED},?(?: (?:del? )?(?P<y>\d{{4}}))?",
            rf"\b{_NAMED} (?P<d>\d{{1,2}})(?!\d|:){_NTH}(?:,? (?P<y>\d{{4}}))?",
            r"(?<!\d)(?P<d>\d{1,2})\. ?(?P<mo>0?[1-9]|1[0-2])\.(?: ?(?P<y>\d{4}|\d\d(?![:.\d])))?",
            r"(?<!\d)(?P<d>\d{1,2})-(?P<mo>\d{1,2})-(?P<y>\d{4})",
            r"(?<!\d)(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<y>\d{4}|\d\d))?(?!\d)",
        ),
    )
)
_ZONES: Final = _pattern(
    rf"\b(?P<zone>{'|'.join(_TOLD['zones'])})(?P<off>[+-](?:1[0-4]|0?\d)(?::?[0-5]\d)?(?!\d))?(?![^\W\d])"
)
_UNITS: Final = {name: _any(words) for name, words in _TOLD["units"].items()}
_ONE: Final = _any(_TOLD["one"]["words"])
_SPANS: Final = tuple(
    (re.compile(rf"(?<![\d:.,])(?P<n>\d{{1,4}}|(?<![^\W_]){_ONE}) ?{unit}"), name)
    for name, unit in _UNITS.items()
)
_HALF: Final = re.compile(_any(_TOLD["half"]["hours"]))
_TOMORROW: Final = re.compile(rf"(?<![^\W_]){_any(_TOLD['tomorrow']['words'])}")
_SINCE: Final = re.compile(rf"(?<![^\W_]){_any(_TOLD['since']['words'])}[^\d]{{0,12}}$")
_LENGTHS: Final = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page was read: its host, and the time zone of the customer who reads the clock."""

    host: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Until:
    """What a page says of an end. `day` is (year or None, month, day), `weekday` counts Monday 0.

    `zone` is one that the page names. Without a clock there is no instant: a day has many.
    """

    span: timedelta | None = None
    clock: time | None = None
    day: tuple[int | None, int, int] | None = None
    weekday: int | None = None
    tomorrow: bool = False
    zone: tzinfo | None = None

    def at(self, now: datetime, zone: tzinfo) -> datetime | None:
        """The instant (UTC), by the portal's `zone`; None where it is none, or is past."""
        if self.span is not None:
            return now + self.span
        if self.clock is None:
            return None
        here = self.zone or zone
        day = self._day(now.astimezone(here))
        at = None if day is None else datetime.combine(day, self.clock, here).astimezone(UTC)
        return at if at is not None and at > now else None

    def _day(self, local: datetime) -> datetime | None:
        assert self.clock is not None  # noqa: S101 - whoever calls this has looked
        if self.day is not None:
            return self._named_day(local)
        if self.tomorrow:
            return local + timedelta(days=1)
        passed = local.time() > self.clock
        if self.weekday is not None:
            ahead = (self.weekday - local.weekday()) % 7
            return local + timedelta(days=ahead or 7 * passed)
        lately = (local - _JUST_NOW).time() < self.clock < local.time()
        return None if lately else local + timedelta(days=int(passed))

    def _named_day(self, local: datetime) -> datetime | None:
        assert self.day is not None  # noqa: S101 - whoever calls this has looked
        year, month, day = self.day
        try:
            named = local.replace(year=year or local.year, month=month, day=day)
            if year is None and named < local - timedelta(days=180):  # in December, of January
                named = named.replace(year=local.year + 1)
        except ValueError:
            return None
        return named


def until_in(text: str) -> Until | None:
    """The end that a text says; None where it says none, or more than one."""
    told = plain(text)
    if (named := _point(told)) is not None:
        return named
    span = _span(told)
    return None if span is None else Until(span=span)


def with_instant(outcome: Outcome, where: Place, now: datetime) -> Outcome:
    """The outcome with the instant that the portal named in place of the portal's words."""
    facts = dict(outcome.facts)
    said = until_in(facts.pop(PASSAGE, ""))
    at = said.at(now, zone_of(where.host, where.zone)) if said else None
    if at is None:
        return Outcome(outcome.code, facts)
    local = at.astimezone(where.zone)
    words = f" until {local.day} {local:%b %Y} at {local:%H:%M}"
    return Outcome(outcome.code, {**facts, "until": words, UNTIL_FACT: at.isoformat()})


def zone_of(host: str, fallback: tzinfo) -> tzinfo:
    """The time zone of a portal: its country's, where that has one; else its customer's."""
    name = _TOLD["countries"].get(host.rpartition(".")[2].partition(":")[0])
    return ZoneInfo(name) if name else fallback


def _span(told: str) -> timedelta | None:
    """The length that a text names; None where it names none, or two of one unit."""
    if _HALF.search(told):
        return timedelta(minutes=30)
    whole = timedelta()
    for pattern, unit in _SPANS:
        found = (match["n"] for match in pattern.finditer(told))
        counts = {int(one) if one.isdecimal() else 1 for one in found}
        if len(counts) > 1:
            return None
        whole += sum(counts) * _LENGTHS[unit]
    return whole or None


def _point(told: str) -> Until | None:
    """The day and clock that a text names as an end; None where it names none, or too many."""
    rest, days = _taken(_DAYS, told)
    _, clocks = _taken(_CLOCKS, rest)
    ends = [one for one in clocks if not _SINCE.search(rest[: one.start()])]
    if not ends or len(clocks) > _A_RANGE or len(days) > _A_RANGE:
        return None
    clock, day = _clock(ends[-1]), _day(days[-1]) if days else None
    if clock is None or (days and day is None):
        return None
    return Until(
        clock=clock,
        day=day,
        weekday=_weekday(told),
        tomorrow=_TOMORROW.search(told) is not None,
        zone=_zone(told),
    )


def _taken(patterns: Iterable[re.Pattern[str]], text: str) -> tuple[str, list[re.Match[str]]]:
    """What the patterns find, in the text's order, and the text without it; the first one wins."""
    found: list[re.Match[str]] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            found.append(match)
            start, end = match.span()
            text = text[:start] + " " * (end - start) + text[end:]
    return text, sorted(found, key=lambda one: one.start())


def _clock(match: re.Match[str]) -> time | None:
    told = match.groupdict()
    hour, minute = int(told["h"]), int(told.get("m") or 0)
    if told.get("pm") and hour < _NOON:
        hour += _NOON
    if told.get("am") and hour == _NOON:
        hour = 0
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _day(match: re.Match[str]) -> tuple[int | None, int, int] | None:
    """Year, month and day; None where day and month could be taken for each other."""
    told = match.groupdict()
    year = int(told["y"]) if told.get("y") else None
    if year is not None and year < _CENTURY:
        year += _CENTURY_BEGINS
    if year is not None and not _CENTURY_BEGINS <= year < _CENTURY_BEGINS + _CENTURY:
        return None
    if told.get("name"):
        return year, _month(told["name"]), int(told["d"])
    if told.get("one"):
        return _by_size(year, int(told["one"]), int(told["two"]))
    return year, int(told["mo"]), int(told["d"])


def _by_size(year: int | None, one: int, two: int) -> tuple[int | None, int, int] | None:
    if one > _MOST_MONTHS or one == two:
        return year, two, one
    return (year, one, two) if two > _MOST_MONTHS else None


def _month(name: str) -> int:
    return next(int(n) for n, words in _TOLD["months"].items() if re.match(_any(words), name))


def _weekday(told: str) -> int | None:
    for number, words in _TOLD["weekdays"].items():
        if re.search(rf"(?<![^\W_]){_any(words)}", told):
            return int(number)
    return None


def _zone(told: str) -> tzinfo | None:
    found = _ZONES.search(told)
    if found is None:
        return None
    minutes = int(_TOLD["zones"][found["zone"]])
    if found["off"]:
        sign, figures = found["off"][0], found["off"][1:].replace(":", "")
        hours, rest = (figures[:-2], figures[-2:]) if len(figures) > len("12") else (figures, "0")
        minutes += (int(hours) * 60 + int(rest)) * (-1 if sign == "-" else 1)
    return timezone(timedelta(minutes=minutes))
