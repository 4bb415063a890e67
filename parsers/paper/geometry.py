"""How well a value belongs to a label, by where both stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from parsers.paper.layout import Layout, Span, off_axis
from parsers.wording.labels import Label

_LEVEL: Final = 0.63
_TOUCHING, _REACH_DOWN = -0.3, 3.2
_ALIGNED_POINTS: Final = 6.0
_ALIGNED, _OVERLAPPING, _PER_HEIGHT = 0.82, 0.66, 0.16
RIVAL: Final = 0.8
"""How much of a rival label's score is taken from a value."""


class Geometry:
    """The labels of one document, ready to be asked which of them a value belongs to."""

    def __init__(self, layout: Layout, labels: Sequence[Label]) -> None:
        self._layout = layout
        self.labels = tuple(labels)
        self._by_line: dict[int, list[Label]] = {}
        self._by_page: dict[int, list[Label]] = {}
        for label in labels:
            self._by_line.setdefault(label.place.line, []).append(label)
            self._by_page.setdefault(label.place.page, []).append(label)

    def best(self, place: Span, fields: Iterable[str]) -> tuple[float, Label | None]:
        """The best score of a place for labels of these fields, and which label gives it."""
        wanted = frozenset(fields)
        top, chosen = 0.0, None
        for label in self._by_page.get(place.page, ()):
            if label.field in wanted:
                score = label.weight * self.fit(label, place)
                if score > top:
                    top, chosen = score, label
        return top, chosen

    def score(self, place: Span, field: str, rivals: Iterable[str]) -> tuple[float, Label | None]:
        """The score of a place for a field, less what a rival field's label claims of it."""
        mine, label = self.best(place, (field,))
        theirs, _ = self.best(place, rivals) if mine else (0.0, None)
        return mine - RIVAL * theirs, label

    def fit(self, label: Label, place: Span) -> float:
        """How well a place lies to the label: 1 right behind it, 0 out of reach."""
        beside = self._beside(label, place)
        return max(beside, self._below(label, place))

    def _beside(self, label: Label, place: Span) -> float:
        mark = label.place
        level = abs(mark.middle - place.middle) <= _LEVEL * max(mark.height, place.height)
        within = mark.y0 - 2 <= place.middle <= mark.y1 + 2
        if not (level or within) or place.x0 < mark.x1 - 1.5:
            return 0.0
        gap = max(place.x0 - mark.x1, 0.0)
        score = 1 - 0.55 * min(1.0, gap / (0.75 * self._layout.page(place.page).width))
        return score * (0.5 if self._parted(label, place) else 1.0)

    def _parted(self, label: Label, place: Span) -> bool:
        """Whether another field's label stands between the two."""
        return any(
            other.field != label.field
            and label.place.x1 - 1 <= other.place.x0
            and other.place.x1 <= place.x0 + 1.5
            for other in self._by_line.get(place.line, ())
        )

    def _below(self, label: Label, place: Span) -> float:
        mark = label.place
        drop = (place.y0 - mark.y1) / mark.height
        if not _TOUCHING <= drop <= _REACH_DOWN:
            return 0.0
        if off_axis(mark, place) <= _ALIGNED_POINTS:
            base = _ALIGNED
        elif min(mark.x1, place.x1) > max(mark.x0, place.x0):
            base = _OVERLAPPING
        else:
            return 0.0
        score = base - _PER_HEIGHT * max(drop, 0.0)
        return max(score * (0.35 if self._covered(label, place) else 1.0), 0.0)

    def _covered(self, label: Label, place: Span) -> bool:
        """Whether another label lies between the two, on the value's column."""
        return any(
            other.field != label.field
            and label.place.y1 - 1 <= other.place.y0
            and other.place.y1 <= place.y0 + 1
            and min(other.place.x1, place.x1) > max(other.place.x0, place.x0)
            for other in self._by_page.get(place.page, ())
        )
