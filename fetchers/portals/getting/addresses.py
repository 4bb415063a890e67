"""A file at an address: by plain HTTP where that suffices, else in a tab beside the list."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Final
from urllib.parse import quote, urljoin

from playwright.sync_api import Download, Error, Locator, Response

from fetchers.portals.endings import broken
from fetchers.portals.fence import origin_of
from fetchers.portals.files import LARGEST, Got, kind_of
from fetchers.portals.getting.faults import (
    NOT_READY,
    TOO_LARGE,
    FileLacking,
    elsewhere,
    failed,
    not_yet,
)
from fetchers.portals.getting.plain import LeftThePortal, ask
from fetchers.portals.getting.reading import TooLarge
from fetchers.portals.patience import until
from fetchers.portals.recipe import DocumentList
from fetchers.portals.row_values import Row
from fetchers.portals.selecting import told_by
from fetchers.portals.session import Session
from fetchers.portals.tabs import empty
from fetchers.portals.values import at_path

_DOWNLOAD_WAIT: Final = 45.0  # seconds
_ERROR: Final = 400
_STARTING: Final = 5.0  # seconds from the word that a download starts until it does
_PLACE: Final = re.compile(r"\{([\w-]+)\}")
_OK: Final = 200
_HELD: Final = """
async address => {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  if (bytes.length > %d) return '';
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}
"""


def patience(session: Session) -> float:
    """Seconds that a file may take to come."""
    return min(_DOWNLOAD_WAIT, session.patience * 2)


def from_template(session: Session, part: DocumentList, row: Row) -> Got:
    """The file at an address that is made of the row's values."""
    address = _filled_in(part.document.url or "", row, part)
    return at_address(session, urljoin(session.page.url, address), row)


def from_record(session: Session, part: DocumentList, row: Row) -> Got:
    """The file at the address that the row's record says.

    Raises:
        FileLacking: the record says none.
    """
    told = _recorded(part, row)
    if not told:
        raise FileLacking(part)
    return at_address(session, urljoin(session.page.url, told), row)


def has_address(part: DocumentList, row: Row) -> bool:
    """Whether the row's record says an address of its file."""
    return bool(_recorded(part, row))


def _recorded(part: DocumentList, row: Row) -> str:
    told = at_path(row.record or {}, part.document.address or "")
    return told if isinstance(told, str) else ""


def from_link(session: Session, link: Locator, part: DocumentList, row: Row) -> Got:
    """The file that a link leads to, at an address or held by the page itself."""
    address = address_of(link, part)
    if address.startswith(("blob:", "data:")):
        return _held_by_page(link, address, row)
    return at_address(session, address, row)


def at_address(session: Session, address: str, row: Row) -> Got:
    """The file at an address.

    Raises:
        VisitEnded: ORIGIN_MISMATCH where it, or a redirect of it, leaves the portal;
            NOT_YET_AVAILABLE or DOWNLOAD_FAILED where there is no file.
    """
    try:
        answer = ask(session, address, seconds=patience(session))
    except LeftThePortal as left:
        raise elsewhere(row, str(left)) from None
    except TooLarge:
        raise failed(row, TOO_LARGE) from None
    if answer is not None and answer.status in NOT_READY:
        raise not_yet(row.listing)
    if answer is not None and answer.status == _OK and kind_of(answer.content) is not None:
        return Got(answer.content, answer.name)
    return _in_a_tab(session, address, row)  # a page that leads on by script, or one more try


def _in_a_tab(session: Session, address: str, row: Row) -> Got:
    tab, downloads, problem = session.beside, list[Download](), ""

    def hear(download: Download) -> None:
        downloads.append(download)

    tab.on("download", hear)
    try:
        answer = tab.goto(address, timeout=patience(session) * 1000)
    except Error as wrong:
        answer, problem = None, str(wrong)
    if "Download is starting" in problem:
        until(tab, lambda: downloads or None, seconds=_STARTING)
    tab.remove_listener("download", hear)
    if downloads:
        return downloaded(session, downloads[0], row)
    if answer is None:
        empty(tab)
        raise failed(row, "the file did not come")
    return _shown(answer, row)


def _shown(answer: Response, row: Row) -> Got:
    if answer.status in NOT_READY:
        raise not_yet(row.listing)
    if answer.status >= _ERROR:
        raise failed(row, f"HTTP {answer.status}")
    try:
        content = answer.body()
    except Error:
        raise failed(row, "the file did not come whole") from None
    return Got(content, Path(answer.url.split("?")[0]).name)


def downloaded(session: Session, download: Download, row: Row) -> Got:
    """The file of a download, which a recording of the visit keeps as well."""
    try:
        path = download.path()
        if path.stat().st_size > LARGEST:
            raise failed(row, TOO_LARGE)
        got = Got(path.read_bytes(), download.suggested_filename)
    except Error:
        raise failed(row, "the download broke off") from None
    finally:
        download.delete()
    if session.recording is not None:
        session.recording.file(download.url, got.content)
    return got


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


def address_of(link: Locator, part: DocumentList) -> str:
    """Where a link leads, absolute.

    Raises:
        VisitEnded: RECIPE_BROKEN where it is no link with an address.
    """
    try:
        address = str(
            told_by(link, "el => (el.closest('a[href]') || {}).href || ''", timeout=3_000)
        )
    except Error:
        address = ""
    if not address.startswith(("http:", "https:", "blob:", "data:")):
        raise broken(f"{part.name}.document.link", "it is no link with an address")
    return address


def _held_by_page(link: Locator, address: str, row: Row) -> Got:
    """The bytes of an address that only the page can read: it made them itself."""
    if address.startswith("blob:") and origin_of(address.removeprefix("blob:")) is None:
        raise elsewhere(row, address)
    try:
        told = str(link.evaluate(f"(_el, address) => ({_HELD % LARGEST})(address)", address))
    except Error:
        raise failed(row, "the page no longer holds the file") from None
    return Got(base64.b64decode(told), "document")
