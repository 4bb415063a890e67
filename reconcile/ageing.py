"""What we owe by age: payments and credits settle what is named, then the oldest documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from model.money import Money
from model.orders import EntryKind, LedgerEntry
from model.references import reference
from reconcile.sheet import grouped

BUCKETS: Final = ((30, "0-30"), (60, "31-60"), (90, "61-90"))
OLDEST: Final = "over 90"


@dataclass(frozen=True, slots=True)
class Aged:
    """What is open at a supplier in one currency on a day, by days since the document's date.

    `buckets` has an amount for each of `BUCKETS`, then the oldest; `unallocated` is what was paid
    or credited beyond all documents, as a negative amount.
    """

    supplier_id: str
    buckets: tuple[Money, ...]
    unallocated: Money

    @property
    def total(self) -> Money:
        """The balance of the supplier's account."""
        return sum(self.buckets, start=self.unallocated)


def aged(entries: Iterable[LedgerEntry], *, day: date) -> tuple[Aged, ...]:
    """The open items of each supplier and currency on a day; settled accounts are left out."""
    until = [entry for entry in entries if entry.post_date <= day]
    accounts = grouped(until, lambda e: (e.supplier_id, e.amount.currency))
    found = (_account(key[0], held, day) for key, held in sorted(accounts.items()))
    return tuple(one for one in found if one.total.amount or any(b.amount for b in one.buckets))


def _account(supplier_id: str, entries: Sequence[LedgerEntry], day: date) -> Aged:
    zero = Money.of_minor(0, entries[0].amount.currency)
    ordered = sorted(entries, key=lambda entry: (entry.doc_date, len(entry.id), entry.id))
    owed = {entry.id: entry.amount.minor() for entry in ordered if entry.amount.minor() > 0}
    left = 0
    for settling in (entry for entry in ordered if entry.amount.minor() < 0):
        left += _settle_named(settling, ordered, owed)
    by_entry = {entry.id: entry for entry in ordered}
    for entry_id, cents in owed.items():
        used = min(cents, left)
        owed[entry_id], left = cents - used, left - used
    amounts = [0] * (len(BUCKETS) + 1)
    for entry_id, cents in owed.items():
        amounts[_bucket(by_entry[entry_id].doc_date, day)] += cents
    buckets = tuple(Money.of_minor(cents, zero.currency) for cents in amounts)
    return Aged(supplier_id, buckets, Money.of_minor(-left, zero.currency))


def _settle_named(
    settling: LedgerEntry, entries: Sequence[LedgerEntry], owed: dict[str, int]
) -> int:
    """What is left of a payment or credit after the document of its own number."""
    rest = -settling.amount.minor()
    number = reference(settling.reference)
    if settling.kind is EntryKind.PAYMENT and not number.usable:
        return rest
    for entry in entries:
        if rest and owed.get(entry.id) and number.core and reference(entry.reference) == number:
            used = min(owed[entry.id], rest)
            owed[entry.id] -= used
            rest -= used
    return rest


def _bucket(dated: date, day: date) -> int:
    days = (day - dated).days
    return next((at for at, (most, _) in enumerate(BUCKETS) if days <= most), len(BUCKETS))
