"""Getting files, through the fenced browser alone: one for a row, or those of many together."""

from __future__ import annotations

from fetchers.portals.getting.addresses import at_address
from fetchers.portals.getting.pages import RowPages
from fetchers.portals.getting.together import get_together
from fetchers.portals.getting.ways import get, offers

__all__ = ["RowPages", "at_address", "get", "get_together", "offers"]
