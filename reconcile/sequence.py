"""A supplier's numbers over time: which of them fit among their neighbours, and which do not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from reconcile.references import Reference, reference
from reconcile.sheet import Booking, grouped

_NEAR_DAYS: Final = 6
_NEIGHBOURS: Final = 6
"""On each side, so many neighbours are asked at least."""
_FEWEST: Final = 5
"""With fewer numbers there is no sequence to speak of."""
_OUTLYING: Final = 4
"""One in so many neighbours on each side may be mistyped or misdated itself."""
_LEAST_SPAN: Final = 12
_OFTEN: Final = 3
_SELDOM: Final = 0.04

_Span = tuple[int, int]
_Form = Callable[[Reference], int]
_Forms = list[tuple[_Form, "_Series"]]


class Sequence:
    """What a supplier has billed: its numbers rise with time, and its amounts repeat or do not."""

    def __init__(self, bookings: Iterable[Booking]) -> None:
        held = [booking for booking in bookings if not booking.payment]
        signs = grouped(held, lambda b: b.cents > 0)
        self._series: Final[dict[bool, _Forms]] = {
            sign: [(form, _Series((b.days[0], form(b.ref)) for b in numbered)) for form in _FORMS]
            for sign, numbered in signs.items()
        }
        times = Counter(booking.cents for booking in held)
        often = sum(count for count in times.values() if count >= _OFTEN)
        self.repeats: Final = often > _SELDOM * len(held)
        """Whether equal amounts are usual at this supplier, as with subscriptions."""

    def fits(self, booking: Booking) -> bool:
        """Whether a number lies among those of its days; where too few are known, it does."""
        series = self._series.get(booking.cents > 0)
        return series is None or _holds(series, booking.ref, booking.days)


def _holds(series: _Forms, ref: Reference, days: tuple[int, int]) -> bool:
    for form, numbers in series:
        value, (typed, turned) = form(ref), days
        if not value or numbers.holds(value, typed):
            return True
        if turned != typed and numbers.holds(value, turned):
            return True
    return False


def leaves(number: str, day: date, seen: Iterable[tuple[str, date]]) -> bool:
    """Whether a document's number lies far from those that its supplier gave around that day."""
    numbered = [(reference(text), dated.toordinal()) for text, dated in seen]
    own = reference(number)
    return own.usable and not any(
        _Series((dated, form(ref)) for ref, dated in numbered).holds(form(own), day.toordinal())
        for form in _FORMS
    )


class Sequences:
    """The sequence of each supplier, made when it is first asked for."""

    def __init__(self, bookings: Iterable[Booking]) -> None:
        self._held: Final = grouped(bookings, lambda b: b.first.supplier_id)
        self._made: Final[dict[str, Sequence]] = {}
        self._fit: Final[dict[Booking, bool]] = {}

    def of(self, supplier_id: str) -> Sequence:
        """The sequence of one supplier."""
        if supplier_id not in self._made:
            self._made[supplier_id] = Sequence(self._held.get(supplier_id, ()))
        return self._made[supplier_id]

    def fits(self, booking: Booking) -> bool:
        """Whether a number lies among those of its supplier and days."""
        known = self._fit.get(booking)
        if known is None:
            known = self._fit[booking] = self.of(booking.first.supplier_id).fits(booking)
        return known


class _Series:
    """Numbers of one kind of document in the order of their dates."""

    def __init__(self, points: Iterable[tuple[int, int]]) -> None:
        known = sorted((day, value) for day, value in points if value)
        self._days: Final = [day for day, _ in known]
        self._values: Final = [value for _, value in known]
        self._spans: Final[dict[int, _Span | None]] = {}

    def holds(self, value: int, day: int) -> bool:
        try:
            span = self._spans[day]
        except KeyError:
            span = self._spans[day] = self._span(day)
        return span is None or span[0] <= value <= span[1]

    def _span(self, day: int) -> _Span | None:
        """Between which numbers those of a day lie; None where too few are known."""
        if len(self._values) < _FEWEST:
            return None
        first = bisect_left(self._days, day - _NEAR_DAYS)
        last = bisect_right(self._days, day + _NEAR_DAYS)
        place = bisect_left(self._days, day)
        first, last = min(first, max(0, place - _NEIGHBOURS)), max(last, place + _NEIGHBOURS)
        near = sorted(self._values[first:last])
        odd = len(near) // _OUTLYING
        low, high = near[odd], near[-1 - odd]
        slack = max(2 * (high - low), _LEAST_SPAN)
        return low - slack, high + slack


def counted(ref: Reference) -> int:
    """The number as a count, without its leading zeros; 0 where it has no digit."""
    return _number(ref.core)


def _padded(ref: Reference) -> int:
    """The number with its zeros, which is what is left where separators were dropped."""
    return _number(ref.alnum)


def _number(text: str) -> int:
    if text.isdecimal() and text.isascii():
        return int(text)
    found = "".join(filter(str.isdecimal, text))
    return int(found) if found.isascii() and found else 0


_FORMS: Final = (counted, _padded)
