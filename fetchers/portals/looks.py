"""How a visit shows itself to a portal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Looks:
    """How the browser shows itself; kept for a portal, so that it knows the device again."""

    language: str | None = None
    agent: str | None = None
    time_zone: str | None = None
