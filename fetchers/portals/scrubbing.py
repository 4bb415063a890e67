"""Taking secrets out of what is kept, however a page may have written them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.entities import codepoint2name

from model.secret import MASK


def holds(text: str, secrets: Iterable[str]) -> bool:
    """Whether one of the secrets stands in a text, however it is written."""
    return any(_written(secret).search(text) for secret in secrets if secret)


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """A text without the secrets, plain or escaped for HTML, JSON, a script or a URL."""
    for secret in secrets:
        if secret:
            text = _written(secret).sub(MASK, text)
    return text


@lru_cache(maxsize=64)
def _written(secret: str) -> re.Pattern[str]:
    """Every way of writing a secret, of which each letter may be written in a way of its own.

    Browsers and servers differ in what they escape: in text a browser leaves quotes as they are,
    in an attribute it does not, and either may leave what the other writes as a number.
    """
    return re.compile("".join(f"(?:{'|'.join(_ways(letter))})" for letter in secret))


def _ways(letter: str) -> Iterator[str]:
    """The ways of writing one letter, itself last: it may be how another way begins."""
    code = ord(letter)
    yield f"&#0*{code};?"
    yield f"&#[xX]0*(?i:{code:x});?"
    if code in codepoint2name:
        yield f"&{codepoint2name[code]};?"
    yield "".join(f"%(?i:{byte:02x})" for byte in letter.encode("utf-8", "surrogatepass"))
    if (told := json.dumps(letter)[1:-1]) != letter:
        yield f"(?i:{re.escape(told)})"
    yield rf"\\u\{{?0*(?i:{code:x})\}}?"
    if code < 0x100:  # noqa: PLR2004 - what a script writes as \xhh
        yield rf"\\x(?i:{code:02x})"
    if letter == " ":
        yield r"\+"
    if letter in "'\"/":
        yield re.escape(f"\\{letter}")
    yield re.escape(letter)
