"""Walking a list from its first page to its proof, more than once where rows moved meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import Final

from playwright.sync_api import Locator

from fetchers.portals.clicks import click
from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.files import Got
from fetchers.portals.getting.faults import FileLacking, failed, not_yet
from fetchers.portals.getting.keeping import kept
from fetchers.portals.getting.together import get_together
from fetchers.portals.getting.ways import get, offers
from fetchers.portals.haul import Haul
from fetchers.portals.live.attending import helped
from fetchers.portals.opening import check_place, open_page
from fetchers.portals.paging.besides import keep_besides, take_besides
from fetchers.portals.paging.counting import count_now, prove, prove_whole
from fetchers.portals.paging.ear import Ear, listening, quiet
from fetchers.portals.paging.obstacles import (
    check_served,
    raise_what_stands_before_files,
    raise_what_stands_there,
    renew,
    signed_out,
)
from fetchers.portals.paging.periods import Period, enter, periods_of
from fetchers.portals.paging.turning import turn, turned_on
from fetchers.portals.paging.walk import SessionOver, Walk
from fetchers.portals.patience import settle, until
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import DocumentList, Move, Recipe
from fetchers.portals.row_values import Reading, Row, Texts, row_of, texts_in
from fetchers.portals.rows import texts_of
from fetchers.portals.selecting import Option, choose, options_of, wait_for
from fetchers.portals.session import Session
from fetchers.portals.values import DateOrder, order_by_evidence
from model.live import SHOWN
from model.outcomes import Outcome, OutcomeCode
from model.visits import FetchedDocument, Listing, ListSeen, RunState

MOST_PAGES: Final = 200
_MOST_PASSES: Final = 3
_MOST_LACKING: Final = 5  # rows without a file until the first that has one
_TWICE: Final = 2
_STILL_COMING: Final = 3.0  # seconds more rows may take once the first one shows
_SILENT_LOOKS: Final = 10  # a second in which nothing is asked for, after an answer


def collect(
    session: Session, recipe: Recipe, part: DocumentList, haul: Haul, *, account: str | None = None
) -> None:
    """Nothing comes back: the list's rows, files and problems are in the haul.

    Raises:
        VisitEnded: RECIPE_BROKEN where the list is not what the recipe says, or is empty without
            saying so itself.
    """
    ear = Ear(session.fence, part.json_twin)
    walk = Walk(session, recipe, part, haul, ear, account=account)
    landing, before = session.page.url, haul.snapshot()

    def walk_again() -> None:
        """From where the list is reached; what is in the haul already is not taken twice."""
        open_page(session, landing)
        _walk(walk)

    with listening(session.page, ear):
        helped(session, lambda: _walk(walk), walk_again, but=SHOWN)
    _judge_lacking(walk)
    keep_besides(walk)
    haul.short = haul.short or walk.short
    haul.counts.extend(walk.counts or [None])
    haul.lists.append(_seen(walk, before))


def _seen(walk: Walk, before: Haul) -> ListSeen:
    """What the list turned out to be, as against the haul before it was walked."""
    known = [count for count in walk.counts if count is not None]
    counter = sum(known) if known and len(known) == len(walk.counts) else None
    rows = len(walk.haul.listings) - len(before.listings)
    proofs = walk.haul.proofs[len(before.proofs) :]
    proof = proofs[-1] if proofs else "its last page" if counter is None else "its counter"
    return ListSeen(walk.part.name, rows, counter, "" if walk.short else proof)


def _walk(walk: Walk) -> None:
    """Nothing comes back: the list was walked until it stood still, or its session was over."""
    landing = walk.page.url
    for _ in range(_MOST_PASSES):
        if walk.restless and not walk.part.open:
            open_page(walk.session, landing)  # no move leads back to the first page
        walk.begin_pass()
        try:
            _pass(walk)
        except SessionOver:
            if not renew(walk.session, walk.recipe, walk.haul):
                _give_up(walk)
                return
            walk.restless = False
            continue
        if not walk.restless:
            return
    walk.cut(f"the rows of {walk.part.name} kept moving")


def _give_up(walk: Walk) -> None:
    """Nothing comes back: what the ended session still owed is a problem each."""
    cause = "the portal ended the session"
    walk.cut(cause)
    for listing in walk.owed:
        facts = {"number": listing.number or "", "cause": cause}
        walk.haul.fail(listing, Outcome(OutcomeCode.DOWNLOAD_FAILED, facts))
    walk.owed.clear()


def _pass(walk: Walk) -> None:
    _go(walk)
    for period in periods_of(walk):
        enter(walk, period)
        _read_period(walk, period)
    prove_whole(walk)
    walk.restless = walk.restless or bool(walk.owed)  # for rows of a page that was left before


class _Rows(Enum):
    """What a list shows of its rows."""

    THERE = auto()
    NONE = auto()  # it says so
    UNSAID = auto()


def _read_period(walk: Walk, period: Period) -> None:
    """Nothing comes back: the pages of a period, or of the list that has none, are read."""
    walk.begin_period()
    has_rows = _await_rows(walk, period)
    walk.promised = count_now(walk, patiently=True)
    if has_rows:
        _turn_through(walk)
    prove(walk, period)


def _go(walk: Walk) -> None:
    for position, move in enumerate(walk.part.open, start=1):
        walk.ear.forget()
        _make(walk, move, position)
        settle(walk.page)
        check_place(walk.session)
        check_served(walk)


def _make(walk: Walk, move: Move, position: int) -> None:
    step = f"{walk.part.name}.open.{position}"
    if move.goto is not None:
        open_page(walk.session, move.goto)
        return
    place = wait_for(walk.page, move.click or move.choose or (), seconds=walk.wait)
    if place is None:
        raise_what_stands_there(walk)
        raise broken(step)
    if move.option is None:
        used = f"{walk.part.name}.open.{position - 1}.click"
        walk.session.note_used(used, place, move.click or ())
        click(place, purpose=Purpose.GO, step=step)
    elif not _chosen(place, move.option):
        raise broken(step, "it has no such option")


def _chosen(place: Locator, label: str) -> bool:
    options = (one for one in options_of(place) if one.label == label)
    option: Option | None = next(options, None)
    return option is not None and choose(place, option)


def _await_rows(walk: Walk, period: Period) -> bool:
    """Whether the list has rows; it has none where it says so itself, by its marker or counter.

    A period of several may be empty without a word: a year that has just begun. It is waited for
    until the page's own questions are answered and nothing has come of them for a while.
    """
    silent = 0

    def look() -> _Rows | None:
        nonlocal silent
        if walk.has_rows():
            return _Rows.THERE
        marked = walk.part.empty is not None and walk.shown(walk.part.empty) is not None
        if marked or walk.ear.total == 0:
            return _Rows.NONE
        answered = walk.ear.heard and not (walk.ear.under_way or walk.ear.failed)
        silent = silent + 1 if period.of_many and answered else 0
        return _Rows.UNSAID if silent >= _SILENT_LOOKS else None

    found = until(walk.page, look, seconds=walk.wait)
    if found in (None, _Rows.UNSAID):
        raise_what_stands_there(walk)
    seconds = min(_STILL_COMING, walk.wait)
    quiet(walk.page, walk.ear, seconds=seconds, whole=lambda: walk.is_whole(()))
    return walk.has_rows()


def _turn_through(walk: Walk) -> None:
    for _ in range(MOST_PAGES):
        walk.haul.pages += 1
        _take_page(walk)
        if not turn(walk):
            _write_down_batch(walk)
            return
    walk.haul.cut(f"{walk.part.name} has more than {MOST_PAGES} pages")


def _take_page(walk: Walk) -> None:
    """Nothing comes back: the page's new rows are in the haul, with their files."""
    walk.here.clear()
    _write_down(walk)
    texts = _texts(walk)
    reading = _reading(walk, texts)
    rows = [row_of(one, walk.part, reading) for one in texts]
    for row in rows:
        if walk.is_new(row.listing):
            _note(walk, row)
    walk.proof = next((row for row in rows if walk.is_on_file(row.listing)), None)
    fetch = list(_owed(walk, rows))
    if walk.part.document.together is not None and fetch:
        _take_together(walk, fetch)
        return
    if _is_left_over(walk, fetch):
        walk.brought = walk.brought or _still_offered(walk)
    for row in fetch:
        _take(walk, row)
    if fetch and walk.page_number > 1:
        _shows_again(walk, fetch[-1])  # else the page after the first came next


