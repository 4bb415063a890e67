"""Words put in order: visual lines, segments within them, and their folded text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

from model.documents import Box
from parsers.paper import frames
from parsers.paper.words import PageText, Word

_SAME_LINE: Final = 0.45
"""Words whose centres differ by less than this part of their height share a line."""
_SEGMENT_GAP: Final = 0.95
_SEGMENT_GAP_POINTS: Final = 5.0
_AXIS_POINTS: Final = 3.0
_OVERLAP, _CLOSE = -0.5, 0.45
_SIGN: Final = re.compile(r"[€$£]")
_CODE: Final = re.compile(r"EUR|USD|GBP|CHF|SEK|DKK|NOK|PLN|CZK|CAD|AUD")
_MONEY: Final = re.compile(r"-?\d[\d.,'\u2019]*[.,]\d\d")
PARTING: Final = frozenset("·•|‖¦")
"""Signs that set the parts of a line off from each other."""


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring words of one segment: the smallest thing that is a label or a value."""

    words: tuple[Word, ...]
    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    line: int
    bold: bool = False

    @property
    def height(self) -> float:
        """The height of its type."""
        return max(self.y1 - self.y0, 1.0)

    @property
    def middle(self) -> float:
        """The height of its centre on the page."""
        return (self.y0 + self.y1) / 2

    @property
    def box(self) -> Box:
        """Its place on the page."""
        return Box(
            round(self.x0, 1), round(self.y0, 1),
            round(self.x1 - self.x0, 1), round(self.y1 - self.y0, 1),
        )  # fmt: skip

    def part(self, start: int, end: int) -> Span:
        """The span of some of its words."""
        return span(self.words[start:end], self.line)


@dataclass(frozen=True)
class VisualLine:
    """What stands side by side on a page, from left to right; it keeps its text once asked."""

    index: int
    page: int
    segments: tuple[Span, ...]

    @cached_property
    def text(self) -> str:
        """The line's text, its segments two spaces apart."""
        return "  ".join(segment.text for segment in self.segments)

    @property
    def middle(self) -> float:
        """The height of its centre on the page."""
        return self.segments[0].middle


@dataclass(frozen=True)
class Layout:
    """A document's pages as visual lines; it keeps its segments and its text once asked."""

    pages: tuple[PageText, ...]
    lines: tuple[VisualLine, ...]

    @cached_property
    def segments(self) -> tuple[Span, ...]:
        """Every segment in reading order."""
        return tuple(segment for line in self.lines for segment in line.segments)

    def below(self, upper: Span, reach: int = 2) -> Iterator[Span]:
        """Segments of the next lines that may continue this one."""
        for line in self.lines[upper.line + 1 : upper.line + 1 + reach]:
            yield from (lower for lower in line.segments if continues(upper, lower))

    @cached_property
    def text(self) -> str:
        """The whole text, a visual line a row."""
        return "\n".join(line.text for line in self.lines)

    def page(self, number: int) -> PageText:
        """A page by its number, from 1."""
        return self.pages[number - 1]


def continues(upper: Span, lower: Span) -> bool:
    """Whether a segment may be the continuation of another: close below it, on its axis."""
    gap = (lower.y0 - upper.y1) / upper.height
    alike = abs(lower.height - upper.height) < 0.15 * upper.height
    on_axis = off_axis(upper, lower) < _AXIS_POINTS
    return lower.page == upper.page and alike and on_axis and _OVERLAP < gap < _CLOSE


def off_axis(one: Span, other: Span) -> float:
    """How far two spans are from sharing an edge or their centre, in points."""
    return min(
        abs(other.x0 - one.x0),
        abs(other.x1 - one.x1),
        abs(other.x0 + other.x1 - one.x0 - one.x1) / 2,
    )


def span(words: Sequence[Word], line: int) -> Span:
    """The span of these words."""
    if len(words) == 1:
        (one,) = words
        box = one.x0, one.y0, one.x1, one.y1
        return Span((one,), one.text, one.page, *box, line=line, bold=one.bold)
    return Span(
        words=tuple(words),
        text=" ".join(word.text for word in words),
        page=words[0].page,
        x0=min(word.x0 for word in words),
        y0=min(word.y0 for word in words),
        x1=max(word.x1 for word in words),
        y1=max(word.y1 for word in words),
        line=line,
        bold=words[0].bold,
    )


