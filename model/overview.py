"""The overview: what is due, what came, what is missing and what was saved, by time and supplier.

Nothing of it is stored: it follows from the documents, the expectations and the visits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from model.adoption import Savings
from model.filing import Channel
from model.money import Money


@dataclass(frozen=True, slots=True)
class DueDay:
    """Invoices and credit notes of one supplier and currency that are due on one day, summed.

    `sent` says that they went to a destination already.
    """

    supplier_id: str
    day: date
    amount: Money
    documents: int
    sent: bool


@dataclass(frozen=True, slots=True)
class Arrived:
    """How many documents of a supplier came in a month, named by its first day, by one channel."""

    supplier_id: str
    month: date
    channel: Channel
    documents: int


@dataclass(frozen=True, slots=True)
class Awaited:
    """How many documents of a supplier have been expected since a day; `asked` of a person."""

    supplier_id: str
    since: date
    documents: int
    asked: bool


@dataclass(frozen=True, slots=True)
class DueWeek:
    """What is due in a week that begins on a Monday: still `here`, and `sent` on already."""

    begins: date
    here: Money
    sent: Money
    documents: int

    @property
    def amount(self) -> Money:
        """Both together."""
        return self.here + self.sent


@dataclass(frozen=True, slots=True)
class Forecast:
    """What has to be paid in one currency.

    `late` is past its date and still here: whether what was sent on has been paid is known to the
    payer alone, unless it says so. `weeks` follow each other from this one on, `later` is the rest.
    """

    late: DueWeek
    weeks: tuple[DueWeek, ...]
    later: DueWeek

    @property
    def currency(self) -> str:
        """The currency of all its amounts."""
        return self.late.here.currency


@dataclass(frozen=True, slots=True)
class Month:
    """What came in a month and by which channel; what visits did of a clerk's work in it."""

    begins: date
    came: Mapping[Channel, int]
    saved: Savings


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many documents have been missing for `least` to `most` days, None for ever longer.

    Of `machine` Billhook goes on looking for them; `person` ones wait for an answer.
    """

    least: int
    most: int | None
    machine: int
    person: int


@dataclass(frozen=True, slots=True)
class SupplierFlow:
    """A supplier's part in it; `came` has a number for each month, the oldest first."""

    supplier_id: str
    name: str
    came: tuple[int, ...]
    missing: int
    next_due: date | None
    due: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it, as of `today`. `undated` documents have no due date; `more` suppliers follow."""

    today: date
    forecasts: tuple[Forecast, ...]
    undated: int
    months: tuple[Month, ...]
    waiting: tuple[Waiting, ...]
    suppliers: tuple[SupplierFlow, ...]
    more: int
