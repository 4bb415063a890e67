"""Which class a mail's words as a whole are like: a small linear model, read from plain data.

`weights.bin` is written by `scripts/train_triage.py`: one line of JSON (its classes, `bits`, the
value of one step of each class, the intercepts), then zlib-compressed signed bytes, one for each
class of each of the 2^bits buckets. NOTICE.md names the texts that it was trained on.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from fetchers.mail.learned.grams import ANYWHERE, Zone, buckets, words_of, zones_of
from model.mail import MailClass

_CACHED_WORDS: Final = 50_000
_NAMED_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """The model: `rows` holds one signed byte a class, bucket after bucket."""

    classes: tuple[MailClass, ...]
    bits: int
    steps: tuple[float, ...]
    intercepts: tuple[float, ...]
    rows: memoryview


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely each class is by the words alone (natural logarithms), and what spoke for it."""

    logs: Mapping[MailClass, float]
    words: tuple[str, ...]

    @property
    def best(self) -> MailClass:
        """The likeliest class."""
        return max(self.logs, key=lambda mail_class: self.logs[mail_class])


def likeness(subject: str, body: str) -> Likeness:
    """What subject and body read like, all twelve classes beside each other."""
    weights = read_weights()
    totals = list(weights.intercepts)
    votes: dict[str, tuple[float, ...]] = {}
    for zone, text in zones_of(subject, body):
        words = words_of(text)
        votes |= _add(totals, zone, words)
    logs = _log_softmax(totals)
    best = max(range(len(logs)), key=logs.__getitem__)
    loudest = sorted(votes, key=lambda word: -votes[word][best])[:_NAMED_WORDS]
    return Likeness(
        dict(zip(weights.classes, logs, strict=True)),
        tuple(word.replace("_", " ") for word in loudest if votes[word][best] > 0),
    )


def _add(totals: list[float], zone: Zone, words: Iterable[str]) -> dict[str, tuple[float, ...]]:
    """Add a zone's words to the totals; what each word said."""
    weights = read_weights()
    spoken = {word: _spoken(zone.name, word) for word in words}
    size = sum(count for _, count in spoken.values())
    if not size:
        return {}
    scale = zone.weight / math.sqrt(size)
    sums = [sum(column) for column in zip(*(said for said, _ in spoken.values()), strict=True)]
    for index, (total, step) in enumerate(zip(sums, weights.steps, strict=True)):
        totals[index] += total * step * scale
    return {word: tuple(float(value) for value in said) for word, (said, _) in spoken.items()}


@lru_cache(_CACHED_WORDS)
def _spoken(zone: str, word: str) -> tuple[tuple[int, ...], int]:
    """The sum of a word's rows, and how many rows those are."""
    weights = read_weights()
    wide = len(weights.classes)
    found = [at for name in (zone, ANYWHERE) for at in buckets(name, word, weights.bits)]
    rows = [weights.rows[at * wide : (at + 1) * wide] for at in found]
    return tuple(sum(column) for column in zip(*rows, strict=True)), len(rows)


def _log_softmax(totals: list[float]) -> list[float]:
    top = max(totals)
    whole = top + math.log(sum(math.exp(total - top) for total in totals))
    return [total - whole for total in totals]


@cache
def read_weights() -> Weights:
    """The weights that ship with this package."""
    return weights_of(files(__package__).joinpath("weights.bin").read_bytes())


def weights_of(content: bytes) -> Weights:
    """The weights in these bytes, laid out as this module says."""
    head, _, packed = content.partition(b"\n")
    facts = json.loads(head)
    return Weights(
        tuple(MailClass(name) for name in facts["classes"]),
        facts["bits"],
        tuple(facts["steps"]),
        tuple(facts["intercepts"]),
        memoryview(zlib.decompress(packed)).cast("b"),
    )
