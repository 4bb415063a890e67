"""The autopilot: visits a portal that has no recipe, and writes one while it goes.

It decides by structure and by words in several languages, and where it is not sure it says so. All
that it finds becomes a recipe, which the same engine runs as if a person had written it.
"""

from __future__ import annotations

from fetchers.portals.autopilot.guide import Autopilot

__all__ = ["Autopilot"]
