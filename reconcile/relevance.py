"""Which ledger entries can matter to some statement lines; the rest need not even be read.

A ledger holds years, a statement a month or two. An entry can answer a line by its amount, its
number or its day; one that shares none of these with any line of its supplier is left out early,
which is two thirds of a ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from model.matches import StatementItem
from reconcile.references import part_of, reference
from reconcile.sheet import swapped

_BEFORE: Final = 31
"""Days before a line: what a rule looks back at most by the day alone."""
_AFTER: Final = 62
"""Days after a line: the last document of a collective line."""
_LENGTH: Final = 3
_LOOKALIKES: Final = str.maketrans("OISBGZ", "015862")


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the lines of one supplier share with the entries that may answer them."""

    amounts: set[int]
    endings: set[str]
    days: set[date]


class Relevance:
    """What the lines of some statements share with the entries that may answer them."""

    def __init__(self, items: Iterable[StatementItem]) -> None:
        self._of_supplier: Final[dict[str, _Shared]] = {}
        self._elsewhere: Final[set[tuple[int, str]]] = set()
        for item in items:
            self._add(item)

    def matters(self, supplier_id: str, cents: int, day: date, number: str) -> bool:
        """Whether an entry may answer a line, on its own account or booked on a wrong one."""
        ending = _ending(number)
        shared = self._of_supplier.get(supplier_id)
        if shared and (day in shared.days or cents in shared.amounts or ending in shared.endings):
            return True
        return (cents, ending) in self._elsewhere

    def _add(self, item: StatementItem) -> None:
        cents = item.amount.minor()
        shared = self._of_supplier.setdefault(item.supplier_id, _Shared(set(), set(), set()))
        endings = {*map(_ending, (item.reference, part_of(item.reference))), _core(item.reference)}
        shared.amounts.add(cents)
        shared.endings.update(endings)
        shared.days.update(_days(item.day) if item.day else ())
        self._elsewhere.update((cents, ending) for ending in endings)


def _core(number: str) -> str:
    return _ending(reference(number).core)


def _ending(number: str) -> str:
    return number[-_LENGTH:].upper().translate(_LOOKALIKES)


@lru_cache(maxsize=4096)
def _days(day: date) -> frozenset[date]:
    """The days of bookings that may answer a line of this day, also with day and month swapped."""
    around = [day + timedelta(days=apart) for apart in range(-_BEFORE, _AFTER + 1)]
    return frozenset(around) | {swapped(one) for one in around}
