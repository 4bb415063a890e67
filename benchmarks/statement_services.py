"""What statements of utilities, services and trades say: one case of a sender, with its truth.

After telecoms, energy, water, forwarders, staffing agencies, pharma wholesalers, hotels, leasing,
builders' merchants, dairies, printers, customs brokers and hosting as their house systems print
statements. Held out: written without a look at the reader, and never to be used to mend it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.statement_cases import NONE, Cell, SaidCase, Sender, named
from benchmarks.statement_papers import Row

_CENT = Decimal("0.01")
_DAYS = {
    "en": ("%d/%m/%y", "%d %b %Y", "%d-%b-%y"), "us": ("%m/%d/%y", "%b %d, %Y", "%m/%d/%Y"),
    "de": ("%d.%m.%y", "%d.%m.%Y"), "fr": ("%d/%m/%y", "%d/%m/%Y", "%d.%m.%Y"),
    "nl": ("%d-%m-%y", "%d-%m-%Y"), "it": ("%d/%m/%y", "%d.%m.%Y"), "es": ("%d/%m/%y", "%d-%m-%Y"),
    "pl": ("%Y-%m-%d", "%d.%m.%Y"), "pt": ("%d/%m/%Y", "%Y-%m-%d"), "sv": ("%Y-%m-%d", "%y-%m-%d"),
    "da": ("%d-%m-%Y", "%d.%m.%y"), "fi": ("%d.%m.%Y", "%-d.%-m.%Y"), "cs": ("%d.%m.%Y",),
}  # fmt: skip
_MARKS = {
    "en": ",.", "us": ",.", "de": ".,", "nl": ".,", "it": ".,", "es": ".,", "da": ".,",
    "pt": ".,", "fr": " ,", "pl": " ,", "sv": " ,", "fi": " ,", "cs": " ,",
}  # fmt: skip
_MONEY = {
    "en": ("GBP", "£"), "us": ("USD", "$"), "pl": ("PLN", "zł"), "cs": ("CZK", "Kč"),
    "sv": ("SEK", "kr"), "da": ("DKK", "kr."),
}  # fmt: skip
HOUSES = {
    "en": ("Marlowe & Finch Ltd", "22 Quarry Bank", "Huddersfield HD4 6AB"),
    "us": ("Tidewater Services LLC", "900 Bay Street, Suite 4", "Norfolk, VA 23510"),
    "de": ("Rheinbogen Dienste GmbH", "Am Alten Hafen 5", "47051 Duisburg"),
    "fr": ("Services Garonne SA", "45 quai des Chartrons", "33000 Bordeaux"),
    "nl": ("Zuiderzee Diensten B.V.", "Havenstraat 88", "1601 GC Enkhuizen"),
    "it": ("Servizi Lario S.r.l.", "Via Milano 130", "22100 Como"),
    "es": ("Servicios Turia S.L.", "Av. del Puerto 61", "46023 Valencia"),
    "pl": ("Usługi Bałtyk Sp. z o.o.", "ul. Morska 210", "81-006 Gdynia"),
    "pt": ("Serviços do Sado, Lda.", "Av. Luísa Todi 300", "2900-456 Setúbal"),
    "sv": ("Vätterns Service AB", "Storgatan 19", "553 21 Jönköping"),
    "da": ("Østkystens Service A/S", "Strandvejen 140", "2900 Hellerup"),
    "fi": ("Pohjolan Palvelut Oy", "Kauppurienkatu 8", "90100 Oulu"),
    "cs": ("Vltava Servis s.r.o.", "Nábřežní 27", "370 01 České Budějovice"),
}  # fmt: skip
BANKS = {
    "en": "Sort code 20-45-77 Account 80417723",
    "us": "Remit by ACH to 031100209, account 88120447",
    "de": "IBAN DE75 5121 0800 1245 1261 99", "fr": "IBAN FR76 3000 6000 0112 3456 7890 189",
    "nl": "IBAN NL20 INGB 0001 2345 67", "it": "IBAN IT40 S054 2811 1010 0000 0123 456",
    "es": "IBAN ES79 2100 0813 6101 2345 6789", "pl": "IBAN PL10 1050 0099 7603 1234 5678 9123",
    "pt": "IBAN PT50 0027 0000 0001 2345 6783 3", "sv": "Bankgiro 5050-1055",
    "da": "Reg. 3000 Konto 0004511789", "fi": "IBAN FI14 1009 3000 1234 58",
    "cs": "IBAN CZ55 0800 0000 0012 3456 7899",
}  # fmt: skip
BUYERS = (
    ("Calder Valley Foods plc", "Purchase Ledger", "Mill Lane", "Halifax HX3 5AX"),
    ("Oberland Maschinen AG", "Kreditorenbuchhaltung", "Werkstraße 40", "88212 Ravensburg"),
    ("Ateliers Saint-Roch SA", "Comptabilité", "14 rue Haute", "59000 Lille"),
    ("Skagen Maritim A/S", "Bogholderi", "Havnepladsen 1", "9990 Skagen"),
)
SITES = ("Depot North", "Depot South", "Head office")


class Case(SaidCase):
    """One statement of a sender: what is true, and how its values are written."""

    ages = 4
    order_from = (61_300, 17)

    def __init__(self, sender: Sender, language: str) -> None:
        """Make up what is true, the same every time."""
        self.sender, self.language = sender, language
        self.dice = dice = random.Random(f"{sender.name} {language} services")
        heads, _, words = sender.said[language].partition("||")
        self.currency, self.symbol = _MONEY.get(language, ("EUR", "€"))
        if "cur=EUR" in sender.traits:
            self.currency, self.symbol = "EUR", "€"
        self.heads = {name: text.format(cur=self.currency) for name, text in named(heads).items()}
        self.words = named(words)
        self.pattern = dice.choice(_DAYS[language])
        self.house, self.buyer = HOUSES[language], dice.choice(BUYERS)
        self.account = sender.value("acct", "") + str(dice.randrange(20_000, 900_000))
        self.start = date(2026, dice.randrange(1, 8), 1)
        self.paid: dict[int, Decimal] = {}
        self.rows = tuple(self._rows())
        self.end = self.rows[-1].day + timedelta(days=dice.randrange(1, 5))
        carried = Decimal(dice.randrange(9_000, 900_000)) / 100
        self.opening = NONE if sender.has("open") else carried
        self.closing = self.opening + sum((row.amount for row in self.rows), NONE)
        self.places = [dice.randrange(3) for _ in self.rows]
        self.foreign = [dice.choice(("USD", "CNY", "CHF")) for _ in self.rows]

    def _rows(self) -> Iterator[Row]:
        """Documents of a month or more: bills, credits, and the payments of earlier bills."""
        dice, opened = self.dice, self.sender.has("open")
        forms, number = self.sender.numbers.split("|"), dice.randrange(300, 7_000)
        days = timedelta(days=dice.choice((7, 14, 21, 30, 30, 60)))
        day, step = self.start, 9 if opened else 5
        for at in range(self._count()):
            day += timedelta(days=dice.randrange(0 if self.sender.has("long") else 1, step))
            number += dice.randrange(1, 23)
            amount, chance = Decimal(dice.randrange(1_900, 640_000)) / 100, dice.random()
            if at and chance < 0.14:
                back = (amount / 5).quantize(_CENT)
                yield Row("credit_note", forms[1].format(n=number), day, day + days, -back)
            elif at and "P" in self.words and chance < (0.2 if opened else 0.33):
                reference = "" if self.sender.has("nameless") else forms[2].format(n=number)
                yield Row("payment", reference, day, None, -amount)
            else:
                if "paid" in self.heads and dice.random() < 0.25:
                    self.paid[at] = (amount * dice.randrange(2, 7) / 10).quantize(_CENT)
                left = amount - self.paid.get(at, NONE)
                yield Row("invoice", forms[0].format(n=number), day, day + days, left)

    def _count(self) -> int:
        return (
            self.dice.randrange(48, 78) if self.sender.has("long") else self.dice.randrange(6, 17)
        )

    def money(self, amount: Decimal, *, bare: bool = False) -> str:
        """An amount as it is written, with its sign; `bare` is without its currency."""
        thousands, point = tuple(_MARKS[self.language])
        text = f"{abs(amount):,.2f}".translate({44: thousands, 46: point})
        if self.sender.has("sym") and not bare:
            before = self.language in {"en", "us"}
            text = f"{self.symbol}{text}" if before else f"{text} {self.symbol}"
        if amount < 0:
            return (
                self.words.get("minus", self.sender.value("neg", "-{}"))
                .replace("~", " ")
                .format(text)
            )
        return self.words.get("plus", "{}").replace("~", " ").format(text)

    def charged(self) -> Decimal:
        """What was billed."""
        return sum((row.amount for row in self.rows if row.amount > 0), NONE)

    def facts(self) -> list[tuple[str, str]]:
        """Account, day, period, currency: what this sender says of them."""
        period = f"{self.day(self.start)} - {self.day(self.end)}"
        values = {
            "K": self.account, "D": self.day(self.end), "B": period, "M": self.currency,
            "E": self.money(self.closing),
        }  # fmt: skip
        return [(self.fill(one), values[one]) for one in "DKBME" if one in self.words]

    def _cells(self, at: int, row: Row, balance: Decimal) -> dict[str, Cell]:
        return self._told(at, row) | self._counted(at, row, balance)

    def _told(self, at: int, row: Row) -> dict[str, Cell]:
        kind, _, code = self.words[row.kind[0].upper()].partition("~")
        week = row.day - timedelta(days=row.day.weekday() + 1)
        bill = row.kind == "invoice"
        says = {"ref": row.reference, "order": self.order(at), "due": self.day(row.due)}
        return {
            "day": row.day, "due": row.due, "ref": row.reference, "kind": kind.format(**says),
            "code": code, "order": self.order(at) if bill else "", "no": str(at + 1),
            "week": week if bill else None, "arr": row.day - timedelta(days=3) if bill else None,
            "dep": row.day - timedelta(days=1) if bill else None,
            "guest": ("M. Novak", "J. Weber", "L. Costa", "A. Hale")[at % 4] if bill else "",
            "job": f"{'SA'[at % 2]}E26{4_100 + at * 3}" if bill else "",
            "plate": f"{'KLM'[at % 3]}-{('TB', 'XN')[at % 2]} {310 + at * 7}" if bill else "",
            "site": SITES[self.places[at]], "cur": self.currency,
            "under": self.words.get("X", "").format(**says) if bill else "",
            "days": str(max(0, (self.end - (row.due or row.day)).days)),
        }  # fmt: skip

    def _counted(self, at: int, row: Row, balance: Decimal) -> dict[str, Cell]:
        paid, foreign = self.paid.get(at), self.foreign[at]
        rate = {"USD": Decimal("1.09"), "CNY": Decimal("7.81"), "CHF": Decimal("0.94")}[foreign]
        sides = self.words.get("sides", "D,C").split(",")
        return {
            "amount": row.amount, "open": row.amount, "orig": row.amount + (paid or NONE),
            "paid": paid, "bal": balance, "size": abs(row.amount), "side": sides[row.amount < 0],
            "debit": row.amount if row.amount > 0 else None,
            "credit": -row.amount if row.amount < 0 else None,
            "bill": row.amount if row.kind == "invoice" else None,
            "back": -row.amount if row.kind == "credit_note" else None,
            "got": -row.amount if row.kind == "payment" else None,
            "fx": (row.amount * rate).quantize(_CENT), "fcur": foreign,
        }  # fmt: skip
