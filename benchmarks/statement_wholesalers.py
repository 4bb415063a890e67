"""What statements of wholesalers, makers and carriers say: one case of a sender, with its truth.

Each sender is a page of its own, as its house program prints it. Held out: written without a look
at the reader, and never to be used to mend it.
"""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.statement_papers import Row

type_of = {"I": "invoice", "C": "credit_note", "P": "payment", "U": "payment", "R": "invoice"}
NONE = Decimal(0)
_CENT = Decimal("0.01")
_DAYS = {
    "en": "%d/%m/%Y", "us": "%m/%d/%Y", "de": "%d.%m.%Y", "fr": "%d/%m/%Y", "nl": "%d-%m-%Y",
    "it": "%d/%m/%Y", "es": "%d/%m/%Y", "pl": "%d.%m.%Y", "pt": "%d/%m/%Y", "sv": "%Y-%m-%d",
    "da": "%d.%m.%Y", "fi": "%d.%m.%Y", "cs": "%d.%m.%Y", "no": "%d.%m.%Y",
    "hu": "%Y.%m.%d.", "ro": "%d.%m.%Y",
}  # fmt: skip
_MARKS = {"en": ",.", "us": ",.", "fr": "\u202f,", "de": ".,", "nl": ".,", "it": ".,",
          "es": ".,", "da": ".,", "pt": ".,"}  # fmt: skip
_MONEY = {"en": "GBP", "us": "USD", "pl": "PLN", "cs": "CZK", "sv": "SEK", "da": "DKK", "no": "NOK"}
_SIGNS = {"GBP": "£", "USD": "$", "EUR": "€", "PLN": "zł", "CZK": "Kč", "CHF": "CHF"}
_BUYERS = {
    "en": "Thornbury Catering Ltd;Accounts Payable;Unit 9 Severn Park;Bristol BS11 8DE",
    "us": "Prairie Kitchen Supply Inc.;Attn: Accounts Payable;2210 W 47th St;Wichita, KS 67217",
    "de": "Lindauer Gastrotechnik GmbH;Buchhaltung;Bregenzer Straße 112;88131 Lindau",
    "fr": "Établissements Morvan SAS;Service comptabilité;8 rue des Tanneurs;21000 Dijon",
    "nl": "Van der Laan Keukens B.V.;Crediteurenadministratie;Kanaalweg 71;3533 HG Utrecht",
    "it": "Officine Brenta S.p.A.;Ufficio fornitori;Via dell'Industria 44;35010 Vigonza PD",
    "es": "Cocinas Levante S.A.;Dpto. Proveedores;C/ Alcalde Reig 12;46006 Valencia",
    "pl": "Kuchnie Wisła Sp. z o.o.;Dział księgowości;ul. Fabryczna 18;31-553 Kraków",
    "pt": "Cozinhas do Minho, S.A.;Contas a pagar;Rua do Souto 210;4700-329 Braga",
    "sv": "Mälar Storkök AB;Leverantörsreskontra;Box 1204;721 29 Västerås",
    "da": "Limfjord Storkøkken A/S;Kreditorbogholderi;Havnegade 33;9400 Nørresundby",
    "fi": "Saimaan Keittiöt Oy;Ostoreskontra;Satamatie 4;53900 Lappeenranta",
    "cs": "Moravské kuchyně a.s.;Účtárna;Vídeňská 89;639 00 Brno",
    "no": "Fjord Storkjøkken AS;Leverandørreskontro;Postboks 410;5006 Bergen",
    "hu": "Tisza Konyhatechnika Zrt.;Pénzügy;Vágóhíd utca 7;6720 Szeged",
    "ro": "Bucătării Mureș S.A.;Departament financiar;Bd. 1 Decembrie 40;540240 Târgu Mureș",
}
_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "us": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "no": "jan feb mar apr mai jun jul aug sep okt nov des",
}


@dataclass(frozen=True, slots=True)
class Sender:
    """A firm that sends statements: its habits, its page, and its words in each language."""

    name: str
    form: str
    habits: str
    numbers: str
    page: str
    words: dict[str, str]

    def habit(self, name: str, otherwise: str = "") -> str:
        """The value of a habit; a bare one is its own name."""
        for one in self.habits.split():
            key, _, value = one.partition("=")
            if key == name:
                return value or name
        return otherwise


@dataclass(slots=True)
class Line:
    """A line of the statement and what the paper says beside its truth."""

    row: Row
    sign: str
    paid: Decimal = NONE
    extra: dict[str, str] = field(default_factory=dict)


