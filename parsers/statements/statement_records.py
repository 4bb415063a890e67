"""Records of two lines, as mail orders set them: number and amount above, the days below.

    Invoice 90008463             3,080.81
    dated 11.04.26, due 10.06.26

The days are set beside what they belong to, right of the page, where nothing else stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from parsers.paper.layout import Layout, Span, VisualLine, arrange
from parsers.paper.words import Word
from parsers.statements.statement_columns import UNKNOWN
from parsers.wording import dates

_MONEY: Final = re.compile(r"[-+(\u2212]?[€$£]?-?\d[\d.,'\u2019]*[.,]\d\d[-)]?")
_FEWEST: Final = 3
_MOST_OF: Final = 0.8
_APART: Final = 100.0
"""Points between the days that are set beside a record."""
_FIRST: Final = 400
"""Columns of days beside the page are numbered from here; no table has so many."""
_CLOSE: Final = 2.0
"""The lines of one record are no further apart, in heights of their type."""


def on_one_line(layout: Layout) -> Layout:
    """The layout, its records of two lines on one each; as it is where it has none."""
    paid = [line for line in layout.lines if _has_money(line)]
    if len(paid) < _FEWEST:
        return layout
    pairs = [(upper, lower) for upper, lower in pairwise(layout.lines) if _is_record(upper, lower)]
    if len(pairs) < max(_FEWEST, _MOST_OF * sum(map(_is_numbered, paid))):
        return layout
    moved = dict(one for upper, lower in pairs for one in _beside(layout, upper, lower))
    pages = (
        replace(page, words=tuple(now for word in page.words if (now := moved.get(word, word))))
        for page in layout.pages
    )
    return arrange(pages)


def column(piece: Span, width: float) -> str | None:
    """The column of a day that was set beside a page of this width; None for all else."""
    at = int((piece.x0 - width) // _APART)
    return f"{UNKNOWN}{_FIRST + at}" if at > 0 else None


def _has_money(line: VisualLine) -> bool:
    return any(_MONEY.fullmatch(word.text) for part in line.segments for word in part.words)


def _is_numbered(line: VisualLine) -> bool:
    """Whether a line with an amount begins with words that hold a number: Invoice 90008463."""
    return any(map(str.isdigit, line.segments[0].text)) and len(line.segments) > 1


def _is_record(upper: VisualLine, lower: VisualLine) -> bool:
    """Whether a line has a number and an amount but no day, and the one below it just days."""
    near = upper.page == lower.page and (
        lower.middle - upper.middle < _CLOSE * upper.segments[0].height
    )
    if not near or not _has_money(upper) or not _is_numbered(upper):
        return False
    below = len(lower.segments) == 1 and bool(dates.find(lower.text))
    return below and not dates.find(upper.text)


def _beside(
    layout: Layout, upper: VisualLine, lower: VisualLine
) -> Iterator[tuple[Word, Word | None]]:
    """The words of days: the first of each as its day beside the line above, the rest as none."""
    right, (part,) = layout.page(upper.page).width, lower.segments
    height = upper.segments[0].words[0]
    for at, found in enumerate(dates.find(part.text), start=1):
        first, *rest = _words(part, found.start, found.end)
        left = right + at * _APART
        wide = left + first.x1 - first.x0
        day = part.text[found.start : found.end]
        yield first, replace(first, text=day, x0=left, x1=wide, y0=height.y0, y1=height.y1)
        yield from ((word, None) for word in rest)


def _words(part: Span, start: int, end: int) -> Iterator[Word]:
    """The words between two places of a text."""
    at = 0
    for word in part.words:
        if at < end and at + len(word.text) > start:
            yield word
        at += len(word.text) + 1
