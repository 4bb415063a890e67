"""Which layout a document has, by its static words and where they stand.

Columns and totals move with what they hold, the totals even to another page, so nothing is
compared to the point: a landmark of one document is the other's where the words are the same and
begin within `_ACROSS` points of each other, and within `_DOWN` on one page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from model.memory import Landmark, LayoutMemory
from parsers.paper.layout import Layout, Span, fold
from parsers.wording.labels import Label

_ACROSS, _DOWN = 40.0, 400.0
_ALIKE: Final = 0.65
"""Measured on 50 layouts, two documents each: all are recognised (the least alike share .80), and
1 of 1,500 pairs of other layouts is taken for one; that one still needs the anchors of a value."""
_LEAST_LABELS: Final = 4
_MOST: Final = 200


def of(layout: Layout, labels: Iterable[Label]) -> tuple[Landmark, ...]:
    """The landmarks of a document: its labels; where too few are known, all words but numbers.

    The pages between the first and the last hold what differs from document to document.
    """
    ends = {1, len(layout.pages)}
    marks = {_landmark(one.words, one.place) for one in labels if one.place.page in ends}
    if len(marks) < _LEAST_LABELS:
        marks |= {
            _landmark(text, segment.part(at, at + 1))
            for segment in layout.segments
            if segment.page in ends
            for at, word in enumerate(segment.words)
            if (text := fold(word.text)) and not any(ch.isdigit() for ch in text)
        }
    ordered = sorted(marks, key=lambda one: (one.page, one.y, one.x, one.digest))
    return tuple(ordered[:_MOST])


def name(landmarks: Sequence[Landmark]) -> str:
    """A name for the layout with these landmarks: 16 hexadecimal digits."""
    text = "\n".join(f"{one.digest} {one.page} {one.x} {one.y}" for one in landmarks)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def match(landmarks: Sequence[Landmark], memories: Iterable[LayoutMemory]) -> LayoutMemory | None:
    """The memory of the layout that these landmarks are most alike to, if they are enough."""
    scored = [(_alike(landmarks, one.landmarks), one) for one in memories]
    best, memory = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return memory if best >= _ALIKE else None


def _landmark(words: str, place: Span) -> Landmark:
    static = " ".join(word for word in words.split() if not any(map(str.isdigit, word)))
    digest = hashlib.sha256(static.encode()).hexdigest()[:8]
    return Landmark(digest, place.page, round(place.x0, 1), round(place.y0, 1))


def _alike(ours: Sequence[Landmark], theirs: Sequence[Landmark]) -> float:
    """The share of landmarks that the other side has too, over both."""
    every = len(ours) + len(theirs)
    return (_shared(ours, theirs) + _shared(theirs, ours)) / every if every else 0.0


def _shared(ones: Sequence[Landmark], others: Sequence[Landmark]) -> int:
    by_digest: dict[str, list[Landmark]] = {}
    for other in others:
        by_digest.setdefault(other.digest, []).append(other)
    return sum(any(_same(one, other) for other in by_digest.get(one.digest, ())) for one in ones)


def _same(one: Landmark, other: Landmark) -> bool:
    down = abs(one.y - other.y) if one.page == other.page else 0.0
    return abs(one.x - other.x) <= _ACROSS and down <= _DOWN
