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
    """Invoices and credit notes of one supplier, currency and entity, due on one day, summed.

    `sent` says that they went to a destination already. Without an `entity_id` nobody knows for
    which of our companies they are, here as below.
    """

    supplier_id: str
    day: date
    amount: Money
    documents: int
    sent: bool
    entity_id: str | None = None


@dataclass(frozen=True, slots=True)
class OpenBills:
    """Bills of one entity, due date and currency that nobody has said are paid, summed."""

    entity_id: str | None
    due: date | None
    amount: Money
    documents: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """How many documents of a supplier came in a month, named by its first day, by one channel."""

    supplier_id: str
    month: date
    channel: Channel
    documents: int
    entity_id: str | None = None


@dataclass(frozen=True, slots=True)
class Awaited:
    """How many documents of a supplier have been expected since a day; `asked` of a person."""

    supplier_id: str
    since: date
    documents: int
    asked: bool
    entity_id: str | None = None


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
class Flow:
    """A supplier's part in it, or one of our companies'.

    `came` has a number for each month, the oldest first.
    """

    id: str
    name: str
    came: tuple[int, ...]
    missing: int
    next_due: date | None
    due: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it, as of `today`. `undated` documents have no due date; `more` suppliers follow.

    `companies` are those that whoever asks sees the documents of, and one without an id for what is
    of none that is known; empty where they see one at most, or look at one alone.
    """

    today: date
    forecasts: tuple[Forecast, ...]
    undated: int
    months: tuple[Month, ...]
    waiting: tuple[Waiting, ...]
    suppliers: tuple[Flow, ...]
    more: int
    companies: tuple[Flow, ...] = ()
