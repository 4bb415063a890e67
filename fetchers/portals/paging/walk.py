"""A walk through one list: where its rows stand, and which of them were met already."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Locator, Page

from fetchers.portals.endings import VisitEnded
from fetchers.portals.getting.pages import RowPages
from fetchers.portals.haul import Haul, Identity, agree, identity_of, on_file, too_old
from fetchers.portals.paging.ear import Ear
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import Alternatives, DocumentList, Recipe
from fetchers.portals.row_values import Cells, Row
from fetchers.portals.rows import READ_ROW
from fetchers.portals.selecting import Scope, every_read, first_visible, inside
from fetchers.portals.session import Session
from fetchers.portals.values import DateOrder
from model.outcomes import OutcomeCode
from model.visits import FetchedDocument, Listing

_LIST_WAIT: Final = 10.0  # seconds
FEW_FILES: Final = 3
"""So many files of each list are got where a recipe is only tried."""


class SessionOver(Exception):
    """The portal asks for the sign-in again, in the middle of a list."""


@dataclass(slots=True)
class Walk:
    """A walk through one list, in one or more passes of one or more periods.

    Of a period: `met` are its rows, `here` those of the page, `seen` counts them, and `repeats`
    those that an earlier period had; `promised` is what its counter said on its first page,
    `promise_ahead` that this was once more than had been read. `read` are the rows of a page that
    grows, `batches` counts those that came each time, `prompt` says of each batch that scrolling
    brought whether its end asked for it at once, `records_read` those of the portal's own
    answers. `nameless` are rows without a number that any pass took; `spare` those of them that
    were not met again yet. `unnumbered` are such rows whose documents are on file and were not met
    yet, `passed` those that were.

    `owed` are rows whose file is still to come, `lacking` those whose own page offers none;
    `brought` says that some row's file came, or that the page of one that is on file offers it
    still, `proof` is such a row that was not looked at yet; `row_pages` is what rows' own pages
    have shown. `came` are rows by the SHA-256 of their files, and by their numbers; `further` are
    documents that rows' own pages offered besides, by their addresses, None where one did not come.
    `restless` says that rows moved while the list was paged, so that one may have slipped by.
    `list_total` is a counter's that stands over all periods.
    """

    session: Session
    recipe: Recipe
    part: DocumentList
    haul: Haul
    ear: Ear
    account: str | None = None
    dates: DateOrder | None = None
    page_number: int = 1
    seen: int = 0
    records_read: int = 0
    read: tuple[str, ...] = ()
    batches: list[int] = field(default_factory=list)
    prompt: list[bool] = field(default_factory=list)
    met: set[Identity] = field(default_factory=set)
    here: set[Identity] = field(default_factory=set)
    met_in_pass: set[Identity] = field(default_factory=set)
    nameless: Counter[Listing] = field(default_factory=Counter)
    spare: Counter[Listing] = field(default_factory=Counter)
    unnumbered: Counter[Listing] = field(init=False)
    passed: list[Listing] = field(default_factory=list)
    restless: bool = False
    short: bool = False
    older_left_out: bool = False
    counts: list[int | None] = field(default_factory=list)
    list_total: int | None = None
    repeats: int = 0
    promised: int | None = None
    promise_ahead: bool = False
    owed: list[Listing] = field(default_factory=list)
    owed_in_all: int = 0
    lacking: list[Listing] = field(default_factory=list)
    brought: bool = False
    proof: Row | None = None
    row_pages: RowPages = field(default_factory=RowPages)
    came: dict[str, dict[str, Listing]] = field(default_factory=dict)
    further: dict[str, FetchedDocument | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.unnumbered = Counter(self.session.order.unnumbered)

    @property
    def page(self) -> Page:
        """The page that shows the list."""
        return self.session.page

    @property
    def wait(self) -> float:
        """Seconds that a part of the list may take to show, within the visit's patience."""
        return min(_LIST_WAIT, self.session.patience)

    @property
    def scope(self) -> Scope:
        """Where on the page the list stands: in the page itself, or in a frame of it."""
        return inside(self.page, self.part.frames, self.session.fence, step=self.part.name)

    def begin_pass(self) -> None:
        """Nothing comes back: the list is walked from its beginning."""
        self.restless = self.short = self.older_left_out = False
        self.list_total = None
        self.counts.clear()
        self.met_in_pass.clear()

    def begin_period(self) -> None:
        """Nothing comes back: a period, or the only one, is walked from its first page."""
        self.page_number, self.seen, self.records_read, self.repeats = 1, 0, 0, 0
        self.read = ()
        self.batches.clear()
        self.prompt.clear()
        self.promised, self.promise_ahead = None, False
        self.met.clear()
        self.here.clear()
        self.spare = Counter(self.nameless)

    def shown(self, alternatives: Alternatives | None) -> Locator | None:
        """The first visible element of the list's own part of the page."""
        return steadily(
            self.page, lambda: first_visible(self.scope, alternatives or ()), otherwise=None
        )

    def places(self) -> list[Locator]:
        """The rows that the page shows."""
        return [place for place, _nothing in self._rows("() => null")]

    def cells(self) -> list[tuple[Locator, Cells]]:
        """The rows that the page shows, with the cells of each."""
        return self._rows(READ_ROW)

    def _rows(self, read: str) -> list[tuple[Locator, Any]]:
        part = self.part
        rows: list[tuple[Locator, Any]] = steadily(
            self.page,
            lambda: every_read(self.scope, part.rows or (), read, but=part.skip or ()),
            otherwise=[],
        )
        return rows

    def has_rows(self) -> bool:
        """Whether rows can be read now."""
        if self.part.json_twin is not None:
            self.ear.read()
            return bool(self.ear.rows)
        return bool(self.places())

    def signature(self) -> tuple[str, ...]:
        """What tells one page of the list from another."""
        if self.part.json_twin is not None:
            self.ear.read()
            return (str(self.ear.answers),)
        return tuple(text for _place, text in self._rows("el => el.innerText || ''"))

    def is_whole(self, before: tuple[str, ...]) -> bool:
        """Whether a whole batch of rows came since the list looked like this."""
        pages = self.part.pages
        if pages is None or pages.batch is None or self.part.json_twin is not None:
            return False
        now, known = self.signature(), len(before) if pages.adds else 0
        if len(now) != known + pages.batch:
            return False
        return now[:known] == before if known else not set(now) & set(before)

    def face(self) -> tuple[str, ...]:
        """What tells one period of the list from another: its rows, its counter, its emptiness."""
        counter = self.shown(self.part.counter.at) if self.part.counter else None
        told = steadily(self.page, counter.inner_text, otherwise="") if counter else ""
        empty = self.shown(self.part.empty) is not None
        return (*self.signature(), told, str(empty))

    @property
    def dates_declared(self) -> DateOrder:
        """The order in which the portal writes dates, as far as the recipe knows it."""
        told = self.recipe.dates
        return told if isinstance(told, DateOrder) else self.dates or DateOrder.YMD

    def cut(self, why: str) -> None:
        """Nothing comes back: the list is not complete, and why is known."""
        self.short = True
        self.haul.cut(why)

    def is_new(self, listing: Listing) -> bool:
        """Whether a row was not met before, in this walk or in another list.

        A row that comes back on a later page has moved; one that comes back changed, or twice on
        one page, is two documents of one number and kept as a problem.
        """
        identity = identity_of(listing)
        if identity is None:
            return self._is_new_without_number(listing)
        again, moved = identity in self.here, identity in self.met
        self.here.add(identity)
        if moved and not again:
            self.restless = self.restless or not self._scrolls
            return self._known(identity, listing)
        self.seen += 1
        self.repeats += identity in self.met_in_pass
        self.met.add(identity)
        self.met_in_pass.add(identity)
        if again:
            self._two_of_one_number(listing)
            return False
        return identity not in self.haul.identities or self._known(identity, listing)

    @property
    def _scrolls(self) -> bool:
        return bool(self.part.pages and self.part.pages.scroll)

    def _known(self, identity: Identity, listing: Listing) -> bool:
        """False: a row that is known already is not new, whatever else it says."""
        before = self.haul.identities.get(identity)
        if before is not None and not agree(before, listing):
            self._two_of_one_number(listing)
        return False

    def _two_of_one_number(self, listing: Listing) -> None:
        ended = VisitEnded(OutcomeCode.DUPLICATE_ID, number=listing.number or "")
        self.haul.fail(listing, ended.outcome)

    @property
    def has_enough(self) -> bool:
        """Whether a recipe that is only tried has got, or is to get, its few files of the list."""
        return self.session.order.dry and self.owed_in_all >= FEW_FILES

    def owe(self, listing: Listing) -> None:
        """Nothing comes back: the file of a new row is owed, unless it is on file or too old.

        Of rows without a number that say the same, nobody knows which is the one more than are on
        file: all of them are owed then, those that were passed by as well.
        """
        fresh = [listing] if self._is_wanted(listing) else []
        if fresh and identity_of(listing) is None:
            alike = [one for one in self.passed if one.unnumbered == listing.unnumbered]
            self.passed = [one for one in self.passed if one not in alike]
            fresh += alike
        self.owed_in_all += len(fresh)
        self.haul.wanted += len(fresh)
        self.owed.extend(fresh)

    def _is_wanted(self, listing: Listing) -> bool:
        order = self.session.order
        if too_old(listing, order) or on_file(listing, order):
            return False
        filed = identity_of(listing) is None and self.unnumbered[listing.unnumbered] > 0
        if filed:
            self.unnumbered[listing.unnumbered] -= 1
            self.passed.append(listing)
        return not filed

    def is_on_file(self, listing: Listing) -> bool:
        """Whether the document of a row that was met is on file, as far as the row tells it."""
        return on_file(listing, self.session.order) or listing in self.passed

    def _is_new_without_number(self, listing: Listing) -> bool:
        self.seen += 1
        if self.spare[listing]:
            self.spare[listing] -= 1
            return False
        self.nameless[listing] += 1
        return True
