"""What makes a mail itself, whatever way it came."""

from __future__ import annotations

import hashlib
import re
from email.parser import BytesHeaderParser
from typing import Final

_NAMES: Final = ("Message-ID", "Date", "From", "Subject")
_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")


def identity(raw: bytes) -> str:
    """The same 64 hexadecimal digits for every copy of one mail.

    Headers that transport adds (Received, Delivered-To, X-…) don't count, so copies to two
    addresses of ours are one mail. The body counts, so a Message-ID used again for another mail
    is another mail. Line ends and trailing blank space don't count.
    """
    head, body = split(raw)
    headers = BytesHeaderParser().parsebytes(head + b"\r\n\r\n")
    digest = hashlib.sha256()
    for name in _NAMES:
        value = " ".join(str(headers.get(name) or "").split())
        digest.update(f"{name}:{value}\n".encode("utf-8", "replace"))
    digest.update(hashlib.sha256(body.replace(b"\r\n", b"\n").rstrip()).digest())
    return digest.hexdigest()


def split(raw: bytes) -> tuple[bytes, bytes]:
    """Header and body of a mail, parted at its first blank line."""
    blank = _BLANK_LINE.search(raw)
    if blank is None:
        return raw, b""
    return raw[: blank.start()], raw[blank.end() :]
