"""Entries of the ledger that may be one document booked twice: scored, explained, never deleted.

Two equal amounts on one day are two documents. Only a number that is the same, a copy of the other
or one slip of a finger away makes a suspect (`reconcile.slips`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from model.matches import Suspect
from model.orders import LedgerEntry
from reconcile.references import original
from reconcile.sequence import Sequences
from reconcile.sheet import Booking, booked, grouped
from reconcile.slips import Slip, on_one_account, on_two_accounts

_DAYS: Final = 60
_REISSUED_DAYS: Final = 300
_ACROSS_LENGTH: Final = 3


class _Shared(NamedTuple):
    """What two bookings of one amount have in common when they may be one document."""

    by: Callable[[Booking], Hashable]
    score: float
    words: str


def _unmarked(booking: Booking) -> str:
    """Letters and digits without a letter that marks a copy behind a letter of the number."""
    alnum = booking.ref.alnum
    return alnum[:-1] if alnum[-2:].isalpha() else alnum


_ON_ONE_ACCOUNT: Final = (
    _Shared(lambda b: b.ref.alnum, 0.99, "the same number"),
    _Shared(lambda b: b.ref.core, 0.95, "the same number in another form"),
    _Shared(lambda b: original(b.first.reference, b.ref).core, 0.9, "a number and its copy"),
    _Shared(_unmarked, 0.9, "a number and its copy"),
)
_ACROSS: Final = (
    _Shared(
        lambda b: original(b.first.reference, b.ref).core, 0.85, "the same number on two accounts"
    ),
    _Shared(_unmarked, 0.85, "the same number on two accounts"),
)


def suspects(entries: Iterable[LedgerEntry]) -> tuple[Suspect, ...]:
    """Pairs of entries that may be one document booked twice, the surest first.

    `a` was booked before `b`. Entries of one voucher are one booking; its first stands for it.
    """
    bookings = [booking for booking in booked(entries) if not booking.payment]
    sequences = Sequences(bookings)
    found: dict[tuple[str, str], Suspect] = {}
    for alike in grouped(bookings, lambda b: (b.first.amount.currency, b.cents)).values():
        if len(alike) > 1:
            for suspect in _among(alike, sequences):
                found.setdefault((suspect.a, suspect.b), suspect)
    for suspect in _in_other_currencies(bookings):
        found.setdefault((suspect.a, suspect.b), suspect)
    return tuple(sorted(found.values(), key=lambda s: (-s.score, len(s.a), s.a, len(s.b), s.b)))


def _among(bookings: Sequence[Booking], sequences: Sequences) -> Iterator[Suspect]:
    """The suspects among bookings of one amount, by the surest sign first."""
    for held in grouped(bookings, lambda b: b.first.supplier_id).values():
        if len(held) > 1:
            yield from _on_one_account(held, sequences)
    numbered = [booking for booking in bookings if len(booking.ref.core) >= _ACROSS_LENGTH]
    if len({booking.first.supplier_id for booking in numbered}) > 1:
        for sign in _ACROSS:
            yield from _sharing(numbered, sign, sequences)
        yield from map(_slip, on_two_accounts(numbered, sequences))


def _on_one_account(bookings: Sequence[Booking], sequences: Sequences) -> Iterator[Suspect]:
    numbered = [booking for booking in bookings if booking.ref.usable]
    for sign in _ON_ONE_ACCOUNT:
        yield from _sharing(numbered, sign, sequences)
    yield from map(_slip, on_one_account(bookings, sequences))


def _sharing(bookings: Sequence[Booking], sign: _Shared, sequences: Sequences) -> Iterator[Suspect]:
    for first, *others in grouped(bookings, sign.by).values():
        for again in others:
            if _one_series(first, again) and _in_time(first, again, sequences):
                yield _suspect(first, again, sign.score, sign.words)


def _one_series(a: Booking, b: Booking) -> bool:
    """Whether the letters before the numbers do not contradict: INV-104 and CN-104 are two."""
    letters = {"".join(takewhile(str.isalpha, booking.ref.alnum)) for booking in (a, b)}
    return len(letters - {""}) <= 1


def _in_time(a: Booking, b: Booking, sequences: Sequences) -> bool:
    """Whether the second is near, or carries a later date that its number does not fit.

    Numbering may start anew every year; a number of last year is no duplicate.
    """
    if _days(a, b) <= _DAYS:
        return True
    return _days(a, b) <= _REISSUED_DAYS and sequences.fits(a) and not sequences.fits(b)


def _in_other_currencies(bookings: Iterable[Booking]) -> Iterator[Suspect]:
    """The same number and figure at one supplier, in two currencies."""
    for held in grouped(bookings, lambda b: b.first.supplier_id).values():
        if len({booking.first.amount.currency for booking in held}) == 1:
            continue
        numbered = [booking for booking in held if booking.ref.usable]
        for first, *others in grouped(numbered, lambda b: (b.cents, b.ref.core)).values():
            for again in others:
                if first.first.amount.currency != again.first.amount.currency:
                    yield _suspect(first, again, 0.8, "the same number in another currency")


def _days(a: Booking, b: Booking) -> int:
    return abs((a.first.doc_date - b.first.doc_date).days)


def _slip(slip: Slip) -> Suspect:
    return _suspect(slip.a, slip.b, slip.score, slip.words)


def _suspect(a: Booking, b: Booking, score: float, words: str) -> Suspect:
    typed = f"{a.first.reference or '(no number)'} and {b.first.reference or '(no number)'}"
    both = f"{a.amount} both" if a.amount == b.amount else f"{a.amount} and {b.amount}"
    reason = f"{typed}: {both}, {words}, dated {_days(a, b)} days apart."
    return Suspect(a.first.id, b.first.id, score, reason)
