"""A statement on the desk: its open lines beside the bookings of ours that may answer them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final, TypeVar

from model.documents import StatementLineKind
from model.matches import Match, MatchStatus, StatementItem
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from reconcile.references import Reference, look, reference, whole

NO_DATE: Final = 9_999
"""The distance to a line without a date: beyond every window."""
_SWAP_BEYOND: Final = 31
_MONTHS: Final = 12

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A statement line with its keys; one document printed in parts is one line.

    `cents` counts the currency's smallest coin.
    """

    items: tuple[StatementItem, ...]
    cents: int
    ref: Reference
    payment: bool  # money and not a document
    day: int | None  # counted as `date.toordinal` does

    @property
    def first(self) -> StatementItem:
        """The item that stands for the line."""
        return self.items[0]

    @property
    def amount(self) -> Money:
        """What we owe by the line."""
        return Money.of_minor(self.cents, self.first.amount.currency)

    @property
    def order(self) -> tuple[int, str]:
        """The place in the order of the paper; numeric ids count up."""
        return (len(self.first.id), self.first.id)


@dataclass(frozen=True, slots=True, eq=False)
class Booking:
    """What was booked for one document with its keys; a split of the cost is one booking."""

    entries: tuple[LedgerEntry, ...]
    cents: int
    ref: Reference
    payment: bool  # money and not a document
    days: tuple[int, int]  # as typed, and with day and month swapped (the same where that is none)
    first: LedgerEntry  # the entry that stands for the booking

    @property
    def amount(self) -> Money:
        """What we owe by the booking."""
        return Money.of_minor(self.cents, self.first.amount.currency)

    @property
    def order(self) -> tuple[date, int, str]:
        """The order of booking: of two equal bookings the first is the right one."""
        return (self.first.post_date, len(self.first.id), self.first.id)


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: lines and bookings that belong together, and why in one sentence."""

    lines: tuple[Line, ...]
    bookings: tuple[Booking, ...]
    status: MatchStatus
    reason: str

    @property
    def gap(self) -> Money:
        """Statement minus ledger; a balance brought forward is compared by the proof alone."""
        if self.status is MatchStatus.BALANCE_FORWARD:
            return Money(Decimal(0), self.lines[0].amount.currency)
        cents = sum(one.cents for one in self.lines) - sum(one.cents for one in self.bookings)
        return Money.of_minor(cents, self.lines[0].amount.currency)


def printed(*items: StatementItem) -> Line:
    """The line of these items with its keys."""
    text = items[0].reference
    key = reference(text) if len(items) == 1 else whole(text)
    cents = sum(item.amount.minor() for item in items)
    day = items[0].day
    paid = items[0].kind is StatementLineKind.PAYMENT
    return Line(items, cents, key, paid, day.toordinal() if day else None)


def booked(entries: Iterable[LedgerEntry]) -> list[Booking]:
    """The bookings of these entries, first booked first; a booking's lines share a voucher."""
    split = grouped(entries, lambda e: (e.voucher, e.kind, e.reference, e.amount.currency))
    return sorted(map(_booking, split.values()), key=lambda booking: booking.order)


def _booking(entries: list[LedgerEntry]) -> Booking:
    if len(entries) > 1:
        entries.sort(key=lambda entry: (len(entry.id), entry.id))
    first = entries[0]
    cents = sum(entry.amount.minor() for entry in entries)
    paid = first.kind is EntryKind.PAYMENT
    key, days = reference(first.reference), _days(first.doc_date)
    return Booking(tuple(entries), cents, key, paid, days, first)


@lru_cache(maxsize=4096)
def _days(typed: date) -> tuple[int, int]:
    return typed.toordinal(), _swapped(typed).toordinal()


