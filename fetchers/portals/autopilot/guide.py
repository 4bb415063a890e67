"""The guide without a recipe: finds the sign-in, then the lists, and writes down what it found."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Error

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.columns import columns_of, kinds_of
from fetchers.portals.autopilot.forms import find_sign_in
from fetchers.portals.autopilot.locale import Locale, locale_of
from fetchers.portals.autopilot.look import Control, Looked, Rows, look
from fetchers.portals.clicks import Purpose, click
from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.opening import allowed, open_page
from fetchers.portals.paging import GENERIC_NEXT, MORE_CONTROLS
from fetchers.portals.patience import settle, steadily, until
from fetchers.portals.recipe import (
    Alternatives,
    Column,
    Columns,
    Counter,
    DocumentList,
    Getter,
    Move,
    Pages,
    Recipe,
    SignIn,
    write_recipe,
)
from fetchers.portals.selecting import first_visible
from fetchers.portals.session import Session
from fetchers.portals.sign_in import steady_first
from fetchers.portals.signs import text_of
from fetchers.portals.values import NO_CURRENCY, DateOrder, clean
from model.documents import DocumentKind
from model.outcomes import OutcomeCode
from model.visits import VisitResult

_MOST_PAGES: Final = 8
_NUMBERED: Final = re.compile(r"\d{3}")
_GOOD_LINK: Final = 6
_FORM_WAIT: Final = 5.0  # seconds
_CONSENT_WORDS: Final = (
    r"(only|nur|alleen|solo) .{0,20}(necessary|essential|notwendig|noodzakelijk|neces|necess)|"
    r"reject all|decline all|alle ablehnen|tout refuser|alles weigeren|rechazar tod|rifiuta tutt"
)
CONSENT: Final[Alternatives] = (f"role=button[name=/^({_CONSENT_WORDS})/i]",)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may lead to documents."""

    words: str
    href: str
    score: int

    @property
    def move(self) -> Move:
        """The step of a recipe that follows it."""
        by_words = f"role=link[name={json.dumps(self.words, ensure_ascii=False)}]"
        by_href = f"css=a[href={json.dumps(self.href)}]"
        return Move(
            click=tuple(one for one, has in ((by_words, self.words), (by_href, self.href)) if has)
        )


class Autopilot:
    """The guide of a portal that nobody has described yet, or described no further than its door.

    `recipe` is what is known already: a sign-in without lists.
    """

    def __init__(self, recipe: Recipe | None = None) -> None:
        self._recipe = recipe
        self._unproven = False

    def entrance(self, session: Session) -> Recipe:
        """A recipe whose sign-in was found on the start page, or one link behind it."""
        if self._recipe is not None:
            return allowed(self._recipe, session)
        open_page(session, session.order.start_url)
        consent = CONSENT if steady_first(session.page, CONSENT) is not None else None
        if consent:
            banner = first_visible(session.page, consent)
            if banner is not None:
                click(banner, purpose=Purpose.CONSENT, step="consent")
        steps = _sign_in_here(session) or _sign_in_behind_a_link(session)
        self._recipe = Recipe(
            billhook_recipe=1,
            name=clean(session.order.portal, longest=90) or "Portal",
            origins=tuple(sorted(session.fence.origins)),
            dates=DateOrder.DMY,
            currency=NO_CURRENCY,
            consent=consent,
            sign_in=steps,
        )
        return self._recipe

    def lists(self, session: Session) -> tuple[Recipe, tuple[DocumentList, ...]]:
        """The lists that were found by going through the portal's links, best first."""
        if self._recipe is None:
            raise broken("autopilot.entrance")
        survey = Survey(session)
        survey.explore()
        if not survey.lists:
            raise survey.nothing()
        locale = survey.locale
        self._unproven = any(part.empty is not None for part in survey.lists)
        self._recipe = self._recipe.model_copy(
            update={
                "lists": tuple(survey.lists),
                "dates": locale.dates or DateOrder.DMY,
                "decimal": locale.decimal,
                "currency": locale.currency,
            }
        )
        return self._recipe, self._recipe.lists

    def learned(self, result: VisitResult) -> str | None:
        """The recipe, after a visit that went well and saw rows in every list."""
        if self._recipe is None or self._unproven or result.outcome.code is not OutcomeCode.OK:
            return None
        return write_recipe(self._recipe)


def _sign_in_here(session: Session) -> SignIn | None:
    numbered = session.credential.customer_number is not None
    return until(
        session.page,
        lambda: find_sign_in(session.page, customer_number=numbered),
        seconds=_FORM_WAIT,
    )


