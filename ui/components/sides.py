"""The page of a hybrid beside the XML inside it: what differs stands first, and says so."""

from __future__ import annotations

from collections.abc import Sequence

from model.views import DocumentView, SidesView
from ui.components.parts import box, text
from ui.facts import label, shown
from ui.languages import say, say_many
from ui.wording import count


def sides(document: DocumentView, found: Sequence[SidesView]) -> None:
    """Both sides, value by value."""
    apart = sum(bool(one.printed and one.stated and not one.agree) for one in found)
    with box("sheet", "article", aria_label=say("Page against XML")):
        text(_told(apart, len(found)), tag="h2")
        text(say("The XML counts; where the page says otherwise, ask the supplier."), "quiet", "p")
        with box("sheet-table sides", "table"):
            text(say("Page against XML"), tag="caption")
            with box("", "thead"), box("", "tr"):
                for head in (say("Field"), say("Page"), "XML", say("Result")):
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
        return say("same"), ""
    if not both.printed:
        return say("not found on the page"), ""
    return (say("differs"), "apart") if both.stated else (say("only on the page"), "")


def _told(apart: int, every: int) -> str:
    if not apart:
        return say("No value differs, of {values}", values=count(every, "value"))
    return say_many(apart, "{n} value of {all} differs", "{n} values of {all} differ", all=every)
