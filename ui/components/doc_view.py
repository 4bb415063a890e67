"""The pages of a document, with a box over every recognised value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from nicegui.element import Element

from model.views import DocumentView, FieldView, StatementLineView
from ui.facts import label, ordered
from ui.languages import phrase, said_by_name, say
from ui.wording import kind_word

_WORDS: Final = {
    "failed": phrase("This page can't be drawn. The original can still be downloaded."),
    "page": phrase("page"),
}


class DocView(Element, component="doc_view.js"):
    """Page images fetched by the browser. Event: `page`, the number of the page in the middle.

    Places are held in tuples: each list and dict in a list would be watched by NiceGUI.
    """

    def __init__(self) -> None:
        super().__init__()
        self._props.update(path="", pages=(), boxes=(), active="", label=say("Document"))
        self._props.update(words=said_by_name(_WORDS))

    def show(self, document: DocumentView) -> None:
        """Show another document, or the same one read again."""
        self._props.update(
            path=f"/doc/{document.sha256}",
            pages=tuple((page.width, page.height) for page in document.pages),
            boxes=tuple(box for field in document.fields for box in _box(field)),
            active=first_evidence(document),
            label=say(
                "{kind} {number} from {supplier}",
                kind=kind_word(document.kind),
                number=document.number,
                supplier=document.supplier,
            ),
        )
        self.update()

    def show_lines(self, document: DocumentView, lines: Iterable[StatementLineView]) -> None:
        """Show a statement with a box over every line; the board says which one is looked at."""
        self.show(document)
        self._props.update(boxes=tuple(box for line in lines for box in _line_box(line)), active="")
        self.update()


def first_evidence(document: DocumentView) -> str:
    """The field whose place is marked first: an unsure one, else the total."""
    seen = [field for field in ordered(document) if field.box]
    unsure = [field.name for field in seen if not field.sure]
    totals = [field.name for field in seen if field.name in ("payable", "gross_total")]
    return next(iter(unsure + totals[::-1]), "")


def _box(field: FieldView) -> list[dict[str, Any]]:
    if field.box is None or field.page is None:
        return []
    place = {"x": field.box.x, "y": field.box.y, "w": field.box.w, "h": field.box.h}
    return [{"name": field.name, "label": label(field.name), "page": field.page, **place}]


def _line_box(line: StatementLineView) -> list[dict[str, Any]]:
    if line.box is None or line.page is None:
        return []
    place = {"x": line.box.x, "y": line.box.y, "w": line.box.w, "h": line.box.h}
    return [{"name": line.id, "label": line.reference[:24], "page": line.page, **place}]
