"""A file by pressing a control: a download, or a tab of its own that brings one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import Download, Error, Locator, Page

from fetchers.portals.clicks import click
from fetchers.portals.files import Got
from fetchers.portals.getting.addresses import downloaded, patience
from fetchers.portals.getting.faults import failed, no_document
from fetchers.portals.patience import loaded, until
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import DocumentList
from fetchers.portals.row_values import Row
from fetchers.portals.session import Session
from fetchers.portals.tabs import shut

_LEFT: Final = 1.5  # seconds; a page that was left for another brings no file any more
_FROM_A_TAB: Final = 4.0  # seconds from a tab that opened and loaded until its file comes


@dataclass  # without slots: the browser's library keeps its own word with whom it calls back
class Heard:
    """What a press brought: downloads, of the page or of tabs that it opened."""

    downloads: list[Download] = field(default_factory=list)
    tabs: list[Page] = field(default_factory=list)

    def download(self, download: Download) -> None:
        """Nothing comes back: a download is noted."""
        self.downloads.append(download)

    def tab(self, tab: Page) -> None:
        """Nothing comes back: a tab is noted, and heard for its downloads."""
        self.tabs.append(tab)
        tab.on("download", self.download)


def by_press(
    session: Session, page: Page, control: Locator, *, part: DocumentList, row: Row
) -> Got:
    """The file that a control brings.

    Raises:
        VisitEnded: DOWNLOAD_FAILED where nothing came, NOT_A_DOCUMENT where a page came instead,
            RECIPE_BROKEN where the control can't be pressed.
    """
    return downloaded(session, pressed(session, page, control, part=part, row=row), row)


def pressed(
    session: Session, page: Page, control: Locator, *, part: DocumentList, row: Row
) -> Download:
    """The download that a control starts; raises as `by_press`."""
    heard, before = Heard(), page.url
    page.on("download", heard.download)
    session.context.on("page", heard.tab)
    try:
        click(control, purpose=Purpose.DOWNLOAD, step=f"{part.name}.document.click")
        _await(page, heard, before, seconds=patience(session))
    finally:
        session.context.remove_listener("page", heard.tab)
        page.remove_listener("download", heard.download)
    try:
        if heard.downloads:
            return heard.downloads[0]
        raise _instead(session, page, heard, before=before, row=row)
    finally:
        if not heard.downloads:
            shut(heard.tabs)


def _await(page: Page, heard: Heard, before: str, *, seconds: float) -> None:
    until(
        page, lambda: heard.downloads or heard.tabs or page.url != before or None, seconds=seconds
    )
    if heard.downloads:
        return
    for tab in heard.tabs:
        loaded(tab)
    wait = _FROM_A_TAB if heard.tabs else _LEFT
    until(page, lambda: heard.downloads or None, seconds=wait)


def _instead(session: Session, page: Page, heard: Heard, *, before: str, row: Row) -> Exception:
    if heard.tabs:
        return no_document(row, "a web page in a tab of its own")
    if page.url == before:
        return failed(row, "the click brought no file")
    try:
        page.go_back(timeout=session.patience * 1000)
    except Error:
        return failed(row, "the click led away")
    return no_document(row, "a web page")
