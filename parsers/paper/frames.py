"""Tables whose lines are drawn with characters, as old programs print them: !02-01-26 !W06553 !.

What draws a line of the table is no part of the words beside it: a number `!W06553` is no number of
a document, and a column headed `!` has no name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from parsers.paper.words import Word

_UPRIGHT: Final = frozenset("!|\u00a6\u2502\u2503\u2551")
_ACROSS: Final = frozenset("+-=_\u2500\u2501\u2550\u252c\u2534\u253c\u251c\u2524") | _UPRIGHT
_RULE: Final = 8
"""So many characters of a rule and nothing else are one; fewer may be a dash for nothing."""
_LINES: Final = 4
"""On so many lines the same character stands at the same place where it draws."""


def without(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page without what draws the lines of its tables."""
    edged = [word for word in words if word.text[0] in _UPRIGHT or word.text[-1] in _UPRIGHT]
    drawn = Counter(edge for word in edged for edge in _edges(word))
    uprights = {edge for edge, lines in drawn.items() if lines >= _LINES}
    if not uprights:
        return tuple(words)
    return tuple(bare for word in words if (bare := _bare(word, uprights)) is not None)


_Edge = tuple[str, int]
"""A character, and where it begins, in points."""


def _edges(word: Word) -> Iterator[_Edge]:
    """The characters that may draw a line, at the beginning and the end of a word."""
    if word.text[0] in _UPRIGHT:
        yield word.text[0], round(word.x0)
    if word.text[-1] in _UPRIGHT and len(word.text) > 1:
        yield word.text[-1], round(word.x1 - _width(word))


def _width(word: Word) -> float:
    return (word.x1 - word.x0) / len(word.text)


def _bare(word: Word, uprights: set[_Edge]) -> Word | None:
    """The word without lines; None where it is nothing else."""
    if len(word.text) >= _RULE and _ACROSS.issuperset(word.text):
        return None
    found = uprights.intersection(_edges(word))
    if not found:
        return word
    first = (word.text[0], round(word.x0)) in found
    last = len(word.text) > 1 and (word.text[-1], round(word.x1 - _width(word))) in found
    text = word.text[int(first) : len(word.text) - int(last)]
    if not text:
        return None
    left, right = first * _width(word), last * _width(word)
    return replace(word, text=text, x0=word.x0 + left, x1=word.x1 - right)
