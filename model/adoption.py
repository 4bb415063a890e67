"""Adoption: how far a supplier is taken over from the clerk, what holds it back, what it saves.

Nothing of it is stored: it follows from what is registered, and from how the visits went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from model.outcomes import Outcome, Retry
from model.suppliers import Portal, Supplier


class AdoptionStage(StrEnum):
    """How far a supplier, or one of its portals, is taken over; each stage includes those before.

    They are in order, the least first.
    """

    KNOWN = "known"  # seen, and nobody has said where its documents are
    REGISTERED = "registered"  # its portal is confirmed; no visit has been let in yet
    CONNECTED = "connected"  # the portal has let us in
    AUTOMATIC = "automatic"  # visits that nobody asked for have gone well
    HANDS_FREE = "hands_free"  # the last ones without anybody's help, and nothing waits for one

    @property
    def rank(self) -> int:
        """Its place in the order, from 0."""
        return list(AdoptionStage).index(self)

    @property
    def words(self) -> str:
        """How it reads."""
        return self.value.replace("_", "-")


_HOUR: Final = 60  # minutes
_ROUND: Final = 10  # hours from which on tenths say nothing
_NEEDS_PERSON: Final = frozenset({Retry.NEVER, Retry.WINDOW})


@dataclass(frozen=True, slots=True)
class PastVisit:
    """How a visit went, as far as adoption follows from it.

    `unasked` says that no person ordered it, `helped` that one answered its portal or was at its
    page, `failure` how it ended where it did not end well.
    """

    finished: datetime
    unasked: bool
    helped: bool = False
    failure: Outcome | None = None

    @property
    def alone(self) -> bool:
        """Whether it went well without anybody."""
        return self.unasked and not self.helped and self.failure is None

    @property
    def needed_person(self) -> bool:
        """Whether it took a person, or has to be followed by one."""
        failed = self.failure is not None and self.failure.retry in _NEEDS_PERSON
        return self.helped or failed


@dataclass(frozen=True, slots=True)
class PortalPast:
    """What a portal's adoption follows from; `visits` are the last finished ones, newest first.

    `let_in` says that it has ever taken a sign-in of ours. `waiting` documents are left to a
    person, `asked` says that a question about the portal is open. `sign_ins` and `downloads` are
    what visits of the month have done for the clerk.
    """

    portal: Portal
    visits: tuple[PastVisit, ...] = ()
    let_in: bool = False
    waiting: int = 0
    asked: bool = False
    sign_ins: int = 0
    downloads: int = 0


@dataclass(frozen=True, slots=True)
class SupplierPast:
    """What a supplier's adoption follows from.

    `by_mail` says that mails have brought documents of it themselves; `unreached` documents were
    announced, and there is no portal to fetch them from.
    """

    supplier: Supplier
    portals: tuple[PortalPast, ...] = ()
    by_mail: bool = False
    unreached: int = 0


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a clerk takes, in minutes: the one place that savings are estimated by."""

    sign_in: Decimal
    download: Decimal


@dataclass(frozen=True, slots=True)
class Savings:
    """What a clerk did not have to do; `minutes` are estimated, the rest is counted."""

    sign_ins: int = 0
    downloads: int = 0
    minutes: Decimal = Decimal(0)

    @classmethod
    def of(cls, sign_ins: int, downloads: int, effort: Effort) -> Savings:
        """So many sign-ins and downloads, with the minutes that they take a clerk."""
        minutes = sign_ins * effort.sign_in + downloads * effort.download
        return cls(sign_ins, downloads, minutes)

    @property
    def time(self) -> str:
        """The minutes as they read: 45 min, 1.5 h, 14 h."""
        if self.minutes < _HOUR:
            return f"{self.minutes:.0f} min"
        hours = self.minutes / _HOUR
        return f"{hours:.1f} h" if hours < _ROUND else f"{hours:,.0f} h"

    @classmethod
    def sum(cls, several: Iterable[Savings]) -> Savings:
        """All of them together."""
        every = tuple(several)
        return cls(
            sum(one.sign_ins for one in every),
            sum(one.downloads for one in every),
            sum((one.minutes for one in every), Decimal(0)),
        )


@dataclass(frozen=True, slots=True)
class Adoption:
    """A stage, with what holds the next one back and what was saved in the month.

    `held_back` is one sentence with its remedy, empty where nothing is; `key` is the key of the
    Portals screen that does it, empty where that is done elsewhere.
    """

    stage: AdoptionStage
    held_back: str = ""
    key: str = ""
    savings: Savings = Savings()


@dataclass(frozen=True, slots=True)
class PortalAdoption:
    """How far a portal is adopted."""

    portal_id: str
    name: str
    adoption: Adoption


@dataclass(frozen=True, slots=True)
class SupplierAdoption:
    """How far a supplier is adopted: as far as the least of its portals."""

    supplier_id: str
    name: str
    adoption: Adoption
    portals: tuple[PortalAdoption, ...] = ()


@dataclass(frozen=True, slots=True)
class AdoptionReport:
    """All suppliers, those that are least adopted first; `month` is the first of its days."""

    month: date
    effort: Effort
    suppliers: tuple[SupplierAdoption, ...]

    @property
    def stages(self) -> dict[AdoptionStage, int]:
        """How many suppliers are at each stage."""
        counted = Counter(one.adoption.stage for one in self.suppliers)
        return {stage: counted[stage] for stage in AdoptionStage}

    @property
    def summary(self) -> str:
        """Where all suppliers stand, in one line."""
        hands_free, every = self.stages[AdoptionStage.HANDS_FREE], len(self.suppliers)
        suppliers = "supplier" if every == 1 else "suppliers"
        return (
            f"{hands_free} of {every} {suppliers} hands-free, {self.savings.time} saved this month"
        )

    @property
    def savings(self) -> Savings:
        """What all suppliers saved in the month."""
        return Savings.sum(one.adoption.savings for one in self.suppliers)

    @property
    def portals(self) -> dict[str, Adoption]:
        """How far each portal is adopted, by its id."""
        return {one.portal_id: one.adoption for of in self.suppliers for one in of.portals}
