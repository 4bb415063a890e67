"""The picture of a visit's pages as frames: always of the page in front, whatever opens or goes."""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import Any, Final

from playwright.sync_api import BrowserContext, CDPSession, Dialog, Error, Page

from fetchers.portals.live.hands import View
from fetchers.portals.live.mask import cover
from fetchers.portals.tabs import shut
from model.live import Pages, Told, written
from model.live_line import Line

_QUALITY: Final = 70
_LONGEST_TITLE: Final = 80
_LONGEST_QUESTION: Final = 200


class Cast:
    """The frames of one visit's pages; a page that opens comes to the front."""

    def __init__(self, context: BrowserContext, line: Line) -> None:
        self._context = context
        self._line = line
        self._cdp: CDPSession | None = None
        self._front: Page | None = None
        self._size = (1.0, 1.0)
        self._on = False
        self._told: Pages | None = None
        self._waiting: list[Page] = []
        context.on("page", self._opened)
        context.on("dialog", self._answer)

    @property
    def view(self) -> View | None:
        """The page in front, for a person's hands; None where there is none."""
        if self._cdp is None or self._front is None or self._front.is_closed():
            return None
        return View(self._front, self._cdp, *self._size)

    @property
    def pages(self) -> list[Page]:
        """The open pages in the order in which they opened."""
        return [page for page in self._context.pages if not page.is_closed()]

    def start(self, page: Page) -> None:
        """Show a page from now on."""
        self._on = True
        self._waiting.clear()
        self._show(page)

    def stop(self) -> None:
        """Show nothing any more."""
        self._on = False
        self._leave()

    def keep_up(self) -> Page | None:
        """The page in front, after all that opened or closed meanwhile; None once all are gone."""
        while self._waiting:
            opened = self._waiting.pop(0)
            if not opened.is_closed():
                self._show(opened)
        if self._front is None or self._front.is_closed():
            if not (left := self.pages):
                return None
            self._show(left[-1])
        return self._front

    def tell(self) -> None:
        """Say which pages are open, where that is not what was said last."""
        pages = self.pages
        if self._front not in pages:
            return
        told = Pages(tuple(map(_title, pages)), pages.index(self._front))
        if told != self._told:
            self._told = told
            self._line.say(written(told))

    def turn(self, number: int, *, close: bool) -> None:
        """Bring one of the pages to the front, or close it; the last one stays."""
        pages = self.pages
        if number >= len(pages):
            return
        if not close:
            self._show(pages[number])
        elif len(pages) > 1:
            shut([pages[number]])

    def leave_only(self, page: Page) -> None:
        """Close all pages but one, so that the visit finds what it knows."""
        shut(other for other in self.pages if other is not page)

    def again(self) -> None:
        """Send the picture anew: a viewer has come who saw none of it."""
        if self._on and self._front is not None:
            self._told = None
            self._show(self._front)

    def _opened(self, page: Page) -> None:
        if self._on:
            self._waiting.append(page)

    def _answer(self, dialog: Dialog) -> None:
        """Answer a dialog by "cancel": it stands outside the picture, and holds the page up."""
        said, leaving = dialog.message[:_LONGEST_QUESTION], dialog.type == "beforeunload"
        with suppress(Error):
            dialog.accept() if leaving else dialog.dismiss()
        if self._on and not leaving:
            how = "It was closed." if dialog.type == "alert" else "Billhook answered: cancel."
            self._line.say(written(Told(f'The page says: "{said}". {how}', refused=True)))

    def _show(self, page: Page) -> None:
        self._leave()
        try:
            if not cover(page):
                return
            page.bring_to_front()
            self._cdp = cdp = self._context.new_cdp_session(page)
            cdp.on("Page.screencastFrame", lambda event: self._frame(cdp, event))
            self._front = page
            self._line.fresh()
            size = page.viewport_size or {"width": 1280, "height": 900}
            self._size = (size["width"], size["height"])
            asked = {"format": "jpeg", "quality": _QUALITY, "everyNthFrame": 1}
            cdp.send("Page.startScreencast", {**asked, "maxWidth": 2560, "maxHeight": 2560})
        except Error:
            self._cdp = None  # the page went while it was turned to; `keep_up` finds another

    def _leave(self) -> None:
        if self._cdp is not None:
            with suppress(Error):
                self._cdp.send("Page.stopScreencast")
            with suppress(Error):
                self._cdp.detach()
        self._cdp = None

    def _frame(self, cdp: CDPSession, event: dict[str, Any]) -> None:
        if cdp is not self._cdp:
            return
        told = event["metadata"]
        self._size = (float(told["deviceWidth"]), float(told["deviceHeight"]))
        self._line.show(base64.b64decode(event["data"]))
        with suppress(Error):
            cdp.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})


def _title(page: Page) -> str:
    with suppress(Error):
        return " ".join(page.title().split())[:_LONGEST_TITLE] or "Untitled"
    return "Untitled"
