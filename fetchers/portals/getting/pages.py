"""A row's own page: where it lies, and whether it can still come to offer the row's file.

A page without scripts is what its server sent. One with scripts may put its link there later, which
takes as long as it likes; it is done, once it stands still, where another row's page had its link
from the server and runs the very same scripts.

A row that a script opens often says where it leads, though not as a link does: `data-href`, or
within its `onclick`. Where pressing one row led to the very address that stands there, the others
are opened at theirs, beside the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin

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
_ATTRIBUTES: Final = """
el => Object.fromEntries([...el.attributes].map(one => [one.name, one.value.slice(0, 2000)]))
"""
_LOADED: Final = "() => [location.href, (performance.getEntriesByType('navigation')[0] || {}).name]"
_QUOTED: Final = re.compile(r"""(?<=')[^'"\s]+(?=')|(?<=")[^'"\s]+(?=")|^[^'"\s]+$""")


@dataclass(frozen=True, slots=True)
class Told:
    """Where in an attribute of a row's control an address stands: what is before and after it."""

    attribute: str
    before: str
    after: str

    def address(self, attributes: Mapping[str, str]) -> str | None:
        """The address that the attributes of another row's control tell in the same place."""
        value = attributes.get(self.attribute, "")
        if not (value.startswith(self.before) and value.endswith(self.after)):
            return None
        told = value[len(self.before) : len(value) - len(self.after)]
        return told if re.fullmatch(r"[^'\"\s]+", told) else None


def attributes_of(control: Locator) -> Mapping[str, str]:
    """The attributes of a control; none where it is gone."""
    told: dict[str, str] = steadily(
        control.page, lambda: control.evaluate(_ATTRIBUTES), otherwise={}
    )
    return told


def _told(attributes: Mapping[str, str], reached: str, base: str) -> Told | None:
    """Where a control's attributes tell the address that pressing it led to."""
    for name, value in attributes.items():
        for found in _QUOTED.finditer(value):
            if urljoin(base, found[0]) == reached:
                return Told(name, value[: found.start()], value[found.end() :])
    return None


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
    as long as none did. `told` is where a row says what pressing it leads to; None where that is
    not known.
    """

    scripts: str | None = None
    told: Told | None = None
    _looked: bool = False
    _opened: set[str] = field(default_factory=set)

    def address_of(self, control: Locator) -> str | None:
        """Where a row's control leads to, as it says itself; no two rows lead to one page."""
        told = self.told.address(attributes_of(control)) if self.told else None
        if told is None or (address := urljoin(control.page.url, told)) in self._opened:
            return None
        self._opened.add(address)
        return address

    def learn_way(self, attributes: Mapping[str, str], page: Page, base: str) -> None:
        """Nothing comes back: it is known whether a pressed control had told where it leads.

        A page that only says another address, and was not loaded from it, may not be found there.
        """
        here: list[str] = steadily(page, lambda: page.evaluate(_LOADED), otherwise=["", ""])
        if here[0] == here[1] != base:
            self.told = _told(attributes, here[0], base)
            self._opened.add(here[0])

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
