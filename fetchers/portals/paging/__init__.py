"""Lists of documents: opened, read page by page, and proven complete or said not to be."""

from __future__ import annotations

from fetchers.portals.paging.collecting import collect
from fetchers.portals.paging.turning import GENERIC_NEXT, MORE_CONTROLS

__all__ = ["GENERIC_NEXT", "MORE_CONTROLS", "collect"]
