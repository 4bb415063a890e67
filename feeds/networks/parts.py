"""Messages of several parts over HTTP (RFC 2046), as networks take a document with its file."""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

_BREAK: Final = b"\r\n"


class Part(NamedTuple):
    """A body with its type, under a name of ours."""

    media_type: str
    name: str
    content: bytes


def together(kind: str, first: Part, *others: Part) -> Part:
    """The parts as one body: `related` (RFC 2387) names the first as its root, `mixed` does not.

    The boundary follows from the content: it is in none of the parts, and the same each time.
    """
    parts = (first, *others)
    boundary = hashlib.sha256(b"".join(part.content for part in parts)).hexdigest()
    lines = [line for part in parts for line in _lines(part, boundary.encode())]
    body = _BREAK.join([*lines, b"--" + boundary.encode() + b"--", b""])
    root = f'; type="{first.media_type.partition(";")[0]}"; start="<{first.name}>"'
    how = root if kind == "related" else ""
    return Part(f'multipart/{kind}; boundary="{boundary}"{how}', first.name, body)


def _lines(part: Part, boundary: bytes) -> tuple[bytes, ...]:
    shown = f'Content-Disposition: attachment; name="{part.name}"; filename="{part.name}"'
    return (
        b"--" + boundary,
        f"Content-Type: {part.media_type}".encode(),
        f"Content-ID: <{part.name}>".encode(),
        shown.encode(),
        b"",
        part.content,
    )
