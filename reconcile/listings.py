"""A row of a portal's list against the document that came from it: the same one, or a mistake?

Some lists call a document by a number of their own: an order, a booking. That alone is no
contradiction; that the list has always named the numbers of its documents, and does not now, is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from model.documents import Reading, normalise_number
from model.money import Money
from model.visits import Listing


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a list has called documents by their own numbers, and how often by others."""

    theirs: int = 0
    others: int = 0


_NO_HABIT: Final = Habit()
_DIGIT: Final = re.compile("[0-9]")


def disagreements(reading: Reading, listing: Listing, habit: Habit = _NO_HABIT) -> Iterator[str]:
    """What a row and its document say that can't both be true, each in a sentence."""
    if _other_number(reading, listing, habit):
        yield _sentence(reading, listing)
    listed, read = listing.amount, reading.money("gross_total")
    if _differ(listed, read):
        number = reading.text("invoice_number") or listing.number or "it"
        yield f"The portal lists {listed} for {number}, the document says {read}."


def _other_number(reading: Reading, listing: Listing, habit: Habit) -> bool:
    """Whether the row names another document than the one that came from it."""
    listed = normalise_number(listing.number or "")
    read = normalise_number(reading.text("invoice_number") or "")
    if not (listed and read) or listed == read or listed in _printed(reading):
        return False
    if habit.theirs > habit.others or _one_series(listed, read) or _contradicts(reading, listing):
        return True
    return habit.theirs == habit.others and not _agrees(reading, listing)


def _one_series(listed: str, read: str) -> bool:
    """Whether two numbers are of one series, as R-17 and R-18: then the row means another paper."""
    one, other = _DIGIT.sub("0", listed), _DIGIT.sub("0", read)
    return one == other and not one.isdecimal()


def _printed(reading: Reading) -> set[str]:
    """All that a document prints in its fields: it may name the order that the row names."""
    return {normalise_number(one.value) for one in reading.fields.values()}


def _agrees(reading: Reading, listing: Listing) -> bool:
    """Whether amount or day are on both sides, and the same."""
    amount, day = reading.money("gross_total"), reading.day("issue_date")
    same_amount = (
        amount is not None and listing.amount is not None and _same(amount, listing.amount)
    )
    return same_amount or (day is not None and day == listing.day)


def _contradicts(reading: Reading, listing: Listing) -> bool:
    day = reading.day("issue_date")
    other_day = day is not None and listing.day is not None and day != listing.day
    return other_day or _differ(reading.money("gross_total"), listing.amount)


def _differ(one: Money | None, other: Money | None) -> bool:
    """Whether two amounts of one currency differ, whatever their signs."""
    if one is None or other is None or one.currency != other.currency:
        return False
    return not _same(one, other)


def _same(one: Money, other: Money) -> bool:
    return abs(one) == abs(other)


def _sentence(reading: Reading, listing: Listing) -> str:
    read, day = reading.text("invoice_number"), reading.day("issue_date")
    if listing.day is None or day is None or day == listing.day:
        return f"The portal lists {listing.number}, the document says {read}."
    return (
        f"The portal lists {listing.number} of {listing.day.isoformat()}, "
        f"the document says {read} of {day.isoformat()}."
    )
