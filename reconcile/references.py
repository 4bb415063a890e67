"""References compared: how alike two numbers are whose keys `model.references` has made."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.distance import OSA

from model.references import (
    LOOKALIKES,
    SUFFIX_LENGTH,
    Reference,
    ending,
    part_of,
    reference,
    says_collective,
)

__all__ = [
    "Reference",
    "edits",
    "ending",
    "look",
    "one_digit",
    "original",
    "part_of",
    "reference",
    "says_collective",
    "similarity",
    "tail",
    "whole",
]

_BEFORE_DIGITS: Final = re.compile(r"^\D+")
_COPY: Final = re.compile(r"(?<=[0-9A-Z])[/-]\d$|(?<=\d)[\W_]?[A-Z]$")


def whole(text: str) -> Reference:
    """The keys without a part number."""
    return reference(part_of(text))


def original(text: str, known: Reference | None = None) -> Reference:
    """The keys without a copy mark: 104A, 104/B and 104-1 are copies of 104.

    `known` are the keys of the whole text, where they were made before.
    """
    if known is not None and text[-1:].isdigit() and text[-2:-1].isalnum():
        return known  # most end so, and a mark ends otherwise
    whole_text = text.strip().upper()
    bare = _COPY.sub("", whole_text)
    return known if known is not None and bare == whole_text else reference(bare)


def edits(a: Reference, b: Reference) -> int:
    """How many characters differ between two cores; a transposition counts once."""
    return int(OSA.distance(a.core, b.core))


def one_digit(a: Reference, b: Reference) -> bool:
    """Whether exactly one character differs in its place, as between documents in a row."""
    return len(a.core) == len(b.core) and sum(map(str.__ne__, a.core, b.core)) == 1


def tail(ref: Reference) -> str:
    """The last four characters with their zeros: a supplier may print no more than those."""
    return ref.alnum[-SUFFIX_LENGTH:].translate(LOOKALIKES)


def similarity(a: Reference, b: Reference) -> float:
    """How alike two references are, between 0 and 1.

    1 the same core; .97 after mapping look-alikes; .95 one ends with the other (.93 after the
    mapping); else one minus the share of characters that differ.
    """
    if a.core == b.core:
        return 1.0
    if ending(a) != ending(b) and tail(a) != tail(b):
        return float(OSA.normalized_similarity(a.core, b.core))
    if look(a) == look(b):
        return 0.97
    if _ends_alike(a.core, b.core) or _ends_alike(a.alnum, b.alnum):
        return 0.95
    if _ends_alike(look(a), look(b)):
        return 0.93
    return float(OSA.normalized_similarity(a.core, b.core))


def look(ref: Reference) -> str:
    """The number as a scanner may have read it: look-alike letters are the digits they resemble."""
    return _BEFORE_DIGITS.sub("", ref.alnum.translate(LOOKALIKES)).lstrip("0")


def _ends_alike(a: str, b: str) -> bool:
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= SUFFIX_LENGTH and longer.endswith(shorter)
