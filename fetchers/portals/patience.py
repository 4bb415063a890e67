"""Waiting for pages: looking again while a page is still changing under our eyes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from playwright.sync_api import Error, Page

T = TypeVar("T")

PAUSE_MS: Final = 100
SETTLE_MS: Final = 3_000
_TRIES: Final = 3


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
    for _ in range(max(1, int(seconds * 1000 / PAUSE_MS))):
        found = steadily(page, look, otherwise=None)
        if found is not None or page.is_closed():
            return found
        page.wait_for_timeout(PAUSE_MS)
    return None


def loaded(page: Page) -> None:
    """Nothing comes back: the page has loaded, or time is up."""
    with suppress(Error):
        page.wait_for_load_state("load", timeout=SETTLE_MS)


def settle(page: Page) -> None:
    """Nothing comes back: the page has loaded and its requests are answered, or time is up."""
    loaded(page)
    with suppress(Error):
        page.wait_for_load_state("networkidle", timeout=SETTLE_MS)
