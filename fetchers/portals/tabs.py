"""Closing tabs so that they are closed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from playwright.sync_api import Error, Page

_EMPTY: Final = "about:blank"
_LEAVING: Final = 5.0  # seconds


def shut(tabs: Iterable[Page]) -> None:
    """Nothing comes back: the tabs that were open are closed, by way of an empty page.

    Chromium loses a close that comes at the instant in which a tab goes over to another page: the
    tab stays, and whoever waits for its end waits for ever. Going to the empty page ends whatever
    was under way.
    """
    for tab in tabs:
        if tab.is_closed():
            continue
        with suppress(Error):  # closed by its own script, or held by a question of its page
            tab.goto(_EMPTY, timeout=_LEAVING * 1000)
        with suppress(Error):
            tab.close()
