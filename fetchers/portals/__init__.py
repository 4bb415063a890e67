"""Visits to supplier portals: a process and a Chromium of their own for each, fenced to the portal.

`visit` is what other rooms need; importing it starts no browser.
"""

from __future__ import annotations

from fetchers.portals.den import browser_here
from fetchers.portals.errand import visit

__all__ = ["browser_here", "visit"]
