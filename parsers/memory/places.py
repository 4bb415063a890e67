"""Candidates of a field with their places, and the words that anchor a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from model.memory import FIELD_KINDS, ValueKind
from parsers.invoices import header, parties
from parsers.invoices.candidates import Amount, Candidates, Day, cut
from parsers.paper.layout import Layout, Span, fold
from parsers.paper.words import Word
from parsers.wording import dates, identifiers
from parsers.wording.amounts import canonical
from parsers.wording.labels import Label

_LEVEL: Final = 6.0
_ABOVE: Final = 40.0
_TOUCHING: Final = 2.0
_MOST_ANCHORS: Final = 3
_MOST_BESIDE: Final = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A value as canonical text, where it stands, and the amount that it is, if it is one."""

    value: str
    span: Span
    amount: Amount | None = None


def candidates(
    name: str, layout: Layout, typed: Candidates, labels: Sequence[Label]
) -> Iterator[Place]:
    """Every place where a field of this name may stand, by the kind of its value."""
    match FIELD_KINDS[name]:
        case ValueKind.DATE:
            yield from (Place(one.value.isoformat(), one.place) for one in typed.days)
        case ValueKind.MONEY:
            yield from _amounts(typed)
        case ValueKind.ID:
            yield from _identifiers(name, layout, typed)
        case ValueKind.TEXT:
            yield from _texts(name, layout, labels)


def month_first(day: date, place: Span) -> bool | None:
    """Whether the month leads where a date says this day; None where it says it in any order."""
    for one in dates.find(place.text):
        if one.other is not None and day in {one.day, one.other} and one.day != one.other:
            return day == one.other
    return None


def days(layout_days: Sequence[Day]) -> Iterator[Place]:
    """Every date in each order that it can be read in."""
    for day in layout_days:
        for one in dates.find(day.place.text):
            yield from (Place(str(each), day.place) for each in (one.day, one.other) if each)


def anchors(name: str, layout: Layout, place: Span, labels: Sequence[Label]) -> tuple[str, ...]:
    """The nearest words without digits, at most three: left on the line first, then above.

    Words of the field's own labels alone where there are any, else those of other labels: these
    stand on every document of a layout.
    """
    left, above = _around(layout, place)
    ordered = (*left[:_MOST_BESIDE], *above, *left[_MOST_BESIDE:])
    own = _within(ordered, [label for label in labels if label.field == name])
    chosen = own or _within(ordered, labels) or ordered
    return tuple(dict.fromkeys(fold(word.text) for word in chosen))[:_MOST_ANCHORS]


def _within(words: Sequence[Word], labels: Sequence[Label]) -> list[Word]:
    static = {id(word) for label in labels for word in label.place.words}
    return [word for word in words if id(word) in static]


def surroundings(layout: Layout, place: Span) -> frozenset[str]:
    """All words that could anchor a place."""
    left, above = _around(layout, place)
    return frozenset(fold(word.text) for word in (*left, *above))


def _around(layout: Layout, place: Span) -> tuple[list[Word], list[Word]]:
    """The words left of a place on its line, and those above it; the nearest first."""
    usable = [word for word in layout.page(place.page).words if _may_anchor(word.text)]
    left = [word for word in usable if _is_left(word, place.words[0])]
    above = [word for word in usable if _is_above(word, place)]
    return sorted(left, key=lambda word: -word.x1), sorted(above, key=lambda word: -word.y1)


def _may_anchor(text: str) -> bool:
    """Whether a word can be one of a layout's own: no number, no address."""
    return "@" not in text and any(map(str.isalpha, text)) and not any(map(str.isdigit, text))


def _is_left(word: Word, first: Word) -> bool:
    return abs(word.middle - first.middle) <= _LEVEL and word.x1 <= first.x0 + _TOUCHING


def _is_above(word: Word, place: Span) -> bool:
    overlapping = min(word.x1, place.x1) > max(word.x0, place.x0)
    return overlapping and -_TOUCHING <= place.y0 - word.y1 <= _ABOVE


def _amounts(typed: Candidates) -> Iterator[Place]:
    for one in typed.amounts:
        if (one.money or one.symbol) and not one.percent:
            yield Place(canonical(one.value), one.place, one)


def _identifiers(name: str, layout: Layout, typed: Candidates) -> Iterator[Place]:
    if name == "seller_vat_id":
        yield from (Place(value, place) for value, place in header.vat_ids(layout))
    elif name == "iban":
        for segment in layout.segments:
            for start, end, value in identifiers.ibans(segment.text):
                yield Place(value, cut(segment, start, end))
    else:
        for one in typed.identifiers:
            if not any("@" in word.text for word in one.place.words):
                yield Place(one.value, one.place)


def _texts(name: str, layout: Layout, labels: Sequence[Label]) -> Iterator[Place]:
    if name == "currency":
        yield from (Place(code, place) for code, place in header.currencies(layout))
    else:
        yield from (Place(one.text, one) for one in parties.names(layout, labels))
