"""Rules that match by the number: exact, normalised, similar, and the same with another amount.

A rule is a function from a sheet to what it finds, best first; its name is the match's `rule`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from model.matches import MatchStatus
from reconcile.references import edits, similarity, tail
from reconcile.sheet import Booking, Found, Line, Sheet, days_apart, grouped, sharing, within
from reconcile.wording import agrees, differs

ROUNDING: Final = 5
"""Smallest coins by which an amount may be off: rounding, or a rate of exchange."""
VARIANT: Final = 0.93
"""From this similarity on, two references are one number in two forms."""
_DISCOUNTS: Final = (1, 2, 3)
_TOLERANCE_DAYS: Final = 60
_AMOUNT_DAYS: Final = 40
_SIMILAR_DAYS: Final = 35
_COMMON_DAYS: Final = 5
_TYPO_DAYS: Final = 7
_SAME_DAYS: Final = 1
_ALIKE: Final = 0.6
_MARGIN: Final = 0.03
_TYPO_EDITS: Final = 2
_TAX_RATES: Final = (
    *(30, 50, 55, 60, 70, 77, 80, 81, 90, 100, 120, 130, 135, 140, 150, 160, 170, 180, 190),
    *(200, 210, 220, 230, 240, 250, 255, 270),
)
"""Rates of VAT and sales tax, per thousand."""
_HIGHEST_TAX: Final = 1 + _TAX_RATES[-1] / 1000
_HIGHEST_DISCOUNT: Final = 1 + _DISCOUNTS[-1] / 100


class Candidate(NamedTuple):
    """A booking that may answer a line, with what speaks for it."""

    line: Line
    booking: Booking
    alike: float
    days: int


def exact_reference(sheet: Sheet) -> Iterator[Found]:
    """The same number as printed and the same amount; no date contradicts that."""
    found = sharing(numbered_lines(sheet), sheet.booked_documents, lambda x: (x.ref.alnum, x.cents))
    for line, bookings in found.items():
        yield from _nearest(line, bookings)


def normalised_reference(sheet: Sheet) -> Iterator[Found]:
    """The same number without prefix, zeros and separators, and the same amount."""
    found = sharing(numbered_lines(sheet), sheet.numbered_bookings, lambda x: (x.ref.core, x.cents))
    for line, bookings in found.items():
        yield from _nearest(line, bookings)


def amount_tolerance(sheet: Sheet) -> Iterator[Found]:
    """The same number, the amount off by rounding or a cash discount."""
    for line, booking in _same_number(sheet, _TOLERANCE_DAYS):
        if tolerable(line.cents, booking.cents):
            yield _different(line, booking)


def other_amount(sheet: Sheet) -> Iterator[Found]:
    """The same number, plainly another amount of the same sign."""
    for line, booking in _same_number(sheet, _AMOUNT_DAYS):
        if line.cents * booking.cents > 0:
            yield _different(line, booking)


def similar_reference(sheet: Sheet) -> Iterator[Found]:
    """A similar number, the same amount; where the amount is common, a much more similar one."""
    best: list[Candidate] = []
    found = sharing(numbered_lines(sheet), sheet.numbered_bookings, lambda x: x.cents)
    for line, bookings in found.items():
        ranked = similar(line, bookings)
        if ranked and _stands_out(ranked) and _vouched(sheet, ranked[0]):
            best.append(ranked[0])
    for one in sorted(best, key=lambda c: (-c.alike, c.days, c.line.order)):
        status = MatchStatus.MATCHED if one.alike >= VARIANT else MatchStatus.MATCHED_DIFFERENCE
        yield Found((one.line,), (one.booking,), status, agrees(one.line, one.booking))


def variant_reference(sheet: Sheet) -> Iterator[Found]:
    """A number in another form and another amount of the same sign, each the other's only one."""
    pairs = list(_variants(sheet))
    asked = Counter(one for pair in pairs for one in pair)
    for line, booking in pairs:
        if asked[line] == asked[booking] == 1:
            yield _different(line, booking)


def forms(sheet: Sheet) -> dict[Line, list[Booking]]:
    """For each open document the free bookings under another form of its number, if any."""
    return {
        line: [booking for _, booking in pairs]
        for line, pairs in grouped(_variants(sheet), lambda pair: pair[0]).items()
    }


