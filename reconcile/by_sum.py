"""Rules that match groups by their sum: one line for several bookings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice
from typing import Final

from model.matches import MatchStatus
from reconcile.by_reference import ROUNDING, VARIANT, numbered_lines
from reconcile.references import ending, look, says_collective, similarity
from reconcile.sheet import Booking, Found, Line, Sheet, dated_within, days_apart, grouped, sharing
from reconcile.wording import adds_up

_SPLIT_DAYS: Final = 60
_AROUND: Final = 6
_LATER: Final = 62
_FIRST: Final = 25
"""Days between a collective line and its first document."""
_QUARTER: Final = 92
"""Days to the document of its number, where open ones of some months are collected."""
_BACK: Final = 31
"""Days to the first of these; earlier ones are not read (`reconcile.relevance`)."""
_RUN: Final = 4
"""The most documents that one line stands for."""
_OTHERS: Final = ((1, 400), (2, 400), (3, 60))
"""How many others make a group, and among how many candidates they are looked for."""
_FEW_OTHERS: Final = ((1, 100), (2, 40), (3, 20))
"""The same among candidates of months, of which some add up by chance, ..."""
_MORE_OTHERS: Final = ((1, 400), (2, 200), (3, 60))
"""... and for a line that says that it stands for several."""


def cost_split(sheet: Sheet) -> Iterator[Found]:
    """One line whose number was booked several times: together they are its amount."""
    found = sharing(numbered_lines(sheet), sheet.numbered_bookings, lambda x: x.ref.core)
    for line, bookings in found.items():
        parts = [b for b in bookings if days_apart(line, b) <= _SPLIT_DAYS]
        if len(parts) > 1 and abs(line.cents - _cents(parts)) <= ROUNDING:
            yield _together(line, parts)


def parts_of_one(sheet: Sheet) -> Iterator[Found]:
    """A document that is printed in parts, booked under its number with their sum."""
    joined = [line for line in numbered_lines(sheet) if len(line.items) > 1]
    sums_up = [b for b in sheet.numbered_bookings if any(_equal(line, b) for line in joined)]
    for line, bookings in sharing(joined, sums_up, lambda x: look(x.ref)).items():
        whole = [b for b in bookings if _equal(line, b)]
        if whole:
            yield _together(line, whole[:1])


def collective(sheet: Sheet) -> Iterator[Found]:
    """One line under the number of its first document for several that add up.

    Documents between the first and the day of the line count before later ones, sums to the coin
    before rounded ones, and only a single such sum is an answer.
    """
    bookings = sheet.booked_documents
    found = sharing(numbered_lines(sheet), sheet.numbered_bookings, lambda x: ending(x.ref))
    for line, anchors in found.items():
        for anchor in _anchors(line, anchors):
            groups = _groups(line, anchor, bookings)
            if len(groups) == 1:
                yield _together(line, groups[0])


def neighbours(sheet: Sheet) -> Iterator[Found]:
    """One line for several documents of its days whose numbers follow each other and add up.

    For a collective line whose first number was mistyped, or is nobody's. To the coin only, and
    only where a single run of them adds up.
    """
    bookings = sheet.booked_documents
    known = {booking.ref.core for booking in bookings}
    for line in numbered_lines(sheet):
        if line.ref.core in known:
            continue  # its first document is there: the others don't add up with it
        near = [b for b in bookings if _beside(line, b)]
        runs = [*islice(_runs(line.cents, sorted(near, key=_place)), 2)]
        if len(runs) == 1:
            yield _together(line, runs[0])


def _beside(line: Line, booking: Booking) -> bool:
    smaller = 0 < booking.cents < line.cents
    return smaller and dated_within(line, booking, -_AROUND, _AROUND)


def _runs(cents: int, bookings: Sequence[Booking]) -> Iterator[Sequence[Booking]]:
    for start in range(len(bookings)):
        total = bookings[start].cents
        for end in range(start + 1, min(start + _RUN, len(bookings))):
            total += bookings[end].cents
            if total == cents:
                yield bookings[start : end + 1]


def _anchors(line: Line, bookings: Sequence[Booking]) -> list[Booking]:
    """The bookings under the number of the line, of a smaller amount."""
    smaller = [b for b in bookings if 0 < b.cents < line.cents and _same_number(line, b)]
    return sorted(smaller, key=lambda b: (days_apart(line, b), b.order))


def _same_number(line: Line, booking: Booking) -> bool:
    near = days_apart(line, booking) <= _QUARTER
    return near and similarity(line.ref, booking.ref) >= VARIANT


def _groups(line: Line, anchor: Booking, bookings: Sequence[Booking]) -> list[list[Booking]]:
    """The groups with the anchor that add up, by the first way that finds any."""
    rest, apart = line.cents - anchor.cents, days_apart(line, anchor)
    others = [b for b in bookings if b is not anchor and 0 < b.cents <= rest + ROUNDING]
    if apart > _FIRST:
        return _with(anchor, _collected(line, rest, others))
    between = [b for b in others if dated_within(line, b, -apart - _AROUND, _AROUND)]
    if run := _run(rest, anchor, between):
        return _with(anchor, [run])
    later = [b for b in others if dated_within(line, b, -_AROUND, _LATER)]
    for candidates, off in ((between, 0), (between, ROUNDING), (later, 0)):
        if found := sums(rest, candidates, off=off):
            return _with(anchor, found)
    return _with(anchor, _collected(line, rest, others))


def _with(anchor: Booking, groups: Iterable[list[Booking]]) -> list[list[Booking]]:
    return [[anchor, *group] for group in groups]


def _collected(line: Line, cents: int, bookings: Sequence[Booking]) -> list[list[Booking]]:
    """The groups of open documents of some months that add up, to the coin."""
    near = [b for b in bookings if dated_within(line, b, -_BACK, _LATER)]
    said = says_collective(line.first.reference)
    return sums(cents, near, among=_MORE_OTHERS if said else _FEW_OTHERS)


def _run(cents: int, anchor: Booking, bookings: Sequence[Booking]) -> list[Booking]:
    """The bookings whose numbers follow the anchor's without a gap and add up; none, if none do."""
    place = _place(anchor)
    following = sorted((b for b in bookings if b.ref.usable and _place(b) > place), key=_place)
    for size, _ in _OTHERS:
        if abs(cents - _cents(following[:size])) <= ROUNDING:
            return following[:size]
    return []


