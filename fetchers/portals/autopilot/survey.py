"""Going through a portal, best links first, until its lists are found."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.columns import columns_of, kinds_of
from fetchers.portals.autopilot.getters import getter_of
from fetchers.portals.autopilot.links import Link, key_of, leads_inside, links_of
from fetchers.portals.autopilot.locale import Locale, locale_of
from fetchers.portals.autopilot.look import Looked, Rows, look
from fetchers.portals.autopilot.turns import counter_of, pages_of
from fetchers.portals.clicks import Purpose, click
from fetchers.portals.endings import VisitEnded
from fetchers.portals.opening import open_page
from fetchers.portals.patience import settle
from fetchers.portals.recipe import Column, Columns, DocumentList, Getter
from fetchers.portals.session import Session
from fetchers.portals.sign_in import steady_first
from fetchers.portals.signs import text_of
from fetchers.portals.values import NO_CURRENCY, DateOrder, clean
from model.documents import DocumentKind
from model.outcomes import OutcomeCode

_MOST_PAGES: Final = 8
_GOOD_LINK: Final = 6


class Survey:
    """Going through a portal's pages until its lists are found."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.lists: list[DocumentList] = []
        self.locale = Locale(DateOrder.DMY, ".", NO_CURRENCY)
        self._path: tuple[Link, ...] = ()
        self._queue: list[tuple[Link, ...]] = []
        self._seen: set[str] = set()
        self._texts: list[str] = []
        self._heads: set[tuple[str, tuple[str, ...]]] = set()
        self._unsure: list[str] = []

    def explore(self) -> None:
        """Nothing comes back: the lists within reach are found."""
        landing = self.session.page.url
        self._read_here()
        self._gather()
        for _ in range(_MOST_PAGES):
            path = self._next()
            if path is None:
                break
            if self._follow(path):
                self._read_here()
                self._gather()
        if self._path and self.lists and not self.lists[0].open:
            open_page(self.session, landing)

    def nothing(self) -> VisitEnded:
        """The ending where no list was found: what might be one is named for a person."""
        offered = self._unsure or [path[-1].words for path in self._queue] or ["no list was found"]
        return VisitEnded(OutcomeCode.AMBIGUOUS, candidates=", ".join(offered[:5]))

    def _next(self) -> tuple[Link, ...] | None:
        """The most promising link that was not followed yet."""
        least = _GOOD_LINK if self.lists else 1
        self._queue.sort(key=lambda path: -path[-1].score)
        while self._queue:
            path = self._queue.pop(0)
            if path[-1].score < least:
                return None
            if key_of(path[-1]) not in self._seen:
                return path
        return None

    def _follow(self, path: tuple[Link, ...]) -> bool:
        """Whether the link could be followed; where it is not in sight, its whole way is gone."""
        page = self.session.page
        self._seen.add(key_of(path[-1]))
        for steps in (path[-1:], path):
            if self._walk(steps):
                settle(page)
                self._path = path
                return self.session.fence.allows(page.url)
        return False

    def _walk(self, steps: tuple[Link, ...]) -> bool:
        for link in steps:
            place = steady_first(self.session.page, link.move.click or ())
            if place is None:
                return False
            try:
                click(place, purpose=Purpose.GO, step="autopilot.link")
            except VisitEnded:
                return False
            settle(self.session.page)
        return True

    def _gather(self) -> None:
        """Nothing comes back: the page's promising links are queued."""
        for words_, href in links_of(self.session):
            link = Link(words_, href, words.rank(f"{words_} {urlsplit(href).path}"))
            same_host = not urlsplit(href).netloc or self.session.fence.allows(href)
            if (
                link.score > 0
                and same_host
                and key_of(link) not in self._seen
                and not leads_inside(link)
            ):
                self._queue.append((*self._path, link))

    def _read_here(self) -> None:
        """Nothing comes back: the list of this page, if it has one, is described."""
        looked = look(self.session.page)
        part = self._described(looked) or self._empty(looked)
        if part is not None:
            self.lists.append(part)

    def _described(self, looked: Looked) -> DocumentList | None:
        for rows in looked.groups:
            if self._is_known(looked, rows):
                return None
            locale = locale_of((*self._texts, *rows.texts), language=looked.language)
            columns = columns_of(rows, locale)
            getter = getter_of(self.session, rows) if columns else None
            if columns is None or getter is None:
                self._unsure.append(clean(looked.heading, longest=60))
                continue
            if locale.dates is None:
                raise VisitEnded(
                    OutcomeCode.AMBIGUOUS, candidates="day before month, or month before day"
                )
            self._texts.extend(rows.texts)
            self._heads.add((looked.heading, rows.headers))
            self.locale = locale
            return self._part(looked, rows, columns=columns, getter=getter)
        return None

    def _is_known(self, looked: Looked, rows: Rows) -> bool:
        """Whether these are rows of a list that was found already, or another page of it.

        The list of the landing page learns in this way by which link it is reached.
        """
        same = not set(rows.texts).isdisjoint(self._texts)
        if same and self._path and self.lists and not self.lists[0].open:
            way = tuple(link.move for link in self._path)
            self.lists[0] = self.lists[0].model_copy(update={"open": way})
        return same or (looked.heading, rows.headers) in self._heads

    def _part(
        self, looked: Looked, rows: Rows, *, columns: Columns, getter: Getter
    ) -> DocumentList:
        kinds = kinds_of(rows, columns)
        if kinds is None:
            columns = columns.model_copy(update={"kind": None})
        kind = self._kind(looked, rows)
        pages = pages_of(self.session)
        return DocumentList(
            name=clean(self._path[-1].words if self._path else "", longest=60) or "documents",
            kind=kind,
            open=tuple(link.move for link in self._path),
            rows=rows.selectors,
            columns=columns,
            kinds=kinds,
            counter=counter_of(looked, rows.count, paged=pages is not None),
            pages=pages,
            document=getter,
            accept=("pdf", "xml", "csv") if kind is DocumentKind.STATEMENT else ("pdf", "xml"),
        )

    def _kind(self, looked: Looked, rows: Rows) -> DocumentKind:
        """What the list holds, by its columns, its heading, or the link that led to it."""
        places = (
            " ".join(rows.headers),
            looked.heading,
            self._path[-1].words if self._path else "",
        )
        named = (words.kind_in(place) for place in places)
        return next((kind for kind in named if kind is not None), DocumentKind.INVOICE)

    def _empty(self, looked: Looked) -> DocumentList | None:
        """A list that says that it is empty, behind a link that promised documents."""
        if not self._path or self._path[-1].score < _GOOD_LINK or looked.groups:
            return None
        found = re.search(words.NOTHING, text_of(self.session.page), re.IGNORECASE)
        if found is None:
            return None
        return DocumentList(
            name=clean(self._path[-1].words, longest=60) or "documents",
            open=tuple(link.move for link in self._path),
            rows=("css=main table tbody tr",),
            columns=Columns(number=Column(at=("css=td:nth-of-type(1)",))),
            empty=(f"text=/{words.NOTHING}/i",),
            document=Getter(link=("css=a[href]",)),
        )
