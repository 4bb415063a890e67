"""Where a request comes from, in words that a person knows their own sessions by."""

from __future__ import annotations

from typing import Final

from fastapi import Request

_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def place_of(request: Request) -> str:
    """Address, browser and system: "192.0.2.7 · Firefox on Linux". Browsers name what they like."""
    address = request.client.host if request.client else "unknown address"
    agent = request.headers.get("user-agent", "")
    return f"{address} · {_known(agent, _BROWSERS, 'a program')} on {_known(agent, _SYSTEMS, '?')}"


def _known(agent: str, marks: tuple[tuple[str, str], ...], otherwise: str) -> str:
    return next((name for mark, name in marks if mark in agent), otherwise)
