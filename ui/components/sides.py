"""The page of a hybrid beside the XML inside it: what differs stands first, and says so."""

from __future__ import annotations

from collections.abc import Sequence

from model.views import DocumentView, SidesView
from ui.components.parts import box, text
from ui.facts import label, shown
from ui.wording import count


def sides(document: DocumentView, found: Sequence[SidesView]) -> None:
    """Both sides, value by value."""
    apart = sum(bool(one.printed and one.stated and not one.agree) for one in found)
    with box("sheet", "article", aria_label="Page against XML"):
        text(_told(apart, len(found)), tag="h2")
        text("The XML counts; where the page says otherwise, ask the supplier.", "quiet", "p")
        with box("sheet-table sides", "table"):
            text("Page against XML", tag="caption")
            with box("", "thead"), box("", "tr"):
                for head in ("Field", "Page", "XML", "Result"):
                    text(head, tag="th", scope="col")
            with box("", "tbody"):
                for one in found:
                    _row(document, one)


def _row(document: DocumentView, both: SidesView) -> None:
    word, classes = _result(both)
    with box(classes, "tr"):
        text(label(both.name), tag="th", scope="row")
        for value in (both.printed, both.stated):
            text(shown(both.name, value, document.currency) if value else "", tag="td")
        with box("", "td"):
            text(word, f"st {'st-filed' if classes != 'apart' else 'st-exception'}")


def _result(both: SidesView) -> tuple[str, str]:
    if both.agree:
        return "same", ""
    if not both.printed:
        return "not found on the page", ""
    return ("differs", "apart") if both.stated else ("only on the page", "")


def _told(apart: int, every: int) -> str:
    if not apart:
        return f"No value differs, of {count(every, 'value')}"
    return f"{count(apart, 'value')} of {every} {'differs' if apart == 1 else 'differ'}"
