"""Getting files, through the fenced browser alone: one for a row, or those of many together."""

from __future__ import annotations

from fetchers.portals.getting.together import get_together
from fetchers.portals.getting.ways import get

__all__ = ["get", "get_together"]
