"""What the families of statements by senders share: a sender, and one case of what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from benchmarks.statement_papers import Row

Cell = str | Decimal | date | None
NONE = Decimal(0)
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


@dataclass(frozen=True)
class Sender:
    """A program: the form of what it sends, its numbers, its columns and words by language.

    What is said is columns, two bars and words, each as `name:text`, parted by a bar.
    """

    name: str
    form: str
    traits: str
    numbers: str
    said: dict[str, str]

    def has(self, trait: str) -> bool:
        """Whether this is true of it."""
        return trait in self.traits.split()

    def value(self, trait: str, default: str) -> str:
        """What follows the trait's `=`."""
        found = (
            one.partition("=")[2] for one in self.traits.split() if one.startswith(f"{trait}=")
        )
        return next(found, default)


def named(said: str) -> dict[str, str]:
    """What is said, by its names."""
    return dict(one.split(":", 1) for one in said.split("|") if one)


class SaidCase:
    """One statement of a sender, made up by its family: what it says of days, ages and rows.

    A family says `_cells` of a row, and has all that is declared here.
    """

    ages: ClassVar[int] = 5
    """Into so many parts what is owed is told apart by its age, the first of which is not due."""
    months: ClassVar[Mapping[str, str]] = {}
    """The names of months, of languages whose are not the English ones."""
    order_from: ClassVar[tuple[int, int]]
    """The first number of the buyer's orders, and how far apart these are."""

    sender: Sender
    language: str
    pattern: str
    words: dict[str, str]
    currency: str
    account: str
    rows: tuple[Row, ...]
    start: date
    end: date
    opening: Decimal
    closing: Decimal

    def money(self, amount: Decimal, *, bare: bool = False) -> str:
        """An amount as it is written, with its sign; `bare` is without its currency."""
        raise NotImplementedError

    def _cells(self, at: int, row: Row, balance: Decimal) -> dict[str, Cell]:
        raise NotImplementedError

    def fill(self, word: str) -> str:
        """A word of this language with the values that it names, or nothing."""
        return self.words.get(word, "").format(
            cur=self.currency, start=self.day(self.start), end=self.day(self.end),
            closing=self.money(self.closing), account=self.account,
        )  # fmt: skip

    def day(self, day: date | None) -> str:
        """A day as it is written."""
        if day is None:
            return ""
        months = self.months.get(self.language, MONTHS).split()
        return day.strftime(self.pattern.replace("%b", months[day.month - 1]))

    def ageing(self) -> list[Decimal]:
        """What is not due, and late by up to 30, 60 and more days; together what is owed."""
        parts = [NONE] * self.ages
        for row in self.rows:
            late = (self.end - (row.due or row.day)).days
            parts[min(self.ages - 1, max(0, (late + 29) // 30))] += row.amount
        parts[-1] += self.opening
        return parts

    def cells(self) -> Sequence[dict[str, Cell]]:
        """Each row by the names of its columns."""
        balance, made = self.opening, []
        for at, row in enumerate(self.rows):
            balance += row.amount
            made.append(self._cells(at, row, balance))
        return made

    def order(self, at: int) -> str:
        """What the buyer called the order of this row, which names no document of the sender."""
        first, step = self.order_from
        return f"PO{first + at * step}"
