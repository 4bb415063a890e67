"""Days that a statement writes short, 05.03. or 260305, as whole days: the page says the year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from parsers.paper.layout import Layout, VisualLine, arrange
from parsers.paper.words import Word
from parsers.statements.statements import Sheet, TableRow
from parsers.wording import amounts, dates

_SHORT: Final = re.compile(r"(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})(?P=mark)?")
_PACKED: Final = re.compile(r"(?P<year>[2-3]\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)")
_YEAR_LED: Final = re.compile(
    r"(?P<year>\d{2})(?P<mark>[-./])(?P<month>\d{2})(?P=mark)(?P<day>\d{2})"
)
_MOST_DAYS: Final = 800
"""Days of one statement lie no further apart, two years and some; else they are misread."""
_CENTURY: Final = 2000
_FEWEST: Final = 3
_MOST_OF: Final = 0.8


def written_out(layout: Layout) -> Layout:
    """The layout with its short days written out; as it is where its lines have whole ones."""
    lines = [line for line in layout.lines if amounts.vote(line.segments[-1].text)]
    if sum(bool(dates.find(line.text)) for line in lines) * 2 > len(lines):
        return layout
    latest = max((one.day for line in layout.lines for one in dates.find(line.text)), default=None)
    ways: tuple[Callable[[str], str | None], ...] = (
        *((partial(_with_year, latest=latest),) if latest else ()),
        _unpacked,
    )
    for way in ways:
        told = _columns(lines, way)
        if told:
            return _rewritten(layout, told)
    return layout


def _columns(lines: Sequence[VisualLine], way: Callable[[str], str | None]) -> dict[Word, str]:
    """The short days of each column that holds one on most lines."""
    found: dict[float, list[Word]] = defaultdict(list)
    for line in lines:
        for word in line.segments[0].words[:1] + tuple(s.words[0] for s in line.segments[1:]):
            if way(word.text):
                found[round(word.x0)].append(word)
    return {
        word: day
        for words in found.values()
        if len(words) >= max(_FEWEST, _MOST_OF * _MOST_OF * len(lines))
        for word in words
        if (day := way(word.text))
    }


def _with_year(text: str, *, latest: date) -> str | None:
    found = _SHORT.fullmatch(text)
    if not found:
        return None
    day = _day(latest.year, found) or _day(latest.year - 1, found)
    if day is None:
        return None
    year = latest.year if day <= latest else latest.year - 1
    mark = found["mark"]
    return f"{found['day']}{mark}{found['month']}{mark}{year}"


def _unpacked(text: str) -> str | None:
    found = _PACKED.fullmatch(text)
    day = _day(_CENTURY + int(found["year"]), found) if found else None
    return day.isoformat() if day else None


def _day(year: int, found: re.Match[str]) -> date | None:
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _rewritten(layout: Layout, told: dict[Word, str]) -> Layout:
    pages = [
        replace(
            page,
            words=tuple(
                replace(word, text=told[word]) if word in told else word for word in page.words
            ),
        )
        for page in layout.pages
    ]
    return arrange(pages)


def year_led(sheet: Sheet) -> Sheet:
    """The sheet with days like 26-03-05 written out, where only the year first puts them together.

    Read the other way round, days of one month are years apart.
    """
    said = [row.cells.get("date", "").strip() for row in sheet.rows if row.dated]
    led = [year_led_day(text) for text in said]
    whole = [day for day in led if day]
    if len(whole) < len(said) or not together(whole) or together([_last(day) for day in whole]):
        return sheet
    return replace(
        sheet,
        rows=tuple(replace(row, cells=row.cells | _written(row)) for row in sheet.rows),
        statement_date=_nearest(sheet.statement_date, max(whole)),
    )


def year_led_day(text: str) -> date | None:
    """The day that a text is with its year first, 26-03-05; None where it is none."""
    found = _YEAR_LED.fullmatch(text)
    return _day(_CENTURY + int(found["year"]), found) if found else None


def _last(day: date) -> date | None:
    """The day that its writing is, read the other way round: 26-03-05 as the 26th of March 2005."""
    try:
        return date(_CENTURY + day.day, day.month, day.year - _CENTURY)
    except ValueError:
        return None


def together(days: Sequence[date | None]) -> bool:
    """Whether these days are near enough to each other to be those of one statement."""
    known = [day for day in days if day]
    return len(known) == len(days) > 1 and (max(known) - min(known)).days <= _MOST_DAYS


def _written(row: TableRow) -> dict[str, str]:
    days = {name: year_led_day(row.cells.get(name, "").strip()) for name in ("date", "due")}
    return {name: day.isoformat() for name, day in days.items() if day}


def _nearest(day: date | None, latest: date) -> date | None:
    """The statement's own day, read so that it is near the latest of its lines."""
    turned = _last(day) if day else None
    if day is None or turned is None:
        return day
    return min(day, turned, key=lambda one: abs((one - latest).days))
