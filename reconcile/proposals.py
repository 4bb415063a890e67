"""What a person may answer to an open line: why it may be right, which entries it may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from model.documents import StatementLineKind
from model.matches import Match, MatchStatus, StatementItem
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from reconcile.by_reference import off_by_tax
from reconcile.references import look, reference, similarity

MOST: Final = 3
"""Answers that are offered for a line; the others are linked by hand."""
_ALIKE: Final = 0.8
_NEAR: Final = 62
_CLOSE: Final = 12
_TO_PAIR: Final = 40
"""Entries near a line beyond which pairs that add up are mere chance."""
_ROUNDING: Final = 5
_DISCOUNTS: Final = tuple(Decimal(rate).scaleb(-1) for rate in (10, 15, 20, 25, 30, 40, 50))
"""Usual discounts for early payment, in percent."""


def reason(
    item: StatementItem, match: Match, entries: Sequence[LedgerEntry], document: Money | None
) -> str:
    """Why the difference of an open line may be right as it is, "" where nothing says so.

    `entries` are those that the line has; `document` is the total of the document on file that
    has the line's number.
    """
    if match.status is MatchStatus.DUPLICATE:
        return "The statement shows it twice; it is owed once."
    if match.status is MatchStatus.DISPUTED:
        return "We refused the document; the supplier is to cancel it."
    if match.status is MatchStatus.PAYMENT and not entries:
        return "The payment is not in our books yet."
    if match.status is not MatchStatus.MATCHED_DIFFERENCE or not entries:
        return ""
    if any(entry.supplier_id != item.supplier_id for entry in entries):
        return "It is booked on another supplier's account, to be moved."
    return _of_amounts(item, match, entries, document)


def _of_amounts(
    item: StatementItem, match: Match, entries: Sequence[LedgerEntry], document: Money | None
) -> str:
    apart = Money(match.difference, item.amount.currency)
    cents, theirs = apart.minor(), item.amount.minor()
    if 0 < abs(cents) <= _ROUNDING:
        return "Rounding."
    if rate := _discount(theirs, cents):
        return f"We take an early-payment discount of {rate.normalize():f} %."
    if document == item.amount:
        return "The document on file agrees with the statement; our booking is to be corrected."
    if off_by_tax(theirs, sum(entry.amount.minor() for entry in entries)):
        return "One side is before tax, the other with tax."
    return ""


def _discount(theirs: int, cents: int) -> Decimal | None:
    """The usual discount that makes this difference, to the coin."""
    exact = ((rate, abs(theirs) * rate / 100) for rate in _DISCOUNTS)
    taken = cents if theirs > 0 else -cents
    return next((rate for rate, share in exact if abs(share - taken) <= 1), None)


def links(
    item: StatementItem, match: Match, free: Iterable[LedgerEntry]
) -> tuple[tuple[LedgerEntry, ...], ...]:
    """The entries, one or two together, that an open line may be; the likeliest first.

    `free` are entries that no line has. A balance brought forward is no entry of ours.
    """
    if item.kind is StatementLineKind.BALANCE_FORWARD or match.status is MatchStatus.DUPLICATE:
        return ()
    fit = [entry for entry in free if _same_sort(item, entry)]
    ranked = [(rank, entry.id, entry) for entry in fit if (rank := _rank(item, entry))]
    singles = [(entry,) for _, _, entry in sorted(ranked, key=lambda one: one[:2])]
    return (*singles, *_pairs(item, fit))[:MOST]


def _same_sort(item: StatementItem, entry: LedgerEntry) -> bool:
    paid = item.kind is StatementLineKind.PAYMENT
    return paid is (entry.kind is EntryKind.PAYMENT) and entry.amount.currency == (
        item.amount.currency
    )


def _rank(item: StatementItem, entry: LedgerEntry) -> tuple[bool, float, int] | None:
    """Smaller for a likelier entry: equal amount, alike number, near day; None where it is none."""
    a, b = reference(item.reference), reference(entry.reference)
    alike = similarity(a, b) if a.usable and b.usable else 0.0
    apart = abs((entry.doc_date - item.day).days) if item.day else _NEAR
    equal = entry.amount == item.amount
    if equal and (apart <= _NEAR or (a.usable and look(a) == look(b))):
        return (False, -alike, apart)
    return (True, -alike, apart) if alike >= _ALIKE else None


def _pairs(
    item: StatementItem, fit: Sequence[LedgerEntry]
) -> Iterator[tuple[LedgerEntry, LedgerEntry]]:
    """Two entries of the same days that add up to the line."""
    near = [one for one in fit if item.day and abs((one.doc_date - item.day).days) <= _CLOSE]
    if len(near) > _TO_PAIR:
        return
    for one, other in combinations(sorted(near, key=lambda entry: (entry.doc_date, entry.id)), 2):
        if one.amount + other.amount == item.amount:
            yield one, other
