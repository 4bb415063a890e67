"""Getting a row's file, through the fenced browser alone: by its link, a click, or an address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urljoin

from playwright.sync_api import Download, Error, Locator, Page, Response

from fetchers.portals.clicks import Purpose, click
from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.fence import origin_of
from fetchers.portals.files import LARGEST, Got
from fetchers.portals.patience import settle, until
from fetchers.portals.recipe import Alternatives, DocumentList
from fetchers.portals.rows import Row
from fetchers.portals.selecting import Scope, first_present, first_visible, wait_for
from fetchers.portals.session import Session
from model.outcomes import OutcomeCode

_DOWNLOAD_WAIT: Final = 45.0  # seconds
_DETAIL_WAIT: Final = 8.0
_ERROR: Final = 400
_PLACE: Final = re.compile(r"\{([\w-]+)\}")
_STARTING: Final = 5.0  # seconds from the word that a download starts until it does
_LEFT_MS: Final = 1_500  # a page that was left for another brings no file any more


def get(session: Session, part: DocumentList, row: Row) -> Got:
    """What the portal delivers for a row.

    Raises:
        VisitEnded: RECIPE_BROKEN where the row has no such link, DOWNLOAD_FAILED where the file
            does not come, ORIGIN_MISMATCH where it would come from elsewhere.
    """
    getter = part.document
    if getter.url is not None:
        address = _filled_in(getter.url, row, part)
        return _by_address(session, urljoin(session.page.url, address), row)
    if row.place is None:
        raise broken(f"{part.name}.document")
    if getter.detail is not None:
        return _by_detail(session, part, row, row.place)
    return _from(session, session.page, row.place, part=part, row=row)


def _from(session: Session, page: Page, scope: Scope, *, part: DocumentList, row: Row) -> Got:
    """The file by the link or the click that stands in a scope."""
    getter = part.document
    if getter.link is not None:
        link = first_present(scope, getter.link)
        if link is None:
            raise broken(f"{part.name}.document.link")
        return _by_address(session, _address_of(link, part), row)
    control = first_visible(scope, getter.click or ())
    if control is None:
        raise broken(f"{part.name}.document.click")
    return _by_click(session, page, control, part=part, row=row)


def _filled_in(template: str, row: Row, part: DocumentList) -> str:
    """An address with the row's values in it, each of them one piece of a path or a query."""
    values = {"number": row.listing.number or ""}
    for name, value in (row.record or {}).items():
        if isinstance(value, (str, int)):
            values[str(name)] = str(value)
    missing = [name for name in _PLACE.findall(template) if not values.get(name)]
    if missing:
        raise broken(f"{part.name}.document.url", "it names a value that the row lacks")
    return _PLACE.sub(lambda place: quote(values[place[1]], safe=""), template)


def _address_of(link: Locator, part: DocumentList) -> str:
    try:
        address: Any = link.evaluate(
            "el => (el.closest('a[href]') || {}).href || ''", timeout=3_000
        )
    except Error:
        address = ""
    if not str(address).startswith(("http:", "https:")):
        raise broken(f"{part.name}.document.link", "it is no link with an address")
    return str(address)


def _by_address(session: Session, address: str, row: Row) -> Got:
    if not session.fence.allows(address):
        seen = origin_of(address) or "no address"
        raise VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=seen, number=row.listing.number or "")
    tab, downloads, problem = session.beside, list[Download](), ""

    def hear(download: Download) -> None:
        downloads.append(download)

    tab.on("download", hear)
    try:
        answer = tab.goto(address, timeout=_wait(session) * 1000)
    except Error as wrong:
        answer, problem = None, str(wrong)
    if "Download is starting" in problem:
        until(tab, lambda: downloads or None, seconds=_STARTING)
    tab.remove_listener("download", hear)
    if downloads:
        return _kept_on_tape(session, downloads[0].url, _saved(downloads[0], row))
    if answer is None:
        raise _failed(row, "the file did not come")
    return _shown(answer, row)


