"""Invoices with exact truth in twelve languages and 16 layouts, as PDF.

A layout is a choice of where seller, buyer and facts stand, of the columns, of how amounts and
dates are written and of what the totals state; the odd ones are kept back from development.
"""

from __future__ import annotations

import io
import random
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.invoice_words import DATES, LANDS, LONG_DATES, MONTHS, NAMES, WORDS

LAYOUTS = 16
_HEIGHT = A4[1]
_CENT = Decimal("0.01")
_EDGES: Mapping[str, tuple[float, bool]] = {
    "position": (50, False), "text": (80, False), "quantity": (330, True), "price": (430, True),
    "total": (545, True),
}  # fmt: skip
_COLUMNS = (
    "text quantity price total",
    "position text quantity price total",
    "text total",
    "text quantity price total",
)


@dataclass(frozen=True)
class Paper:
    """An invoice: its bytes and its truth, amounts and days as `billhook parse` writes them."""

    layout: int
    language: str
    content: bytes
    fields: Mapping[str, str]
    lines: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class Design:
    """What a layout is made of."""

    columns: tuple[str, ...]
    facts: str
    seller_right: bool
    buyer_labelled: bool
    dated_long: bool
    sign: str
    shipping: bool
    discount: bool
    rates: int
    footer: bool
    size: float

    @classmethod
    def of(cls, layout: int) -> Design:
        """The design of a layout, the same every time."""
        dice = random.Random(f"invoice-{layout}")
        return cls(
            columns=tuple(_COLUMNS[layout // 2 % len(_COLUMNS)].split()),
            facts=("beside", "above", "titled", "spread")[layout // 2 % 4],
            seller_right=dice.random() < 0.3,
            buyer_labelled=dice.random() < 0.8,
            dated_long=dice.random() < 0.3,
            sign=dice.choice(("none", "before", "behind", "code")),
            shipping=dice.random() < 0.3,
            discount=dice.random() < 0.2,
            rates=1 + (dice.random() < 0.3),
            footer=dice.random() < 0.5,
            size=dice.choice((8.5, 9.5, 10.5)),
        )


def papers(layouts: Iterable[int] = range(LAYOUTS), seed: int = 7) -> Iterator[Paper]:
    """An invoice of each of these layouts in each language."""
    for layout in layouts:
        for language in WORDS:
            yield Sheet(layout, language, random.Random(f"{seed}-{layout}-{language}")).paper()


class Sheet:
    """An invoice while it is made up and set."""

    def __init__(self, layout: int, language: str, dice: random.Random) -> None:
        self.layout, self.language, self.dice = layout, language, dice
        self.design, self.land = Design.of(layout), LANDS[language]
        choices = (part.split(";") for part in WORDS[language].split("|"))
        chosen = (one[(layout // 2) % len(one)] for one in choices)
        self.words = dict(zip(NAMES, chosen, strict=True))
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=1)
        self.lines = tuple(self._make_lines())
        self.truth = self._make_truth()

    def paper(self) -> Paper:
        """The invoice, set."""
        self._set_parties()
        _FACTS[self.design.facts](self, self._facts())
        self._set_totals(self._set_table())
        self.canvas.save()
        fields = {name: _written(value) for name, value in self.truth.items()}
        lines = tuple((text, total) for text, _, _, total in self.lines)
        return Paper(self.layout, self.language, self.buffer.getvalue(), fields, lines)

    def write(self, x: float, y: float, text: str, *, size: float = 0, **how: bool) -> None:
        """Write a text; letters that the font lacks lose their accents, as on old printers."""
        bold = "Helvetica-Bold" if how.get("bold") else "Helvetica"
        self.canvas.setFont(bold, size or self.design.size)
        draw = self.canvas.drawRightString if how.get("right") else self.canvas.drawString
        draw(x, _HEIGHT - y, printable(text))

    def day(self, day: date) -> str:
        """A date as the layout and the language write it."""
        if not self.design.dated_long:
            return day.strftime(DATES[self.language])
        month = MONTHS[self.language].split()[day.month - 1]
        form = LONG_DATES.get(self.language, "{day} {month} {year}")
        return form.format(day=day.day, month=month, year=day.year)

    def money(self, amount: Decimal, *, plain: bool = False) -> str:
        """An amount as the layout and the language write it."""
        text = f"{amount:,.2f}"
        if self.language != "en":
            text = text.translate({44: self.land.grouping, 46: ","})
        sign = "none" if plain else self.design.sign
        return {
            "none": text,
            "before": f"{self.land.sign} {text}",
            "behind": f"{text} {self.land.sign}",
            "code": f"{text} {self.land.currency}",
        }[sign]

    def _make_lines(self) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
        for at in range(self.dice.randrange(1, 7)):
            quantity = Decimal(self.dice.choice((1, 2, 3, 5, 12, 25)))
            price = Decimal(self.dice.randrange(150, 90_000)) / 100
            text = f"{self.land.goods[at % 4]} {self.dice.choice(('', 'XL', 'Plus'))}".strip()
            yield text, quantity, price, quantity * price

    def _make_truth(self) -> dict[str, Any]:
        day = date(2026, self.dice.randrange(1, 13), self.dice.randrange(1, 29))
        goods = sum((total for *_, total in self.lines), Decimal(0))
        less = (goods / 10).quantize(_CENT) if self.design.discount else Decimal(0)
        self.goods, self.less = goods, less
        self.carriage = Decimal("12.50") if self.design.shipping else Decimal(0)
        net = goods - less + self.carriage
        rates = sorted(set(self.land.rates), reverse=True)[: self.design.rates]
        shares = [net] if len(rates) == 1 else [net - (net / 4).quantize(_CENT)]
        shares += [net - shares[0]] if len(rates) > 1 else []
        self.taxes = [
            (rate, share, (share * rate / 100).quantize(_CENT))
            for rate, share in zip(rates, shares, strict=True)
        ]
        tax = sum((one for *_, one in self.taxes), Decimal(0))
        number = self.dice.choice(("2026-{}", "INV-{}", "F{}/26", "{}", "26{}"))
        return {
            "invoice_number": number.format(self.dice.randrange(10_000, 99_999)),
            "issue_date": day.isoformat(),
            "due_date": (day + timedelta(days=30)).isoformat(),
            "po_number": f"PO-{self.dice.randrange(1000, 9999)}",
            "currency": self.land.currency,
            "net_total": net,
            "tax_total": tax,
            "gross_total": net + tax,
            "seller_name": self.dice.choice(self.land.sellers),
            "seller_vat_id": self.land.vat_id,
            "buyer_name": self.dice.choice(self.land.buyers),
        }

    def _facts(self) -> list[tuple[str, str]]:
        days = (date.fromisoformat(self.truth[one]) for one in ("issue_date", "due_date"))
        issued, due = (self.day(one) for one in days)
        return [
            (self.words["number"], self.truth["invoice_number"]),
            (self.words["day"], issued),
            (self.words["due"], due),
            (self.words["order"], self.truth["po_number"]),
        ]

    def _set_parties(self) -> None:
        x = 340 if self.design.seller_right else 50
        self.write(x, 50, self.truth["seller_name"], size=13, bold=True)
        vat = f"{self.land.vat_label} {self.land.vat_id}"
        below = [self.land.street, self.land.city, self.land.phone]
        for at, text in enumerate(below + ([] if self.design.footer else [vat])):
            self.write(x, 66 + 12 * at, text)
        if self.design.footer:
            self.write(50, 800, f"{self.truth['seller_name']} · {self.land.city} · {vat}", size=7)
        if self.design.buyer_labelled:
            self.write(50, 150, self.words["buyer"], bold=True)
        for at, text in enumerate((self.truth["buyer_name"], "Quay 1", self.land.city)):
            self.write(50, 164 + 12 * at, text)

    def _set_table(self) -> float:
        y = 290.0
        for name in self.design.columns:
            x, right = _EDGES[name]
            head = "#" if name == "position" else self.words[name]
            self.write(x, y, head, bold=True, right=right)
        for at, (text, quantity, price, total) in enumerate(self.lines, 1):
            y += self.design.size + 7
            cells = {
                "position": str(at), "text": text, "quantity": str(quantity),
                "price": self.money(price, plain=True), "total": self.money(total),
            }  # fmt: skip
            for name in self.design.columns:
                x, right = _EDGES[name]
                self.write(x, y, cells[name], right=right)
        return y

    def _set_totals(self, y: float) -> None:
        rows = []
        if self.less:
            rows.append((self.words["discount"], -self.less))
        if self.carriage:
            rows.append((self.words["shipping"], self.carriage))
        rows.append((self.words["net"], self.truth["net_total"]))
        rows += [(f"{self.words['tax']} {rate} %", tax) for rate, _, tax in self.taxes]
        rows.append((self.words["gross"], self.truth["gross_total"]))
        y += 12
        for label, amount in rows:
            y += self.design.size + 8
            last = amount is self.truth["gross_total"]
            self.write(340, y, label, bold=last)
            self.write(545, y, self.money(amount), right=True, bold=last)
        if self.design.sign == "none":
            text = f"{self.words['currency']}: {self.land.currency}"
            self.write(50, y, text)


def _written(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def _beside(sheet: Sheet, facts: Sequence[tuple[str, str]]) -> None:
    sheet.write(340, 130, sheet.words["title"], size=18, bold=True)
    for row, (label, value) in enumerate(facts):
        sheet.write(340, 160 + 14 * row, f"{label}:")
        sheet.write(465, 160 + 14 * row, value)


def _above(sheet: Sheet, facts: Sequence[tuple[str, str]]) -> None:
    sheet.write(340, 150, sheet.words["title"], size=16, bold=True)
    for column, (label, value) in enumerate(facts):
        sheet.write(50 + 128 * column, 235, label, bold=True, size=8)
        sheet.write(50 + 128 * column, 248, value, size=8)


def _titled(sheet: Sheet, facts: Sequence[tuple[str, str]]) -> None:
    (_, number), *others = facts
    sheet.write(340, 130, f"{sheet.words['title']} {number}", size=15, bold=True)
    for row, (label, value) in enumerate(others):
        sheet.write(340, 160 + 14 * row, f"{label} {value}")


def _spread(sheet: Sheet, facts: Sequence[tuple[str, str]]) -> None:
    sheet.write(50, 225, sheet.words["title"], size=20, bold=True)
    for row, (label, value) in enumerate(facts):
        sheet.write(340, 160 + 14 * row, label, size=8)
        sheet.write(545, 160 + 14 * row, value, right=True)


_FACTS = {"beside": _beside, "above": _above, "titled": _titled, "spread": _spread}


def printable(text: str) -> str:
    """The text in the letters of the standard fonts (Windows-1252)."""
    return "".join(one if _is_western(one) else _plain(one) for one in text)


def _is_western(letter: str) -> bool:
    return letter.encode("cp1252", "ignore") != b""


def _plain(letter: str) -> str:
    return "l" if letter == "ł" else unicodedata.normalize("NFKD", letter)[0]
