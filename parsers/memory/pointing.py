"""What a person may point at: every value on the pages that could be a field's, likeliest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from model.documents import DocumentFormat
from model.memory import FIELD_KINDS, Printed, Spot, ValueKind
from parsers.invoices import candidates, items
from parsers.memory import places
from parsers.memory.places import Place
from parsers.paper import words
from parsers.paper.geometry import Geometry
from parsers.paper.layout import Layout, arrange
from parsers.safety import gate, wire
from parsers.wording import labels
from parsers.wording.labels import Label

_MOST: Final = 60
"""So many places of a field are offered; nobody steps through more."""


def find_plain(content: bytes) -> Any:
    """`find` with plain values, as they cross the sandbox."""
    found = find(content)
    return {name: [wire.encode(one) for one in every] for name, every in found.items()}


def find(content: bytes) -> Mapping[str, tuple[Printed, ...]]:
    """The places of every field that can be taught; none for what has no pages with text.

    Raises:
        DocumentRefused: the file can't be opened.
    """
    if gate.recognise(content) is not DocumentFormat.PDF:
        return {}
    layout = arrange(words.read_pages(content))
    if not layout.lines:
        return {}
    marks = labels.find(layout)
    geometry = Geometry(layout, labels.outside_table(marks, items.header_line(layout)))
    typed = candidates.collect(layout, american="$" in layout.text)
    return {
        name: _ordered(name, _every(name, layout, typed, marks), geometry) for name in FIELD_KINDS
    }


def _every(
    name: str, layout: Layout, typed: candidates.Candidates, marks: Sequence[Label]
) -> Iterable[Place]:
    """All places of a field; a date that can be read in two orders comes twice."""
    if FIELD_KINDS[name] is ValueKind.DATE:
        return places.days(typed.days)
    return places.candidates(name, layout, typed, marks)


def _ordered(name: str, every: Iterable[Place], geometry: Geometry) -> tuple[Printed, ...]:
    """The places that the field's own labels name first, the others as they are read."""
    named = [(geometry.best(place.span, (name,))[0], place) for place in every]
    named.sort(key=lambda pair: -pair[0])
    found = dict.fromkeys(
        Printed(place.value, Spot(place.span.page, place.span.box)) for _, place in named
    )
    return tuple(found)[:_MOST]