def _owed(walk: Walk, rows: list[Row]) -> Iterator[Row]:
    """The rows whose file is still to come, each once: a page may show a row twice."""
    owed = list(walk.owed)
    for row in rows:
        if row.listing in owed:
            owed.remove(row.listing)
            yield row


def _is_left_over(walk: Walk, rows: list[Row]) -> bool:
    """Whether one of these rows was likely there at an earlier visit, and had no file then.

    It is older than one that is on file, whose page then tells first how files are offered.
    """
    proof = walk.proof
    if walk.part.document.detail is None or proof is None or not walk.row_pages.unknown:
        return False
    newest = proof.listing.day
    return newest is not None and any((row.listing.day or newest) < newest for row in rows)


def _write_down(walk: Walk) -> None:
    """Nothing comes back: what the list's first page shows is described, where one writes."""
    if walk.session.scribe is not None and walk.part.json_twin is None:
        walk.session.scribe.note_list(walk.part, walk.places(), scope=walk.scope)


def _write_down_batch(walk: Walk) -> None:
    """Nothing comes back: how many rows come at once is written down, where that is plain.

    It is where all that came were as many each time, twice at least, but for the last. Written
    down is as well whether the end of a list that is scrolled asks for more as soon as it shows.
    """
    *full, last = walk.batches or [0]
    scribe = walk.session.scribe
    if scribe is None or walk.ear.failed:
        return
    if len(full) >= _TWICE and len(set(full)) == 1 and 0 < last <= full[0]:
        scribe.note_batch(walk.part, full[0])
    scribe.note_prompt(walk.part, walk.prompt)


