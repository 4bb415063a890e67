"""Which ledger entries can matter to some statement lines; the rest need not even be read.

A ledger holds years, a statement a month or two. An entry can answer a line by its amount, its
number or its day; one that shares none of these with any line of its supplier is left out early,
which is more than half of a ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from model.documents import StatementLineKind
from model.matches import StatementItem
from model.orders import EntryKind, LedgerEntry, Wanted
from model.references import ending, part_of, printed_ending, reference

_BEFORE: Final = 31
"""Days before a line: the first document of a collective line, or a payment in a lump."""
_AFTER: Final = 62
"""Days after a line: the last document of a collective line."""
_NUMBER_ELSEWHERE: Final = 3
"""On another account, where the amount has to be the same as well."""
_UNANSWERED: Final = StatementLineKind.BALANCE_FORWARD


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the lines of one supplier share with the entries that may answer them."""

    amounts: set[int] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    days: dict[bool, set[date]] = field(default_factory=lambda: {True: set(), False: set()})
    """Of entries that are payments, and of those that are documents."""


class Relevance:
    """What the lines of some statements share with the entries that may answer them."""

    def __init__(self, items: Iterable[StatementItem]) -> None:
        self._of_supplier: Final[dict[str, _Shared]] = defaultdict(_Shared)
        self._elsewhere: Final[set[tuple[int, str]]] = set()
        for item in items:
            if item.kind is not _UNANSWERED:
                self._add(item)

    def matters(self, supplier_id: str, kind: EntryKind, cents: int, day: date, text: str) -> bool:
        """Whether an entry may answer a line, on its own account or booked on a wrong one."""
        shared = self._of_supplier.get(supplier_id)
        if shared and (
            cents in shared.amounts
            or day in shared.days[kind is EntryKind.PAYMENT]
            or printed_ending(text) in shared.numbers
        ):
            return True
        return (cents, printed_ending(text, _NUMBER_ELSEWHERE)) in self._elsewhere

    def matters_entry(self, entry: LedgerEntry) -> bool:
        """Whether this entry may answer a line."""
        cents = entry.amount.minor()
        return self.matters(entry.supplier_id, entry.kind, cents, entry.doc_date, entry.reference)

    def _add(self, item: StatementItem) -> None:
        cents = item.amount.minor()
        shared = self._of_supplier[item.supplier_id]
        forms = _forms(item)
        shared.amounts.add(cents)
        shared.numbers.update(map(printed_ending, forms))
        if item.day:
            shared.days[item.kind is StatementLineKind.PAYMENT] |= _days(item.day)
        marks = {printed_ending(form, _NUMBER_ELSEWHERE) for form in forms}
        self._elsewhere.update((cents, mark) for mark in marks)


def wanted(supplier_id: str, items: Iterable[StatementItem]) -> Wanted:
    """What to ask a stored ledger for, to have all that may answer these lines of one supplier."""
    lines = [item for item in items if item.kind is not _UNANSWERED]
    numbered = [(item, _core_ending(item)) for item in lines]
    return Wanted(
        supplier_id=supplier_id,
        amounts=frozenset(item.amount.minor() for item in lines),
        endings=frozenset(printed_ending(form) for item in lines for form in _forms(item)),
        documents=_windows(item.day for item in lines if not _is_payment(item)),
        payments=_windows(item.day for item in lines if _is_payment(item)),
        elsewhere=frozenset((mark, item.amount.minor()) for item, mark in numbered if mark),
    )


def _forms(item: StatementItem) -> set[str]:
    """The forms in which the number of a line may have been typed."""
    return {item.reference, part_of(item.reference), reference(item.reference).core}


def _core_ending(item: StatementItem) -> str:
    return ending(reference(item.reference))


def _is_payment(item: StatementItem) -> bool:
    return item.kind is StatementLineKind.PAYMENT


def _windows(days: Iterable[date | None]) -> tuple[tuple[date, date], ...]:
    """First and last days of the entries that may answer lines of these days."""
    windows: list[tuple[date, date]] = []
    for day in sorted({day for day in days if day}):
        first, last = day - timedelta(days=_BEFORE), day + timedelta(days=_AFTER)
        if windows and first <= windows[-1][1]:
            first = windows.pop()[0]
        windows.append((first, last))
    return tuple(windows)


@lru_cache(maxsize=4096)
def _days(day: date) -> frozenset[date]:
    """The days of the entries that may answer a line of this day."""
    return frozenset(day + timedelta(days=apart) for apart in range(-_BEFORE, _AFTER + 1))
