"""Going through a portal, best links first, until its lists are found."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Locator

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.answers import Answers, hearing
from fetchers.portals.autopilot.columns import columns_of, kinds_of
from fetchers.portals.autopilot.entrance import put_consent_aside
from fetchers.portals.autopilot.getters import Trial, Way, accepted, promises_file, way_to_file
from fetchers.portals.autopilot.links import Link, key_of, leading_links, openers_of
from fetchers.portals.autopilot.locale import Locale, locale_of
from fetchers.portals.autopilot.look import Looked, Rows, look
from fetchers.portals.autopilot.surroundings import Surroundings, surroundings_of
from fetchers.portals.autopilot.switchers import switcher_of
from fetchers.portals.autopilot.turns import counter_of, pages_of, periods_of, span_of
from fetchers.portals.autopilot.twins import twin_of
from fetchers.portals.clicks import click
from fetchers.portals.endings import VisitEnded
from fetchers.portals.haul import Haul
from fetchers.portals.opening import open_page
from fetchers.portals.paging.ear import Ear, listening
from fetchers.portals.paging.obstacles import again, raise_what_stands_there
from fetchers.portals.paging.onward import GENERIC_NEXT
from fetchers.portals.paging.periods import enter
from fetchers.portals.paging.periods import periods_of as parts_of
from fetchers.portals.paging.walk import Walk
from fetchers.portals.patience import settle, until_final
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import (
    Accounts,
    Alternatives,
    Column,
    Columns,
    DocumentList,
    Getter,
    Move,
    Pages,
    Periods,
    Recipe,
    Span,
)
from fetchers.portals.row_values import Reading, Row, row_of
from fetchers.portals.rows import texts_of
from fetchers.portals.selecting import inside
from fetchers.portals.session import Session
from fetchers.portals.sign_in import steady_first
from fetchers.portals.signs import text_of
from fetchers.portals.values import NO_CURRENCY, DateOrder, clean
from model.documents import DocumentKind
from model.outcomes import OutcomeCode

_MOST_PAGES: Final = 10
_MOST_OTHERS: Final = 6
_GOOD_LINK: Final = 6
_DEEPEST_MENU: Final = 3
_MOST_PERIODS: Final = 4
_MOST_SAMPLES: Final = 3
_SERVER_ERROR: Final = 500
_ROWS_WAIT: Final = 2.5  # seconds in which a page that fetches its rows may show them
EMPTY: Final[Alternatives] = tuple(f"text=/{said}/i" for said in words.NOTHING)


@dataclass(frozen=True, slots=True)
class Part:
    """The parts in which a list is shown: by periods, by a form for days, or whole."""

    periods: Periods | None = None
    span: Span | None = None


class Survey:
    """Going through a portal's pages until its lists are found."""

    def __init__(self, session: Session, recipe: Recipe) -> None:
        self.session = session
        self.recipe = recipe
        self.lists: list[DocumentList] = []
        self.locale = Locale(DateOrder.DMY, ".", NO_CURRENCY)
        self.accounts: Accounts | None = None
        self.has_rows = False
        self._ear = Ear(session.fence, None)
        self._answers = Answers(session.fence)
        self._landing = session.page.url
        self._path: tuple[Link, ...] = ()
        self._queue: list[tuple[Link, ...]] = []
        self._others: list[tuple[Link, ...]] = []
        self._seen: set[str] = set()
        self._texts: list[str] = []
        self._heads: set[tuple[str, tuple[str, ...]]] = set()
        self._unsure: list[str] = []
        self._promised = False  # a link or a list speaks of documents: there may be some
        self._fetched: set[str] = set()

    def explore(self) -> None:
        """Nothing comes back: the lists within reach are found.

        Raises:
            VisitEnded: the pages say why there are none, or dates may be read two ways.
        """
        page = self.session.page
        with listening(page, self._ear), hearing(page, self._answers):
            self._explore()

    def _explore(self) -> None:
        self._read_here()
        self._gather()
        for _ in range(_MOST_PAGES):
            path = self._next()
            if path is None:
                break
            if self._follow(path):
                self._read_here()
                self._gather()
        if not self.lists and not self._promised:
            self._look_elsewhere()
        if self.lists:
            open_page(self.session, self._landing)
            settle(self.session.page)

    def _look_elsewhere(self) -> None:
        """Nothing comes back: some pages were looked at whose links promise nothing.

        What a portal calls its papers may be a word of its own.
        """
        for path in self._others[:_MOST_OTHERS]:
            if key_of(path[-1]) not in self._seen and self._follow(path):
                self._read_here()
            if self.lists:
                return

    def nothing(self) -> VisitEnded:
        """The ending where no list was found: what might be one is named for a person.

        Where all was looked at that leads on, and neither a link nor a list speaks of documents, it
        is no portal for documents: rows of dates and amounts alone are movements, not papers.
        """
        left = self._next()
        if left is None and not self._promised:
            pages = f"{len(self._seen) + 1} page{'s' * bool(self._seen)} seen"
            return VisitEnded(OutcomeCode.NO_DOCUMENTS, pages=pages)
        waiting = [path[-1].words for path in ([left] if left else []) + self._queue]
        offered = self._unsure or waiting or ["no list was found"]
        return VisitEnded(OutcomeCode.AMBIGUOUS, candidates=", ".join(offered[:5]))

    def _next(self) -> tuple[Link, ...] | None:
        """The most promising link that was not followed yet."""
        least = _GOOD_LINK if self.has_rows else 1
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
        self._answers.heard.clear()
        for steps, from_landing in ((path[-1:], False), (path, False), (path, True)):
            if from_landing:
                open_page(self.session, self._landing)
            if self._walk(steps):
                settle(page)
                self._path = path
                return self.session.fence.allows(page.url)
        return False

    def _walk(self, steps: tuple[Link, ...]) -> bool:
        for link in steps:
            if link.move.goto is not None:
                open_page(self.session, link.move.goto)
                continue
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
        for link in leading_links(self.session):
            if key_of(link) in self._seen:
                continue
            (self._queue if link.score else self._others).append((*self._path, link))
            self._promised |= words.names_documents(link.words)
        if len(self._path) < _DEEPEST_MENU:
            for opener in openers_of(self.session):
                if key_of(opener) not in self._seen:
                    self._queue.append((*self._path, opener))
                    self._promised |= words.names_documents(opener.words)

    def _read_here(self) -> None:
        """Nothing comes back: the list of this page, if it has one, is described."""
        page = self.session.page
        self._check_served()
        looked = self._look()
        self._promised |= words.names_documents(looked.heading)
        around = surroundings_of(page, page)
        self.accounts = self.accounts or switcher_of(around)
        parts = Part()
        if not looked.groups and (around.days or around.selects or around.years):
            looked, parts = self._behind_a_filter(looked, around)
        part = self._described(looked, parts) or self._answered(looked)
        if part is None and not around.days:  # an unanswered form hides rows: nothing is proven
            part = self._empty(looked)
        if part is not None:
            self.lists.append(part)
        elif self._path and self._path[-1].score >= _GOOD_LINK and not self.lists:
            raise_what_stands_there(self._walk_of(_blank("autopilot")))

    def _check_served(self) -> None:
        """Nothing comes back: a banner is put aside, and a page that failed was asked for again."""
        consent = put_consent_aside(self.session)
        if consent is not None:
            self.recipe = self.recipe.model_copy(update={"consent": consent})
        if self._ear.document >= _SERVER_ERROR:
            again(self._walk_of(_blank("autopilot")))

    def _look(self) -> Looked:
        """What the page shows, once it shows rows, or has had the time to."""
        page, fence = self.session.page, self.session.fence
        later = until_final(
            page,
            lambda: found if (found := look(page, fence)).groups else None,
            seconds=_ROWS_WAIT if self._path else 0.2,
        )
        return later or look(page, fence)

    def _behind_a_filter(self, looked: Looked, around: Surroundings) -> tuple[Looked, Part]:
        """What the page shows once days are filled in, or another period is chosen."""
        walk = self._walk_of(_blank("autopilot"))
        span = span_of(walk, around)
        parts = Part(span=span) if span else Part(periods=periods_of(around))
        if parts == Part():
            return looked, parts
        part = walk.part.model_copy(update={"span": parts.span, "periods": parts.periods})
        walk = self._walk_of(part)
        try:
            for number, period in enumerate(parts_of(walk)):
                if number >= _MOST_PERIODS:
                    break
                enter(walk, period)
                found = look(self.session.page, self.session.fence)
                if found.groups:
                    return found, parts
        except VisitEnded:
            return looked, Part()
        return looked, Part()

    def _walk_of(self, part: DocumentList) -> Walk:
        return Walk(self.session, self.recipe, part, Haul(), self._ear, dates=self.locale.dates)

    def _described(self, looked: Looked, parts: Part) -> DocumentList | None:
        for rows in looked.groups:
            if self._is_known(looked, rows):
                return None
            if self._is_named_otherwise(looked, rows.headers):
                continue
            locale = self.locale_in(looked, rows)
            columns = columns_of(rows, locale)
            if columns is None:
                self._unsure.append(clean(looked.heading, longest=60))
                continue
            if locale.dates is None:
                raise VisitEnded(
                    OutcomeCode.AMBIGUOUS, candidates="day before month, or month before day"
                )
            part = self._whole(looked, rows, columns=columns, locale=locale, parts=parts)
            self._promised |= part is None and columns.number is not None
            if part is not None:
                self._texts.extend(rows.texts)
                self._heads.add((looked.heading, rows.headers))
                self.locale, self.has_rows = locale, True
                return part
            self._unsure.append(clean(looked.heading, longest=60))
        return None

    def locale_in(self, looked: Looked, rows: Rows) -> Locale:
        """How dates and amounts are written in rows, and in those that were read before."""
        return locale_of(
            (*self._texts, *rows.texts),
            language=looked.language,
            today=self.session.clock.now().date(),
            around=(*rows.headers, looked.heading),
        )

    def shown(
        self, looked: Looked, rows: Rows, locale: Locale, *, columns: Columns, by: tuple[Link, ...]
    ) -> DocumentList | None:
        """The list of rows that a person showed, reached by links; None without a way to files."""
        page = self.session.page
        self._path, self.locale, self.has_rows = by, locale, True
        self.accounts = switcher_of(surroundings_of(page, page))
        with listening(page, self._ear):
            return self._whole(looked, rows, columns=columns, locale=locale, parts=Part())

    def rows_of(self, part: DocumentList, recipe: Recipe) -> list[Row]:
        """The rows of the page that can be read by a list's columns."""
        walk = self._walk_of(part)
        places = walk.places()
        read = (_row_at(walk, places, at, recipe) for at in range(len(places)))
        return [row for row in read if row is not None]

    def _answered(self, looked: Looked) -> DocumentList | None:
        """The list that the page fetched, where it shows none whose files can be got.

        What is shown by then was heard by then: nothing is asked for.
        """
        if self._is_named_otherwise(looked, ()) or any(
            self._is_known(looked, rows) for rows in looked.groups
        ):
            return None
        around = _blank(self._name()).model_copy(
            update={
                "kind": self._kind(looked, ()),
                "open": self._way() or (Move(goto=_path_of(self.session.page.url)),),
                "empty": EMPTY,
            }
        )
        fresh = [one for one in self._answers.read() if one.path not in self._fetched]
        twin = twin_of(self.session, fresh, around)
        if twin is None:
            return None
        part, told = twin.part, twin.part.json_twin
        self._fetched.add(told.url if told else "")
        if not self.locale.has_currency:
            self.locale = replace(self.locale, currency=twin.currency)
        self.has_rows = True
        walk = self._walk_of(part)
        around_it = surroundings_of(walk.page, walk.page)
        pages = pages_of(walk, around_it) or Pages(next=GENERIC_NEXT)
        return part.model_copy(update={"pages": pages, "periods": periods_of(around_it)})

    def _is_named_otherwise(self, looked: Looked, headers: tuple[str, ...]) -> bool:
        """Whether these are quotes, orders or the like, by their heading or the link to them."""
        named = [*looked.heading.split(" | ")[:1], self._path[-1].words if self._path else ""]
        told = any(words.NO_LIST.search(name) for name in named)
        return told and not any(words.kind_in(header) for header in headers)

    def _is_known(self, looked: Looked, rows: Rows) -> bool:
        """Whether these are rows of a list that was found already, or another page of it.

        The list of the landing page learns in this way by which link it is reached.
        """
        same = not set(rows.texts).isdisjoint(self._texts)
        if same and self._path and self.lists and not self.lists[0].open:
            way = tuple(link.move for link in self._path)
            self.lists[0] = self.lists[0].model_copy(update={"open": way})
        return same or (looked.heading, rows.headers) in self._heads

    def _whole(
        self, looked: Looked, rows: Rows, *, columns: Columns, locale: Locale, parts: Part
    ) -> DocumentList | None:
        """The list as it will be walked; None where no way to its files is found."""
        part = self._read_only(looked, rows, columns)
        recipe = self.recipe.model_copy(
            update={
                "decimal": locale.decimal,
                "dates": locale.dates or DateOrder.DMY,
                "currency": locale.currency,
            }
        )
        walk = self._walk_of(part)
        way = self._way_to_file(walk, rows, recipe)
        if way is None:
            return None
        place = inside(walk.page, part.frames, self.session.fence, step=part.name)
        around = surroundings_of(walk.page, place, rows.selectors)
        if parts == Part():
            parts = Part(periods=periods_of(around))
        pages = pages_of(walk, around)
        counter = counter_of(looked, rows.count, paged=pages is not None, parted=parts != Part())
        return part.model_copy(
            update={
                "document": way.getter,
                "accept": accepted(way, part.kind),
                "pages": pages or Pages(next=GENERIC_NEXT),
                "periods": parts.periods,
                "span": parts.span,
                "counter": counter,
            }
        )

    def _way_to_file(self, walk: Walk, rows: Rows, recipe: Recipe) -> Way | None:
        """The way to a row's file, tried on a few rows: one of them may have none, or a bad one."""
        places = walk.places()
        others = [at for at in range(len(places)) if at != rows.sample]
        tried = [rows.sample, *others] if promises_file(rows) else [rows.sample]
        for at in tried[:_MOST_SAMPLES]:
            row = _row_at(walk, places, at, recipe)
            if row is None:
                continue
            way = way_to_file(Trial(self.session, recipe, walk.part, rows, row, walk.scope))
            if way is not None:
                return way
            places = walk.places()
        return None

    def _read_only(self, looked: Looked, rows: Rows, columns: Columns) -> DocumentList:
        """The list as far as its rows can be read."""
        kinds = kinds_of(rows, columns)
        if kinds is None:
            columns = columns.model_copy(update={"kind": None})
        return DocumentList(
            name=self._name(),
            kind=self._kind(looked, rows.headers),
            open=self._way(),
            frames=looked.frames,
            rows=_without_drafts(rows),
            columns=columns,
            kinds=kinds,
            empty=EMPTY,
            document=Getter(only_listed=True),
        )

    def _name(self) -> str:
        name = clean(self._path[-1].words if self._path else "", longest=60) or "documents"
        taken = {part.name for part in self.lists}
        return name if name not in taken else f"{name} {len(taken) + 1}"

    def _way(self) -> tuple[Move, ...]:
        """The steps to this page; those of a second list begin where all lists are within reach."""
        steps = tuple(link.move for link in self._path)
        if not self.lists or not steps:
            return steps
        return (Move(goto=_path_of(self._landing)), *steps)

    def _kind(self, looked: Looked, headers: tuple[str, ...]) -> DocumentKind:
        """What the list holds, by its columns, its heading, or the link that led to it."""
        places = (
            " ".join(headers),
            looked.heading,
            self._path[-1].words if self._path else "",
        )
        named = (words.kind_in(place) for place in places)
        return next((kind for kind in named if kind is not None), DocumentKind.INVOICE)

    def _empty(self, looked: Looked) -> DocumentList | None:
        """A list that says that it is empty, behind a link that promised documents."""
        if not self._path or self._path[-1].score < _GOOD_LINK or looked.groups:
            return None
        found = re.search("|".join(words.NOTHING), text_of(self.session.page), re.IGNORECASE)
        if found is None:
            return None
        blank = _blank(self._name())
        return blank.model_copy(update={"open": self._way(), "empty": EMPTY})


