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
from parsers.wording import amounts, dates

_SHORT: Final = re.compile(r"(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})(?P=mark)?")
_PACKED: Final = re.compile(r"(?P<year>[2-3]\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)")
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
    day = _day(2000 + int(found["year"]), found) if found else None
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