def _kept_on_tape(session: Session, address: str, got: Got) -> Got:
    """The file, which a recording of the visit keeps as well."""
    if session.recording is not None:
        session.recording.file(address, got.content)
    return got


def _wait(session: Session) -> float:
    return min(_DOWNLOAD_WAIT, session.patience * 2)


def _shown(answer: Response, row: Row) -> Got:
    if answer.status >= _ERROR:
        raise _failed(row, f"HTTP {answer.status}")
    try:
        content = answer.body()
    except Error:
        raise _failed(row, "the file did not come whole") from None
    return Got(content, Path(answer.url.split("?")[0]).name)


def _by_click(
    session: Session, page: Page, control: Locator, *, part: DocumentList, row: Row
) -> Got:
    downloads: list[Download] = []
    before = page.url

    def hear(download: Download) -> None:
        downloads.append(download)

    page.on("download", hear)
    page.on("popup", lambda popup: popup.on("download", hear))
    click(control, purpose=Purpose.DOWNLOAD, step=f"{part.name}.document.click")
    until(page, lambda: downloads or page.url != before or None, seconds=_wait(session))
    if not downloads and page.url != before:
        page.wait_for_timeout(_LEFT_MS)
    page.remove_listener("download", hear)
    if downloads:
        return _kept_on_tape(session, downloads[0].url, _saved(downloads[0], row))
    if page.url == before:
        raise _failed(row, "the click brought no file")
    page.go_back(timeout=session.patience * 1000)
    raise VisitEnded(OutcomeCode.NOT_A_DOCUMENT, number=row.listing.number or "")


def _saved(download: Download | None, row: Row) -> Got:
    if download is None:
        raise _failed(row, "the file did not come")
    try:
        path = download.path()
        if path.stat().st_size > LARGEST:
            raise _failed(row, "the file is larger than Billhook takes")
        return Got(path.read_bytes(), download.suggested_filename)
    except Error:
        raise _failed(row, "the download broke off") from None
    finally:
        download.delete()


def _failed(row: Row, cause: str) -> VisitEnded:
    return VisitEnded(OutcomeCode.DOWNLOAD_FAILED, number=row.listing.number or "", cause=cause)


def _by_detail(session: Session, part: DocumentList, row: Row, place: Locator) -> Got:
    """The file from the row's own page, which is opened beside the list or, at need, over it."""
    control = first_visible(place, part.document.detail or ())
    if control is None:
        raise broken(f"{part.name}.document.detail")
    try:
        address = _address_of(control, part)
    except VisitEnded:
        return _over_the_list(session, part, row, control)
    return _beside_the_list(session, part, row, address)


def _beside_the_list(session: Session, part: DocumentList, row: Row, address: str) -> Got:
    if not session.fence.allows(address):
        raise VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=origin_of(address) or "no address")
    tab = session.beside
    try:
        tab.goto(address, timeout=session.patience * 1000, wait_until="domcontentloaded")
    except Error:
        raise _failed(row, "its page did not open") from None
    return _on_detail(session, tab, part=part, row=row)


def _over_the_list(session: Session, part: DocumentList, row: Row, control: Locator) -> Got:
    click(control, purpose=Purpose.GO, step=f"{part.name}.document.detail")
    settle(session.page)
    try:
        return _on_detail(session, session.page, part=part, row=row)
    finally:
        session.page.go_back(timeout=session.patience * 1000)
        wait_for(session.page, part.rows or (), seconds=_DETAIL_WAIT)


def _on_detail(session: Session, page: Page, *, part: DocumentList, row: Row) -> Got:
    wanted: Alternatives = part.document.link or part.document.click or ()
    if wait_for(page, wanted, seconds=_DETAIL_WAIT) is None:
        raise broken(f"{part.name}.document", "the row's page has no such link")
    return _from(session, page, page, part=part, row=row)