def _path_of(url: str) -> str:
    """An address within its origin."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}"


def _blank(name: str) -> DocumentList:
    """A list of which nothing is known yet."""
    return DocumentList(
        name=name,
        rows=("css=main table tbody tr",),
        columns=Columns(number=Column(at=("css=td:nth-of-type(1)",))),
        document=Getter(link=("css=a[href]",)),
    )


def _without_drafts(rows: Rows) -> Alternatives:
    """The rows' selectors, less those that a cell calls a draft, a quote or the like."""
    told = {cell for row in rows.cells for cell in row if words.NO_LIST.search(cell)}
    if not told:
        return rows.selectors
    pattern = rf"^\W*({words.NO_DOCUMENT})\W*$".replace("\\", "\\\\")
    return tuple(f'{one}:not(:has(:text-matches("{pattern}", "i")))' for one in rows.selectors)


def _row_at(walk: Walk, places: list[Locator], at: int, recipe: Recipe) -> Row | None:
    """What a row of the page says; None where it can't be read."""
    if at >= len(places):
        return None
    order = recipe.dates if isinstance(recipe.dates, DateOrder) else DateOrder.DMY
    try:
        texts = texts_of(places[at], walk.part)
        return row_of(texts, walk.part, Reading(recipe.decimal, recipe.currency, order))
    except VisitEnded:
        return None