def grouped(things: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """The things by their key, in the order they came."""
    groups: dict[K, list[T]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return dict(groups)


def sharing(
    lines: Iterable[Line], bookings: Iterable[Booking], key: Callable[[Line | Booking], Hashable]
) -> dict[Line, list[Booking]]:
    """Each line with the bookings of its key, in the order they came."""
    keys = {line: key(line) for line in lines}
    groups: dict[Hashable, list[Booking]] = {held: [] for held in keys.values()}
    for booking in bookings if groups else ():
        if (group := groups.get(key(booking))) is not None:
            group.append(booking)
    return {line: groups[held] for line, held in keys.items()}


def days_apart(line: Line, booking: Booking) -> int:
    """Days between line and booking; where far apart, day and month may have been swapped."""
    if line.day is None:
        return NO_DATE
    typed, turned = booking.days
    plain = abs(line.day - typed)
    return plain if plain <= _SWAP_BEYOND else min(plain, abs(line.day - turned) + 1)


def within(line: Line, bookings: Iterable[Booking], days: int) -> list[Booking]:
    """The bookings at most so many `days_apart` from the line, in the order they came."""
    day = line.day
    if day is None:
        return []
    return [
        booking
        for booking in bookings
        if (plain := abs(day - booking.days[0])) <= days
        or (plain > _SWAP_BEYOND and abs(day - booking.days[1]) < days)
    ]


def dated_within(line: Line, booking: Booking, first: int, last: int) -> bool:
    """Whether the booking is dated so many days after the line, as typed or swapped."""
    if line.day is None:
        return False
    typed, turned = booking.days
    return first <= typed - line.day <= last or first <= turned - line.day <= last


def _swapped(typed: date) -> date:
    """The date with day and month swapped, where that is a date."""
    return typed.replace(month=typed.day, day=typed.month) if typed.day <= _MONTHS else typed


class Sheet:
    """One statement in one currency: what is open, what is free, what was found."""

    def __init__(
        self, supplier_id: str, lines: Iterable[Line], bookings: Sequence[Booking]
    ) -> None:
        self.supplier_id: Final = supplier_id
        self.lines: Final = tuple(sorted(lines, key=lambda line: line.order))
        self.bookings: Final = bookings
        self.matches: Final[list[Match]] = []
        self.used: Final[set[Booking]] = set()
        self._open = dict.fromkeys(self.lines)
        documents = [booking for booking in bookings if not booking.payment]
        self._free_documents = dict.fromkeys(documents)
        self._free_numbered = dict.fromkeys(one for one in documents if one.ref.core)
        self._free_payments = dict.fromkeys(one for one in bookings if one.payment)

    @property
    def open(self) -> list[Line]:
        """The lines that nothing has answered yet, in the order of the paper."""
        return list(self._open)

    @property
    def documents(self) -> list[Line]:
        """The open lines that are documents."""
        return [line for line in self._open if not line.payment]

    @property
    def payments(self) -> list[Line]:
        """The open lines that are payments."""
        return [line for line in self._open if line.payment]

    @property
    def booked_documents(self) -> list[Booking]:
        """The free bookings of documents, first booked first."""
        return list(self._free_documents)

    @property
    def numbered_bookings(self) -> list[Booking]:
        """The free bookings of documents with a number that identifies them."""
        return list(self._free_numbered)

    @property
    def booked_payments(self) -> list[Booking]:
        """The free bookings of payments, first booked first."""
        return list(self._free_payments)

    @cached_property
    def frequency(self) -> Counter[int]:
        """How often the amount of each line occurs among all bookings of the supplier."""
        amounts = {line.cents for line in (*self.lines, *self._open)}
        return Counter(booking.cents for booking in self.bookings if booking.cents in amounts)

    def join_parts(self) -> None:
        """Make one line of open lines that show one document in parts: one number, two amounts."""
        numbered = [line for line in self.documents if line.ref.usable]
        for parts in grouped(numbered, _document).values():
            if len({line.cents for line in parts}) > 1:
                joined = printed(*(item for line in parts for item in line.items))
                self._open = {line: None for line in self._open if line not in parts}
                self._open[joined] = None

    def separate_parts(self) -> None:
        """Take the joined lines apart again that nothing has answered."""
        items = [item for line in self._open for item in line.items]
        self._open = dict.fromkeys(sorted(map(printed, items), key=lambda line: line.order))

    def withdraw(self, booking: Booking) -> None:
        """Take a booking away that answers a line; it may stand on another account's sheet."""
        for free in (self._free_documents, self._free_numbered, self._free_payments):
            free.pop(booking, None)

    def settle(self, found: Found, rule: str) -> None:
        """Write down what a rule found, unless something of it was answered in the meantime."""
        taken = any(booking in self.used for booking in found.bookings)
        if taken or any(line not in self._open for line in found.lines):
            return
        ids = tuple(entry.id for booking in found.bookings for entry in booking.entries)
        difference = found.gap.amount
        for item in (item for line in found.lines for item in line.items):
            self.matches.append(Match(item.id, ids, found.status, difference, found.reason, rule))
            difference = Decimal(0)  # the difference of a group stands once, at its first line
        for line in found.lines:
            del self._open[line]
        for booking in found.bookings:
            self.used.add(booking)
            self.withdraw(booking)


def _document(line: Line) -> tuple[str, bool, date | None]:
    return (look(whole(line.first.reference)), line.cents > 0, line.first.day)
