"""Statements as twenty-two kinds of suppliers print them, in thirteen languages.

Each kind has its own table, its own words (`statement_supplier_words`) and its own setting
(`statement_supplier_layouts`), after statements that such suppliers send: ageing by columns,
payments in a table of their own, balances above the table, days without a year, sides of an
account, two lines a record. Their author had not looked at the reader when they were written.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.statement_papers import Row
from benchmarks.statement_supplier_words import WORDS

Cell = str | Decimal | date | None
_SELLERS = (
    "Brennan & Tate plc", "Hartmann Werke AG", "Comptoir du Rhône SAS", "Nordkyst AS",
    "Zakład Handlowy Wisła", "Porto Norte Lda",
)  # fmt: skip
_CURRENCIES = {
    "en": "GBP", "us": "USD", "pl": "PLN", "cs": "CZK", "sv": "SEK", "da": "DKK", "no": "NOK",
}  # fmt: skip
_DAYS = {
    "en": ("%d-%b-%y", "%d %B %Y", "%d/%m/%Y"),
    "us": ("%m/%d/%Y", "%m/%d/%y"),
    "de": ("%d.%m.%Y", "%d.%m.%y"),
    "fr": ("%d/%m/%Y", "%d.%m.%Y"),
    "nl": ("%d-%m-%Y", "%d-%m-%y"),
    "it": ("%d/%m/%Y", "%d-%m-%Y"),
    "es": ("%d/%m/%Y", "%d-%m-%Y"),
    "pl": ("%Y-%m-%d", "%d.%m.%Y"),
    "pt": ("%d-%m-%Y", "%Y/%m/%d", "%d/%m/%Y"),
    "sv": ("%Y-%m-%d", "%y%m%d"),
    "da": ("%d-%m-%Y", "%d.%m.%y"),
    "no": ("%d.%m.%Y", "%d.%m.%y"),
    "fi": ("%-d.%-m.%Y", "%d.%m.%Y"),
    "cs": ("%-d. %-m. %Y", "%d.%m.%Y"),
}
_SPACED = frozenset({"fr", "pl", "cs", "sv", "no", "fi"})
_NUMBERS = {
    "pl": ("FV/{:04}/03/2026", "FK/{:04}/03/2026", "WB/{:03}/2026"),
    "pt": ("FT 2026A/{}", "NC 2026A/{}", "RC 2026/{}"),
    "cs": ("2603{:05}", "2690{:05}", "BV{:06}"),
    "us": ("{:07}-00", "CM{:06}", "CK{:05}"),
    "it": ("{}/V", "{}/NC", "INC{}"),
    "es": ("A26/{:05}", "R26/{:05}", "TR{:06}"),
    "fr": ("FC{:07}", "AV{:07}", "RG{:05}"),
    "sv": ("{:06}", "9{:06}", "B{:05}"),
}
_PLAIN_NUMBERS = (
    ("90{:06}", "91{:06}", "14{:08}"),
    ("{:05}", "C{:05}", "P{:05}"),
    ("26-{:06}", "26-{:06}C", "ZE-{:05}"),
)


@dataclass(frozen=True)
class Supplier:
    """A kind of supplier: the form of its files, and what may stand on its statements."""

    name: str
    form: str
    traits: str = ""

    def has(self, trait: str) -> bool:
        """Whether this is true of it."""
        return trait in self.traits.split()

    @property
    def languages(self) -> tuple[str, ...]:
        """Those in which it prints."""
        return tuple(WORDS[self.name][1])


SUPPLIERS = (
    Supplier("steel wholesaler", "pdf", "items parts"),
    Supplier("temp agency", "pdf"),
    Supplier("water utility", "pdf"),
    Supplier("pharmacy wholesaler", "pdf", "month long"),
    Supplier("parcel carrier", "xlsx", "items"),
    Supplier("leasing company", "pdf", "items bare"),
    Supplier("distributor", "pdf", "items"),
    Supplier("nordic ledger", "pdf", "items parts"),
    Supplier("marketplace", "html"),
    Supplier("booking export", "csv"),
    Supplier("grouped workbook", "xlsx"),
    Supplier("old trader", "pdf"),
    Supplier("voucher ledger", "pdf"),
    Supplier("many pages", "pdf", "long"),
    Supplier("ageing export", "csv", "items parts"),
    Supplier("two tables", "pdf"),
    Supplier("fuel cards", "pdf"),
    Supplier("mail order", "pdf"),
    Supplier("ledger card", "xlsx"),
    Supplier("mail extract", "html"),
    Supplier("supplier portal", "html", "items"),
    Supplier("unsigned export", "csv", "zero"),
)


@dataclass(frozen=True)
class Table:
    """Rows under a header; of each column `l` or `r`, where its cells stand."""

    aligns: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Pairs:
    """Labels with what they name."""

    pairs: Sequence[tuple[str, Cell]]
    right: bool = False


@dataclass(frozen=True)
class Prose:
    """Lines of text."""

    lines: Sequence[str]
    fixed: bool = False


@dataclass(frozen=True)
class Turn:
    """A new page."""


Block = Table | Pairs | Prose | Turn


@dataclass
class Case:
    """One statement of a supplier: what is true of it, and how it writes it."""

    supplier: Supplier
    language: str
    dice: random.Random
    originals: dict[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make up what is true."""
        names, languages = WORDS[self.supplier.name]
        said = languages[self.language].split("|")
        self.words = dict(zip(names.split(), said, strict=True))
        self.days = self.dice.choice(_DAYS[self.language])
        self.currency = _CURRENCIES.get(self.language, "EUR")
        self.account = f"{self.dice.randrange(10_000, 9_999_999)}"
        self.seller = self.dice.choice(_SELLERS)
        self.rows = tuple(self._rows())
        bare = self.supplier.has("items") or self.supplier.has("zero")
        self.opening = Decimal(0) if bare else Decimal(self.dice.randrange(9_000, 700_000)) / 100
        self.closing = self.opening + self.sum_of(self.rows)
        self.printed = self.rows[-1].day + timedelta(days=self.dice.randrange(1, 4))

    def _rows(self) -> Iterator[Row]:
        dice, has = self.dice, self.supplier.has
        day = date(2026, dice.randrange(1, 9), 1 if has("month") else dice.randrange(1, 28))
        forms = _NUMBERS.get(self.language) or dice.choice(_PLAIN_NUMBERS)
        count = dice.randrange(120, 9_000)
        for at in range(dice.randrange(40, 75) if has("long") else dice.randrange(4, 24)):
            within = int(at % 3 == 0 and day.day < 28)
            day += timedelta(days=within if has("month") else dice.randrange(7))
            count += dice.randrange(1, 12)
            amount, chance = Decimal(dice.randrange(1_200, 1_400_000)) / 100, dice.random()
            due = day + timedelta(days=dice.choice((8, 14, 30, 60)))
            if chance < 0.12 and not has("bare"):
                yield Row("credit_note", forms[1].format(count), day, due, -amount)
            elif chance < 0.3 and not has("items"):
                yield Row("payment", forms[2].format(count), day, None, -amount)
            else:
                yield self._invoice(Row("invoice", forms[0].format(count), day, due, amount))

    def _invoice(self, row: Row) -> Row:
        """An invoice, of which a part may be paid."""
        self.originals[row.reference] = row.amount
        if self.supplier.has("parts") and self.dice.random() < 0.25:
            paid = (row.amount / 3).quantize(Decimal("0.01"))
            return Row(row.kind, row.reference, row.day, row.due, row.amount - paid)
        return row

    def sum_of(self, rows: Sequence[Row], sign: int = 0) -> Decimal:
        """The sum of what these rows are, of one sign if one is given."""
        amounts = (row.amount for row in rows if not sign or row.amount * sign > 0)
        return sum(amounts, Decimal(0))

    def original(self, row: Row) -> Decimal:
        """What its document was over."""
        return self.originals.get(row.reference, row.amount)

    def running(self) -> Iterator[tuple[Row, Decimal]]:
        """Each row, with the balance behind it."""
        balance = self.opening
        for row in self.rows:
            balance += row.amount
            yield row, balance

    def late(self, row: Row) -> int:
        """How many days it is late when the statement is printed."""
        return max(0, (self.printed - (row.due or row.day)).days)

    def day(self, day: date | None) -> str:
        """A day as the supplier writes it."""
        return day.strftime(self.days) if day else ""

    def money(self, amount: Decimal, minus: str = "-{}", plus: str = "{}") -> str:
        """An amount as the supplier writes it, with its sign in this form."""
        text = f"{abs(amount):,.2f}"
        if self.language not in {"en", "us"}:
            grouping = "\u00a0" if self.language in _SPACED else "."
            text = text.translate({44: grouping, 46: ","})
        return (minus if amount < 0 else plus).format(text)

    def side(self, amount: Decimal) -> str:
        """An amount in a column of its own side: empty where it is none."""
        return self.money(amount) if amount > 0 else ""

    def heads(self, names: str) -> list[str]:
        """The words of these keys."""
        return [self.words[name] for name in names.split()]

    def facts(self, *, typed: bool = False) -> list[tuple[str, Cell]]:
        """What stands above the lines of most."""
        day: Cell = self.printed if typed else self.day(self.printed)
        return [(self.words["account"], self.account), (self.words["day"], day)]
