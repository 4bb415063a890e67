"""A row's own page, and whether it can still come to offer the row's file.

A page without scripts is what its server sent. One with scripts may put its link there later, which
takes as long as it likes; it is done, once it stands still, where another row's page had its link
from the server and runs the very same scripts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Error, Locator, Page, Response

from fetchers.portals.patience import lifeless, loaded, settle, steadily
from fetchers.portals.selecting import first_visible

_REFRESH: Final = "refresh"  # a header of some servers, which leads on to another page
_SENT: Final = """
(el, sent) => [...new DOMParser().parseFromString(sent, 'text/html').querySelectorAll(el.tagName)]
  .some(one => one.isEqualNode(el))
"""
_SCRIPTS: Final = """
sent => [...new DOMParser().parseFromString(sent, 'text/html').querySelectorAll('script')]
  .map(one => `${one.getAttribute('src') || ''} ${one.textContent}`.replace(/\\d+/g, '9'))
  .join('\\n')
"""


@dataclass(frozen=True, slots=True)
class RowPage:
    """A row's own page as it was opened; `answer` is the server's, None where a script opened it.

    A page of an address that was opened, and on which nothing was pressed, is the one that was
    asked for: nothing leads away from it any more but itself.
    """

    page: Page
    answer: Response | None = None

    @property
    def leads_on(self) -> bool:
        """Whether it is not known to be the page that was asked for."""
        return self.answer is None or _REFRESH in self.answer.headers

    def text(self) -> str:
        """What the server sent; nothing where that can't be had any more."""
        try:
            return self.answer.text() if self.answer is not None else ""
        except (Error, UnicodeDecodeError):
            return ""


@dataclass(slots=True)
class RowPages:
    """What the own pages of a list's rows have shown of how they offer a file.

    `scripts` are those of a page whose link or control stood in it as the server had sent it; None
    as long as none did.
    """

    scripts: str | None = None
    _looked: bool = False

    @property
    def unknown(self) -> bool:
        """Whether no page with a file was looked at yet."""
        return not self._looked

    def learn(self, opened: RowPage, place: Locator) -> None:
        """Nothing comes back: it is known whether the server had sent this link or control."""
        sent = opened.text() if self.unknown else ""
        self._looked = True
        if sent and steadily(
            opened.page, lambda: bool(place.evaluate(_SENT, sent)), otherwise=False
        ):
            self.scripts = _scripts(opened.page, sent)

    def settled_without(self, opened: RowPage, way: tuple[str, ...]) -> bool:
        """Whether a page offers none of this, and will not."""
        if opened.leads_on:
            return False
        loaded(opened.page)
        if not lifeless(opened.page) and not self._runs_nothing_else(opened):
            return False
        return steadily(
            opened.page, lambda: first_visible(opened.page, way) is None, otherwise=False
        )

    def _runs_nothing_else(self, opened: RowPage) -> bool:
        sent = opened.text() if self.scripts is not None else ""
        if not sent or _scripts(opened.page, sent) != self.scripts:
            return False
        settle(opened.page)
        return True


def _scripts(page: Page, sent: str) -> str | None:
    """The scripts of a page, but for the numbers in them; None where they can't be read."""
    return steadily(page, lambda: str(page.evaluate(_SCRIPTS, sent)), otherwise=None)
