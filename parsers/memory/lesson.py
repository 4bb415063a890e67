"""A lesson: where corrected values stand on a document, and the memory that follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from model.documents import DocumentFormat, Reading, normalise_number
from model.errors import FormatUnknown
from model.memory import FIELD_KINDS, LayoutMemory, Lesson, Remembered, Spot, Taught, ValueKind
from parsers import printed
from parsers.hints import NO_HINTS
from parsers.invoices import candidates, items
from parsers.invoices.candidates import Candidates
from parsers.memory import fingerprint, places, recall
from parsers.memory.places import Place
from parsers.paper import words
from parsers.paper.geometry import Geometry
from parsers.paper.layout import Layout, Span, arrange, fold
from parsers.safety import gate, wire
from parsers.wording import labels
from parsers.wording.labels import Label


def learn_plain(content: bytes, lesson: Any) -> Any:
    """`learn` with plain values on both sides, as they cross the sandbox."""
    return wire.encode(learn(content, wire.decode(Lesson, lesson)))


def learn(content: bytes, lesson: Lesson) -> Taught:
    """What a PDF and what a person said about it teach; raises DocumentRefused for no PDF."""
    if gate.recognise(content) is not DocumentFormat.PDF:
        raise FormatUnknown("A layout is learned from a PDF only; this file is none.")
    layout = arrange(words.read_pages(content))
    if not layout.lines:
        return Taught(None, nowhere=tuple(lesson.corrected))
    return _Pages.of(layout, lesson.known).teach(lesson)


@dataclass(frozen=True, slots=True)
class _Pages:
    """A document, laid out for a lesson; `known` is what was taught about its layout before."""

    layout: Layout
    marks: Sequence[Label]
    geometry: Geometry
    typed: Candidates
    read: Reading
    known: LayoutMemory | None

    @classmethod
    def of(cls, layout: Layout, memories: Sequence[LayoutMemory]) -> _Pages:
        marks = labels.find(layout)
        known = recall.memory_of(layout, marks, memories)
        outside = labels.outside_table(marks, items.header_line(layout))
        order = recall.month_first(known)
        typed = candidates.collect(layout, american="$" in layout.text, month_first=order)
        read = printed.read(layout, NO_HINTS, form=DocumentFormat.PDF)
        return cls(layout, marks, Geometry(layout, outside), typed, read, known)

    def teach(self, lesson: Lesson) -> Taught:
        """The next version of the layout's memory."""
        found = {
            name: self._place(name, value, lesson.pointed.get(name))
            for name, value in lesson.corrected.items()
        }
        corrected = {name: place for name, place in found.items() if place}
        nowhere = tuple(name for name in found if name not in corrected)
        before = self.known.by_name if self.known else {}
        dropped = tuple(name for name in nowhere if self._misleads(before.get(name)))
        fields = {name: one for name, one in before.items() if name not in dropped}
        for name, place in corrected.items():
            fields[name] = self._remembered(name, place, lesson, touched=True)
        for name, value in lesson.accepted.items():
            if name in FIELD_KINDS and name not in found:
                fields |= self._confirmed(name, value, lesson, fields.get(name))
        memory = self._next(fields) if fields != before else None
        return Taught(memory, tuple(corrected), nowhere, dropped)

    def _next(self, fields: Mapping[str, Remembered]) -> LayoutMemory:
        """The version of the layout's memory with these fields."""
        ordered = tuple(fields[name] for name in sorted(fields))
        if self.known:
            return replace(self.known, version=self.known.version + 1, fields=ordered)
        landmarks = fingerprint.of(self.layout, self.marks)
        return LayoutMemory(fingerprint.name(landmarks), 1, landmarks, ordered)

    def _misleads(self, known: Remembered | None) -> bool:
        """Whether something stands where a field is remembered that the person has corrected."""
        return known is not None and bool(recall.find(known, self.layout, self.typed, self.marks))

    def _place(self, name: str, value: str, spot: Spot | None = None) -> Place | None:
        """Where a value stands: of several places the one that the field's label names best.

        A place that the person pointed at goes before all others.
        """
        every = list(self._places(name, value))
        every = [one for one in every if spot and _lies_at(spot, one.span)] or every
        free = [place for place in every if not self._is_anothers(name, place)]
        return max(free or every, key=self._worth(name), default=None)

    def _is_anothers(self, name: str, place: Place) -> bool:
        """Whether another field was read from this very place."""
        here = (place.span.page, place.span.box)
        others = (one.evidence for one in self.read.fields.values() if one.name != name)
        return any((one.page, one.box) == here for one in others)

    def _places(self, name: str, value: str) -> Iterator[Place]:
        kind = FIELD_KINDS[name]
        if kind is ValueKind.DATE:
            found: Iterator[Place] = places.days(self.typed.days)
        else:
            found = places.candidates(name, self.layout, self.typed, self.marks)
        return (one for one in found if _same(kind, one.value, value))

    def _worth(self, name: str) -> Any:
        def worth(place: Place) -> tuple[float, int]:
            label, _ = self.geometry.best(place.span, (name,))
            return label, len(self._anchors(name, place))

        return worth

    def _anchors(self, name: str, place: Place) -> tuple[str, ...]:
        return places.anchors(name, self.layout, place.span, self.marks)

    def _remembered(
        self, name: str, place: Place, lesson: Lesson, *, touched: bool, confirmed: int = 0
    ) -> Remembered:
        return Remembered(
            name=name,
            page=place.span.page,
            box=place.span.box,
            anchors=self._anchors(name, place),
            by=lesson.by,
            on=lesson.on,
            touched=touched,
            confirmed=confirmed,
            month_first=_order(name, place.value, place.span),
            overrules=touched and self._was_sure(name, place.value),
            document=lesson.document,
        )

    def _was_sure(self, name: str, value: str) -> bool:
        """Whether another value of this field had been read, with nothing against it."""
        read = self.read.text(name)
        other = read is not None and not _same(FIELD_KINDS[name], read, value)
        return other and name not in self.read.unproved

    def _confirmed(
        self, name: str, value: str, lesson: Lesson, known: Remembered | None
    ) -> dict[str, Remembered]:
        """What an accepted value says of its field: its place holds, is new, or has moved."""
        hit = recall.find(known, self.layout, self.typed, self.marks) if known else None
        if known and hit and _same(known.kind, hit[1].value, value):
            return {name: replace(known, confirmed=known.confirmed + 1)}
        place = None if known and known.touched else self._place(name, value)
        if place is None:
            return {}
        return {name: self._remembered(name, place, lesson, touched=False, confirmed=1)}


def _lies_at(spot: Spot, place: Span) -> bool:
    """Whether the middle of a spot lies within a place, or the place's within the spot."""
    box = spot.box
    across = abs(box.x + box.w / 2 - (place.x0 + place.x1) / 2)
    down = abs(box.y + box.h / 2 - place.middle)
    wide, high = max(box.w, place.x1 - place.x0), max(box.h, place.height)
    return spot.page == place.page and across <= wide / 2 and down <= high / 2


def _order(name: str, value: str, place: Span) -> bool | None:
    if FIELD_KINDS[name] is not ValueKind.DATE:
        return None
    return places.month_first(date.fromisoformat(value), place)


def _same(kind: ValueKind, one: str, other: str) -> bool:
    """Whether two canonical texts are one value; a sign is a matter of the document's kind."""
    if kind is ValueKind.MONEY:
        return abs(Decimal(one)) == abs(Decimal(other))
    if kind is ValueKind.DATE:
        return one == other
    if kind is ValueKind.ID:
        return normalise_number(one) == normalise_number(other)
    return fold(one) == fold(other)
