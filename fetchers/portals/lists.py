"""Lists of documents: opened, read page by page, and proven complete or said not to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Error, Locator, Page, Response

from fetchers.portals.clicks import CLICK_TIMEOUT_MS, Purpose, click
from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.files import LARGEST, keep, kind_of, safe_name
from fetchers.portals.getting import get
from fetchers.portals.haul import Haul, wanted
from fetchers.portals.opening import check_place, open_page
from fetchers.portals.patience import settle, steadily, until
from fetchers.portals.recipe import DocumentList, JsonTwin, Move, Recipe
from fetchers.portals.rows import Row, at_path, read_record, read_row
from fetchers.portals.selecting import every_visible, wait_for
from fetchers.portals.session import Session
from fetchers.portals.sign_in import steady_first, taken
from model.outcomes import OutcomeCode
from model.visits import FetchedDocument, RunState

MOST_PAGES: Final = 200
_LIST_WAIT: Final = 10.0  # seconds
_COUNTER_WAIT: Final = 3.0
_LAST_NUMBER: Final = re.compile(r"\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+(?!\d)|\d+")
_LONGEST_ANSWER: Final = 20 * 1024 * 1024  # bytes

_NEXT: Final = (
    r"(next|next page|older|weiter|nächste|nächste seite|suivant|suivante|volgende|siguiente|"
    r"successiva|avanti)?\s*[\u203a\u00bb\u2192>]?"
)
_MORE: Final = (
    r"(load|show) more|mehr (laden|anzeigen)|afficher plus|voir plus|meer (laden|tonen)|ver más|"
    r"mostra altri"
)
MORE_CONTROLS: Final = (f"role=button[name=/^({_MORE})/i]", f"role=link[name=/^({_MORE})/i]")
GENERIC_NEXT: Final = (
    "css=a[rel=next]",
    rf"role=link[name=/^\s*(?=\S){_NEXT}\s*$/i]",
    rf"role=button[name=/^\s*(?=\S){_NEXT}\s*$/i]",
)


@dataclass(slots=True)
class Twin:
    """What the portal's own interface answered while the page was loading.

    An answer is heard while the browser speaks, and read (`heard`) when it is our turn.
    """

    heard: list[Response] = field(default_factory=list)
    rows: list[Mapping[str, Any]] = field(default_factory=list)
    total: int | None = None
    answers: int = 0


@dataclass(slots=True)
class Walk:
    """A walk through one list. `seen` counts its rows."""

    session: Session
    recipe: Recipe
    part: DocumentList
    haul: Haul
    twin: Twin = field(default_factory=Twin)
    seen: int = 0

    @property
    def page(self) -> Page:
        """The page that shows the list."""
        return self.session.page


def collect(session: Session, recipe: Recipe, part: DocumentList, haul: Haul) -> None:
    """Nothing comes back: the list's rows, files and problems are in the haul.

    Raises:
        VisitEnded: RECIPE_BROKEN where the list is not what the recipe says, or is empty without
            saying so itself.
    """
    walk = Walk(session, recipe, part, haul)
    hear = _ear(walk)
    session.page.on("response", hear)
    try:
        _go(walk)
        counter = _counter(walk)
        if _await_rows(walk):
            _turn_through(walk)
        _prove(walk, counter)
    finally:
        session.page.remove_listener("response", hear)


def _go(walk: Walk) -> None:
    for position, move in enumerate(walk.part.open, start=1):
        _make(walk, move, f"{walk.part.name}.open.{position}")
        settle(walk.page)
        check_place(walk.session)


def _make(walk: Walk, move: Move, step: str) -> None:
    if move.goto is not None:
        open_page(walk.session, move.goto)
        return
    place = wait_for(walk.page, move.click or move.choose or (), seconds=_LIST_WAIT)
    if place is None:
        raise broken(step)
    if move.option is None:
        click(place, purpose=Purpose.GO, step=step)
    elif not _chosen(place, move.option):
        raise broken(step, "it has no such option")


def _chosen(place: Locator, option: str) -> bool:
    try:
        place.select_option(label=option, timeout=CLICK_TIMEOUT_MS)
    except Error:
        return False
    return True


def _await_rows(walk: Walk) -> bool:
    """Whether the list has rows; it has none where it says so itself, by its marker or counter."""
    part, twin = walk.part, walk.twin

    def look() -> bool | None:
        if _rows_now(walk):
            return True
        marked = part.empty is not None and steady_first(walk.page, part.empty) is not None
        return False if marked or twin.total == 0 else None

    found = until(walk.page, look, seconds=min(_LIST_WAIT, walk.session.patience))
    return bool(found)


def _rows_now(walk: Walk) -> bool:
    if walk.part.json_twin is not None:
        _hear_out(walk, walk.part.json_twin)
        return bool(walk.twin.rows)
    return bool(_places(walk))


def _places(walk: Walk) -> list[Locator]:
    part, page = walk.part, walk.page
    places: list[Locator] = steadily(
        page, lambda: every_visible(page, part.rows or ()), otherwise=[]
    )
    skip = part.skip or ()
    skipped = [place for place in places if skip and _is_any(place, skip)]
    return [place for place in places if place not in skipped]


def _is_any(place: Locator, selectors: tuple[str, ...]) -> bool:
    """Whether a row is itself what one of the CSS selectors names, or holds it."""
    found: bool = place.evaluate(
        "(el, wanted) => wanted.some(one => el.matches(one) || el.querySelector(one))",
        [selector.removeprefix("css=") for selector in selectors],
    )
    return found


def _turn_through(walk: Walk) -> None:
    for _ in range(MOST_PAGES):
        walk.haul.pages += 1
        for row in _new_rows(walk):
            _take(walk, row)
        if not _turn(walk):
            return
    walk.haul.short = True


def _new_rows(walk: Walk) -> list[Row]:
    """The rows that this page shows and no page before it did."""
    part, twin = walk.part, walk.twin
    if part.json_twin is not None:
        fresh = twin.rows[walk.seen :]
        rows = [read_record(record, part, walk.recipe) for record in fresh]
    else:
        places = _places(walk)
        fresh_places = places[walk.seen :] if part.pages and part.pages.more else places
        rows = [read_row(place, part, walk.recipe) for place in fresh_places]
    walk.seen += len(rows)
    return rows


def _take(walk: Walk, row: Row) -> None:
    """Nothing comes back: the row is in the haul, with its file if that was wanted and came."""
    haul, listing = walk.haul, row.listing
    if not haul.note(listing) or not wanted(listing, walk.session.order):
        return
    haul.wanted += 1
    try:
        haul.documents.append(_fetched(walk, row))
    except VisitEnded as ended:
        if ended.outcome.code is OutcomeCode.RECIPE_BROKEN:
            raise
        haul.fail(listing, ended.outcome)
    walk.session.report(RunState.DOWNLOADING, len(haul.documents), haul.counter)


def _fetched(walk: Walk, row: Row) -> FetchedDocument:
    got = get(walk.session, walk.part, row)
    kind = kind_of(got.content)
    number = row.listing.number or ""
    if len(got.content) > LARGEST:
        raise VisitEnded(OutcomeCode.DOWNLOAD_FAILED, number=number, cause="it is too large")
    if kind is None or kind not in walk.part.accept:
        raise VisitEnded(OutcomeCode.NOT_A_DOCUMENT, number=number, seen=kind or "no document")
    kept = keep(got, kind, walk.session.order.spool)
    return FetchedDocument(
        listing=row.listing,
        path=kept.path,
        sha256=kept.sha256,
        size=kept.size,
        media_type=kept.media_type,
        suggested_name=safe_name(got.name),
    )


def _turn(walk: Walk) -> bool:
    """Whether there is another page, and it is shown now."""
    pages = walk.part.pages
    control = steady_first(walk.page, (pages.next or pages.more or ()) if pages else ())
    if control is None or _disabled(control):
        _check_end(walk)
        return False
    before = _signature(walk)
    step = f"{walk.part.name}.pages"
    click(control, purpose=Purpose.TURN_PAGE, step=step)
    settle(walk.page)
    check_place(walk.session)
    changed = until(walk.page, lambda: _signature(walk) != before or None, seconds=_LIST_WAIT)
    if changed:
        return True
    if steady_first(walk.page, (pages.next or pages.more or ()) if pages else ()) is None:
        return False  # the last press took the control away and brought no row
    raise broken(step, "the next page is the same as the one before")


def _signature(walk: Walk) -> tuple[str, ...]:
    """What tells one page of the list from another."""
    if walk.part.json_twin is not None:
        _hear_out(walk, walk.part.json_twin)
        return (str(walk.twin.answers),)
    return tuple(
        steadily(walk.page, lambda: [place.inner_text() for place in _places(walk)], otherwise=[])
    )


def _disabled(control: Locator) -> bool:
    disabled: bool = control.evaluate(
        "el => [el, el.parentElement].some(one => one && (one.disabled === true"
        " || one.getAttribute('aria-disabled') === 'true'"
        " || /(^|[\\s_-])(disabled|inactive)([\\s_-]|$)/i.test(one.getAttribute('class') || '')))"
    )
    return disabled


def _check_end(walk: Walk) -> None:
    """Nothing, where no control on the page leads on.

    Raises:
        VisitEnded: RECIPE_BROKEN, since a missed page would otherwise be a silent gap.
    """
    further = steady_first(walk.page, (*GENERIC_NEXT, *MORE_CONTROLS))
    if further is not None and not _disabled(further):
        raise broken(f"{walk.part.name}.pages", "the page has a control for more that it misses")


def _counter(walk: Walk) -> int | None:
    """The portal's own number of rows; None where the recipe names no counter."""
    shown = walk.part.counter
    if shown is None:
        return None
    step = f"{walk.part.name}.counter"
    place = wait_for(walk.page, shown.at, seconds=_COUNTER_WAIT)
    if place is None:
        if walk.part.empty and steady_first(walk.page, walk.part.empty) is not None:
            return 0  # many portals show no counter over an empty list
        raise broken(step)
    text = steadily(walk.page, place.inner_text, otherwise="")
    number = _LAST_NUMBER.findall(taken(text, shown.pattern))
    if not number:
        raise broken(step, "it shows no number")
    return int(re.sub(r"\D", "", number[-1]))


