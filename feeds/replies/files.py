"""Answers in a message or file, by what its content is and never by its name alone."""

from __future__ import annotations

from typing import Final

from feeds.replies.plain import of_csv, of_json
from feeds.replies.xml import of_xml
from model.deliveries import Reply
from model.errors import WrongInput

LARGEST: Final = 5_000_000
_BOM: Final = b"\xef\xbb\xbf"


def replies_in(content: bytes, mark: str) -> tuple[Reply, ...]:
    """The answers in JSON, XML or CSV; `mark` tells this message from every other.

    Raises:
        WrongInput: it is none of them, is larger than 5 MB, or holds no answer.
    """
    if len(content) > LARGEST:
        raise WrongInput(f"It is larger than {LARGEST // 1_000_000} MB.")
    start = content.removeprefix(_BOM).lstrip()[:1]
    if start == b"<":
        return of_xml(content, mark)
    if start in (b"{", b"["):
        return of_json(content.removeprefix(_BOM), mark)
    return of_csv(content, mark)
