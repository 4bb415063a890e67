"""Values as JSON text in a column and back by their type, nothing lost on the way."""

from __future__ import annotations

import json
from typing import Any

from model.plain import from_plain, hints, to_plain

__all__ = ["hints", "pack", "unpack"]


def pack(value: object) -> str:
    """The value as JSON, in ASCII: even a lone surrogate from a foreign mail comes back as it was.

    Raises:
        TypeError: a value of a kind that is not stored, such as a Secret.
    """
    return json.dumps(to_plain(value), separators=(",", ":"), allow_nan=False)


def unpack(hint: Any, text: str) -> Any:
    """The value of the type `hint` that `pack` has written."""
    return from_plain(hint, json.loads(text))