def _sign_in_behind_a_link(session: Session) -> SignIn:
    pattern = words.SIGN_IN.pattern
    ways = (f"role=link[name=/{pattern}/i]", f"role=button[name=/{pattern}/i]")
    way = steady_first(session.page, ways)
    if way is not None:
        click(way, purpose=Purpose.GO, step="sign_in.open")
        settle(session.page)
        steps = _sign_in_here(session)
        if steps is not None:
            return steps.model_copy(update={"open": ways})
    raise VisitEnded(OutcomeCode.FILL_REFUSED, reason="no form to sign in was found")


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
            if _key(path[-1]) not in self._seen:
                return path
        return None

    def _follow(self, path: tuple[Link, ...]) -> bool:
        """Whether the link could be followed; where it is not in sight, its whole way is gone."""
        page = self.session.page
        self._seen.add(_key(path[-1]))
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
        for words_, href in _links(self.session):
            link = Link(words_, href, words.rank(f"{words_} {urlsplit(href).path}"))
            same_host = not urlsplit(href).netloc or self.session.fence.allows(href)
            if link.score > 0 and same_host and _key(link) not in self._seen and not _inside(link):
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
            getter = _getter(self.session, rows) if columns else None
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
        pages = _pages(self.session)
        return DocumentList(
            name=clean(self._path[-1].words if self._path else "", longest=60) or "documents",
            kind=kind,
            open=tuple(link.move for link in self._path),
            rows=rows.selectors,
            columns=columns,
            kinds=kinds,
            counter=_counter(looked, rows.count, paged=pages is not None),
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


def _inside(link: Link) -> bool:
    """Whether a link leads to one document, one file or another page of a list."""
    path = urlsplit(link.href).path.lower()
    one = _NUMBERED.search(link.words) or path.endswith((".pdf", ".csv", ".xml", ".xlsx"))
    return bool(one or words.TURN.search(link.words) or words.FILE.search(link.words))


def _key(link: Link) -> str:
    return link.href or link.words


def _links(session: Session) -> list[tuple[str, str]]:
    script = (
        "els => els.filter(el => el.getClientRects().length).slice(0, 200).map(el => ["
        "(el.innerText || el.getAttribute('aria-label') || '').trim().replace(/\\s+/g, ' ')"
        ".slice(0, 80), el.getAttribute('href') || ''])"
    )
    anchors = session.page.locator("a[href]")
    told: list[tuple[str, str]] = steadily(
        session.page, lambda: anchors.evaluate_all(script), otherwise=[]
    )
    unusable = ("javascript:", "mailto:", "tel:", "data:")
    return [(said, href) for said, href in told if said and not href.lower().startswith(unusable)]


def _pages(session: Session) -> Pages | None:
    more = steady_first(session.page, MORE_CONTROLS)
    if more is not None:
        return Pages(more=MORE_CONTROLS)
    following = steady_first(session.page, GENERIC_NEXT)
    return Pages(next=GENERIC_NEXT) if following is not None else None


def _counter(looked: Looked, count: int, *, paged: bool) -> Counter | None:
    """A counter that agrees with what is seen: the rows of a single page, or more on several."""
    for short in looked.short:
        found = words.COUNTER.search(short.text)
        if not found or not short.selectors:
            continue
        number = int(next(group for group in found.groups() if group))
        if number == count or (paged and number > count):
            return Counter(at=short.selectors)
    return None


def _getter(session: Session, rows: Rows) -> Getter | None:
    """How a row's file is got; None where no control of the row leads to one."""
    files = [one for one in rows.controls if _is_file(one)]
    if files:
        best = next((one for one in files if "csv" not in one.words.lower()), files[0])
        return Getter(link=_found(best)) if best.href else Getter(click=_found(best))
    details = [
        one for one in rows.controls if one.href and not one.href.lower().startswith("javascript")
    ]
    details.sort(key=lambda one: not words.DETAIL.search(one.words))
    return _behind(session, rows, details[0]) if details else None


def _is_file(control: Control) -> bool:
    if control.href.lower().startswith("javascript:"):
        return False
    path = urlsplit(control.href).path.lower()
    return bool(words.FILE.search(control.words)) or path.endswith(
        (".pdf", "/pdf", ".xml", "download")
    )


def _found(control: Control) -> Alternatives:
    """The selectors of a control within its row."""
    found = [f"css={control.tag}.{name}" for name in control.classes]
    if control.words and control.tag == "a":
        found.append(f"role=link[name={json.dumps(control.words, ensure_ascii=False)}]")
    elif control.words:
        found.append(f"role=button[name={json.dumps(control.words, ensure_ascii=False)}]")
    tail = urlsplit(control.href).path.rsplit("/", 1)[-1]
    if tail in ("pdf", "download"):
        found.append(f'css=a[href$="/{tail}"]')
    elif tail.endswith((".pdf", ".xml")):
        found.append(f'css=a[href$="{tail[-4:]}"]')
    return tuple(found) or ("css=a[href]",)


def _behind(session: Session, rows: Rows, control: Control) -> Getter | None:
    """The way to the file on the page behind a row's link, looked at beside the list."""
    within = _row_link(control)
    row = first_visible(session.page, rows.selectors)
    place = first_visible(row, within) if row is not None else None
    if place is None:
        return None
    href = place.evaluate("el => el.closest('a[href]').href")
    if not session.fence.allows(str(href)):
        return None
    try:
        address = str(href)
        session.beside.goto(address, timeout=session.patience * 1000, wait_until="domcontentloaded")
    except Error as problem:
        direct = "Download is starting" in str(problem)
        return Getter(link=within) if direct else None
    link, button = (f"role={role}[name=/{words.FILE.pattern}/i]" for role in ("link", "button"))
    if steady_first(session.beside, (link,)) is not None:
        return Getter(detail=within, link=(link,))
    if steady_first(session.beside, (button,)) is not None:
        return Getter(detail=within, click=(button,))
    return None


def _row_link(control: Control) -> Alternatives:
    """A row's link to its own page; the words may be the row's number, so they don't count."""
    by_class = tuple(f"css=a.{name}" for name in control.classes)
    folder = control.href.rsplit("/", 1)[0]
    by_href = (f'css=a[href^="{folder}/"]',) if folder else ()
    return (*by_class, *by_href, "css=a[href]")
