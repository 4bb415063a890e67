"""What is remembered of a layout, found again on a document: by typed search near its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from model.documents import TOTALS, EvidenceSource
from model.memory import FIELD_KINDS, LayoutMemory, Remembered, ValueKind
from parsers.invoices.candidates import Candidates
from parsers.invoices.found import Found
from parsers.invoices.totals import Scored
from parsers.memory import fingerprint, places
from parsers.memory.places import Place
from parsers.paper.layout import Layout, Span
from parsers.wording.labels import Label

# The weights were measured with the prototype: see the score of `_score`.
_PAGE, _ACROSS, _ANCHOR = 0.5, 1.2, 0.8
_ACROSS_POINTS: Final = 40.0
_DOWN_POINTS: Final = 60.0
_DOWN_MONEY: Final = 160.0
"""Totals move down with the lines above them."""
_LEAST: Final = 1.6
"""Below, the memory stays silent."""


@dataclass(frozen=True, slots=True)
class Recollection:
    """What memory says about one document: totals for the solver, all other fields as found."""

    fields: Mapping[str, Found]
    totals: Mapping[str, Scored]
    overruling: frozenset[str] = frozenset()

    def over(self, read: Mapping[str, Found | None]) -> dict[str, Found | None]:
        """What was read, with what is remembered in place of what nothing proves.

        A value from master data stands; a proved one does unless a person overruled such a one.
        """
        merged = dict(read)
        for name, one in self.fields.items():
            was = merged.get(name)
            if was is None or not self._stands(name, was, one):
                merged[name] = _merged(one, was)
        return merged

    def _stands(self, name: str, read: Found, remembered: Found) -> bool:
        """Whether what was read is better than another value that is remembered."""
        if read.source is EvidenceSource.MASTER_DATA:
            return True
        proved = read.strong or FIELD_KINDS[name] is ValueKind.TEXT
        return proved and read.value != remembered.value and name not in self.overruling


NOTHING: Final = Recollection(MappingProxyType({}), MappingProxyType({}))


def memory_of(
    layout: Layout, labels: Sequence[Label], memories: Sequence[LayoutMemory]
) -> LayoutMemory | None:
    """The memory of a document's layout."""
    return fingerprint.match(fingerprint.of(layout, labels), memories) if memories else None


def month_first(memory: LayoutMemory | None) -> bool | None:
    """The order of day and month that was taught, None where none was."""
    known = [one.month_first for one in memory.fields if one.counts] if memory else []
    return next((order for order in known if order is not None), None)


def recall(
    memory: LayoutMemory | None, layout: Layout, typed: Candidates, labels: Sequence[Label]
) -> Recollection:
    """All that is remembered and found again."""
    if memory is None:
        return NOTHING
    fields: dict[str, Found] = {}
    totals: dict[str, Scored] = {}
    for one in memory.fields:
        hit = find(one, layout, typed, labels) if one.counts else None
        if hit is None:
            continue
        score, place = hit
        if one.name in TOTALS and place.amount:
            why, source = _why(one), EvidenceSource.MEMORY
            totals[one.name] = Scored(place.amount, score, why, source, one.overrules)
        else:
            fields[one.name] = _found(one, score, place)
    overruling = frozenset(one.name for one in memory.fields if one.overrules)
    return Recollection(fields, totals, overruling)


def find(
    one: Remembered, layout: Layout, typed: Candidates, labels: Sequence[Label]
) -> tuple[float, Place] | None:
    """The best place for a remembered field and its score; None where memory stays silent."""
    scored = [
        (score, place)
        for place in places.candidates(one.name, layout, typed, labels)
        if (score := _score(one, layout, place.span)) >= _LEAST
    ]
    return max(scored, key=lambda pair: pair[0], default=None)


def _score(one: Remembered, layout: Layout, place: Span) -> float:
    """How well a place fits; 0 where none of the anchors stands around it.

    Anything is text: without an anchor, what stands at a place now may not be what stood there.
    """
    near = _nearness(one, place)
    if near + _ANCHOR * len(one.anchors) < _LEAST:
        return 0.0  # most places are ruled out before their surroundings are looked at
    around = places.surroundings(layout, place)
    anchored = sum(anchor in around for anchor in one.anchors)
    if not anchored and (one.anchors or one.kind is ValueKind.TEXT):
        return 0.0
    return near + _ANCHOR * anchored


def _nearness(one: Remembered, place: Span) -> float:
    """What page and distance give, the less the further away."""
    box = one.box
    aside = min(abs(place.x0 - box.x), abs(place.x1 - box.x - box.w))
    down = abs(place.middle - box.y - box.h / 2)
    reach = _DOWN_MONEY if one.kind is ValueKind.MONEY else _DOWN_POINTS
    along = _ACROSS * (1 - aside / _ACROSS_POINTS) + (1 - down / reach)
    return _PAGE * (place.page == one.page) + along


def _found(one: Remembered, score: float, place: Place) -> Found:
    source = EvidenceSource.MEMORY
    return Found(place.value, score, _why(one), place.span, source, strong=one.certain)


def _why(one: Remembered) -> str:
    said = (
        f"as corrected by {one.by} on {one.on}" if one.touched else f"at its place since {one.on}"
    )
    confirmed = f", found right {one.confirmed} times since" if one.certain and one.touched else ""
    beside = f", beside “{' '.join(reversed(one.anchors))}”" if one.anchors else ""
    return f"{said}{confirmed}{beside}"


def _merged(remembered: Found, read: Found | None) -> Found:
    if read is None or read.value != remembered.value:
        return remembered
    why = "; ".join(filter(None, (read.why, remembered.why)))
    strong = read.strong or remembered.strong
    return replace(remembered, why=why, strong=strong, score=max(read.score, remembered.score))