def _prove(walk: Walk, counter: int | None) -> None:
    """Nothing comes back: the haul says whether this list is complete, and how that is known."""
    haul, name = walk.haul, walk.part.name
    total = counter if counter is not None else walk.twin.total
    haul.counts.append(total)
    if total is not None and walk.seen > total:
        raise broken(
            f"{name}.counter", f"the portal counts {total}, and {walk.seen} rows were read"
        )
    if total and walk.seen == 0:
        raise broken(f"{name}.rows", f"the portal counts {total}, and no row was read")
    if total is not None and walk.seen < total:
        haul.short = True
        return
    if walk.seen == 0:
        haul.proofs.append(_emptiness(walk, total))


def _emptiness(walk: Walk, total: int | None) -> str:
    """How the portal proves that a list is empty."""
    part = walk.part
    marker = steady_first(walk.page, part.empty) if part.empty else None
    if marker is not None:
        return f"{part.name}: its empty marker"
    if total == 0:
        return f"{part.name}: its counter is 0"
    raise broken(f"{part.name}.rows", "no row, and nothing that says the list is empty")


def _ear(walk: Walk) -> Callable[[Response], None]:
    """What hears the answers that hold the rows."""
    wanted_url = walk.part.json_twin.url if walk.part.json_twin else None

    def hear(response: Response) -> None:
        if wanted_url is not None and wanted_url in response.url and response.ok:
            walk.twin.heard.append(response)

    return hear


def _hear_out(walk: Walk, told_in: JsonTwin) -> None:
    """Nothing comes back: all answers heard so far are read."""
    twin = walk.twin
    while twin.heard:
        told = _json_of(twin.heard.pop(0))
        rows = at_path(told, told_in.rows)
        if isinstance(rows, list):
            twin.answers += 1
            twin.rows.extend(row for row in rows if isinstance(row, dict))
            total = at_path(told, told_in.total) if told_in.total else None
            twin.total = total if isinstance(total, int) else twin.total


def _json_of(response: Response) -> Any:
    try:
        if int(response.headers.get("content-length", "0")) > _LONGEST_ANSWER:
            return None
        return response.json()
    except (Error, ValueError):
        return None
