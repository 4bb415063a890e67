"""What every step of a visit without a browser needs, and how a control of a page is followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fetchers.portals.browserless.finding import name_of
from fetchers.portals.browserless.line import Line
from fetchers.portals.browserless.markup import Element, Markup, Unlike, Unreached
from fetchers.portals.diary import Diary, plain_address
from fetchers.portals.haul import Haul
from fetchers.portals.pressing import Purpose, allowed
from fetchers.portals.recipe import Recipe
from model.visits import Listing, RunState, VisitOrder, VisitProgress

_SERVED, _TROUBLE = 200, 500


@dataclass(slots=True)
class Asking:
    """A visit without a browser. `wants` says of which rows the files are fetched.

    `seen` is the last page that came.
    """

    order: VisitOrder
    recipe: Recipe
    line: Line
    diary: Diary
    tell: Callable[[VisitProgress], None]
    wants: Callable[[Listing], bool]
    haul: Haul
    seen: Markup | None = None

    def report(self, state: RunState, done: int = 0, total: int | None = None) -> None:
        """Nothing comes back: who ordered the visit knows where it stands."""
        self.tell(VisitProgress(state, done, total))
        self.diary.note(f"{state.value} {done or ''}".strip().replace("_", " "))

    def open(self, address: str, *, came_from: str = "") -> Markup:
        """The page at an address, as the server gave it.

        Raises:
            Unlike: it gave none.
        """
        return self.arrive(self.line.page(address, came_from=came_from))

    def arrive(self, page: Markup) -> Markup:
        """The page, if its server gave it and means it to stay.

        Raises:
            Unlike: it did not.
        """
        self.seen = page
        self.diary.note(f"page {plain_address(page.url)}")
        if page.status >= _TROUBLE:
            raise Unreached(f"the server answered HTTP {page.status}")
        if page.status != _SERVED:
            raise Unlike(f"the server answered HTTP {page.status}")
        if page.leads_on:
            raise Unlike("the page leads on by itself")
        return page

    def follow(self, page: Markup, control: Element, purpose: Purpose) -> Markup:
        """The page that a link leads to.

        Raises:
            Unlike: it is no link, or one that no visit follows.
        """
        return self.open(address_of(page, control, purpose), came_from=page.url)


def address_of(page: Markup, control: Element, purpose: Purpose) -> str:
    """Where a control leads, which is a link or stands in one.

    Raises:
        Unlike: it is none, or one that no visit follows.
    """
    link = next((one for one in (control, *control.iterancestors()) if one.tag == "a"), None)
    told = "" if link is None else (link.get("href") or "").strip()
    if link is None or not told or told.startswith("#"):
        raise Unlike("a control is no link")
    if not allowed(f"{name_of(control)} | {name_of(link)}", posts=False, purpose=purpose):
        raise Unlike("a link says that it pays, orders, cancels or deletes")
    address = page.address(told).partition("#")[0]
    if not address.startswith(("https:", "http:")):
        raise Unlike("a control is no link")
    return address
