"""The book of a supplier's documents: numbers that rise with the days.

A credit note that no word names is often numbered in the book of the invoices: L6495, LC6502.
So may be a payment, in a ledger with one counter for all; but its letters are not those of invoices
with another one, and it has no order, no hours and no tax, as documents have.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from parsers.wording import amounts

_DIGITS: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_FEWEST: Final = 3
"""Documents that show that their numbers rise."""


@dataclass(frozen=True, slots=True)
class Book:
    """Days of documents and their numbers, both in order.

    `form` is how all of them are made, `letters` theirs, `counter` which of their groups of digits
    rises; `facts` are the columns beside those of any ledger that all of them fill.
    """

    days: tuple[date, ...] = ()
    numbers: tuple[int, ...] = ()
    form: str = ""
    counter: int = 0
    letters: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, documents: Iterable[tuple[date, str]], facts: Iterable[str] = ()) -> Book:
        """The book of these; an empty one, where their numbers don't rise or are made apart."""
        written = sorted(documents)
        forms = {_form(number) for _, number in written}
        if len(written) < _FEWEST or len(forms) > 1:
            return cls()
        days = tuple(day for day, _ in written)
        counts = [[int(group) for group in _DIGITS.findall(number)] for _, number in written]
        for at, numbers in enumerate(zip(*counts, strict=True)):
            if all(before < after for before, after in pairwise(numbers)):
                letters = frozenset(_letters(number) for _, number in written)
                return cls(days, numbers, forms.pop(), at, letters, frozenset(facts))
        return cls()

    def holds(self, day: date, number: str, filled: Container[str] = ()) -> bool:
        """Whether a line is a document of this book, by its number, or what else it says of itself.

        `filled` are the columns that the line fills.
        """
        return self._counts(day, number) and (
            any(name in filled for name in self.facts)
            or any(_is_longer(_letters(number), own) for own in self.letters)
        )

    def _counts(self, day: date, number: str) -> bool:
        """Whether a number is made as those of the book, and stands between those of its days."""
        if not self.numbers or _form(number) != self.form:
            return False
        count = int(_DIGITS.findall(number)[self.counter])
        before, after = bisect_left(self.days, day), bisect_right(self.days, day)
        span = self.numbers[-1] - self.numbers[0]
        lowest = self.numbers[before - 1] if before else self.numbers[0] - span
        highest = self.numbers[after] if after < len(self.numbers) else self.numbers[-1] + span
        return lowest < count < highest


def is_fact(name: str, cell: str) -> bool:
    """Whether a cell is an order, or in an unknown column something else that is no money."""
    named = name == "order" or name.startswith("?")
    return named and bool(cell) and amounts.vote(cell) is None


def _is_longer(letters: str, own: str) -> bool:
    """Whether letters are those of the invoices and one more before or behind: FAC and RFAC."""
    return bool(own) and len(letters) == len(own) + 1 and own in letters


def _letters(number: str) -> str:
    return "".join(_LETTERS.findall(number))


def _form(number: str) -> str:
    """How a number is made, whatever its letters: 0000/0000 of FV6495/2026."""
    return _LETTERS.sub("", re.sub(r"\d", "0", number)).lstrip("-/. ")
