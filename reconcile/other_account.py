"""The rule across accounts: what was booked on another supplier's account by mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from model.matches import MatchStatus
from model.orders import LedgerEntry
from reconcile.by_reference import VARIANT, numbered_lines
from reconcile.references import ending, similarity
from reconcile.sheet import Booking, Found, Line, Sheet, booked, days_apart, grouped
from reconcile.wording import name

Books = dict[tuple[str, str], list[Booking]]
"""The bookings of each supplier and currency."""

_DAYS: Final = 35
_CORE_LENGTH: Final = 3


def books(entries: Iterable[LedgerEntry]) -> Books:
    """The bookings of each supplier and currency, first booked first."""
    accounts = grouped(entries, lambda e: (e.supplier_id, e.amount.currency))
    return {account: booked(held) for account, held in accounts.items()}


def other_account(sheets: Sequence[Sheet], held: Books) -> None:
    """Match open lines with what stands on another account, where each is the other's only one."""
    lines = [(sheet, line) for sheet in sheets for line in numbered_lines(sheet)]
    used = {booking for sheet in sheets for booking in sheet.used}
    amounts = {line.cents for _, line in lines}
    elsewhere = (booking for bookings in held.values() for booking in bookings)
    free = grouped((b for b in elsewhere if b.cents in amounts and b not in used), _mark)
    near = [
        (s, line, [b for b in free.get(_mark(line), []) if _near(line, b)]) for s, line in lines
    ]
    asked = Counter(booking for _, _, found in near for booking in found)
    owners = grouped(sheets, lambda sheet: sheet.supplier_id)
    for sheet, line, found in near:
        if len(found) == 1 and asked[found[0]] == 1:
            sheet.settle(_on_other_account(line, found[0]), other_account.__name__)
            for owner in owners.get(found[0].first.supplier_id, []):
                owner.withdraw(found[0])


def _mark(one: Line | Booking) -> tuple[str, int, str]:
    """What a line and its booking on another account share."""
    return (ending(one.ref), one.cents, one.first.amount.currency)


def _near(line: Line, booking: Booking) -> bool:
    if booking.payment or booking.first.supplier_id == line.first.supplier_id:
        return False
    long = min(len(line.ref.core), len(booking.ref.core)) >= _CORE_LENGTH
    close = days_apart(line, booking) <= _DAYS
    return long and close and similarity(line.ref, booking.ref) >= VARIANT


def _on_other_account(line: Line, booking: Booking) -> Found:
    account = booking.first.supplier_id
    reason = f"{name(line)} over {line.amount} is booked on the account of {account}."
    return Found((line,), (booking,), MatchStatus.MATCHED_DIFFERENCE, reason)
