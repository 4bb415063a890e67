"""Closing tabs so that they are closed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from playwright.sync_api import Error, Page

_EMPTY: Final = "about:blank"
_LEAVING: Final = 5.0  # seconds
_TRIES: Final = 3
_INTERRUPTED: Final = "interrupted by another navigation"


def shut(tabs: Iterable[Page]) -> None:
    """Nothing comes back: the tabs that were open are closed, by way of an empty page.

    Chromium loses a close that comes at the instant in which a tab goes over to another page: the
    tab stays, and whoever waits for its end waits for ever. Going to the empty page ends whatever
    was under way.
    """
    for tab in tabs:
        if tab.is_closed():
            continue
        empty(tab)
        with suppress(Error):
            tab.close()


def empty(tab: Page) -> None:
    """Nothing comes back: the tab shows the empty page, and nothing is under way in it.

    After an answer that can't be shown, Chromium goes over to a page of its own that says so, a
    little later: what the tab is sent to meanwhile is interrupted by that, and then goes on.
    """
    for _ in range(_TRIES):
        try:
            tab.goto(_EMPTY, timeout=_LEAVING * 1000)
        except Error as error:
            if _INTERRUPTED in str(error):
                continue
        return  # there, closed by its own script, or held by a question of its page
