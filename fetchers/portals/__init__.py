"""Visits to supplier portals: a process and a Chromium of their own for each, fenced to the portal.

`visit` is all that other rooms need; it imports no browser.
"""

from __future__ import annotations

from fetchers.portals.errand import visit

__all__ = ["visit"]