def mistyped_reference(sheet: Sheet) -> Iterator[Found]:
    """A number with one or two characters wrong and an amount slightly off, the only such pair."""
    bookings = sorted(sheet.numbered_bookings, key=_cents)
    for line in numbered_lines(sheet):
        near = within(line, _slightly_off(line, bookings), _TYPO_DAYS)
        meant = [booking for booking in near if _mistyped(line, booking)]
        if len(meant) == 1:
            yield _different(line, meant[0])


def similar(line: Line, bookings: Sequence[Booking]) -> list[Candidate]:
    """The bookings with a similar number in the window, the most similar first."""
    near = within(line, bookings, _SIMILAR_DAYS)
    known = [Candidate(line, b, similarity(line.ref, b.ref), days_apart(line, b)) for b in near]
    alike = [candidate for candidate in known if candidate.alike >= _ALIKE]
    return sorted(alike, key=lambda c: (-c.alike, c.days, c.booking.order))


def off_by_tax(printed: int, typed: int) -> bool:
    """Whether the booking is the net amount of the line at a rate of VAT in use, to the coin."""
    return any(abs(printed - typed * (1 + rate / 1000)) <= 1 for rate in _TAX_RATES)


def tolerable(printed: int, typed: int) -> bool:
    """Whether two amounts differ by rounding or by a cash discount of 1, 2 or 3 %."""
    apart, percent = abs(printed - typed), abs(printed) / 100
    if apart > _DISCOUNTS[-1] * percent + ROUNDING:
        return False
    return apart <= ROUNDING or any(abs(apart - rate * percent) <= 1 for rate in _DISCOUNTS)


def numbered_lines(sheet: Sheet) -> list[Line]:
    """The open documents with a number that identifies them."""
    return [line for line in sheet.documents if line.ref.usable]


def _nearest(line: Line, bookings: Sequence[Booking]) -> Iterator[Found]:
    """The booking nearest in time; of two equal bookings the first."""
    if bookings:
        booking = min(bookings, key=lambda b: (days_apart(line, b), b.order))
        yield Found((line,), (booking,), MatchStatus.MATCHED, agrees(line, booking))


def _same_number(sheet: Sheet, days: int) -> Iterator[tuple[Line, Booking]]:
    found = sharing(numbered_lines(sheet), sheet.numbered_bookings, lambda x: x.ref.core)
    for line, bookings in found.items():
        near = within(line, bookings, days)
        near.sort(key=lambda b: (abs(line.cents - b.cents), days_apart(line, b), b.order))
        yield from ((line, booking) for booking in near)


def _variants(sheet: Sheet) -> Iterator[tuple[Line, Booking]]:
    found = sharing(numbered_lines(sheet), sheet.numbered_bookings, lambda x: tail(x.ref))
    for line, bookings in found.items():
        for booking in bookings:
            near = days_apart(line, booking) <= _AMOUNT_DAYS and line.cents * booking.cents > 0
            if near and similarity(line.ref, booking.ref) >= VARIANT:
                yield line, booking


def _different(line: Line, booking: Booking) -> Found:
    return Found((line,), (booking,), MatchStatus.MATCHED_DIFFERENCE, differs(line, booking))


def _stands_out(ranked: Sequence[Candidate]) -> bool:
    """Whether the best is clearly better than the next."""
    return len(ranked) == 1 or ranked[0].alike - ranked[1].alike >= _MARGIN


def _vouched(sheet: Sheet, found: Candidate) -> bool:
    """Whether the amount is rare enough to vouch for a number that is only similar.

    Numbers that count up make neighbours: with a price list, a wrong document is one character
    away and has the same amount.
    """
    if sheet.frequency[found.line.cents] <= 1:
        return True
    close = found.alike >= VARIANT or edits(found.line.ref, found.booking.ref) == 1
    return found.days <= _COMMON_DAYS and close


def _slightly_off(line: Line, bookings: Sequence[Booking]) -> Sequence[Booking]:
    """Of bookings sorted by amount those between the lowest and the highest that may be meant."""
    net, gross = sorted((line.cents / _HIGHEST_TAX, line.cents * _HIGHEST_DISCOUNT))
    first = bisect_left(bookings, net - ROUNDING, key=_cents)
    return bookings[first : bisect_right(bookings, gross + ROUNDING, key=_cents)]


def _cents(booking: Booking) -> int:
    return booking.cents


def _mistyped(line: Line, booking: Booking) -> bool:
    days = _SAME_DAYS if line.cents == booking.cents else _TYPO_DAYS
    if days_apart(line, booking) > days or edits(line.ref, booking.ref) > _TYPO_EDITS:
        return False
    return tolerable(line.cents, booking.cents) or off_by_tax(line.cents, booking.cents)
