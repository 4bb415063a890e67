"""What makes a mail itself, whatever way it came."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from email import policy
from email.message import Message as Tree
from email.parser import BytesHeaderParser, BytesParser
from typing import Final

from fetchers.mail.withheld import is_decoration

_NAMES: Final = ("Message-ID", "Date", "From", "Subject")
_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")
_MAY_ADORN: Final = re.compile(rb"(?im)^content-type:\s*(image|audio|video|font)/")
_MOST_LINES: Final = 5_000  # that begin like the border of a part; a parser would choke on more


def identity(raw: bytes) -> str:
    """The same 64 hexadecimal digits for every copy of one mail.

    Headers that transport adds (Received, Delivered-To, X-…) don't count, so copies to two
    addresses of ours are one mail. The body counts, so a Message-ID used again for another mail
    is another mail. Line ends and trailing blank space don't count, nor do adornments, which are
    not always fetched.
    """
    head, body = split(raw)
    headers = BytesHeaderParser().parsebytes(head + b"\r\n\r\n")
    digest = hashlib.sha256()
    for name in _NAMES:
        value = " ".join(str(headers.get(name) or "").split())
        digest.update(f"{name}:{value}\n".encode("utf-8", "replace"))
    for piece in _pieces(raw, body):
        digest.update(hashlib.sha256(piece.replace(b"\r\n", b"\n").rstrip()).digest())
    return digest.hexdigest()


def split(raw: bytes) -> tuple[bytes, bytes]:
    """Header and body of a mail, parted at its first blank line."""
    blank = _BLANK_LINE.search(raw)
    if blank is None:
        return raw, b""
    return raw[: blank.start()], raw[blank.end() :]


def _pieces(raw: bytes, body: bytes) -> tuple[bytes, ...]:
    """What of the body counts: all of it, or the parts that are no adornments."""
    if not _MAY_ADORN.search(body) or raw.count(b"\n--") > _MOST_LINES:
        return (body,)
    try:
        return tuple(_kept(BytesParser(policy=policy.compat32).parsebytes(raw)))
    except RecursionError:
        return (body,)


def _kept(tree: Tree) -> Iterator[bytes]:
    for part in tree.walk():
        payload = part.get_payload()
        adorns = is_decoration(part.get_content_maintype(), has_id="content-id" in part)
        if isinstance(payload, str) and not adorns:
            yield payload.encode("ascii", "surrogateescape")
