"""A value found on a page, on its way to becoming a field with evidence."""

from __future__ import annotations

from dataclasses import dataclass

from model.documents import Evidence, EvidenceSource, Field
from parsers.paper.layout import Span

_SURE = 4.0


@dataclass(frozen=True, slots=True)
class Found:
    """A value as canonical text, with its raw score, the reason and where it stands."""

    value: str
    score: float
    why: str
    place: Span | None = None
    source: EvidenceSource = EvidenceSource.TEXT
    strong: bool = False
    """A label that names this field and no other stands beside it."""

    def field(self, name: str) -> Field:
        """The field with its evidence."""
        score = round(min(max(self.score / _SURE, 0.05), 0.99), 2)
        page = self.place.page if self.place else None
        box = self.place.box if self.place else None
        return Field(name, self.value, Evidence(self.source, score, self.why, page, box))
