"""Waiting for pages: looking again while a page is still changing under our eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final, TypeVar

from playwright.sync_api import Error, Page

T = TypeVar("T")

PAUSE_MS: Final = 100
_FIRST_PAUSE_MS: Final = 10
SETTLE_MS: Final = 3_000
_TRIES: Final = 3
_LIFELESS: Final = """
() => document.readyState === 'complete'
  && !document.querySelector('script, iframe, frame, object, embed, meta[http-equiv=refresh i]')
"""


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
    """The first thing that a repeated look finds; None where it finds nothing in that time."""
    for pause in _pauses(seconds):
        found = steadily(page, look, otherwise=None)
        if found is not None or page.is_closed():
            return found
        page.wait_for_timeout(pause)
    return None


def _pauses(seconds: float) -> Iterator[int]:
    """Milliseconds between two looks: few at first, since most things come at once."""
    left, pause = max(seconds * 1000, 1), _FIRST_PAUSE_MS
    while left > 0:
        yield pause
        left -= pause
        pause = min(pause * 2, PAUSE_MS)


def loaded(page: Page) -> None:
    """Nothing comes back: the page has loaded, or time is up."""
    with suppress(Error):
        page.wait_for_load_state("load", timeout=SETTLE_MS)


def settle(page: Page) -> None:
    """Nothing comes back: the page has loaded and its requests are answered, or time is up.

    A page without scripts is as it is once it has loaded; silence on the line proves nothing more.
    """
    loaded(page)
    if steadily(page, lambda: bool(page.evaluate(_LIFELESS)), otherwise=False):
        return
    with suppress(Error):
        page.wait_for_load_state("networkidle", timeout=SETTLE_MS)
