"""The lines of a page that head the columns of a statement's table.

A header may stand on several lines, and narrow columns set two headers close together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

from parsers.paper.layout import Layout, Span, VisualLine
from parsers.statements import statement_columns, statement_stems, statement_words
from parsers.statements.statements import MONEY_COLUMNS
from parsers.wording import amounts, dates

REST: Final = re.compile(r"\d{3}[.,]\d\d[-)]?")
"""What stands behind the space in 1 234,56."""
_ALIGNED_POINTS: Final = 1.0
_BELOW: Final = 4
_FURTHER: Final = 12
"""Lines below a header that part two of its columns whose names are known each by itself."""
_UPPER: Final = 2
"""Lines of a header above its last: cells of one, two and three lines stand around one middle."""
_CLOSE: Final = 2.0
"""Lines of one header are no further apart, in heights of their type."""
_FEWEST: Final = 2
_TELLING: Final = frozenset({"reference", "type", "text", "debit", "credit"})

Columns = tuple[tuple[str, Span], ...]
Heads = Sequence[tuple[int, Columns]]
"""The lines that head columns, by their index, with the columns."""


class Edges:
    """Where the cells below a header begin and end; looked for when a header may be two."""

    def __init__(self, lines: Sequence[VisualLine], further: Edges | None = None) -> None:
        """The edges of what stands in these lines; `further` those of more lines."""
        self.further = further
        self._segments = [segment for line in lines for segment in line.segments]

    @cached_property
    def begin(self) -> tuple[float, ...]:
        """Where words begin, in points."""
        return tuple(x for segment in self._segments for x in _begun(segment))

    @cached_property
    def end(self) -> tuple[float, ...]:
        """Where cells end, in points."""
        return tuple(segment.x1 for segment in self._segments)

    def part(self, left: float, right: float) -> int:
        """How many cells say that a header ends at `left` and another begins at `right`."""
        begun = sum(abs(right - x) < _ALIGNED_POINTS for x in self.begin)
        ended = sum(abs(left - x) < _ALIGNED_POINTS for x in self.end)
        return max(begun, ended - 1)


def heads_of(layout: Layout) -> Heads:
    """The lines that head columns, with a day and an amount on some line below each."""
    lines = {line.index for line in layout.lines if _is_listed(line)}
    above = layout.lines[: max(lines)] if lines else ()
    found = [(line.index, names) for line in above if (names := _columns(layout, line))]
    ends = [*(index for index, _ in found[1:]), len(layout.lines)][: len(found)]
    below = [
        [layout.lines[at] for at in range(index + 1, end) if at in lines]
        for (index, _), end in zip(found, ends, strict=True)
    ]
    found = [
        (index, tuple(_believed(columns, listed)))
        for (index, columns), listed in zip(found, below, strict=True)
    ]
    telling = any(listed and _tells(head) for head, listed in zip(found, below, strict=True))
    return [
        head
        for head, listed in zip(found, below, strict=True)
        if len(listed) > 1 or (listed and (_tells(head) or not telling))
    ]


def _believed(columns: Columns, listed: Sequence[VisualLine]) -> Iterator[tuple[str, Span]]:
    """The columns; one of money above words alone is an unknown one: Charge, Haulage."""
    for at, (name, column) in enumerate(columns):
        told = [
            any(map(str.isdigit, segment.text))
            for line in listed
            for segment in line.segments
            if segment.x0 < column.x1 and column.x0 < segment.x1
        ]
        worded = name in MONEY_COLUMNS and told and not any(told)
        yield (f"{statement_columns.UNKNOWN}{at}" if worded else name), column


def _is_listed(line: VisualLine) -> bool:
    return bool(dates.find(line.text)) and amounts.vote(line.text) is not None


def _tells(head: tuple[int, Columns]) -> bool:
    """Whether a header names what lines are; that of a box, of a day and what is due, doesn't."""
    return any(name in _TELLING for name, _ in head[1])


def _columns(layout: Layout, line: VisualLine) -> Columns:
    """The columns that a line heads, with the line above it where only both name them."""
    below = layout.lines[line.index + 1 :][:_FURTHER]
    edges = Edges(below[:_BELOW], Edges(below))
    parts = _parts(line, edges)
    kinds = statement_columns.columns([part.text for part in parts])
    joined, lower, width, whole = parts, line, len(parts), 0
    own = statement_columns.known(kinds)
    for above in reversed(layout.lines[max(0, line.index - _UPPER) : line.index]):
        if not _is_over(above, lower, width):
            break
        upper = _parts(above, edges)
        joined, lower = _joined(upper, joined), above
        whole = whole or _known(upper)
        if _known(joined) > statement_columns.known(kinds):
            kinds, parts = statement_columns.columns([part.text for part in joined]), joined
    if not own and statement_columns.known(kinds) < whole:
        return ()  # a title below a header that says more without it
    return tuple((kinds[at], parts[at]) for at in sorted(kinds))


