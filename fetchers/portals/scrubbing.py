"""Taking secrets out of what is kept, however a page may have written them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote, quote_plus

from model.secret import MASK


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """A text without the secrets, plain, escaped for HTML or for a URL."""
    for secret in secrets:
        for written in {secret, escape(secret), quote(secret), quote_plus(secret)}:
            text = text.replace(written, MASK)
    return text
