"""One document booked twice under a mistyped number: what tells a slip from the next document.

Numbers count up, so the next document is one character away as well. A slip leaves the sequence of
its supplier, or is booked on the very day of the first for an amount that seldom occurs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from reconcile.references import one_digit, original
from reconcile.sequence import Sequences, counted
from reconcile.sheet import Booking

_DAYS: Final = 31
_LENGTH: Final = 3
_RARE: Final = 6
"""Up to how many bookings of one amount are compared each with each."""
_MANY: Final = 20
"""Among more bookings, those that fit are set aside before the others are compared."""
_FEW: Final = 3
"""Up to so many bookings of an amount, a slip may be booked on another day."""
_ON_TWO: Final = "numbers on two accounts that differ by one slip"
_APART: Final = 5
"""Numbers of one day that are nearer to each other are documents in a row."""


class Slip(NamedTuple):
    """Two bookings that one slip of a finger tells apart, how surely, and why."""

    a: Booking
    b: Booking
    score: float
    words: str


def on_one_account(bookings: Sequence[Booking], sequences: Sequences) -> Iterator[Slip]:
    """The slips among bookings of one supplier and amount."""
    numbered = [booking for booking in bookings if booking.ref.usable]
    if len(numbered) > 1:
        yield from _out_of_line(numbered, sequences)
    if len(bookings) <= _RARE:
        for a, b in combinations(bookings, 2):
            yield from _side_by_side(a, b, sequences, alone=len(bookings) == 2)  # noqa: PLR2004 - a pair


def on_two_accounts(bookings: Sequence[Booking], sequences: Sequences) -> Iterator[Slip]:
    """The slips among bookings of one amount where the second went to another supplier's account.

    It does not fit the numbers of the account it is on. Where it fits those of the other account,
    it may be a document of its own in the wrong place: then the day and a rare amount must agree.
    """
    for odd, near in _misfits(bookings, sequences):
        elsewhere = [o for o in near if o.first.supplier_id != odd.first.supplier_id]
        first = _only(elsewhere) or _only(_of_day(odd, elsewhere))
        if first and _misplaced(first, odd, bookings, sequences):
            yield Slip(*_in_order(first, odd), 0.75, _ON_TWO)
    if len(bookings) <= _RARE:
        for a, b in combinations(bookings, 2):
            if (
                a.first.supplier_id != b.first.supplier_id
                and a.days[0] == b.days[0]
                and _is_slip(a, b)
            ):
                yield Slip(a, b, 0.65, _ON_TWO)


def _out_of_line(numbered: Sequence[Booking], sequences: Sequences) -> Iterator[Slip]:
    """Numbers that leave the sequence, and the one booking in it that they are a slip away from."""
    for one, near in _misfits(numbered, sequences):
        first = _only(near if len(numbered) <= _FEW else _of_day(one, near))
        if first:
            words = f"one slip apart, and {one.first.reference} leaves the supplier's sequence"
            yield Slip(*_in_order(first, one), 0.85, words)


def _misfits(
    bookings: Sequence[Booking], sequences: Sequences
) -> Iterator[tuple[Booking, list[Booking]]]:
    """The numbers that leave the sequence, with those in it that are a slip away.

    Of a few bookings it is sooner seen which of them are near than which of them fit.
    """
    many = len(bookings) > _MANY
    for odd in bookings:
        if many and sequences.fits(odd):
            continue
        near = _near(odd, bookings)
        if near and not sequences.fits(odd):
            yield odd, [other for other in near if sequences.fits(other)]


def _side_by_side(a: Booking, b: Booking, sequences: Sequences, *, alone: bool) -> Iterator[Slip]:
    """Two bookings that both keep to the sequence, or both leave it; `alone` have the amount."""
    rare = alone and not sequences.of(a.first.supplier_id).repeats
    if not (a.ref.usable and b.ref.usable):
        if alone and _unnumbered(a, b):
            yield Slip(a, b, 0.6, "no number to tell them apart")
        return
    in_line = sequences.fits(a) == sequences.fits(b)
    if in_line and _is_slip(a, b) and _no_neighbours(a, b, rare=rare, alone=alone):
        yield Slip(a, b, 0.7, "numbers that differ by one slip")
    elif rare and _two_slips(a, b) and not (sequences.fits(a) and sequences.fits(b)):
        yield Slip(a, b, 0.65, "two slips apart, and not both in the supplier's sequence")


def _no_neighbours(a: Booking, b: Booking, *, rare: bool, alone: bool) -> bool:
    """Whether two documents in a row are less likely than one that is booked twice."""
    same_day = a.days[0] == b.days[0]
    if not one_digit(a.ref, b.ref):
        return same_day or rare
    distance = abs(counted(a.ref) - counted(b.ref))
    return (same_day and rare) or (distance >= _APART and alone and (same_day or rare))


def _unnumbered(a: Booking, b: Booking) -> bool:
    """Whether the day, or what was typed instead of a number, is the same."""
    same_text = a.first.reference == b.first.reference != ""
    return a.days[0] == b.days[0] or (same_text and _days(a, b) <= _DAYS)


def _misplaced(
    first: Booking, odd: Booking, bookings: Iterable[Booking], sequences: Sequences
) -> bool:
    home = first.first.supplier_id
    if not sequences.of(home).fits(odd):
        return True
    rare = sum(booking.first.supplier_id == home for booking in bookings) < _FEW
    return rare and first.days[0] == odd.days[0]


def _near(odd: Booking, others: Iterable[Booking]) -> list[Booking]:
    day = odd.days[0]
    near = [o for o in others if -_DAYS <= o.days[0] - day <= _DAYS and o is not odd]
    return [other for other in near if _is_slip(other, odd)]


def _of_day(booking: Booking, others: Iterable[Booking]) -> list[Booking]:
    return [other for other in others if other.days[0] == booking.days[0]]


def _only(bookings: Sequence[Booking]) -> Booking | None:
    return bookings[0] if len(bookings) == 1 else None


def _is_slip(a: Booking, b: Booking) -> bool:
    """Whether one character differs in the numbers, their copy marks set aside."""
    if min(len(a.ref.core), len(b.ref.core)) < _LENGTH or _days(a, b) > _DAYS:
        return False
    if abs(len(a.ref.core) - len(b.ref.core)) > 2:  # noqa: PLR2004 - one character and a mark
        return False
    if _one_apart(a.ref.core, b.ref.core) or _one_apart(a.ref.alnum, b.ref.alnum):
        return True
    one, other = original(a.first.reference, a.ref), original(b.first.reference, b.ref)
    return (one is not a.ref or other is not b.ref) and _one_apart(one.core, other.core)


def _two_slips(a: Booking, b: Booking) -> bool:
    """Whether up to two characters differ in longer numbers: a sign where the amount is rare."""
    if min(len(a.ref.core), len(b.ref.core)) <= _LENGTH or _days(a, b) > _DAYS:
        return False
    forms = ((a.ref.core, b.ref.core), (a.ref.alnum, b.ref.alnum))
    return any(OSA.distance(*form, score_cutoff=2) <= 2 for form in forms)  # noqa: PLR2004 - two


def _one_apart(a: str, b: str) -> bool:
    return bool(OSA.distance(a, b, score_cutoff=1) == 1)


def _days(a: Booking, b: Booking) -> int:
    return abs(a.days[0] - b.days[0])


def _in_order(a: Booking, b: Booking) -> tuple[Booking, Booking]:
    return (a, b) if a.order < b.order else (b, a)
