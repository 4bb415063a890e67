"""Statements as twenty-four programs and desks send them, in fifteen languages.

After what Sage, Xero, QuickBooks, SAP, Oracle, Dynamics, DATEV, Lexware, Exact, e-conomic, Fortnox,
NetSuite, ledgers of France, Italy, Spain and Poland, shops' portals, couriers' exports and clerks'
own sheets look like. Written and measured before the reader was looked at.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.statement_papers import Row

Cell = str | Decimal | date | None
_DAYS = {
    "en": ("%d/%m/%Y", "%d %b %Y", "%d/%m/%y"), "us": ("%m/%d/%Y", "%b %d, %Y", "%m/%d/%y"),
    "de": ("%d.%m.%Y", "%d.%m.%y"), "at": ("%d.%m.%Y",), "fr": ("%d/%m/%Y", "%d/%m/%y"),
    "nl": ("%d-%m-%Y", "%d-%m-%y"), "it": ("%d/%m/%Y",), "es": ("%d/%m/%Y",),
    "pl": ("%Y-%m-%d", "%d.%m.%Y"), "pt": ("%d/%m/%Y", "%d-%m-%Y"), "sv": ("%Y-%m-%d",),
    "da": ("%d.%m.%Y", "%d-%m-%Y"), "no": ("%d.%m.%Y",), "fi": ("%d.%m.%Y",),
    "cs": ("%d.%m.%Y",),
}  # fmt: skip
_MONEY = {
    "en": ("GBP", "£"), "us": ("USD", "$"), "pl": ("PLN", "zł"), "cs": ("CZK", "Kč"),
    "sv": ("SEK", "kr"), "da": ("DKK", "kr."), "no": ("NOK", "kr"),
}  # fmt: skip
_SPACED = frozenset({"fr", "pl", "sv", "no", "fi", "cs"})
_HOUSES = (
    ("Ashworth Fasteners Ltd", "Unit 4, Canal Road", "Leeds LS12 2TU"),
    ("Brandt Elektro GmbH & Co. KG", "Industriestraße 18", "70565 Stuttgart"),
    ("Établissements Morel SAS", "12 rue des Forges", "69007 Lyon"),
    ("Van der Velde Verpakkingen B.V.", "Havenweg 9", "3089 JK Rotterdam"),
    ("Lindgren Verktyg AB", "Box 114", "551 11 Jönköping"),
    ("Cooper Valley Supply Inc.", "2200 Mill Ave", "Dayton, OH 45402"),
)
_BUYERS = (
    ("Riverside Foods Ltd", "Attn: Accounts Payable", "8 Station Parade", "Bristol BS1 6QF"),
    ("Kaltenbach Maschinenbau GmbH", "Buchhaltung", "Am Anger 3", "84028 Landshut"),
    ("Nordhavn Drift", "Postboks 77", "0150 Oslo"),
)
_REFS = (
    ("INV-{:04}", "CN-{:04}", "RCT-{:04}"), ("{:06}", "{:06}", "{:06}"),
    ("18000{:05}", "19000{:05}", "14000{:05}"), ("F26-{:05}", "A26-{:05}", "B26-{:05}"),
    ("SI{:06}", "SC{:06}", "PY{:06}"), ("2026/{:04}", "G2026/{:04}", "Z2026/{:04}"),
)  # fmt: skip
_MINUS = {"minus": "-{}", "behind": "{}-", "brackets": "({})", "cr": "{} CR", "crs": "{}Cr"}


@dataclass(frozen=True)
class Sender:
    """A program: the form of its files, its columns, its traits and its words by language."""

    name: str
    form: str
    traits: str
    columns: str
    words: dict[str, str]

    def has(self, trait: str) -> bool:
        """Whether this is true of it."""
        return trait in self.traits.split()


_NAMES = (
    "title", "account", "day", "opening", "closing", "invoice", "credit_note", "payment",
)  # fmt: skip


class Case:
    """One statement of a sender: what is true, and how it is written."""

    def __init__(self, sender: Sender, language: str, dice: random.Random) -> None:
        """Make up what is true."""
        self.sender, self.language, self.dice = sender, language, dice
        said = sender.words[language].split("|")
        self.words = dict(zip(_NAMES, said, strict=False))
        self.columns = sender.columns.split()
        self.heads = said[len(_NAMES) : len(_NAMES) + len(self.columns)]
        self.more = said[len(_NAMES) + len(self.columns) :]
        self.days = dice.choice(_DAYS[language])
        self.currency, self.symbol = _MONEY.get(language, ("EUR", "€"))
        self.account = f"{dice.choice(('', 'C', 'K-', 'D'))}{dice.randrange(10_000, 999_999)}"
        self.house, self.buyer = dice.choice(_HOUSES), dice.choice(_BUYERS)
        self.paid: dict[str, Decimal] = {}
        self.rows = tuple(self._rows())
        bare = sender.has("open") or dice.random() < 0.2
        self.opening = Decimal(0) if bare else Decimal(dice.randrange(5_000, 900_000)) / 100
        self.closing = self.opening + sum((row.amount for row in self.rows), Decimal(0))
        self.printed = self.rows[-1].day + timedelta(days=dice.randrange(1, 6))

    def _rows(self) -> Iterator[Row]:
        dice, has = self.dice, self.sender.has
        day = date(2026, dice.randrange(1, 9), dice.randrange(1, 28))
        forms, count = dice.choice(_REFS), dice.randrange(210, 8_000)
        for _ in range(dice.randrange(30, 60) if has("long") else dice.randrange(3, 18)):
            day += timedelta(days=dice.randrange(6))
            count += dice.randrange(1, 9)
            amount, chance = Decimal(dice.randrange(900, 900_000)) / 100, dice.random()
            due = day + timedelta(days=dice.choice((10, 14, 30, 45)))
            if chance < 0.13:
                yield Row("credit_note", forms[1].format(count), day, due, -amount)
            elif chance < 0.33 and not has("open"):
                yield Row("payment", forms[2].format(count), day, None, -amount)
            else:
                reference = forms[0].format(count)
                if has("parts") and dice.random() < 0.3:
                    self.paid[reference] = (amount / 4).quantize(Decimal("0.01"))
                left = amount - self.paid.get(reference, Decimal(0))
                yield Row("invoice", reference, day, due, left)

    def day(self, day: date | None) -> str:
        """A day as it is written."""
        return day.strftime(self.days) if day else ""

    def money(self, amount: Decimal, *, symbol: bool = False) -> str:
        """An amount as it is written, with its sign."""
        text = f"{abs(amount):,.2f}"
        if self.language not in {"en", "us"}:
            text = text.translate({44: "\u00a0" if self.language in _SPACED else ".", 46: ","})
        if symbol or self.sender.has("sym"):
            before = self.language in {"en", "us", "nl"}
            text = f"{self.symbol}{text}" if before else f"{text} {self.symbol}"
        style = next((one for name, one in _MINUS.items() if self.sender.has(name)), "-{}")
        return style.format(text) if amount < 0 else text

    def cells(self) -> Iterator[tuple[Row, list[Cell]]]:
        """Each row with what stands in its columns."""
        balance = self.opening
        for at, row in enumerate(self.rows, 1):
            balance += row.amount
            yield row, [self._cell(name, row, balance, at) for name in self.columns]

    def _cell(self, name: str, row: Row, balance: Decimal, at: int) -> Cell:
        none, paid = Decimal(0), self.paid.get(row.reference, Decimal(0))
        late = max(0, (self.printed - (row.due or row.day)).days)
        values: dict[str, Cell] = {
            "date": row.day, "due": row.due, "ref": row.reference, "amount": row.amount,
            "note": f"{row.reference} - {self.day(row.due)}" if row.due else row.reference,
            "kind": self.words[row.kind].format(row.reference), "seq": str(at),
            "order": "" if row.kind == "payment" else f"PO{45_000 + at * 7}",
            "debit": row.amount if row.amount > none else None,
            "credit": -row.amount if row.amount < none else None,
            "orig": row.amount + paid, "paid": paid or None, "open": row.amount,
            "balance": balance, "cur": self.currency, "late": str(late or ""),
            "status": self.more[bool(late)] if "status" in self.columns else "",
            "side": "S" if row.amount > none else "H",
            "size": abs(row.amount), "doc": f"{5_100_000 + at * 3}",
            "name": self.house[0], "code": {"invoice": "INV", "payment": "PMT"}.get(row.kind, "CM"),
        }  # fmt: skip
        return values[name]
