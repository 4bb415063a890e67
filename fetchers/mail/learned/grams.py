"""A text as the model sees it: words, pairs of words and their pieces, each in a bucket.

Training (`scripts/train_triage.py`) and reading count with these same functions.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Final

from fetchers.mail.lexicon import normal, without_addresses

ANYWHERE: Final = "*"
"""The name under which a piece counts whatever its zone."""

_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_READ: Final = 2500  # characters of the body, before its addresses are taken out
_SUBJECT: Final = 200
_LEAD: Final = 300
_REST: Final = 500
_LONGEST_WORD: Final = 40
_CODE_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the mail and how much it counts."""

    name: str
    weight: float


_ZONES: Final = (Zone("s", 1.0), Zone("b", 1.0), Zone("c", 0.5))


def zones_of(subject: str, body: str) -> tuple[tuple[Zone, str], ...]:
    """Subject, lead and the next 500 characters, as tables are matched."""
    head = normal(_CAMEL.sub(" ", subject[:_SUBJECT]))
    text = normal(without_addresses(_CAMEL.sub(" ", body[:_READ])))
    texts = (head, text[:_LEAD], text[_LEAD : _LEAD + _REST])
    return tuple(zip(_ZONES, texts, strict=True))


def words_of(text: str) -> list[str]:
    """The distinct words and pairs of neighbouring words (joined by "_") of a zone."""
    words = [word[:_LONGEST_WORD] for word in _WORD.findall(text)]
    pairs = [
        f"{first}_{second}"
        for first, second in pairwise(words)
        if not (first[0].isdigit() or second[0].isdigit())
    ]
    return list(dict.fromkeys([*words, *pairs]))


def pieces(word: str) -> tuple[str, ...]:
    """A word's pieces: itself and 3 to 5 letters, 1 to 3 signs where words aren't spaced."""
    if "_" in word:
        return (word,)
    if word[0].isdigit():
        return ("6digits",) if len(word) == _CODE_DIGITS else ("0",)
    unspaced = bool(_UNSPACED.search(word))
    text = word if unspaced else f" {word} "
    lengths = (1, 2, 3) if unspaced else (3, 4, 5)
    found = {text[at : at + n] for n in lengths for at in range(len(text) - n + 1)}
    return tuple(sorted(found if unspaced else found | {text}))


def buckets(zone: str, word: str, bits: int) -> list[int]:
    """The bucket of each of the word's pieces in this zone."""
    mask = (1 << bits) - 1
    return [zlib.crc32(f"{zone}{piece}".encode()) & mask for piece in pieces(word)]


def counts(subject: str, body: str, bits: int) -> dict[int, float]:
    """Every bucket of a mail with its weight: what the model is trained on."""
    whole: defaultdict[int, float] = defaultdict(float)
    for zone, text in zones_of(subject, body):
        found = [
            at
            for word in words_of(text)
            for name in (zone.name, ANYWHERE)
            for at in buckets(name, word, bits)
        ]
        for at in found:
            whole[at] += zone.weight / sqrt(len(found))
    return whole
