"""One field of a document: name, value, how sure it is, and the place it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from nicegui.element import Element

from model.documents import Box, EvidenceSource
from model.memory import FIELD_KINDS, Spot, ValueKind
from model.views import DocumentView, FieldView
from ui.facts import equation, label, shown
from ui.languages import phrase, say
from ui.wording import SETTLED

_SOURCES = {
    EvidenceSource.XML: phrase("From the XML inside the file"),
    EvidenceSource.TEXT: phrase("Read from the page"),
    EvidenceSource.TABLE: phrase("Read from a table on the page"),
    EvidenceSource.CODE: phrase("Read from the code on the page"),
    EvidenceSource.OCR: phrase("Read from the scanned image"),
    EvidenceSource.MEMORY: phrase("Learned from an earlier correction"),
    EvidenceSource.MASTER_DATA: phrase("From the supplier's record"),
    EvidenceSource.LISTING: phrase("From the portal's list"),
    EvidenceSource.CLERK: phrase("Corrected"),
}


class FieldRow(Element, component="field_row.js"):
    """A field that can be read and corrected. Event: `correct` {value, spot}.

    That is what the person typed, or pointed at: then the spot is the place, else None.
    """

    def __init__(self, document: DocumentView, field: FieldView, *, first: bool) -> None:
        super().__init__()
        self._props.update(name=field.name, first=first, page=say("page"))
        self.show(document, field)

    def show(self, document: DocumentView, field: FieldView) -> None:
        """Show the field as it was read or corrected; what is being typed into it stays."""
        self._props.update(
            subject=document.id,
            label=label(field.name),
            value=field.value,
            shown=shown(field.name, field.value, document.currency),
            unsure=not field.sure,
            mark=_mark(field),
            why=explain(field),
            equation=equation(document, field.name),
            crop=_crop(document, field),
            locked=document.status in SETTLED,
            free=FIELD_KINDS.get(field.name) not in {ValueKind.DATE, ValueKind.MONEY},
        )


def spot(place: Mapping[str, Any] | None) -> Spot | None:
    """The place that the event names; None for what was typed, or is no place on a page."""
    try:
        page, *sides = ((place or {})[side] for side in ("page", "x", "y", "w", "h"))
        found = Spot(int(page), Box(*map(float, sides)))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    box = found.box
    return found if all(map(isfinite, (box.x, box.y, box.w, box.h))) else None


def explain(field: FieldView) -> str:
    """Where a value came from and how sure it is, in one sentence."""
    if field.source is None:
        return say("Not found in the document")
    doubt = "" if field.sure else say("Please check. ")
    why = f": {field.why}" if field.why else ""
    return f"{doubt}{say(_SOURCES[field.source])}{why}"


def _mark(field: FieldView) -> str:
    if not field.sure:
        return "mid"
    return "xml" if field.source is EvidenceSource.XML else ""


def _crop(document: DocumentView, field: FieldView) -> dict[str, Any] | None:
    if field.box is None or field.page is None or field.page > len(document.pages):
        return None
    box = field.box
    path = f"/doc/{document.sha256}/{field.page}.png"
    wide = document.pages[field.page - 1].width
    return {"path": path, "page_width": wide, "x": box.x, "y": box.y, "w": box.w, "h": box.h}
