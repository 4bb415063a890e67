"""The languages of the farm's portals: what they write, and how they write dates and amounts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

_TURNED = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Tongue:
    """A language. `day` is how a date is written (strftime); `mark` parts euros from cents."""

    code: str
    email: str
    password: str
    sign_in: str
    sign_out: str
    invoices: str
    number: str
    date: str
    total: str
    type: str
    invoice: str
    credit: str
    nothing: str
    next: str
    more: str
    download: str
    show: str
    day: str = "%d/%m/%Y"
    mark: str = ","
    currency: str = "EUR"

    @property
    def order(self) -> str:
        """The order of dates, as a recipe names it."""
        return "mdy" if self.day.startswith("%m") else "ymd" if self.day.startswith("%Y") else "dmy"

    def written(self, day: str) -> str:
        """A day (dd/mm/yyyy) as this language writes it."""
        return day_of(day).strftime(self.day)

    def money(self, amount: str) -> str:
        """An amount (1,928.64) as this language writes it."""
        shown = amount if self.mark == "." else amount.translate(_TURNED)
        return f"{shown} {self.currency}"

    def kind(self, kind: str) -> str:
        """A kind of document as this language calls it."""
        return {"Invoice": self.invoice, "Credit note": self.credit}.get(kind, kind)


def day_of(day: str) -> date:
    """The day that a document of the farm names."""
    return datetime.strptime(day, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone


def _read() -> dict[str, Tongue]:
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {name: Tongue(**facts) for name, facts in told.items()}


TONGUES = _read()
EN, US, DE, FR, NL, ES, IT, PL, SV, FI, CS, PT, EL, JA = TONGUES.values()
