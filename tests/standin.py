"""The base of stand-ins that have what one test uses: to mypy they are whatever is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any as StandIn
else:
    StandIn = object

__all__ = ["StandIn"]
