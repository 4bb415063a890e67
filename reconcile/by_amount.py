"""Rules that match by the amount and the date, where a number says nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from model.matches import MatchStatus
from reconcile.by_reference import off_by_tax, tolerable
from reconcile.references import Reference, similarity
from reconcile.sheet import Booking, Found, Line, Sheet, dated_within, days_apart, grouped, sharing
from reconcile.wording import adds_up, agrees, differs

PAYMENT_DAYS: Final = 12
"""Days between our payment and the day the supplier books it."""
NEAR_DAYS: Final = 7
"""Days between a document's date and the date that a clerk typed."""
_EARLIER: Final = 2
"""Days that a booking may be dated before its document: who types late types a later day."""
_LUMP_DAYS: Final = 31
_RARE: Final = 2
_CLEARLY_NEARER: Final = 3
_ALIKE: Final = 0.5
_LIKELY: Final = 0.2
"""From this share of the bookings on, a line may be one of them."""


def payment(sheet: Sheet) -> Iterator[Found]:
    """A payment of the same amount within days, the nearest first; a tie stays open."""
    answers = payments(sheet)
    lines = Counter(line.cents for line in answers)
    pairs = [(line, booking) for line, found in answers.items() for booking in found]
    for line, booking in sorted(pairs, key=lambda pair: days_apart(*pair)):
        if len(answers[line]) <= lines[line.cents] or not _tied(line, answers[line]):
            yield Found((line,), (booking,), MatchStatus.PAYMENT, agrees(line, booking))


def payments(sheet: Sheet) -> dict[Line, list[Booking]]:
    """For each open payment the free payments of its amount and days, the nearest first."""
    found = sharing(sheet.payments, sheet.booked_payments, lambda x: x.cents)
    return {
        line: sorted(
            (b for b in bookings if days_apart(line, b) <= PAYMENT_DAYS),
            key=lambda booking: (days_apart(line, booking), booking.order),
        )
        for line, bookings in found.items()
    }


def payment_in_parts(sheet: Sheet) -> Iterator[Found]:
    """One payment of ours that the supplier shows as two lines."""
    lines = sheet.payments
    for booking in sheet.booked_payments:
        near = [line for line in lines if days_apart(line, booking) <= PAYMENT_DAYS]
        pairs = [two for two in combinations(near, 2) if _cents(two) == booking.cents]
        if len(pairs) == 1:
            yield _paid(pairs[0], (booking,))


def payments_as_one(sheet: Sheet) -> Iterator[Found]:
    """Two payments of ours that the supplier shows as one line."""
    bookings = sheet.booked_payments
    for line in sheet.payments:
        near = [booking for booking in bookings if days_apart(line, booking) <= _LUMP_DAYS]
        pairs = [two for two in combinations(near, 2) if _cents(two) == line.cents]
        if len(pairs) == 1:
            yield _paid((line,), pairs[0])


def amount_and_date(sheet: Sheet) -> Iterator[Found]:
    """The same amount within days, where a number is unusable or at least related.

    Only where line and booking have nobody else: two equal amounts on one day are two documents.
    """
    for line, booking in _alone(plausible(sheet)):
        yield Found((line,), (booking,), MatchStatus.MATCHED, agrees(line, booking))


def amount_nearly_and_date(sheet: Sheet) -> Iterator[Found]:
    """An amount off by rounding, discount or tax within days, where the booking has no number."""
    bookings = [b for b in sheet.booked_documents if not b.ref.usable]
    answers = {line: [b for b in bookings if _nearly(line, b)] for line in sheet.documents}
    for line, booking in _alone(answers):
        reason = differs(line, booking)
        yield Found((line,), (booking,), MatchStatus.MATCHED_DIFFERENCE, reason)


def plausible(sheet: Sheet) -> dict[Line, list[Booking]]:
    """For each open document the free bookings of its amount and days that may be it."""
    found = sharing(sheet.documents, sheet.booked_documents, lambda x: x.cents)
    return {line: _may_be(sheet, line, bookings) for line, bookings in found.items()}


def likely(sheet: Sheet) -> dict[Line, list[Booking]]:
    """Of what is plausible, what may well be the line: not what is far likelier another's.

    With a subscription, ten lines may have the amount of one booking without a number; it is
    nearest to the lines of its day, and the others don't wait for it.
    """
    found = plausible(sheet)
    pairs = [(line, booking) for line, bookings in found.items() for booking in bookings]
    asked = grouped(pairs, lambda pair: pair[1])
    return {
        line: bookings
        if any(_is_nearest(line, one, asked[one]) for one in bookings)
        or sum(_share(line, one, asked[one]) for one in bookings) >= _LIKELY
        else []
        for line, bookings in found.items()
    }


def _is_nearest(line: Line, booking: Booking, rivals: Sequence[tuple[Line, Booking]]) -> bool:
    return all(days_apart(line, booking) <= days_apart(*rival) for rival in rivals)


def _share(line: Line, booking: Booking, rivals: Sequence[tuple[Line, Booking]]) -> float:
    """How much speaks for this line among all that may be the booking."""
    return _pull(line, booking) / sum(_pull(*rival) for rival in rivals)


def _pull(line: Line, booking: Booking) -> float:
    """How strongly days speak for a pair: four times as much on the day as on the next."""
    return 1 / (1 + days_apart(line, booking)) ** 2


def _tied(line: Line, nearest: Sequence[Booking]) -> bool:
    """Whether the two nearest are equally near; money has no number to tell them apart."""
    return len({days_apart(line, booking) for booking in nearest[:2]}) == 1


def _alone(answers: Mapping[Line, Sequence[Booking]]) -> Iterator[tuple[Line, Booking]]:
    """The lines and bookings that are nearest to each other by days; a tie stays open."""
    pairs = [(line, booking) for line, found in answers.items() for booking in found]
    of_line = grouped(pairs, lambda pair: pair[0])
    of_booking = grouped(pairs, lambda pair: pair[1])
    for line, booking in pairs:
        rivals = [pair for pair in of_line[line] + of_booking[booking] if pair != (line, booking)]
        own = days_apart(line, booking)
        if all(days_apart(*rival) - own >= _CLEARLY_NEARER for rival in rivals):
            yield line, booking


def _nearly(line: Line, booking: Booking) -> bool:
    near = days_apart(line, booking) <= NEAR_DAYS
    slight = tolerable(line.cents, booking.cents) or off_by_tax(line.cents, booking.cents)
    return near and line.cents != booking.cents and slight


def _may_be(sheet: Sheet, line: Line, bookings: Sequence[Booking]) -> list[Booking]:
    if line.ref.usable and sheet.frequency[line.cents] > _RARE:
        bookings = [booking for booking in bookings if not booking.ref.usable]
    near = [b for b in bookings if dated_within(line, b, -_EARLIER, NEAR_DAYS)]
    return [booking for booking in near if _related(line.ref, booking.ref)]


def _related(printed: Reference, typed: Reference) -> bool:
    """Whether one of two numbers is unusable, or both are alike."""
    return not (printed.usable and typed.usable) or similarity(printed, typed) >= _ALIKE


def _cents(two: Sequence[Line] | Sequence[Booking]) -> int:
    return sum(one.cents for one in two)


def _paid(lines: tuple[Line, ...], bookings: tuple[Booking, ...]) -> Found:
    return Found(lines, bookings, MatchStatus.PAYMENT, adds_up(lines, bookings))
