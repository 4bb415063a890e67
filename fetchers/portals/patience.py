"""Waiting for pages: looking again while a page is still changing under our eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final, TypeVar
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Error, Page, Request

T = TypeVar("T")

PAUSE_MS: Final = 100
_FIRST_PAUSE_MS: Final = 10
SETTLE_MS: Final = 3_000
_LATEST_MS: Final = 30_000  # a document that takes longer is not waited for
_TRIES: Final = 3
_STILL_MS: Final = 150
_FACE: Final = """
() => document.readyState === 'complete'
  && !document.querySelector('script, iframe, frame, object, embed, meta[http-equiv=refresh i]')
  && !document.evaluate("//@*[starts-with(name(), 'onload') or starts-with(name(), 'onerror')]",
    document, null, XPathResult.BOOLEAN_TYPE).booleanValue
  ? 'lifeless'
  : [document.getElementsByTagName('*').length, (document.body || {}).innerText].join()
"""
_LIFELESS: Final = "lifeless"
_UNSEEN: Final = ""  # a page that never stood still for a look
_KEPT_OPEN: Final = frozenset({"eventsource", "websocket", "ping", "media"})
_under_way: Final[WeakKeyDictionary[BrowserContext, set[Request]]] = WeakKeyDictionary()


def watch(context: BrowserContext) -> None:
    """Nothing comes back: it is known from now on which requests of a context are not answered."""
    out = _under_way[context] = set()

    def asked(request: Request) -> None:
        if request.resource_type not in _KEPT_OPEN:
            out.add(request)

    def over(request: Request) -> None:
        out.discard(request)

    context.on("request", asked)
    context.on("requestfinished", over)
    context.on("requestfailed", over)


def steadily(page: Page, look: Callable[[], T], *, otherwise: T) -> T:
    """What a look at the page finds; `otherwise` where the page never stands still for it.

    A look during a navigation fails ("Execution context was destroyed"), which says nothing.
    """
    for _ in range(_TRIES):
        try:
            return look()
        except Error:
            if page.is_closed():
                return otherwise
            page.wait_for_timeout(PAUSE_MS)
    return otherwise


def until(page: Page, look: Callable[[], T | None], *, seconds: float) -> T | None:
    """The first thing that a repeated look finds; None where it finds nothing in that time.

    While the page's next document is on its way, as a slow server's, the time stands still.
    """
    for pause in _pauses(page, seconds):
        found = steadily(page, look, otherwise=None)
        if found is not None or page.is_closed():
            return found
        page.wait_for_timeout(pause)
    return None


def until_final(page: Page, look: Callable[[], T | None], *, seconds: float) -> T | None:
    """As `until`; a page that nothing in it can change any more is looked at once."""
    final = lifeless(page) and not _is_leaving(page)
    found = steadily(page, look, otherwise=None)
    if found is not None or final:
        return found
    return until(page, look, seconds=seconds)


def _pauses(page: Page, seconds: float) -> Iterator[int]:
    """Milliseconds between two looks: few at first, since most things come at once."""
    left, late, pause = max(seconds * 1000, 1), _LATEST_MS, _FIRST_PAUSE_MS
    while left > 0:
        yield pause
        if late > 0 and _is_leaving(page):
            late -= pause
        else:
            left -= pause
        pause = min(pause * 2, PAUSE_MS)


def _is_leaving(page: Page) -> bool:
    """Whether another document was asked for in this page's place, and has not come yet."""
    asked = tuple(_under_way.get(page.context, ()))
    return any(_leads_on(one, page) for one in asked)


def _leads_on(request: Request, page: Page) -> bool:
    try:
        return request.is_navigation_request() and request.frame == page.main_frame
    except Error:  # it is no page's, or its page is not there yet
        return False


def loaded(page: Page) -> None:
    """Nothing comes back: the page has loaded, or time is up."""
    with suppress(Error):
        page.wait_for_load_state("load", timeout=SETTLE_MS)


def lifeless(page: Page) -> bool:
    """Whether the page has loaded and has no part that could change it by itself."""
    return _face(page) == _LIFELESS


def settle(page: Page) -> None:
    """Nothing comes back: the page has loaded and its requests are answered, or time is up.

    Half a second of silence says so, and so does a page that looks the same twice, a little apart,
    with no request under way. A page without scripts is as it is once it has loaded.
    """
    loaded(page)
    before = _face(page)
    for _ in range(SETTLE_MS // _STILL_MS):
        if before == _LIFELESS or _silent(page):
            return
        now = _face(page)
        if now == before != _UNSEEN and _all_answered(page):
            return
        before = now


def _silent(page: Page) -> bool:
    """Whether the browser has found the line silent by the end of a moment."""
    try:
        page.wait_for_load_state("networkidle", timeout=_STILL_MS)
    except Error:
        return page.is_closed()
    return True


def _all_answered(page: Page) -> bool:
    return not _under_way.get(page.context, True)


def _face(page: Page) -> str:
    """What tells one look of a page from another."""
    return steadily(page, lambda: str(page.evaluate(_FACE)), otherwise=_UNSEEN)
