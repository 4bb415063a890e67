"""Taking secrets out of what is kept, however a page may have written them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote, quote_plus

from model.secret import MASK


def holds(text: str, secrets: Iterable[str]) -> bool:
    """Whether one of the secrets stands in a text, however it is written."""
    return any(written in text for secret in secrets for written in _ways(secret))


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """A text without the secrets, plain, escaped for HTML or JSON or for a URL."""
    for secret in secrets:
        for written in sorted(_ways(secret), key=len, reverse=True):
            text = text.replace(written, MASK)
    return text


def _ways(secret: str) -> Iterator[str]:
    """The ways in which a page or an address may write a secret; none for an empty one."""
    if secret:
        ways = (escape(secret), quote(secret), quote(secret, safe=""), quote_plus(secret))
        yield from {secret, *ways, json.dumps(secret)[1:-1]}