def _texts(walk: Walk) -> list[Texts]:
    """The rows that this page shows; of a list that grows, those that were not read yet."""
    part, pages = walk.part, walk.part.pages
    if part.json_twin is not None:
        walk.ear.read()
        records = walk.ear.rows[walk.records_read :]
        walk.records_read += len(records)
        return [texts_in(record, part) for record in records]
    known = 0
    if pages is not None and pages.adds:
        shown, known = walk.signature(), len(walk.read)
        known = known if shown[:known] == walk.read else 0  # a list may drop what is out of sight
        walk.read = shown
    fresh = [texts_of(place, part, cells) for place, cells in walk.cells()[known:]]
    walk.batches.append(len(fresh))
    return fresh


def _reading(walk: Walk, texts: list[Texts]) -> Reading:
    recipe = walk.recipe
    if walk.dates is None:
        walk.dates = _order(walk, texts)
    decimal = "." if walk.part.json_twin is not None else recipe.decimal
    return Reading(decimal, recipe.currency, walk.dates, walk.account)


def _order(walk: Walk, texts: list[Texts]) -> DateOrder:
    """How the list writes dates: as the recipe says, or as its own rows prove."""
    if isinstance(walk.recipe.dates, DateOrder):
        return walk.recipe.dates
    days = [one.told.get("day", "") for one in texts]
    order = order_by_evidence(days, today=walk.session.clock.now().date())
    if order is None:
        raise VisitEnded(OutcomeCode.AMBIGUOUS, candidates="day before month, or month before day")
    return order


def _note(walk: Walk, row: Row) -> None:
    """Nothing comes back: a new row is kept, and its file is owed where it is wanted."""
    walk.haul.note(row.listing)
    if not (walk.part.document.only_listed or walk.has_enough):
        walk.owe(row.listing)


def _take(walk: Walk, row: Row) -> None:
    """Nothing comes back: the row's file is in the haul, or why it did not come.

    Raises:
        SessionOver: the portal asks for the sign-in instead; the file is still owed.
    """
    try:
        _check_stands(walk, row)
        scope, pages = walk.scope, walk.row_pages
        got = get(walk.session, walk.recipe, walk.part, row, scope=scope, pages=pages)
        document: FetchedDocument | VisitEnded = kept(walk.session.order.spool, walk.part, row, got)
        take_besides(walk, row, got)
    except VisitEnded as ended:
        if any(signed_out(page, walk.recipe) for page in walk.session.context.pages):
            raise SessionOver from None
        raise_what_stands_before_files(walk)
        document = ended
    _settle(walk, row, document)


