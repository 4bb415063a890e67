"""Visits to supplier portals: a process and a Chromium of their own for each, fenced to the portal.

`visit` is what other rooms need; importing it starts no browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fetchers.portals.den import browser_here
    from fetchers.portals.errand import visit

__all__ = ["browser_here", "visit"]


def __getattr__(name: str) -> Any:
    """What other rooms need, loaded when they name it: a process that starts others waits less."""
    if name == "browser_here":
        from fetchers.portals.den import browser_here

        return browser_here
    if name == "visit":
        from fetchers.portals.errand import visit

        return visit
    raise AttributeError(name)
