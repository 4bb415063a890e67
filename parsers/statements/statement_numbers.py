"""Numbers of documents in cells that hold more than these: a word for the kind, a sentence."""

from __future__ import annotations

import re
from typing import Final

from parsers.paper.layout import fold
from parsers.statements import statement_words
from parsers.wording import amounts, dates

_FEWEST_DIGITS: Final = 3
LONG_WORD: Final = 5
"""A word of so many letters before a number is no part of it, but the kind, known or not."""
_NUMBERED: Final = re.compile(r"(?:no|nr|num|n)[.:\u00b0\u00ba#]+", re.IGNORECASE)
"""Says that a number follows, and is none of it: No.4711."""


def _marked(reference: str) -> str:
    """The number behind its sign, without what ends a sentence: PMT #4711. Empty if none is."""
    before, sign, after = reference.rpartition("#")
    number = after.strip().rstrip(".,;:")
    alone = (not before or before[-1].isspace()) and len(number.split()) == 1
    return number if sign and alone and any(map(str.isdigit, number)) else ""


def without_kind(reference: str) -> str:
    """The number in a cell that also names the kind, or the number again: Factura F-1 F-1."""
    if marked := _marked(reference):
        return marked
    words = reference.split()
    numbers = {word for word in words if any(ch.isdigit() for ch in word)}
    rest = {fold(word) for word in words if word not in numbers}
    named = all(len(word) >= LONG_WORD and word.isalpha() for word in rest)
    return numbers.pop() if len(words) > 1 and len(numbers) == 1 and named else reference


def number_in(text: str) -> str:
    """The first number in a text that is no day and no amount: Invoice #1045: due 01/05/2026."""
    text = statement_words.without_card(text)
    for found in reversed(dates.find(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    words = (_NUMBERED.sub("", word.strip("#.,:;()")) for word in text.split())
    numbers = (word for word in words if sum(ch.isdigit() for ch in word) >= _FEWEST_DIGITS)
    return next((word for word in numbers if amounts.vote(word) is None), "")