def _place(booking: Booking) -> tuple[int, str]:
    """The place of a number among its neighbours."""
    return (len(booking.ref.core), booking.ref.core)


def sums(
    cents: int,
    bookings: Sequence[Booking],
    *,
    off: int = 0,
    among: Sequence[tuple[int, int]] = _OTHERS,
) -> list[list[Booking]]:
    """The smallest groups of one to three bookings that add up, at most two of them.

    Two are enough to know that the sum is no proof. Among too many candidates there are none.
    """
    for size, limit in among:
        if len(bookings) <= limit and (found := [*islice(_sums_of(size, cents, bookings, off), 2)]):
            return found
    return []


def _sums_of(
    size: int, cents: int, bookings: Sequence[Booking], off: int
) -> Iterator[list[Booking]]:
    places = grouped(range(len(bookings)), lambda place: bookings[place].cents)
    for chosen in combinations(range(len(bookings)), size - 1):
        rest = cents - _cents([bookings[place] for place in chosen])
        for near in range(rest - off, rest + off + 1):
            for end in places.get(near, ()):
                if end > max(chosen, default=-1):
                    yield [bookings[place] for place in (*chosen, end)]


def _equal(line: Line, booking: Booking) -> bool:
    return abs(line.cents - booking.cents) <= ROUNDING


def _together(line: Line, bookings: Sequence[Booking]) -> Found:
    reason = adds_up([line], bookings)
    return Found((line,), tuple(bookings), MatchStatus.MATCHED, reason)


def _cents(bookings: Sequence[Booking]) -> int:
    return sum(booking.cents for booking in bookings)
