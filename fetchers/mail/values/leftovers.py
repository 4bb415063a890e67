"""What a value can only be although its label is unknown: nothing else of its kind is left.

Every value under a known label is claimed, those of other things included. Where one number, one
day to come or one sum remains, it is the one that the mail is about; where two do, none is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Final

from fetchers.mail.values.grid import Item
from fetchers.mail.values.terms import Term
from model.documents import normalise_number
from model.money import Money

_LONGEST_TERM: Final = timedelta(days=92)
_MOST_SUMS: Final = 12  # amounts of which sums are tried
_NUMBERED: Final = frozenset({Term.NUMBER, Term.DOCUMENT, Term.INVOICE})
_TAX_NUMBER: Final = re.compile(
    r"(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|GR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)"
    r"U?[0-9]{8,12}"
)
_FEWEST_DIGITS: Final = 3
_SHORTEST_ECHO: Final = 5
_WORD: Final = re.compile(r"[^\s<>()\[\]\"']+")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A value that no label claims; `terms` are what the words before it speak of.

    `labelled` says that these words are a label and the value is all that follows it.
    """

    item: Item
    row: int
    terms: frozenset[Term]
    labelled: bool


@dataclass(frozen=True, slots=True)
class Echoes:
    """Where a document's number is repeated: the subject, the names of files, the link."""

    texts: tuple[str, ...]

    def of(self, number: str) -> int:
        """In how many of these places a number stands."""
        plain = normalise_number(number)
        return sum(plain in normalise_number(text) for text in self.texts) if plain else 0

    def alone(self, numbers: Iterable[str]) -> str | None:
        """The only one of these numbers that is repeated."""
        heard = [each for each in numbers if len(each) >= _SHORTEST_ECHO and self.of(each)]
        return heard[0] if len(heard) == 1 else None


NO_ECHOES: Final = Echoes(())


def number_left(leftovers: Sequence[Leftover], echoes: Echoes) -> Leftover | None:
    """The one number left: repeated elsewhere, or under a label that says "number"."""
    free = _distinct([each for each in leftovers if each.item.is_number and _numbers(each.item)])
    heard = echoes.alone(free)
    named = [text for text, each in free.items() if each.labelled and each.terms & _NUMBERED]
    only = named[0] if len(named) == 1 else None
    if heard and only and heard != only:
        return None
    return free.get(heard or only or "")


def day_left(
    leftovers: Sequence[Leftover], *, issued: Iterable[date], sent: date | None
) -> date | None:
    """The one day left, if it lies after the mail and its document, at most three months."""
    if sent is None:
        return None
    known = (each.item.day for each in leftovers if each.labelled)
    days = {day for day in known if day and sent < day <= sent + _LONGEST_TERM}
    past = max(issued, default=sent)
    return days.pop() if len(days) == 1 and past < min(days) else None


def amount_left(
    free: Sequence[Money], *, net: Sequence[Money], others: Sequence[Money]
) -> Money | None:
    """The one amount left, or the one that is a sum before tax with its tax; never less than it."""
    least = max((abs(each.amount) for each in net), default=Decimal(0))
    possible = [each for each in free if abs(each.amount) >= least]
    if len(possible) == 1:
        return possible[0]
    parts = tuple(dict.fromkeys((*free, *net, *others)))[:_MOST_SUMS]
    sums = {total for total in possible if _is_sum(total, parts)}
    return sums.pop() if len(sums) == 1 else None


def _is_sum(total: Money, parts: Sequence[Money]) -> bool:
    """Whether an amount is the sum of two others, of which the smaller can be the other's tax."""
    pairs = combinations([each for each in parts if each != total], 2)
    return any(
        one.currency == other.currency == total.currency
        and min(one.amount, other.amount) > 0
        and one.amount + other.amount == total.amount
        for one, other in pairs
    )


def _distinct(leftovers: Sequence[Leftover]) -> dict[str, Leftover]:
    """Each number once, with what all its labels speak of."""
    found: dict[str, Leftover] = {}
    for each in leftovers:
        first = found.setdefault(normalise_number(each.item.text), each)
        found[normalise_number(each.item.text)] = replace(
            first,
            terms=first.terms | (each.terms if each.labelled else frozenset()),
            labelled=first.labelled or each.labelled,
        )
    return found


def _numbers(item: Item) -> bool:
    """Whether a text can be a document's number: not a few digits, no tax number."""
    digits = sum(map(str.isdigit, item.text))
    return digits >= _FEWEST_DIGITS and not _TAX_NUMBER.fullmatch(item.text)
