"""What is left on the server: the adornments of every mail, and the whole content of some.

A mail without its content is kept as its header, with a marker on top. A person finds it in the
mailbox itself; `fetchers.mail.message.read` refuses it by name, so that it ends as a question and
never as an empty mail. A forged marker only makes a sender's own mail a question.
"""

from __future__ import annotations

from typing import Final

_MARKER: Final = b"X-Billhook-Withheld: "
_ADORNING: Final = frozenset({"audio", "video", "font"})


def marked(header: bytes, why: str) -> bytes:
    """A mail of this header alone that says why the rest is missing."""
    return _MARKER + why.encode("ascii", "replace") + b"\r\n" + header.rstrip() + b"\r\n\r\n"


def why_withheld(raw: bytes) -> str | None:
    """Why the content is missing, None for a whole mail."""
    if not raw.startswith(_MARKER):
        return None
    return raw[len(_MARKER) :].split(b"\r\n", 1)[0].decode("ascii", "replace")[:100]


def is_decoration(maintype: str, *, has_id: bool) -> bool:
    """Whether a part may only adorn a mail: it does not count for its identity.

    It is not fetched, but for pictures as large as a page (`fetchers.mail.pictures`).
    """
    return maintype in _ADORNING or (maintype == "image" and has_id)
