"""Mails whose content was not fetched: kept as their header, with a marker on top.

A person finds such a mail in the mailbox itself; `fetchers.mail.message.read` refuses it by name,
so that it ends as a question and never as an empty mail. A forged marker only makes a sender's own
mail a question.
"""

from __future__ import annotations

from typing import Final

_MARKER: Final = b"X-Billhook-Withheld: "


def marked(header: bytes, why: str) -> bytes:
    """A mail of this header alone that says why the rest is missing."""
    return _MARKER + why.encode("ascii", "replace") + b"\r\n" + header.rstrip() + b"\r\n\r\n"


def why_withheld(raw: bytes) -> str | None:
    """Why the content is missing, None for a whole mail."""
    if not raw.startswith(_MARKER):
        return None
    return raw[len(_MARKER) :].split(b"\r\n", 1)[0].decode("ascii", "replace")[:100]
