"""The sentences of reconciliation: short, with the numbers, the same words everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from model.money import Money
from reconcile.sheet import Booking, Line

_NO_NUMBER = "(no number)"


def name(line: Line) -> str:
    """The line as the supplier calls it; its parts where it is printed in parts."""
    return ", ".join(item.reference.strip() or _NO_NUMBER for item in line.items)


def names(bookings: Iterable[Booking]) -> str:
    """The bookings as the clerk typed them."""
    return ", ".join(booking.first.reference.strip() or _NO_NUMBER for booking in bookings)


def agrees(line: Line, booking: Booking) -> str:
    """The sentence for a line that is booked with the same amount."""
    typed = names([booking])
    form = "" if typed == name(line) else f" as {typed}"
    split = f" in {len(booking.entries)} parts" if len(booking.entries) > 1 else ""
    return (
        f"{name(line)} over {line.amount} is booked{form}{split}, dated {booking.first.doc_date}."
    )


def differs(line: Line, booking: Booking) -> str:
    """The sentence for a line that is booked with another amount."""
    apart = line.amount - booking.amount
    more = "more" if apart.amount > 0 else "less"
    return (
        f"{name(line)}: the statement says {line.amount}, the ledger {booking.amount} "
        f"({names([booking])}); the statement says {abs(apart)} {more}."
    )


def adds_up(lines: Sequence[Line], bookings: Sequence[Booking]) -> str:
    """The sentence for lines and bookings that belong together as a group."""
    printed = ", ".join(map(name, lines))
    return f"{printed} over {_sum(lines)} is booked as {names(bookings)} over {_sum(bookings)}."


def _sum(amounts: Sequence[Line] | Sequence[Booking]) -> Money:
    return Money.of_minor(sum(one.cents for one in amounts), amounts[0].amount.currency)
