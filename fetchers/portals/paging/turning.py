"""Turning a list: to the next page, to the next number, or for more rows."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Error, Locator

from fetchers.portals.clicks import click
from fetchers.portals.endings import broken
from fetchers.portals.opening import check_place
from fetchers.portals.paging.ear import quiet
from fetchers.portals.paging.obstacles import (
    again,
    put_aside,
    raise_what_stands_there,
    served,
    signed_out,
)
from fetchers.portals.paging.onward import GENERIC_NEXT, MORE_CONTROLS
from fetchers.portals.paging.scrolling import scrolled
from fetchers.portals.paging.walk import SessionOver, Walk
from fetchers.portals.patience import settle, steadily, until
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Pages
from fetchers.portals.selecting import every_visible, told_by

_COMES_MS: Final = 30_000  # a control that is drawn anew
_DISABLED: Final = (
    "el => [el, el.parentElement].some(one => one && (one.disabled === true"
    " || one.getAttribute('aria-disabled') === 'true'"
    " || /(^|[\\s_-])(disabled|inactive)([\\s_-]|$)/i.test(one.getAttribute('class') || '')))"
)


def turn(walk: Walk) -> bool:
    """Whether there is another page, or more of this one, and it is shown now.

    Raises:
        SessionOver: the portal asks for the sign-in instead.
        VisitEnded: RECIPE_BROKEN where the page after this one is this one.
    """
    pages = walk.part.pages
    put_aside(walk.session, walk.recipe)
    walk.ear.forget()
    if pages is not None and pages.scroll is not None:
        return scrolled(walk, pages)
    control = _control(walk, pages) if pages is not None else None
    if control is None or _disabled(control):
        _check_end(walk)
        return False
    return _turned(walk, control)


def turned_on(walk: Walk) -> bool:
    """Whether the list was turned by one page, to come back to a row on a page that was read."""
    pages = walk.part.pages
    control = walk.shown(pages.control) if pages is not None and pages.control else None
    if control is None or _disabled(control):
        return False
    before = walk.signature()
    _press(walk, control, before)
    return _is_another(walk, before)


def _control(walk: Walk, pages: Pages) -> Locator | None:
    if pages.numbers is None:
        return walk.shown(pages.control)
    numbers = _numbers(walk)
    following = walk.page_number + 1
    if following not in numbers and any(number > following for number in numbers):
        raise broken(f"{walk.part.name}.pages", f"there is no way to page {following}")
    return numbers.get(following)


def _numbers(walk: Walk) -> dict[int, Locator]:
    """The pages that can be gone to, by their numbers."""
    wanted = walk.part.pages.numbers if walk.part.pages else None

    def look() -> dict[int, Locator]:
        places = every_visible(walk.scope, wanted or ())
        told = [
            (re.fullmatch(r"\D{0,12}(\d+)\D{0,3}", one.inner_text().strip()), one) for one in places
        ]
        return {int(number[1]): one for number, one in told if number}

    found: dict[int, Locator] = steadily(walk.page, look, otherwise={})
    return found


def _turned(walk: Walk, control: Locator) -> bool:
    """Whether pressing the control showed another page; a server's error is asked about twice."""
    before = walk.signature()
    _press(walk, control, before)
    if _is_another(walk, before):
        walk.page_number += 1
        return True
    if walk.ear.failed and _second_try(walk, before):
        walk.page_number += 1
        return True
    return _no_further(walk, before)


def _press(walk: Walk, control: Locator, before: tuple[str, ...]) -> None:
    click(control, purpose=Purpose.TURN_PAGE, step=f"{walk.part.name}.pages")
    settle(walk.page)
    check_place(walk.session)
    quiet(walk.page, walk.ear, seconds=walk.wait, whole=lambda: walk.is_whole(before))


def _is_another(walk: Walk, before: tuple[str, ...]) -> bool:
    def shows_it() -> bool:
        return walk.signature() != before and walk.has_rows()

    def look() -> bool | None:
        if shows_it():
            return True
        if not walk.ear.failed and not _shows_nothing(walk):
            return None
        return shows_it()  # rows that came between the two questions are the page's

    return bool(until(walk.page, look, seconds=walk.wait))


def _shows_nothing(walk: Walk) -> bool:
    """Whether the page says that there are no rows on it, or the way on is gone."""
    if walk.part.json_twin is None and not walk.places():
        return walk.shown(walk.part.empty) is not None or signed_out(walk.page, walk.recipe)
    pages = walk.part.pages
    return pages is not None and pages.numbers is None and walk.shown(pages.control) is None


def _second_try(walk: Walk, before: tuple[str, ...]) -> bool:
    """Whether the page came when it was asked for once more."""
    pages = walk.part.pages
    walk.ear.forget()
    control = _control(walk, pages) if pages is not None and walk.has_rows() else None
    if control is not None:
        _press(walk, control, before)
    else:
        again(walk)
    return _is_another(walk, before)


def _no_further(walk: Walk, before: tuple[str, ...]) -> bool:
    """False: the list ends here, by its own end or because a page did not come."""
    if signed_out(walk.page, walk.recipe):
        raise SessionOver
    name = walk.part.name
    if served(walk) and not walk.has_rows() and walk.shown(walk.part.empty) is None:
        raise_what_stands_there(walk)
    if walk.ear.failed:
        walk.cut(f"page {walk.page_number + 1} of {name} did not come: {walk.ear.failed[0]}")
        if not walk.has_rows():
            _back(walk)
        return False
    if walk.signature() == before and not _shows_nothing(walk):
        raise broken(f"{name}.pages", "the next page is the same as the one before")
    return False  # the last press took the control away, or led behind the last row


def _back(walk: Walk) -> None:
    """Nothing comes back: the page before the error is shown again, where other lists lead on."""
    try:
        walk.page.go_back(timeout=walk.session.patience * 1000, wait_until="domcontentloaded")
    except Error:
        return
    settle(walk.page)


def _disabled(control: Locator) -> bool:
    try:
        return bool(told_by(control, _DISABLED, timeout=_COMES_MS))
    except Error:
        return True  # it is gone


def _check_end(walk: Walk) -> None:
    """Nothing, where no control on the page leads on.

    Raises:
        VisitEnded: RECIPE_BROKEN, since a missed page would otherwise be a silent gap.
    """
    further = walk.shown((*GENERIC_NEXT, *MORE_CONTROLS))
    if further is not None and not _disabled(further):
        raise broken(f"{walk.part.name}.pages", "the page has a control for more that it misses")
