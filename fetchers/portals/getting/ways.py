"""The ways to a row's file, as its recipe names them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from playwright.sync_api import Error, Locator, Page

from fetchers.portals.clicks import click
from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.files import Got
from fetchers.portals.getting.addresses import (
    address_of,
    from_link,
    from_record,
    from_template,
    has_address,
)
from fetchers.portals.getting.faults import FileLacking, elsewhere, failed, not_yet
from fetchers.portals.getting.further import further
from fetchers.portals.getting.pages import RowPage, RowPages, attributes_of
from fetchers.portals.getting.presses import Heard, by_press
from fetchers.portals.getting.printing import printed
from fetchers.portals.patience import loaded, settle, steadily, until
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import DocumentList, Recipe
from fetchers.portals.row_values import Row
from fetchers.portals.selecting import Scope, first_present, first_visible, wait_for
from fetchers.portals.session import Session
from fetchers.portals.tabs import shut

_DETAIL_WAIT: Final = 8.0  # seconds
_MENU_WAIT: Final = 4.0
_OPENING: Final = 4.0


def get(
    session: Session,
    recipe: Recipe,
    part: DocumentList,
    row: Row,
    *,
    scope: Scope,
    pages: RowPages,
) -> Got:
    """What the portal delivers for a row of a list that stands in `scope`.

    `pages` is what the own pages of the list's rows have shown so far.

    Raises:
        FileLacking: the row's own page or record offers no such link.
        VisitEnded: RECIPE_BROKEN where the row has no such link, NOT_YET_AVAILABLE where it says
            that there is no file yet, DOWNLOAD_FAILED where the file does not come,
            NOT_A_DOCUMENT where a page comes instead, ORIGIN_MISMATCH where it would come from
            elsewhere.
    """
    getter = part.document
    if getter.url is not None:
        return from_template(session, part, row)
    if getter.address is not None:
        return from_record(session, part, row)
    if row.place is None:
        raise broken(f"{part.name}.document")
    if getter.absent and first_visible(row.place, getter.absent) is not None:
        raise not_yet(row.listing)
    if getter.detail is not None:
        return _by_detail(session, recipe, part, row, pages)
    if getter.menu is not None:
        return _by_menu(session, part, row, scope)
    return _from(session, session.page, row.place, part=part, row=row)


def offers(session: Session, part: DocumentList, row: Row, *, pages: RowPages) -> bool:
    """Whether a row's own page or record offers a file, which stays there.

    Raises:
        VisitEnded: the row's own page does not open.
    """
    if part.document.address is not None:
        return has_address(part, row)
    with _detail(session, part, row, pages) as opened:
        return _offered(part, opened, pages)


def _from(session: Session, page: Page, scope: Scope, *, part: DocumentList, row: Row) -> Got:
    """The file by the link or the click that stands in a scope."""
    getter = part.document
    if getter.link is not None:
        link = first_present(scope, getter.link)
        if link is None:
            raise broken(f"{part.name}.document.link")
        return from_link(session, link, part, row)
    control = first_visible(scope, getter.click or ())
    if control is None:
        raise broken(f"{part.name}.document.click")
    return by_press(session, page, control, part=part, row=row)


def _by_menu(session: Session, part: DocumentList, row: Row, scope: Scope) -> Got:
    """The file from the row's menu, which may stand anywhere on the page once it is open."""
    page, getter = session.page, part.document
    opener = first_visible(row.place, getter.menu or ()) if row.place else None
    if opener is None:
        raise broken(f"{part.name}.document.menu")
    click(opener, purpose=Purpose.GO, step=f"{part.name}.document.menu")
    try:
        wanted = getter.link or getter.click or ()
        if row.place is not None and first_visible(row.place, wanted) is not None:
            return _from(session, page, row.place, part=part, row=row)
        if wait_for(page, wanted, seconds=_MENU_WAIT, scope=scope) is None:
            raise broken(f"{part.name}.document", "the row's menu has no such entry")
        return _from(session, page, scope, part=part, row=row)
    finally:
        page.keyboard.press("Escape")


def _by_detail(
    session: Session, recipe: Recipe, part: DocumentList, row: Row, pages: RowPages
) -> Got:
    """The file by the row's own page; that of an address which brings none is opened by a press."""
    told = pages.told
    try:
        with _detail(session, part, row, pages) as opened:
            return _on_detail(session, recipe, part, row, opened=opened, pages=pages)
    except FileLacking:
        if told is None:
            raise
        pages.told = None
    with _detail(session, part, row, pages) as opened:
        return _on_detail(session, recipe, part, row, opened=opened, pages=pages)