def _known(parts: Sequence[Span]) -> int:
    """How many of these headers are known, if they are those of a table."""
    return statement_columns.known(statement_columns.columns([part.text for part in parts]))


def _is_over(above: VisualLine, line: VisualLine, width: int) -> bool:
    """Whether a line stands so close over another of a header that it may be a part of it."""
    near = above.page == line.page and len(above.segments) >= max(_FEWEST, width / 2)
    return near and 0 < line.middle - above.middle < _CLOSE * _height(line)


def _begun(segment: Span) -> Iterator[float]:
    """Where the words of a segment begin, but not the rest of an amount, 1 234,56, or of a day."""
    within = within_days(segment)
    for at, word in enumerate(segment.words):
        if not at or (not REST.fullmatch(word.text) and at not in within):
            yield word.x0


def within_days(segment: Span) -> frozenset[int]:
    """The words that go on with a day, which is one value: 2, 2026 of Apr 2, 2026."""
    if len(segment.words) < _FEWEST:
        return frozenset()
    found = dates.find(segment.text)
    begins = [one.start for one in found]
    starts = accumulate((len(word.text) + 1 for word in segment.words), initial=0)
    days = ((at, start, bisect_left(begins, start) - 1) for at, start in enumerate(starts))
    return frozenset(at for at, start, day in days if day >= 0 and start < found[day].end)


def days_behind_numbers(segment: Span) -> frozenset[int]:
    """The words that begin a day right behind a number, as of two columns: FV5578 2026.01.03."""
    texts = [word.text for word in segment.words]
    behind = [
        at
        for at, (before, text) in enumerate(pairwise(texts), 1)
        if text[:1].isdigit() and any(map(str.isdigit, before))
    ]
    if not behind:
        return frozenset()
    begins = {one.start for one in dates.find(segment.text)}
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    return frozenset(at for at in behind if starts[at] in begins)


def _parts(line: VisualLine, edges: Edges) -> list[Span]:
    return [part for segment in line.segments for part in _headers(segment, edges)]


def _height(line: VisualLine) -> float:
    return max(segment.height for segment in line.segments)


def _joined(above: Sequence[Span], own: Sequence[Span]) -> list[Span]:
    """Headers of two lines: each part of the upper one over the part that it overlaps most."""
    upper: dict[int, list[Span]] = {}
    alone: list[Span] = []
    for part in above:
        shared = [min(part.x1, one.x1) - max(part.x0, one.x0) for one in own]
        most = max(shared, default=0.0)
        if most > 0:
            upper.setdefault(shared.index(most), []).append(part)
        else:
            alone.append(part)
    joined = [_under([*upper.get(at, ()), one]) for at, one in enumerate(own)]
    return sorted([*joined, *alone], key=lambda part: part.x0)


def _under(parts: Sequence[Span]) -> Span:
    """Parts of one header as one, as wide as all."""
    return replace(hull(parts), text=" ".join(part.text for part in parts))


def _headers(segment: Span, edges: Edges) -> Sequence[Span]:
    """The headers that a segment holds: more than one where narrow columns set them together.

    They are parted where cells below begin or end, or where both parts are known headers; where all
    of it is one by its stems, only where several do.
    """
    if statement_words.column(segment.text):
        return (segment,)
    whole = statement_stems.column(segment.text)
    for at in range(len(segment.words) - 1, 0, -1):
        first, rest = segment.part(0, at), segment.part(at, len(segment.words))
        aligned = edges.part(first.x1, rest.x0)
        both = statement_words.column(first.text) and statement_words.column(rest.text)
        if aligned > (whole is not None) or (both and _are_parted(first, rest, whole, edges)):
            return (*_headers(first, edges), rest)
    return (segment,)


def _are_parted(first: Span, rest: Span, whole: str | None, edges: Edges) -> bool:
    """Whether two known headers are those of two columns: together they are none, or not below."""
    return whole is None or (edges.further or edges).part(first.x1, rest.x0) > 1


def hull(spans: Sequence[Span]) -> Span:
    """The place that these spans share."""
    return replace(spans[0], x0=min(one.x0 for one in spans), x1=max(one.x1 for one in spans))