class Case:
    """One statement of a sender: what is true, and how its values are written."""

    def __init__(self, sender: Sender, language: str) -> None:
        """Make up what is true, the same every time."""
        self.sender, self.language = sender, language
        self.dice = random.Random(f"{sender.name} {language} wholesalers")
        pairs = sender.words[language].replace("\n;", ";").replace("\n", "|").split("|")
        self.words = dict(one.strip().split("=", 1) for one in pairs if one.strip())
        self.currency = self.words.get("money", _MONEY.get(language, "EUR"))
        self.house, self.buyer = self.words["F"].split(";"), _BUYERS[language].split(";")
        self.account = sender.habit("acct", "{}").format(self.dice.randrange(10_200, 98_000))
        self.start = date(2026, self.dice.randrange(1, 8), 1)
        self.open = bool(sender.habit("open"))
        before = 0 if self.open else self.dice.randrange(3, 7)
        self.unpaid = [self._amount() for _ in range(before)]
        self.opening = sum(self.unpaid, NONE)
        self.lines = list(self._lines())
        if sender.habit("places"):
            self.lines.sort(key=lambda line: line.extra["place"])
        last = max(line.row.day for line in self.lines)
        self.end = last.replace(day=monthrange(last.year, last.month)[1])
        self.rows = tuple(line.row for line in self.lines)
        self.closing = self.opening + sum((row.amount for row in self.rows), NONE)

    def _amount(self) -> Decimal:
        low, high = map(float, self.sender.habit("size", "40-6000").split("-"))
        return Decimal(str(round(low * (high / low) ** self.dice.random(), 2)))

    def _lines(self) -> Iterator[Line]:
        low, high = map(int, self.sender.habit("rows", "8-16").split("-"))
        count, day = self.dice.randrange(low, high), self.start
        number = self.dice.randrange(1_200, 8_000)
        returned, paid = (float(self.sender.habit(one, "0")) for one in ("credits", "payments"))
        span = max(1, int(self.sender.habit("span", "28")) // count)
        for at in range(count):
            day += timedelta(days=self.dice.randrange(1 if span > 1 else 0, span + 2))
            number += self.dice.randrange(1, 34)
            chance = self.dice.random()
            if at and chance < returned:
                yield self._line("C", number, day, -(self._amount() / 4).quantize(_CENT))
            elif chance < returned + paid and self.unpaid:
                yield self._payment(number, day)
            else:
                yield from self._invoice(number, day)
        if self.sender.habit("onaccount"):
            money = -Decimal(self.dice.randrange(2, 12) * 250)
            yield self._line("U", number + 3, day + timedelta(days=1), money)

    def _payment(self, number: int, day: date) -> Line:
        """The oldest that is unpaid is paid, now and then two at once."""
        taken = [self.unpaid.pop(0) for _ in range(min(len(self.unpaid), self.dice.choice((1, 2))))]
        return self._line("P", number, day, -sum(taken, NONE))

    def _invoice(self, number: int, day: date) -> Iterator[Line]:
        amount, parts = self._amount(), 1
        if self.sender.habit("instalments"):
            parts = self.dice.choice((1, 2, 3))
        late = self.sender.habit("interest") and self.dice.random() < 0.12
        share = (amount / parts).quantize(_CENT)
        for part in range(parts):
            money = amount - share * (parts - 1) if part == parts - 1 else share
            if late:
                money = (amount / 90).quantize(_CENT)
            line = self._line("R" if late else "I", number, day, money, 30 * part)
            line.extra["part"] = f"{part + 1}/{parts}"
            if self.sender.habit("partial") and not late and self.dice.random() < 0.22:
                line.paid = (money * self.dice.randrange(2, 7) / 10).quantize(_CENT)
                row = line.row
                line.row = Row(row.kind, row.reference, row.day, row.due, money - line.paid)
            self.unpaid.append(line.row.amount)
            yield line

    def _line(self, sign: str, number: int, day: date, amount: Decimal, later: int = 0) -> Line:
        forms = dict(zip("ICP", self.sender.numbers.split("|"), strict=True))
        reference = forms.get(sign, forms["P" if sign == "U" else "I"]).format(n=number)
        days = int(self.sender.habit("days", "30")) + later
        due = day + timedelta(days=days) if sign in "IR" else None
        row = Row(type_of[sign], reference.strip("-"), day, due, amount)
        dice, words = self.dice, self.words
        place = dice.choice(words.get("places", "-").split("~"))
        order = words.get("ord", "PO {n}").format(n=dice.randrange(20_300, 88_000))
        told = dice.choice(words[sign].split("~"))
        says = {
            "ref": row.reference,
            "order": order,
            "place": place,
            "n": dice.randrange(100, 999),
            "few": dice.randrange(2, 30),
        }
        text = told.format(**says, last=f"{number - 40:05}", day=self.day(day))
        ship = f"{dice.choice('HKNR')}{dice.randrange(410_000, 990_000)}"
        goods = {"order": order, "ship": ship} if sign in "ICR" else {"order": "", "ship": ""}
        extra = {"place": place, "kind": text, "part": "", **goods}
        extra["code"] = words.get("codes", "").split(",")["ICPUR".index(sign)] if (
            "codes" in words
        ) else ""  # fmt: skip
        return Line(row, sign, extra=extra)

    def day(self, day: date | None) -> str:
        """A day as it is written."""
        if not day:
            return ""
        pattern = self.words.get("fmt", _DAYS[self.language])
        names = _MONTHS.get(self.language, "").split()
        name = names[day.month - 1] if names else ""
        return day.strftime(pattern.replace("%b", name).replace("%B", name.upper()))

    def money(self, amount: Decimal | None) -> str:
        """An amount as it is written, with its sign."""
        if amount is None:
            return ""
        marks = self.words.get("marks", _MARKS.get(self.language, "\u00a0,"))
        text = f"{abs(amount):,.2f}".translate({44: marks[:-1], 46: marks[-1]})
        if self.sender.habit("sym"):
            sign = _SIGNS.get(self.currency, "kr")
            before = self.language in {"en", "us"}
            text = f"{sign}{text}" if before else f"{text}\u00a0{sign}"
        if amount < 0:
            return self.sender.habit("neg", "-{}").replace("~", "\u00a0").format(text)
        return text

    def remaining(self) -> list[tuple[date, Decimal]]:
        """What is still owed of the opening and of each line, the oldest paid first."""
        if self.open:
            return [(row.due or row.day, row.amount) for row in self.rows]
        left = [(self.start, self.opening)]
        left += [(row.due or row.day, row.amount) for row in self.rows if row.amount > 0]
        back = -sum((row.amount for row in self.rows if row.amount < 0), NONE)
        owed = []
        for due, money in left:
            used = min(money, back)
            back -= used
            owed.append((due, money - used))
        return [*owed, (self.end, -back)]

    def ageing(self, count: int = 4) -> list[Decimal]:
        """What is not due, and what is late by 30, 60 and more days; together what is owed."""
        parts = [NONE] * count
        for due, money in self.remaining():
            parts[min(count - 1, max(0, ((self.end - due).days + 29) // 30))] += money
        return parts

    def overdue(self) -> Decimal:
        """What of it is late."""
        return sum(self.ageing()[1:], NONE)

    def total(self, what: str) -> Decimal:
        """What the cells of a column come to."""
        cells = (line[what] for line in self.cells())
        return sum((cell for cell in cells if isinstance(cell, Decimal)), NONE)

    def cells(self) -> list[dict[str, Decimal | date | str | None]]:
        """Each line by the names of its columns."""
        balance, made = self.opening, []
        owed = iter([money for _, money in self.remaining()][0 if self.open else 1 :])
        for at, line in enumerate(self.lines):
            balance += line.row.amount
            left = next(owed) if line.row.amount > 0 else NONE
            made.append({**self._told(at, line), "bal": balance, "left": left})
        return made

    def _told(self, at: int, line: Line) -> dict[str, Decimal | date | str | None]:
        row, money = line.row, line.row.amount
        whole = money + line.paid
        late = (self.end - (row.due or row.day)).days
        spread = min(3, max(0, (late + 29) // 30))
        off = (whole * 2 / 100).quantize(_CENT) if money > 0 else NONE
        held = (whole * 5 / 95).quantize(_CENT) if money > 0 else NONE
        return {
            **line.extra, "no": str(at + 1), "day": row.day, "due": row.due, "ref": row.reference,
            "sign": line.sign, "amount": money, "orig": whole,
            "paid": line.paid or None, "open": money, "size": abs(money),
            "debit": money if money > 0 else None, "credit": -money if money < 0 else None,
            "got": -money if line.sign in "PU" else None,
            "bill": None if line.sign in "PU" else money,
            "days": str(late) if late > 0 and row.due else "",
            "level": str(spread) if spread and row.due else "",
            "off": off or None, "less": whole - off, "held": held or None, "gross": whole + held,
            "cur": self.currency,
            **{f"a{one}": money if one == spread else None for one in range(4)},
        }  # fmt: skip
