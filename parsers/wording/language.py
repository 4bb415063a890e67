"""The language that a document is written in, by the words of its labels and titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from parsers.paper.layout import fold
from parsers.wording import vocabulary

_LEAST: Final = 1.5 * vocabulary.WHOLE
_LEAD: Final = 2.0
"""So many times the words of the next language: a paper in two languages is in neither."""


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language whose words stand there; None where that is not clear.

    A word counts the less the more languages share it.
    """
    said = set(fold(text).split())
    votes: Counter[str] = Counter()
    known = vocabulary.words()
    for word in said & known.keys():
        votes.update(known[word])
    return _clear(votes)


def _clear(votes: Mapping[str, int]) -> str | None:
    ranked = sorted(votes, key=lambda language: -votes[language])
    if not ranked or votes[ranked[0]] < _LEAST:
        return None
    second = votes[ranked[1]] if len(ranked) > 1 else 0
    return ranked[0] if votes[ranked[0]] >= _LEAD * second else None
