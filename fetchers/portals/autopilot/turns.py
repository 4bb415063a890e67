"""How a list is turned, and what counts its rows."""

from __future__ import annotations

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.look import Looked
from fetchers.portals.paging import GENERIC_NEXT, MORE_CONTROLS
from fetchers.portals.recipe import Counter, Pages
from fetchers.portals.session import Session
from fetchers.portals.sign_in import steady_first


def pages_of(session: Session) -> Pages | None:
    """How the page's list is turned; None where it is whole."""
    more = steady_first(session.page, MORE_CONTROLS)
    if more is not None:
        return Pages(more=MORE_CONTROLS)
    following = steady_first(session.page, GENERIC_NEXT)
    return Pages(next=GENERIC_NEXT) if following is not None else None


def counter_of(looked: Looked, count: int, *, paged: bool) -> Counter | None:
    """A counter that agrees with what is seen: the rows of a single page, or more on several."""
    for short in looked.short:
        found = words.COUNTER.search(short.text)
        if not found or not short.selectors:
            continue
        number = int(next(group for group in found.groups() if group))
        if number == count or (paged and number > count):
            return Counter(at=short.selectors)
    return None
