"""Cursors: a place in a list as text that means nothing to whoever holds it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, Final

from model.api import Place
from model.errors import CursorInvalid
from model.ids import derived_id

LONGEST: Final = 512  # characters
_PARTS: Final = 3


def written(place: Place, of: str) -> str:
    """The cursor of a place in the list that `of` names."""
    text = json.dumps([of, place.key, place.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str, of: str) -> Place:
    """The place that a cursor of this list means.

    Raises:
        CursorInvalid: it was made by nobody, or for another list or other filters.
    """
    found = _unpacked(cursor)
    if len(found) != _PARTS or not all(isinstance(part, str) for part in found) or found[0] != of:
        raise CursorInvalid
    return Place(found[1], found[2])


def named(path: str, filters: Mapping[str, Any]) -> str:
    """What a list is called in its cursors: a cursor leads on in the same list alone."""
    facts = [fact for name in sorted(filters) for fact in (name, str(filters[name]))]
    return derived_id(path, *facts)


def _unpacked(cursor: str) -> list[Any]:
    try:
        content = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        found = json.loads(content.decode("ascii"))
    except (binascii.Error, ValueError, RecursionError):
        raise CursorInvalid from None
    if not isinstance(found, list):
        raise CursorInvalid
    return found