@contextmanager
def _detail(session: Session, part: DocumentList, row: Row, pages: RowPages) -> Iterator[RowPage]:
    """The row's own page, which is opened beside the list or, at need, over it."""
    control = first_visible(row.place, part.document.detail or ()) if row.place else None
    if control is None:
        raise broken(f"{part.name}.document.detail")
    address = _address(control, part) or pages.address_of(control)
    if address is not None:
        yield _beside_the_list(session, row, address)
        return
    attributes, base = attributes_of(control), session.page.url
    with _by_script(session, part, control) as page:
        pages.learn_way(attributes, page, base)
        yield RowPage(page)


def _address(control: Locator, part: DocumentList) -> str | None:
    """Where a row's control leads to; None where only a click tells."""
    try:
        return address_of(control, part)
    except VisitEnded:
        return None


@contextmanager
def _by_script(session: Session, part: DocumentList, control: Locator) -> Iterator[Page]:
    """The row's own page, which a script opens in a tab, or over the list."""
    heard, page, before = Heard(), session.page, session.page.url
    wanted = part.document.link or part.document.click or ()

    def came() -> bool | None:
        if heard.tabs or page.url != before:
            return True
        return True if first_visible(page, wanted) is not None else None

    session.context.on("page", heard.tab)
    try:
        click(control, purpose=Purpose.GO, step=f"{part.name}.document.detail")
        until(page, came, seconds=_OPENING)
        settle(page)
    finally:
        session.context.remove_listener("page", heard.tab)
    opened = _in_a_tab(heard.tabs) if heard.tabs else _over_the_list(session, part)
    with opened as shown:
        yield shown


@contextmanager
def _in_a_tab(tabs: list[Page]) -> Iterator[Page]:
    try:
        loaded(tabs[0])
        yield tabs[0]
    finally:
        shut(tabs)


def _beside_the_list(session: Session, row: Row, address: str) -> RowPage:
    if not session.fence.allows(address):
        raise elsewhere(row, address)
    tab = session.beside
    try:
        patience = session.patience * 1000
        answer = tab.goto(address, timeout=patience, wait_until="domcontentloaded")
    except Error:
        raise failed(row, "its page did not open") from None
    return RowPage(tab, answer)


@contextmanager
def _over_the_list(session: Session, part: DocumentList) -> Iterator[Page]:
    try:
        yield session.page
    finally:
        session.page.go_back(timeout=session.patience * 1000)
        wait_for(session.page, part.rows or (), seconds=_DETAIL_WAIT)


def _offered(part: DocumentList, opened: RowPage, pages: RowPages) -> bool:
    """Whether a row's own page has the link or control that its file comes by."""
    way = part.document.link or part.document.click or ()
    place = steadily(opened.page, lambda: first_visible(opened.page, way), otherwise=None)
    if place is None and pages.settled_without(opened, way):
        return False
    place = place or wait_for(opened.page, way, seconds=_DETAIL_WAIT)
    if place is not None:
        pages.learn(opened, place)
    return place is not None


def _on_detail(
    session: Session,
    recipe: Recipe,
    part: DocumentList,
    row: Row,
    *,
    opened: RowPage,
    pages: RowPages,
) -> Got:
    getter, page = part.document, opened.page
    if getter.print is not None:
        return printed(page, part, row, recipe)
    if not _offered(part, opened, pages):
        if page.url and getter.absent and first_visible(page, getter.absent) is not None:
            raise not_yet(row.listing)
        raise FileLacking(part)
    _note_on_detail(session, part, page)
    link = first_present(page, getter.link) if getter.link is not None else None
    besides = further(link) if link is not None else ()
    return replace(_from(session, page, page, part=part, row=row), further=besides)


def _note_on_detail(session: Session, part: DocumentList, page: Page) -> None:
    """Nothing comes back: the link or control on a row's own page is described, where one writes.

    What it says may hold the row's number, and its address does: what is noted was tried on one
    page only, so the words that were used stand behind it.
    """
    way = "link" if part.document.link else "click"
    used = part.document.link or part.document.click or ()
    place = first_visible(page, used)
    if place is not None:
        session.note_used(f"{part.name}.document.{way}", place, used, page)
