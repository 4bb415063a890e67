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
from model.orders import EntryKind, LedgerEntry
from reconcile.references import part_of, reference

_BEFORE: Final = 31
"""Days before a line: the first document of a collective line, or a payment in a lump."""
_AFTER: Final = 62
"""Days after a line: the last document of a collective line."""
_NUMBER: Final = 5
"""Last characters that two forms of one number share, on one account."""
_NUMBER_ELSEWHERE: Final = 3
"""On another account, where the amount has to be the same as well."""
_LOOKALIKES: Final = str.maketrans("OISBGZ", "015862")
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
            or _ending(text, _NUMBER) in shared.numbers
        ):
            return True
        return (cents, _ending(text, _NUMBER_ELSEWHERE)) in self._elsewhere

    def matters_entry(self, entry: LedgerEntry) -> bool:
        """Whether this entry may answer a line."""
        cents = entry.amount.minor()
        return self.matters(entry.supplier_id, entry.kind, cents, entry.doc_date, entry.reference)

    def _add(self, item: StatementItem) -> None:
        cents = item.amount.minor()
        shared = self._of_supplier[item.supplier_id]
        forms = {item.reference, part_of(item.reference), reference(item.reference).core}
        shared.amounts.add(cents)
        shared.numbers.update(_ending(form, _NUMBER) for form in forms)
        if item.day:
            shared.days[item.kind is StatementLineKind.PAYMENT] |= _days(item.day)
        self._elsewhere.update((cents, _ending(form, _NUMBER_ELSEWHERE)) for form in forms)


def _ending(text: str, length: int) -> str:
    return text[-length:].upper().translate(_LOOKALIKES)


@lru_cache(maxsize=4096)
def _days(day: date) -> frozenset[date]:
    """The days of the entries that may answer a line of this day."""
    return frozenset(day + timedelta(days=apart) for apart in range(-_BEFORE, _AFTER + 1))
