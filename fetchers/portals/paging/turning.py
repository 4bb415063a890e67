"""Turning a list: to the next page, to the next number, for more rows, or by scrolling."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Error, Locator

from fetchers.portals.clicks import Purpose, click
from fetchers.portals.endings import broken
from fetchers.portals.opening import check_place
from fetchers.portals.paging.counting import counted_out
from fetchers.portals.paging.ear import quiet
from fetchers.portals.paging.obstacles import (
    again,
    put_aside,
    raise_what_stands_there,
    served,
    signed_out,
)
from fetchers.portals.paging.walk import SessionOver, Walk
from fetchers.portals.patience import settle, steadily, until
from fetchers.portals.recipe import Alternatives, Pages
from fetchers.portals.selecting import every_visible

_NEXT: Final = (
    r"(next|next page|older|weiter|nächste|nächste seite|suivant|suivante|volgende|siguiente|"
    r"successiva|avanti|następna|další|seuraava|nästa|neste|næste|seguinte|próxima|"
    r"επόμενη|επόμενο|次へ|次のページ|следующая|вперед|következő|următoarea|sonraki)?"
    r"\s*[\u203a\u00bb\u2192>]?"
)
_MORE: Final = (
    r"(load|show) more|mehr (laden|anzeigen)|afficher plus|voir plus|meer (laden|tonen)|ver más|"
    r"mostra altri|pokaż więcej|zobrazit další|näytä lisää|visa fler|vis flere|ver mais|"
    r"view more|show all|alle anzeigen|tout afficher|cargar más|carica altr|toon meer|"
    r"εμφάνιση περισσότερων|περισσότερα|もっと見る|さらに表示|показать ещё|показать еще|több"
)
MORE_CONTROLS: Final = (f"role=button[name=/^({_MORE})/i]", f"role=link[name=/^({_MORE})/i]")
GENERIC_NEXT: Final = (
    "css=a[rel=next]",
    rf"role=link[name=/^\s*(?=\S){_NEXT}\s*$/i]",
    rf"role=button[name=/^\s*(?=\S){_NEXT}\s*$/i]",
)
_STILL: Final = 3  # scrolls in a row after which no row came, everything being answered
_SCROLL_WAIT: Final = 1.2  # seconds a row may take to be shown once it has arrived
_MOST_STEPS: Final = 400
_STEP: Final = """
el => {  // most of a screenful further, so that lists which only hold what is in sight show all
  const before = [], after = [];
  const boxes = [document.scrollingElement];
  for (let node = el; node; node = node.parentElement || (node.getRootNode() || {}).host)
    boxes.push(node);
  for (const box of boxes) {
    before.push(box.scrollTop);
    box.scrollTop += Math.max(40, box.clientHeight * 0.8);
    after.push(box.scrollTop);
  }
  return before.join() !== after.join();
}
"""
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
        return _scrolled(walk, pages)
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
    def look() -> bool | None:
        if walk.signature() != before and walk.has_rows():
            return True
        return False if walk.ear.failed or _shows_nothing(walk) else None

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


def _scrolled(walk: Walk, pages: Pages) -> bool:
    """Whether scrolling brought more rows; that it did not is looked at several times.

    A counter that all rows were read of is the portal's own word, and ends the list at once. So
    does a batch that was not full, where its end asks for nothing any more.
    """
    if counted_out(walk):
        return False
    before, still = walk.signature(), 0
    for _ in range(_MOST_STEPS):
        moved = step_down(walk, pages.scroll)
        quiet(walk.page, walk.ear, seconds=walk.wait, whole=lambda: walk.is_whole(before))
        if not moved and _asks_for_no_more(walk, pages) and walk.signature() == before:
            return False
        wait = 0.0 if moved else _SCROLL_WAIT
        if until(walk.page, lambda: walk.signature() != before or None, seconds=wait):
            return True
        if pages.end is not None and walk.shown(pages.end) is not None:
            return False
        still = 0 if moved else still + 1
        if still >= _STILL:
            break
    return _not_scrolled(walk, pages)


def _asks_for_no_more(walk: Walk, pages: Pages) -> bool:
    """Whether fewer rows came than a whole batch, and nothing was asked for since they are read.

    Each batch comes as soon as the end of the list is in sight, so what asks for none there has no
    more; one that came late, or a page that always asks for something, is looked at for longer.
    """
    if pages.batch is None or pages.end is not None or not walk.batches:
        return False
    asked = walk.ear.heard or walk.ear.under_way or walk.ear.failed
    return walk.batches[-1] < pages.batch and not asked and not signed_out(walk.page, walk.recipe)


def _not_scrolled(walk: Walk, pages: Pages) -> bool:
    """False: no more rows come, which is an end only where nothing failed."""
    if signed_out(walk.page, walk.recipe):
        raise SessionOver
    if walk.ear.failed:
        walk.cut(f"the rest of {walk.part.name} did not come: {walk.ear.failed[0]}")
    elif pages.end is not None:
        raise broken(f"{walk.part.name}.pages.end", "no more rows came, and the end never showed")
    return False


def step_down(walk: Walk, scroll: Alternatives | None) -> bool:
    """Whether the list could be scrolled further, most of a screenful.

    Raises:
        VisitEnded: RECIPE_BROKEN where what is scrolled is not there.
    """
    place = walk.shown(scroll)
    if place is None:
        raise broken(f"{walk.part.name}.pages")
    return bool(steadily(walk.page, lambda: place.evaluate(_STEP), otherwise=False))


def _disabled(control: Locator) -> bool:
    try:
        return bool(control.evaluate(_DISABLED))
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
