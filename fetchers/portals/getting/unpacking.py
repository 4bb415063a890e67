"""What lies in an archive that a portal delivered: unpacked within limits, never to a disk."""

from __future__ import annotations

from typing import Final

from fetchers.portals.files import Got, kind_of
from parsers.safety.archives import open_

_DEEPEST: Final = 2  # an archive may hold archives, and those files


class Refused(Exception):
    """The archive is not opened; its argument says why."""


def members(got: Got, *, depth: int = 1) -> list[Got]:
    """The files in an archive, and in the archives in it.

    Raises:
        Refused: it unpacks to too much, hides names or is nested too deep.
    """
    if depth > _DEEPEST:
        raise Refused("holds archives within archives")
    opened = open_(got.content, got.name)
    if opened.dangers:
        raise Refused(opened.dangers[0])
    found: list[Got] = []
    for name, content in opened.files:
        inner = Got(content, name)
        found += members(inner, depth=depth + 1) if kind_of(content) == "zip" else [inner]
    return found