def _check_stands(walk: Walk, row: Row) -> None:
    """Nothing, where the row stands where it was read.

    A list that is left for a row's own page may show its first page when it is come back to; it is
    turned on to the row's page then, lest another row's file be taken for this one's.

    Raises:
        VisitEnded: DOWNLOAD_FAILED where the row does not show again.
    """
    if not _shows_again(walk, row):
        raise failed(row, "its list did not show it again")


def _shows_again(walk: Walk, row: Row) -> bool:
    """Whether the row stands where it was read, once the list is turned on to its page."""
    if walk.part.document.detail is None or row.place is None:
        return True
    for _ in range(walk.page_number):
        if _stands(walk, row):
            return True
        if not turned_on(walk):
            return False
    return _stands(walk, row)


def _stands(walk: Walk, row: Row) -> bool:
    """Whether a row's place still says what it said."""
    if row.place is None or not row.place.count():
        return False
    try:
        texts = texts_of(row.place, walk.part)
        return row_of(texts, walk.part, _reading(walk, [texts])).listing == row.listing
    except VisitEnded:
        return False


def _take_together(walk: Walk, rows: list[Row]) -> None:
    """Nothing comes back: the files of a page's rows came in one archive, or did not."""
    for row, got in get_together(walk.session, walk.part, rows, scope=walk.scope):
        _settle(walk, row, _kept(walk, row, got))


def _kept(walk: Walk, row: Row, got: Got | VisitEnded) -> FetchedDocument | VisitEnded:
    if isinstance(got, VisitEnded):
        return got
    try:
        return kept(walk.session.order.spool, walk.part, row, got)
    except VisitEnded as ended:
        return ended


def _settle(walk: Walk, row: Row, document: FetchedDocument | VisitEnded) -> None:
    """Nothing comes back: what came for a row is in the haul, or is a problem of it."""
    haul = walk.haul
    walk.owed.remove(row.listing)
    if isinstance(document, FetchedDocument):
        document = _own(walk, document)
    if isinstance(document, FetchedDocument):
        haul.documents.append(document)
        walk.brought = True
    elif isinstance(document, FileLacking):
        walk.lacking.append(row.listing)
        walk.brought = walk.brought or _still_offered(walk)
        if len(walk.lacking) >= _MOST_LACKING and not walk.brought:
            raise document
    elif document.outcome.code is OutcomeCode.RECIPE_BROKEN:
        raise document
    else:
        haul.fail(row.listing, document.outcome)
    walk.session.report(RunState.DOWNLOADING, len(haul.documents), haul.counter)


def _still_offered(walk: Walk) -> bool:
    """Whether the file of a row that is on file could be had again: then the way to files stands.

    At a later visit only those may be wanted that have no file yet.
    """
    row, walk.proof = walk.proof, None
    try:
        return row is not None and offers(walk.session, walk.part, row, pages=walk.row_pages)
    except VisitEnded:
        return False


def _judge_lacking(walk: Walk) -> None:
    """Nothing comes back: rows whose own page offers no file are waited for, each by its name.

    An order may have no invoice yet. But where no row at all has one, the page has changed.

    Raises:
        VisitEnded: RECIPE_BROKEN in that case.
    """
    if walk.lacking and not walk.brought:
        raise FileLacking(walk.part)
    for listing in walk.lacking:
        walk.haul.fail(listing, not_yet(listing).outcome)


def _own(walk: Walk, document: FetchedDocument) -> FetchedDocument | VisitEnded:
    """The document, unless its bytes came for another row of this list already.

    Rows whose numbers differ do not have one file: the way to it leads to a wrong one, and nobody
    knows for which of them. What came before is taken back.
    """
    number, haul = document.listing.number, walk.haul
    others = walk.came.setdefault(document.sha256, {})
    others[number or ""] = document.listing
    if len(others) == 1 or "" in others:
        return document
    for other in others.values():
        haul.fail(other, _shared(other).outcome)
    told = tuple(others.values())
    haul.documents = [one for one in haul.documents if one.listing not in told]
    return _shared(document.listing)


def _shared(listing: Listing) -> VisitEnded:
    seen = "a file that came for other rows too"
    return VisitEnded(OutcomeCode.NOT_A_DOCUMENT, number=listing.number or "", seen=seen)
