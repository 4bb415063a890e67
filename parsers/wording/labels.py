"""The words that stand beside values on documents, per field, with how surely they name it.

The words are those of `vocabulary`. A label is compared as a whole with folded text, the longest
first. Fields that are no result (customer numbers, order
dates …) are listed because a value beside their label is theirs and nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from parsers.paper.layout import PARTING, Layout, Span, fold, span
from parsers.wording.vocabulary import labels as _vocabulary

MONEY_FIELDS: Final = frozenset(
    {"gross_total", "net_total", "tax_total", "charge_total", "discount_total", "prepaid"}
)

_RATE: Final = re.compile(r"(?<!\S)(?:\d+ )*\d* ?%")
"""A rate in folded text: 19%, 7 7%; an amount behind it is no part of it."""
_PARTIES: Final = frozenset({"seller_name", "buyer_name"})
_LONGEST: Final = 7
_ONLY_FIRST: Final = frozenset(
    {"to", "from", "von", "client", "net", "base", "due", "total", "suma", "account"}
)
"""Words of ordinary sentences: labels only where they open a segment."""
_ONLY_ALONE: Final = frozenset(
    {
        *(
            "van",
            "da",
            "de",
            "a",
            "an",
            "aan",
            "para",
            "data",
            "fecha",
            "til",
            "till",
            "fra",
            "fran",
        ),
        *("z", "za", "od", "do", "komu", "vero", "skatt", "side", "sida", "strana", "strona"),
    }
)
"""Words of ordinary names: labels only by themselves or with a colon."""
_BEFORE_DATES: Final = frozenset(
    {"vom", "du", "den", "le", "del", "el", "dnia", "dne", "z dnia", "ze dne", "w dniu"}
)
"""Articles: they label a date where one follows, and are parts of names elsewhere."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label found on a page."""

    field: str
    weight: float
    place: Span
    words: str


def names_of(text: str) -> frozenset[str]:
    """The fields that a whole text is a label of."""
    return frozenset(name for name, _ in _named(fold(text)))


def find(layout: Layout) -> list[Label]:
    """Every label of a document, including those that are wrapped over two or three lines."""
    wrapped = list(_wrapped(layout))
    parts = {id(word): one for one in wrapped for word in one.place.words}
    within = (label for segment in layout.segments for label in _within(segment))
    return [one for one in within if not _is_part(one, parts)] + wrapped


def _is_part(label: Label, wrapped: Mapping[int, Label]) -> bool:
    """Whether a label of money is only a part of another that is wrapped: Total above Discount."""
    whole = wrapped.get(id(label.place.words[0]))
    return whole is not None and {label.field, whole.field} <= MONEY_FIELDS


def outside_table(labels: list[Label], header: int | None) -> list[Label]:
    """The labels without those that head the columns of the items: “Total” there is no total."""
    return [one for one in labels if one.place.line != header or one.field not in MONEY_FIELDS]


def _within(segment: Span) -> Iterator[Label]:
    """Labels of one segment, the longest first, none inside another."""
    words = [fold(word.text) for word in segment.words]
    taken = [False] * len(words)
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            if any(taken[start : start + size]) or not words[start + size - 1]:
                continue  # a sign behind a label belongs to the amount: “Total $ 19.84”
            phrase = " ".join(word for word in words[start : start + size] if word)
            if _is_ordinary(phrase, start, segment):
                continue
            for name, weight in _named(phrase):
                if size == 1 and name in _PARTIES and not _opens(segment, start):
                    continue  # “Le Fournisseur”, “Hotel Client” are names
                taken[start : start + size] = [True] * size
                yield Label(name, weight, segment.part(start, start + size), phrase)


def _is_ordinary(phrase: str, start: int, segment: Span) -> bool:
    """Whether a word that may be a label is one of a sentence or a name here."""
    following = segment.words[start + 1].text if start + 1 < len(segment.words) else ""
    if phrase in _BEFORE_DATES and following:
        return not following[0].isdigit()
    if phrase in _ONLY_ALONE:
        return len(segment.words) > 1 and not segment.words[start].text.endswith(":")
    return phrase in _ONLY_FIRST and not _opens(segment, start)


def _opens(segment: Span, start: int) -> bool:
    """Whether a word begins a segment, or a part of it that a dot or a bar sets off."""
    return start == 0 or segment.words[start - 1].text in PARTING


def _named(phrase: str) -> tuple[tuple[str, float], ...]:
    """The fields that a phrase names; a tax rate within a tax label is looked over."""
    known = _vocabulary().get(phrase)
    if known is None and "%" in phrase:
        bare = " ".join(_RATE.sub(" ", phrase).split())
        known = tuple(pair for pair in _vocabulary().get(bare, ()) if pair[0] == "tax_total")
    return known or ()


def _wrapped(layout: Layout) -> Iterator[Label]:
    """Labels that run over two or three lines of a cell."""
    for first in layout.segments:
        if len(first.words) > _LONGEST:
            continue
        for second in _under(layout, first):
            if _has_value(layout, first) and _has_value(layout, second):
                continue
            yield from _joined((first, second))
            for third in _under(layout, second):
                yield from _joined((first, second, third))


def _joined(parts: tuple[Span, ...]) -> Iterator[Label]:
    phrase = " ".join(fold(part.text) for part in parts)
    for name, weight in _vocabulary().get(phrase, ()):
        place = span([word for part in parts for word in part.words], parts[0].line)
        yield Label(name, weight + 0.2, place, phrase)


def _has_value(layout: Layout, segment: Span) -> bool:
    """Whether a number stands close behind a segment, on its very line: then its label is whole."""
    line = layout.lines[segment.line]
    behind = [one for one in line.segments if one.x0 > segment.x1]
    level = [one for one in behind if abs(one.middle - segment.middle) < 0.2 * segment.height]
    return bool(level) and any(ch.isdigit() for ch in level[0].text)


def _under(layout: Layout, upper: Span) -> Iterator[Span]:
    """Segments on the next two lines that continue this one: close below and overlapping."""
    for line in layout.lines[upper.line + 1 : upper.line + 3]:
        for lower in line.segments:
            near = lower.page == upper.page and lower.y0 - upper.y1 < 0.5 * upper.height
            if near and min(upper.x1, lower.x1) > max(upper.x0, lower.x0):
                yield lower
