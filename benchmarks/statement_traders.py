"""What statements of traders say: one case of a sender in a language, with its truth.

After what SAP, Dynamics, Sage, Intacct, NetSuite, QuickBooks, DATEV, Lexware, EBP, Danea, Exact,
Visma, Fortnox, Cegid, TeamSystem, a3, PHC, Subiekt, Money S3, Procountor, Dinero, Odoo, ERPNext,
telecoms, utilities, couriers, fuel cards, wholesalers and publishers print or export. Held out:
written by somebody who never saw the reader, and never to be used to mend it.
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
    "en": ("%d/%m/%Y", "%d %b %Y", "%d/%m/%y"), "us": ("%m/%d/%Y", "%m/%d/%y", "%-m/%-d/%Y"),
    "de": ("%d.%m.%Y", "%d.%m.%y"), "fr": ("%d/%m/%Y", "%d/%m/%y"),
    "nl": ("%d-%m-%Y", "%d/%m/%Y"), "it": ("%d/%m/%Y", "%d/%m/%y"), "es": ("%d/%m/%Y", "%d-%m-%y"),
    "pl": ("%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y"), "pt": ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"),
    "sv": ("%Y-%m-%d",), "da": ("%d-%m-%Y", "%d.%m.%Y", "%d/%m-%Y"),
    "fi": ("%-d.%-m.%Y", "%d.%m.%Y"), "cs": ("%d.%m.%Y", "%-d. %-m. %Y"),
}  # fmt: skip
_MARKS = {
    "en": ",.", "us": ",.", "de": ".,", "nl": ".,", "it": ".,", "es": ".,", "da": ".,",
    "pt": "\u00a0,", "fr": "\u00a0,", "pl": "\u00a0,", "sv": "\u00a0,",
    "fi": "\u00a0,", "cs": "\u00a0,",
}  # fmt: skip
_MONEY = {
    "en": ("GBP", "£"), "us": ("USD", "$"), "pl": ("PLN", "zł"), "cs": ("CZK", "Kč"),
    "sv": ("SEK", "kr"), "da": ("DKK", "kr."),
}  # fmt: skip
HOUSES = {
    "en": ("Thornbury Catering Supplies Ltd", "Unit 9 Severn Park, Bristol BS11 8AZ",
        "Company No. 04418207 · VAT GB 823 1175 40", "GB29 NWBK 6016 1331 9268 19"),
    "us": ("Blue Ridge Industrial Supply, Inc.", "PO Box 7714, Roanoke, VA 24019",
        "Phone (540) 555-0142 · Fax (540) 555-0143", "ABA 051000017, Acct 4460 0912 77"),
    "de": ("Lahnhof Großhandel GmbH & Co. KG", "Siemensstraße 31-35, 35394 Gießen",
        "HRA 5127 Gießen · USt-IdNr. DE811907330", "DE89 3704 0044 0532 0130 00"),
    "fr": ("Distribution Savoie Pro SAS", "ZI des Bauges, 73000 Chambéry",
        "RCS Chambéry 412 559 073 · TVA FR 27 412559073", "FR14 2004 1010 0505 0001 3M02 606"),
    "nl": ("De Waal Bedrijfsbenodigdheden B.V.", "Industrieweg 120, 6651 KS Druten",
        "KvK 10037714 · Btw NL 8034.11.902.B01", "NL91 ABNA 0417 1643 00"),
    "it": ("Forniture Adda S.p.A.", "Via dell'Industria 44, 24047 Treviglio (BG)",
        "C.F. e P.IVA 02718840169 · REA BG-317725", "IT60 X054 2811 1010 0000 0123 456"),
    "es": ("Comercial Ebro Industrial, S.A.", "Ctra. de Logroño km 6,5, 50011 Zaragoza",
        "C.I.F. A-50712208 · Tel. 976 555 018", "ES91 2100 0418 4502 0005 1332"),
    "pl": ("Zakłady Dostawcze Odra S.A.", "ul. Fabryczna 16, 53-609 Wrocław",
        "NIP 894-25-17-360 · KRS 0000118274", "PL61 1090 1014 0000 0712 1981 2874"),
    "pt": ("Distribuidora do Mondego, S.A.", "Zona Industrial da Pedrulha, 3025-041 Coimbra",
        "NIPC 502 771 946 · Capital social 750 000 EUR", "PT50 0002 0123 1234 5678 9015 4"),
    "sv": ("Bergslagens Förnödenheter AB", "Box 318, 701 46 Örebro",
        "Org.nr 556318-7742 · Godkänd för F-skatt", "SE45 5000 0000 0583 9825 7466"),
    "da": ("Kolding Teknik & Forsyning A/S", "Vejlevej 250, 6000 Kolding",
        "CVR-nr. 18 77 20 45 · Tlf. 75 55 01 20", "DK50 0040 0440 1162 43"),
    "fi": ("Hämeen Teollisuustarvike Oy", "Paasikiventie 12, 33230 Tampere",
        "Y-tunnus 1745520-3 · Puh. 03 555 0190", "FI21 1234 5600 0007 85"),
    "cs": ("Moravské dodávky a.s.", "Průmyslová 1485, 686 01 Uherské Hradiště",
        "IČ 25512394 · DIČ CZ25512394", "CZ65 0800 0000 1920 0014 5399"),
}  # fmt: skip
BUYERS = (
    ("Harrowgate Components plc", "Accounts Payable", "Forge Lane 7", "Sheffield S4 7QQ"),
    ("Brenner Anlagentechnik GmbH", "Finanzbuchhaltung", "Talweg 22", "6020 Innsbruck"),
    ("Fonderies de l'Ain SAS", "Service comptabilité", "8 rue du Port", "01000 Bourg-en-Bresse"),
    ("Nordvik Foods AB", "Leverantörsreskontra", "Kajgatan 4", "252 67 Helsingborg"),
)
_SITES = ("014 Nord", "027 Centrum", "033 West")


class Case(SaidCase):
    """One statement of a sender: what is true, and how its values are written."""

    order_from = (45_100, 13)

    def __init__(self, sender: Sender, language: str, dice: random.Random) -> None:
        """Make up what is true."""
        heads, _, words = sender.said[language].partition("||")
        self.sender, self.language, self.dice = sender, language, dice
        self.pattern = sender.value("day", "") or dice.choice(_DAYS[language])
        self.currency, self.symbol = _MONEY.get(language, ("EUR", "€"))
        self.words = named(words)
        self.heads = {name: text.format(cur=self.currency) for name, text in named(heads).items()}
        self.house, self.buyer = HOUSES[language], dice.choice(BUYERS)
        self.account = sender.value("acct", "") + str(dice.randrange(10_000, 999_999))
        self.start = date(2026, dice.randrange(1, 9), 1)
        self.paid: dict[int, Decimal] = {}
        self.rows = tuple(self._rows())
        self.end = self.rows[-1].day + timedelta(days=dice.randrange(1, 6))
        self.opening = NONE if sender.has("open") else self._carried()
        self.closing = self.opening + sum((row.amount for row in self.rows), NONE)
        self.places = [dice.randrange(len(_SITES)) for _ in self.rows]

    def _carried(self) -> Decimal:
        """What was owed before; now and then nothing, as of customers who pay at once."""
        amount = Decimal(self.dice.randrange(12_000, 2_400_000)) / 100
        return NONE if self.dice.random() < 0.12 else amount

    def _rows(self) -> Iterator[Row]:
        dice, has = self.dice, self.sender.has
        forms, number, day = self.sender.numbers.split("|"), dice.randrange(200, 8_000), self.start
        terms = timedelta(days=dice.choice((8, 14, 30, 30, 45, 60)))
        owed = [Decimal(dice.randrange(12_000, 490_000)) / 100]
        for at in range(dice.randrange(60, 90) if has("long") else dice.randrange(5, 18)):
            day += timedelta(days=dice.randrange(1, 12) if has("open") else dice.randrange(4))
            number += dice.randrange(1, 19)
            amount, chance = Decimal(dice.randrange(890, 980_000)) / 100, dice.random()
            if chance < 0.12 and at:
                back = (amount / 4).quantize(_CENT)
                yield Row("credit_note", forms[1].format(n=number), day, day + terms, -back)
            elif chance < (0.18 if has("open") else 0.34) and "P" in self.words and at:
                reference = "" if has("nameless") else forms[2].format(n=number)
                settled = owed.pop(0) if owed and not has("open") else amount
                yield Row("payment", reference, day, None, -settled)
            else:
                if "open" in self.heads and "orig" in self.heads and dice.random() < 0.22:
                    self.paid[at] = (amount * dice.randrange(2, 8) / 10).quantize(_CENT)
                left = amount - self.paid.get(at, NONE)
                owed.append(left)
                yield Row("invoice", forms[0].format(n=number), day, day + terms, left)

    def money(self, amount: Decimal, *, bare: bool = False) -> str:
        """An amount as it is written, with its sign; `bare` is without its currency."""
        thousands, point = tuple(_MARKS[self.language])
        text = f"{abs(amount):,.2f}".replace(",", "\0").replace(".", point)
        text = text.replace("\0", "" if self.sender.has("solid") else thousands)
        if self.sender.has("sym") and not bare:
            before = self.language in {"en", "us", "nl"}
            gap = "\u00a0" if self.language == "nl" else ""
            text = f"{self.symbol}{gap}{text}" if before else f"{text}\u00a0{self.symbol}"
        if amount < 0:
            negative = self.words.get("minus") or self.sender.value("neg", "-{}")
            return negative.replace("~", "\u00a0").format(text)
        return self.words.get("plus", "{}").replace("~", "\u00a0").format(text)

    def groups(self) -> list[tuple[str, list[int]]]:
        """Sections of an open list by what the sender groups by, each with its heading."""
        by, word = self.sender.value("group", ""), self.words.get("G", "")
        found: dict[str, list[int]] = {}
        for at, row in enumerate(self.rows):
            values = {"site": _SITES[self.places[at]], "month": f"{row.day:%m/%Y}"}
            parts = word.format(**values).split(",")
            found.setdefault(parts[-1 if (row.due or row.day) > self.end else 0], []).append(at)
        return sorted(found.items()) if by == "site" else list(found.items())

    def _cells(self, at: int, row: Row, balance: Decimal) -> dict[str, Cell]:
        return self._told(at, row) | self._counted(at, row, balance)

    def _told(self, at: int, row: Row) -> dict[str, Cell]:
        short = row.kind[0].upper()
        kind, _, code = self.words[short].partition("~")
        says = {
            "ref": row.reference, "day": self.day(row.day), "due": self.day(row.due),
            "amount": self.money(row.amount), "order": self.order(at),
        }  # fmt: skip
        booked = row.day + timedelta(days=0 if short == "P" else at % 4)
        dun = "" if short != "I" or (row.due or row.day) >= self.end else str(at % 3)
        return {
            "day": row.day, "due": row.due, "reg": booked, "ref": row.reference,
            "kind": kind.format(**says), "code": code, "both": f"{kind}\n{row.reference}",
            "remark": self.words.get("remark", "").format(**says) if short == "I" else "",
            "no": str(at + 1), "order": "" if short == "P" else self.order(at),
            "days": str(max(0, (self.end - (row.due or row.day)).days)), "dun": dun,
            "cur": self.currency,
            "acct": self.account, "doc": f"AR{700_100 + at * 3}", "mode": code,
            "site": _SITES[self.places[at]] if row.reference else "",
            "let": "ABC"[at % 3] * 2 if short == "P" else "",
            "ocr": "" if short == "P" else f"{at + 31}{row.day:%m%d}{at * 7 % 10}{at % 9}",
        }  # fmt: skip

    def _counted(self, at: int, row: Row, balance: Decimal) -> dict[str, Cell]:
        owed, paid = row.amount, self.paid.get(at, NONE)
        left = owed > 0 or (self.sender.has("returns") and row.kind == "credit_note")
        blank = NONE if self.sender.has("zeros") else None
        return {
            "debit": owed if left else blank, "credit": blank if left else -owed,
            "amount": owed, "orig": owed + paid, "paid": paid or blank, "open": owed,
            "bal": balance,
        }  # fmt: skip
