"""Text without pages, set on a page of our own making so that it is read like any other.

What is found there is told by the cell or element it came from: nobody can look at our page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from model.documents import Box, DocumentFormat, DocumentKind, Field, Reading, ReadState
from parsers import printed
from parsers.hints import Hints
from parsers.paper.layout import Layout, VisualLine, arrange
from parsers.paper.words import PageText, Word

LETTER, LINE = 5.0, 12.0
"""The width of a letter and the height of a line, in points."""
_LEAST: Final = (600.0, 800.0)
_MOST_ROWS: Final = 5000

Place = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A word and where it is set; `place` names, when asked, where it came from."""

    text: str
    row: int
    x: float
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A page that was set, and where each word of it came from."""

    layout: Layout
    places: Mapping[tuple[int, float], Place]

    def read(self, hints: Hints, *, form: DocumentFormat) -> Reading:
        """What is printed there, with the places it came from instead of boxes."""
        if not self.layout.lines:
            kind = hints.kind or DocumentKind.OTHER
            return Reading(kind, form, ReadState.NO_TEXT, detail="The file holds no text.")
        reading = printed.read(self.layout, hints, form=form)
        fields = {name: self._placed(one) for name, one in reading.fields.items()}
        lines = tuple(replace(line, page=None, box=None) for line in reading.lines)
        return replace(reading, fields=MappingProxyType(fields), lines=lines, pages=0)

    @property
    def text(self) -> str:
        """The page as it was set, a line a row, its columns kept by spaces."""
        return "\n".join(map(_as_text, self.layout.lines))

    def _placed(self, field: Field) -> Field:
        evidence = field.evidence
        place = self._origin(evidence.box) if evidence.box else None
        why = f"{evidence.why}; {place}" if place else evidence.why
        evidence = replace(evidence, page=None, box=None, place=place, why=why)
        return replace(field, evidence=evidence)

    def _origin(self, box: Box) -> str | None:
        found = self.places.get((round(box.y / LINE), round(box.x, 1)))
        return found() if found else None


def _as_text(line: VisualLine) -> str:
    text = ""
    for segment in line.segments:
        gap = max(round(segment.x0 / LETTER) - len(text), 1 if text else 0)
        text += " " * gap + segment.text
    return text


def set_page(pieces: Sequence[Piece]) -> Setting:
    """The pieces on one long page."""
    within = [piece for piece in pieces if piece.row < _MOST_ROWS]
    words = tuple(
        Word(one.text, 1, one.x, at, one.x + len(one.text) * LETTER, at + LINE * 0.8)
        for one in within
        for at in (one.row * LINE,)
    )
    places = {(one.row, round(one.x, 1)): one.place for one in within if one.place}
    if not words:
        return Setting(arrange([]), {})
    width = max(_LEAST[0], *(word.x1 for word in words))
    height = max(_LEAST[1], *(word.y1 for word in words))
    return Setting(arrange([PageText(1, width, height, words)]), places)