def arrange(pages: Iterable[PageText]) -> Layout:
    """The pages' words as lines and segments."""
    every = tuple(pages)
    lines: list[VisualLine] = []
    for page in every:
        for words in _rows(_unwrapped(frames.without(page.words))):
            index = len(lines)
            lines.append(VisualLine(index, page.number, _segments(words, index)))
    return Layout(every, tuple(lines))


def _unwrapped(words: Sequence[Word]) -> Sequence[Word]:
    """The words; amounts that a narrow cell sets on two lines with their currency stand on one."""
    signs = [word for word in words if _is_sign(word)]
    money = [word for word in words if _MONEY.fullmatch(word.text)] if signs else []
    moved: dict[int, Word] = {}
    for sign in signs:
        amount = next((word for word in money if _wraps(word, sign)), None)
        if amount is None or id(amount) in moved or _paired(words, amount, sign):
            continue
        level = _level(words, amount, sign)
        moved |= {id(one): _at_height(one, level) for one in (amount, sign)}
    return [moved.get(id(word), word) for word in words] if moved else words


def _is_sign(word: Word) -> bool:
    return bool(_SIGN.fullmatch(word.text) or _CODE.fullmatch(word.text))


def _wraps(amount: Word, sign: Word) -> bool:
    """Whether a currency stands on the line below its amount; or a sign, on the line above."""
    gap = sign.y0 - amount.y1 if sign.middle > amount.middle else amount.y0 - sign.y1
    if sign.middle < amount.middle and not _SIGN.fullmatch(sign.text):
        return False  # a code above an amount heads its column
    edges = abs(sign.x0 - amount.x0), abs(sign.x1 - amount.x1)
    return min(edges) < _AXIS_POINTS and _OVERLAP < gap / max(amount.height, 1.0) < _CLOSE


def _paired(words: Iterable[Word], amount: Word, sign: Word) -> bool:
    """Whether either has its counterpart beside it, on its very line."""
    return any(
        (_is_sign(word) and _touches(word, amount))
        or (_MONEY.fullmatch(word.text) and _touches(word, sign))
        for word in words
        if word is not amount and word is not sign
    )


def _touches(one: Word, other: Word) -> bool:
    gap = max(one.x0 - other.x1, other.x0 - one.x1)
    return abs(one.middle - other.middle) < 0.2 * other.height and gap < 0.8 * other.height


def _level(words: Iterable[Word], amount: Word, sign: Word) -> float:
    """The height of the line that both belong to: where most other words stand."""
    between = (amount.middle + sign.middle) / 2
    others = [word.middle for word in words if word is not amount and word is not sign]

    def company(level: float) -> int:
        return sum(abs(middle - level) < 0.2 * amount.height for middle in others)

    return max((between, amount.middle, sign.middle), key=company)


def _at_height(word: Word, middle: float) -> Word:
    return replace(word, y0=middle - word.height / 2, y1=middle + word.height / 2)


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.middle, one.x0)):
        if rows and _beside(rows[-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def _beside(row: list[Word], word: Word) -> bool:
    middle = sum(one.middle for one in row) / len(row)
    height = min(max(one.height for one in row), max(word.height, 1.0))
    return abs(word.middle - middle) <= _SAME_LINE * height


def _segments(words: list[Word], line: int) -> tuple[Span, ...]:
    parts = [[words[0]]]
    for left, right in pairwise(words):
        wide = max(_SEGMENT_GAP * min(left.height, right.height), _SEGMENT_GAP_POINTS)
        if right.x0 - left.x1 > wide:
            parts.append([])
        parts[-1].append(right)
    return tuple(span(part, line) for part in parts)


_SPELT: Final = str.maketrans({"ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d"})
"""Letters that Unicode does not take apart into a letter and an accent."""


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Letters and digits in lower case without accents, words one space apart.

    N° and Nº fold to n, # to no: as they are read out.
    """
    spoken = text.replace("°", "").replace("º", "").replace("#", " no ")
    plain = unicodedata.normalize("NFKD", spoken.translate(_SPELT))
    kept = (
        ch if ch.isalnum() or ch == "%" else " " for ch in plain if not unicodedata.combining(ch)
    )
    return " ".join("".join(kept).casefold().split())
