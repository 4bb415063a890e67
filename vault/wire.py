"""Bytes with one reading only: tagged parts, canonical JSON, padding."""

from __future__ import annotations

import json
from typing import Any, Final

from model.errors import VaultDamaged

PAD: Final = 256


def pack(*parts: bytes | str | int) -> bytes:
    """The parts as bytes, each with a tag of its type and its length.

    Type and length go in front because `b"x"` and `"x"`, or `("ab", "c")` and `("a", "bc")`, must
    never give the same bytes: what is authenticated here would be taken for something else there.
    """
    return b"".join(map(_tagged, parts))


def _tagged(part: bytes | str | int) -> bytes:
    match part:
        case bytes():
            tag, body = b"b", part
        case str():
            tag, body = b"s", part.encode()
        case int():
            tag, body = b"i", b"%d" % part
        case _:  # a damaged cell can hold a float or nothing at all
            raise VaultDamaged
    return tag + len(body).to_bytes(4, "big") + body


def canonical(value: Any) -> bytes:
    """The one JSON text of a value: sorted keys, no blanks, ASCII; bytes become hexadecimal."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=bytes.hex)
    return text.encode()


def read_canonical(body: bytes) -> Any:
    """The value of a canonical JSON text.

    Raises:
        VaultDamaged: it is JSON, but not the canonical text (doubled or unsorted keys, blanks).
    """
    value = json.loads(body)
    if canonical(value) != body:
        raise VaultDamaged
    return value


def pad(body: bytes, block: int = PAD) -> bytes:
    """The text with blanks up to the next full block, so that its length tells little."""
    return body.ljust(-(-len(body) // block) * block)


def unpad(body: bytes) -> bytes:
    """The text without its blanks; canonical JSON never ends in one."""
    return body.rstrip(b" ")
