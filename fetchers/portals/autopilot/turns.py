"""How a list is turned, what counts its rows, and which periods it is parted into."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Error

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.look import Looked
from fetchers.portals.autopilot.surroundings import Chooser, Surroundings
from fetchers.portals.clicks import is_filter
from fetchers.portals.endings import VisitEnded
from fetchers.portals.paging.ear import quiet
from fetchers.portals.paging.onward import GENERIC_NEXT, MORE_CONTROLS
from fetchers.portals.paging.scrolling import step_down
from fetchers.portals.paging.walk import Walk
from fetchers.portals.patience import steadily, until
from fetchers.portals.recipe import Counter, Pages, Periods, Span
from fetchers.portals.selecting import first_visible

_YEARLY: Final = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
_MOST_STEPS: Final = 3
_SCROLLED: Final = 1.5  # seconds rows may take to come after a scroll
_SCROLLABLE: Final = """
el => {
  const boxes = [document.scrollingElement];
  for (let node = el; node; node = node.parentElement || (node.getRootNode() || {}).host)
    boxes.push(node);
  return boxes.some(box => box.scrollHeight > box.clientHeight + 8 && (box === boxes[0]
    || /auto|scroll/.test(getComputedStyle(box).overflowY)));
}
"""


def pages_of(walk: Walk, around: Surroundings) -> Pages | None:
    """How the page's list is turned; None where it shows no way to turn it."""
    if walk.shown(MORE_CONTROLS) is not None:
        return Pages(more=MORE_CONTROLS)
    if walk.shown(GENERIC_NEXT) is not None:
        return Pages(next=GENERIC_NEXT)
    if around.numbers:
        return Pages(numbers=(*around.numbers, r"role=link[name=/^\s*\d{1,3}\s*$/]"))
    return Pages(scroll=walk.part.rows) if _grows(walk) else None


def _grows(walk: Walk) -> bool:
    """Whether other rows show when the list is scrolled."""
    place = walk.shown(walk.part.rows)
    if place is None or not steadily(
        walk.page, lambda: place.evaluate(_SCROLLABLE), otherwise=False
    ):
        return False
    before = walk.signature()
    for _ in range(_MOST_STEPS):
        try:
            moved = step_down(walk, walk.part.rows)
        except VisitEnded:
            return False
        quiet(walk.page, walk.ear, seconds=_SCROLLED)
        if until(walk.page, lambda: walk.signature() != before or None, seconds=_SCROLLED):
            return True
        if not moved:
            return False
    return False


def counter_of(looked: Looked, count: int, *, paged: bool, parted: bool = False) -> Counter | None:
    """A counter that agrees with what is seen: the rows of a single page, or more on several.

    Of a list in periods it counts the one that shows, if it agrees with that one's rows.
    """
    for short in looked.short:
        number = _counted(short.text)
        if number is None or not short.selectors:
            continue
        if number == count and not paged:
            return Counter(at=short.selectors, of="period" if parted else "list")
        if number > count and (paged or parted):
            return Counter(at=short.selectors)
    return None


def _counted(text: str) -> int | None:
    """The number of rows that a short text tells; None where it tells none."""
    found = words.COUNTER.search(text)
    if not found or words.PAGE_NUMBER.search(text) or re.search(r"\d[.,]\d\d(?!\d)", text):
        return None
    last = re.findall(r"\d+", text)[-1]
    number = next(group for group in found.groups() if group)
    return int(number) if number == last else None


def periods_of(around: Surroundings) -> Periods | None:
    """The selector of years or months by which the list is parted; None where there is none."""
    for select in around.selects:
        if _is_of_periods(select):
            return Periods(choose=select.selectors, apply=select.apply or None)
    years = [one for one in around.years if len(set(one.names)) > 1]
    return Periods(each=years[0].selectors) if years else None


def _is_of_periods(select: Chooser) -> bool:
    dated = sum(bool(_YEARLY.search(name)) for name in select.names)
    return dated > 1 and dated >= len(select.names) - 2


def span_of(walk: Walk, around: Surroundings) -> Span | None:
    """The form for a first and a last day that shows the list; None where there is none.

    A form that takes more than days and words is left alone.
    """
    if len(around.days) < 2 or not around.apply:  # noqa: PLR2004 - a first and a last day
        return None
    first, last = (one.selectors for one in around.days[:2])
    try:
        place = first_visible(walk.scope, first)
        if place is None or not is_filter(place):
            return None
    except Error:
        return None
    return Span.model_validate({"from": first, "to": last, "apply": around.apply})
