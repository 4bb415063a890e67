"""What statements of ledger programs say: one case of a sender in a language, with its truth.

After the statements that SAP, Dynamics, Business Central, Sage, JD Edwards, QuickBooks, Odoo,
Cegid, Zucchetti, Primavera, Comarch, Visma, Procountor, Pohoda, DATEV and portals print or
export. Written without a look at the reader, and measured before it was changed for them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.statement_cases import NONE, Cell, SaidCase, Sender, named
from benchmarks.statement_papers import Row

_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "us": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
}
_DAYS = {
    "en": ("%d/%m/%Y", "%d-%b-%y", "%d %b %Y"), "us": ("%m/%d/%Y", "%m/%d/%y", "%b %d, %Y"),
    "de": ("%d.%m.%Y", "%d.%m.%y"), "ch": ("%d.%m.%Y", "%d.%m.%y"), "fr": ("%d/%m/%Y", "%d/%m/%y"),
    "nl": ("%d-%m-%Y", "%d-%m-%y", "%d %b %Y"), "it": ("%d/%m/%Y", "%d/%m/%y"),
    "es": ("%d/%m/%Y", "%d-%m-%Y"), "pl": ("%d.%m.%Y", "%Y-%m-%d"), "pt": ("%d/%m/%Y", "%Y-%m-%d"),
    "sv": ("%Y-%m-%d", "%y-%m-%d"), "da": ("%d-%m-%Y", "%d.%m.%y"), "no": ("%d.%m.%Y",),
    "fi": ("%d.%m.%Y",), "cs": ("%d.%m.%Y",),
}  # fmt: skip
_MARKS = {
    "en": ",.", "us": ",.", "ch": "'.", "de": ".,", "nl": ".,", "it": ".,", "es": ".,", "da": ".,",
    "fr": "\u202f,", "pl": "\u00a0,", "pt": ".,", "sv": "\u00a0,", "no": "\u00a0,", "fi": "\u00a0,",
    "cs": "\u00a0,",
}  # fmt: skip
_MONEY = {
    "en": ("GBP", "£"), "us": ("USD", "$"), "ch": ("CHF", "Fr."), "pl": ("PLN", "zł"),
    "cs": ("CZK", "Kč"), "sv": ("SEK", "kr"), "da": ("DKK", "kr."), "no": ("NOK", "kr"),
}  # fmt: skip
_HOUSES = {
    "en": ("Penhallow Bearings Ltd", "11 Quay Street, Truro TR1 2HE"),
    "us": ("Great Lakes Pallet Co.", "418 Harbor Rd, Erie, PA 16507"),
    "de": ("Wegener Drehteile GmbH", "Lange Gasse 40, 59872 Meschede"),
    "ch": ("Zumstein Armaturen AG", "Seestrasse 88, 8810 Horgen"),
    "fr": ("Papeterie du Vercors SARL", "3 place Carnot, 26000 Valence"),
    "nl": ("Hoekstra Techniek B.V.", "Dokweg 14, 8861 KA Harlingen"),
    "it": ("Ferramenta Bellini S.r.l.", "Via Emilia 210, 41124 Modena"),
    "es": ("Suministros Aranda S.L.", "Pol. Ind. La Vega 7, 09400 Aranda"),
    "pl": ("Hurtownia Wisła Sp. z o.o.", "ul. Portowa 5, 80-555 Gdańsk"),
    "pt": ("Ferragens do Minho Lda.", "Rua do Souto 91, 4700-329 Braga"),
    "sv": ("Mälarens Kullager AB", "Hamngatan 2, 722 12 Västerås"),
    "da": ("Limfjordens Emballage A/S", "Havnevej 21, 9000 Aalborg"),
    "no": ("Fjordtre AS", "Strandgata 6, 6002 Ålesund"),
    "fi": ("Saimaan Tarvike Oy", "Satamatie 3, 53900 Lappeenranta"),
    "cs": ("Beskydy Plast s.r.o.", "Nádražní 77, 738 01 Frýdek-Místek"),
}
BUYERS = (
    ("Marlow & Finch Catering", "Purchase Ledger", "2 Mill Lane, Reading RG1 3BX"),
    ("Obermayr Fahrzeugbau GmbH", "Kreditorenbuchhaltung", "Ring 5, 4600 Wels"),
    ("Ateliers Roussel", "14 quai Sud", "13002 Marseille"),
)


class Case(SaidCase):
    """One statement of a sender: what is true, and how its values are written."""

    months = _MONTHS

    def __init__(self, sender: Sender, language: str, dice: random.Random) -> None:
        """Make up what is true."""
        heads, _, words = sender.said[language].partition("||")
        self.sender, self.language, self.dice = sender, language, dice
        self.heads, self.words = named(heads), named(words)
        self.pattern = sender.value("day", "") or dice.choice(_DAYS[language])
        self.currency, self.symbol = _MONEY.get(language, ("EUR", "€"))
        self.house, self.buyer = _HOUSES[language], dice.choice(BUYERS)
        self.account = sender.value("acct", "") + str(dice.randrange(10_000, 9_999_999))
        self.start = date(2026, dice.randrange(1, 8), 1)
        self.paid: dict[int, Decimal] = {}
        self.rows = tuple(self._rows())
        self.end = self.rows[-1].day + timedelta(days=dice.randrange(1, 9))
        self.opening = NONE if sender.has("open") else Decimal(dice.randrange(9_900, 990_000)) / 100
        self.closing = self.opening + sum((row.amount for row in self.rows), NONE)

    def _rows(self) -> Iterator[Row]:
        dice, sender = self.dice, self.sender
        forms, number, day = sender.numbers.split("|"), dice.randrange(120, 7_000), self.start
        terms = timedelta(days=dice.choice((10, 14, 21, 30, 60)))
        for at in range(dice.randrange(45, 75) if sender.has("long") else dice.randrange(4, 19)):
            day += timedelta(days=dice.randrange(5))
            number += dice.randrange(1, 14)
            amount, chance = Decimal(dice.randrange(650, 1_450_000)) / 100, dice.random()
            if chance < 0.14:
                yield Row("credit_note", forms[1].format(n=number), day, day + terms, -amount)
            elif chance < (0.2 if sender.has("open") else 0.36) and "P" in self.words:
                yield Row("payment", forms[2].format(n=number), day, None, -amount)
            else:
                if "paid" in self.heads and dice.random() < 0.3:
                    self.paid[at] = (amount * dice.randrange(2, 8) / 10).quantize(Decimal("0.01"))
                left = amount - self.paid.get(at, NONE)
                yield Row("invoice", forms[0].format(n=number), day, day + terms, left)

    def money(self, amount: Decimal, *, bare: bool = False) -> str:
        """An amount as it is written, with its sign; `bare` is without its currency."""
        thousands, point = tuple(_MARKS[self.language])
        text = f"{abs(amount):,.2f}".replace(",", "\0").replace(".", point)
        text = text.replace("\0", "" if self.sender.has("solid") else thousands)
        if self.sender.has("sym") and not bare:
            before = self.language in {"en", "us", "nl", "ch"}
            text = f"{self.symbol}{text}" if before else f"{text}\u00a0{self.symbol}"
        return (
            self.sender.value("neg", "-{}").replace("~", " ").format(text) if amount < 0 else text
        )

    def _cells(self, at: int, row: Row, balance: Decimal) -> dict[str, Cell]:
        short, paid, owed = row.kind[0].upper(), self.paid.get(at, NONE), row.amount
        kind, _, code = self.words[short].partition("~")
        says = {"ref": row.reference, "day": self.day(row.day), "due": self.day(row.due)}
        codes = self.sender.value("codes", "IN,CN,PA").split(",")
        return {
            "date": row.day, "due": row.due,
            "ref": row.reference, "kind": kind.format(**says),
            "code": code or codes["ICP".index(short)],
            "no": str(at + 1), "order": "" if short == "P" else f"{4500 + at}-{at * 37 % 91:02}",
            "debit": owed if owed > 0 else None, "credit": -owed if owed < 0 else None,
            "amount": owed, "orig": owed + paid, "paid": paid or None, "open": owed, "bal": balance,
            "cur": self.currency, "days": str(max(0, (self.end - (row.due or row.day)).days)),
            "size": abs(owed), "side": self.sender.value("sides", "S,H").split(",")[owed < 0],
            "acct": self.account, "name": self.buyer[0], "doc": str(1_400_000_000 + at * 7),
            "gl": "121000", "flag": self.words.get("flag", ""),
        }  # fmt: skip
