"""Reading invoices that a browser printed: ten pages as companies design them, twelve languages.

No rule of the reader was made for them: the pages borrow their manners from what is common in a
trade (subscriptions, telephone, energy, hotels, building, wholesale, markets, letters, giro slips).
The labels of a page are drawn from all words that a language has for a thing.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks import Measured
from benchmarks.invoice_papers import Paper
from benchmarks.invoice_reading import copied_fields, wrong_fields
from benchmarks.invoice_words import DATES, LANDS, NAMES, WORDS, Land
from model.documents import DECISIVE
from parsers.hints import NO_HINTS
from parsers.reader import read

_CENT = Decimal("0.01")
_CSS = """
body{font:10px/1.45 'DejaVu Sans',sans-serif;margin:0}table{border-collapse:collapse;width:100%}
td,th{padding:3px 6px;text-align:left;vertical-align:top}.r{text-align:right}h1{font-size:20px}
.row{display:flex;justify-content:space-between}.box{border:1px solid #888;padding:8px}
.strip td,.grid td,.grid th{border:1px solid #aaa}small{font-size:8px;color:#555}
"""


@dataclass(frozen=True)
class Bill:
    """An invoice before it is set: its words, its truth and its lines."""

    words: Mapping[str, str]
    land: Land
    language: str
    truth: Mapping[str, str]
    lines: tuple[tuple[str, Decimal, Decimal, Decimal], ...]
    rate: int

    def money(self, amount: Decimal | str, *, sign: bool = True) -> str:
        """An amount as the language writes it."""
        text = f"{Decimal(amount):,.2f}"
        if self.language != "en":
            text = text.translate({44: self.land.grouping, 46: ","})
        return f"{text} {self.land.sign}" if sign else text

    def day(self, name: str) -> str:
        """A date as the language writes it."""
        return date.fromisoformat(self.truth[name]).strftime(DATES[self.language])

    def fact(self, name: str) -> tuple[str, str]:
        """A label and its value."""
        values = {
            "number": self.truth["invoice_number"],
            "order": self.truth["po_number"],
            "day": self.day("issue_date"),
            "due": self.day("due_date"),
        }
        return self.words[name], values[name]

    def party(self, name: str) -> str:
        """Name and address of the seller or the buyer."""
        street = self.land.street if name == "seller_name" else "Quay 1"
        return "<br>".join((escape(self.truth[name]), street, self.land.city))

    @property
    def vat(self) -> str:
        """The seller's VAT id under its label."""
        return f"{self.land.vat_label} {self.land.vat_id}"

    def totals(self) -> list[tuple[str, str]]:
        """Net, tax and gross with their labels."""
        return [
            (self.words["net"], self.money(self.truth["net_total"])),
            (f"{self.words['tax']} {self.rate} %", self.money(self.truth["tax_total"])),
            (self.words["gross"], self.money(self.truth["gross_total"])),
        ]


def bills(pages: Iterable[str], seed: int = 5) -> Iterator[tuple[str, Bill]]:
    """An invoice for each of these pages in each language."""
    for page in pages:
        for language in WORDS:
            yield page, _bill(language, random.Random(f"{seed}-{page}-{language}"))


def _bill(language: str, dice: random.Random) -> Bill:
    land = LANDS[language]
    choices = (part.split(";") for part in WORDS[language].split("|"))
    words = dict(zip(NAMES, (dice.choice(one) for one in choices), strict=True))
    lines = tuple(_lines(land, dice))
    net = sum((total for *_, total in lines), Decimal(0))
    rate = max(land.rates)
    tax = (net * rate / 100).quantize(_CENT)
    day = date(2026, dice.randrange(1, 13), dice.randrange(1, 29))
    number = dice.choice(("{}", "2026-{}", "INV-{}", "R{}/26", "SO-{}-A"))
    truth = {
        "invoice_number": number.format(dice.randrange(10_000, 99_999)),
        "issue_date": day.isoformat(),
        "due_date": (day + timedelta(days=dice.choice((10, 14, 30)))).isoformat(),
        "po_number": f"PO-{dice.randrange(1000, 9999)}",
        "currency": land.currency,
        "net_total": f"{net:.2f}",
        "tax_total": f"{tax:.2f}",
        "gross_total": f"{net + tax:.2f}",
        "seller_name": dice.choice(land.sellers),
        "seller_vat_id": land.vat_id,
        "buyer_name": dice.choice(land.buyers),
    }
    return Bill(words, land, language, truth, lines, rate)


def _lines(land: Land, dice: random.Random) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    for at in range(dice.randrange(1, 8)):
        quantity = Decimal(dice.choice((1, 2, 4, 10, 36)))
        price = Decimal(dice.randrange(150, 60_000)) / 100
        yield f"{land.goods[at % 4]} {chr(65 + at)}", quantity, price, quantity * price


def _cells(cells: Iterable[str], tag: str = "td", right: int = 1) -> str:
    """A row whose cells from `right` on are set to the right."""
    shown = (
        f"<{tag}{' class=r' if at >= right else ''}>{escape(cell)}</{tag}>"
        for at, cell in enumerate(cells)
    )
    return f"<tr>{''.join(shown)}</tr>"


def _table(bill: Bill, names: str = "text quantity price total", *, css: str = "") -> str:
    def row(text: str, quantity: Decimal, price: Decimal, total: Decimal) -> list[str]:
        cells = {
            "text": text, "quantity": str(quantity), "price": bill.money(price, sign=False),
            "total": bill.money(total),
        }  # fmt: skip
        return [cells[name] for name in names.split()]

    head = _cells([bill.words[name] for name in names.split()], "th")
    return (
        f"<table class='{css}'>{head}{''.join(_cells(row(*line)) for line in bill.lines)}</table>"
    )


def _list(rows: Iterable[tuple[str, str]], style: str = "") -> str:
    return f"<table style='{style}'>{''.join(map(_cells, rows))}</table>"


def _facts(bill: Bill, *names: str) -> list[tuple[str, str]]:
    return [bill.fact(name) for name in names]


def _subscription(bill: Bill) -> str:
    facts = _list(_facts(bill, "number", "day", "due", "order"), "width:260px")
    due = f"<h1>{bill.money(bill.truth['gross_total'])} · {bill.day('due_date')}</h1>"
    parties = (
        f"<div class=row><div><b>{bill.party('seller_name')}</b><br>{bill.vat}</div>"
        f"<div><b>{bill.words['buyer']}</b><br>{bill.party('buyer_name')}</div></div>"
    )
    totals = _list(bill.totals(), "width:50%;margin-left:50%")
    return f"<h1>{bill.words['title']}</h1>{facts}{parties}{due}{_table(bill)}{totals}"


def _telephone(bill: Bill) -> str:
    facts = _list(_facts(bill, "number", "day", "order"))
    pay = (
        f"<div class=box><small>{bill.words['gross']}</small>"
        f"<h1>{bill.money(bill.truth['gross_total'])}</h1>"
        f"{bill.words['due']} {bill.day('due_date')}</div>"
    )
    head = f"<h1>{escape(bill.truth['seller_name'])}</h1>"
    to = f"<p>{bill.party('buyer_name')}</p><h2>{bill.words['title']}</h2>"
    side = f"<div class=row><div class=box style='width:55%'>{facts}</div>{pay}</div>"
    sums = _list(bill.totals(), "width:60%")
    return f"{head}{to}{side}{_table(bill, 'text total')}{sums}<small>{bill.vat}</small>"


def _letter(bill: Bill) -> str:
    sender = f"<small>{escape(bill.truth['seller_name'])} · {bill.land.street} · {bill.land.city}"
    block = _list(_facts(bill, "day", "order", "due"), "width:230px;margin-left:62%")
    subject = f"<p><b>{bill.words['title']} {bill.truth['invoice_number']}</b></p>"
    totals = _list(bill.totals(), "width:45%;margin-left:55%")
    foot = f"<hr><small>{escape(bill.truth['seller_name'])} | {bill.vat} | {bill.land.phone}"
    body = f"{block}{subject}{_table(bill)}{totals}<p>&nbsp;</p>"
    return f"{sender}</small><p>{bill.party('buyer_name')}</p>{body}{foot}</small>"


def _wholesale(bill: Bill) -> str:
    head = "".join(f"<th>{escape(label)}</th>" for label, _ in _facts(bill, *_FOUR))
    values = "".join(f"<td>{escape(value)}</td>" for _, value in _facts(bill, *_FOUR))
    sums = bill.totals()
    foot = (
        f"<table class=strip>{_cells([label for label, _ in sums], 'td', 0)}"
        f"{_cells([value for _, value in sums], 'td', 0)}</table>"
    )
    parties = (
        f"<div class=row><div class=box>{bill.party('seller_name')}<br>{bill.vat}</div>"
        f"<div class=box>{bill.words['buyer']}:<br>{bill.party('buyer_name')}</div></div>"
    )
    facts = f"<table class=grid><tr>{head}</tr><tr>{values}</tr></table>"
    title = f"<h1 style='text-align:center'>{bill.words['title'].upper()}</h1>"
    return f"{title}{parties}<br>{facts}<br>{_table(bill, css='grid')}<br>{foot}"


def _market(bill: Bill) -> str:
    facts = "".join(f"<div><small>{a}</small><br><b>{b}</b></div>" for a, b in _facts(bill, *_FOUR))
    to = f"<div class=box><small>{bill.words['buyer']}</small><br>{bill.party('buyer_name')}</div>"
    totals = _list(bill.totals(), "width:40%;margin-left:60%")
    foot = f"<p><small>{bill.party('seller_name').replace('<br>', ', ')} · {bill.vat}</small></p>"
    title = f"<h2>{bill.words['title']}</h2><div class=row>{facts}</div><br>{to}"
    return f"{title}{_table(bill, 'text quantity total')}{totals}{foot}"


def _hotel(bill: Bill) -> str:
    day = bill.day("issue_date")
    rows = "".join(
        _cells((day, f"{text} ({quantity} x {bill.money(price)})", bill.money(total)))
        for text, quantity, price, total in bill.lines
    )
    name = escape(bill.truth["seller_name"])
    head = f"<center><h1>{name}</h1>{bill.land.city}<br>{bill.vat}</center>"
    names = (f"{bill.words['title']} {bill.words['number']}", bill.truth["invoice_number"])
    facts = _list([names, *_facts(bill, "day", "due", "order")], "width:55%")
    to = f"<p>{bill.words['buyer']}: {escape(bill.truth['buyer_name'])}</p>"
    return f"{head}{to}{facts}<table>{rows}</table><hr>{_list(bill.totals())}"


def _building(bill: Bill) -> str:
    rows = "".join(
        _cells((f"01.{at:03}", text, str(quantity), bill.money(price), bill.money(total)), right=2)
        for at, (text, quantity, price, total) in enumerate(bill.lines, 1)
    )
    heads = ("Pos.", *(bill.words[name] for name in ("text", "quantity", "price", "total")))
    table = f"<table class=grid>{_cells(heads, 'th', 2)}{rows}</table>"
    facts = " &nbsp; ".join(f"{label}: {value}" for label, value in _facts(bill, *_FOUR))
    top = f"<div class=row><div>{bill.party('buyer_name')}</div><div>{bill.party('seller_name')}"
    totals = _list(bill.totals(), "width:50%;margin-left:50%")
    title = f"<h1>{bill.words['title']}</h1><p>{facts}</p>"
    return f"{top}<br>{bill.vat}</div></div>{title}{table}{totals}"


def _giro(bill: Bill) -> str:
    parties = f"<div class=row><h1>{escape(bill.truth['seller_name'])}</h1>"
    facts = _list(_facts(bill, "number", "day", "order"), "width:220px")
    to = f"<p>{bill.party('buyer_name')}</p><h2>{bill.words['title']}</h2>"
    sums = _list(bill.totals()[:2], "width:40%;margin-left:60%")
    slip = [(bill.words["due"], bill.day("due_date")), bill.totals()[2]]
    labels = "".join(f"<td><small>{label}</small><br><b>{value}</b></td>" for label, value in slip)
    strip = f"<table class=strip><tr>{labels}<td>{bill.vat}</td></tr></table>"
    return f"{parties}{facts}</div>{to}{_table(bill)}{sums}<br><br>{strip}"


def _energy(bill: Bill) -> str:
    facts = _list(_facts(bill, *_FOUR), "width:48%")
    sums = "".join(_cells((label, ".....", value), right=2) for label, value in bill.totals())
    left = f"<div style='width:48%'><b>{escape(bill.truth['seller_name'])}</b><br>{bill.vat}</div>"
    to = f"<div style='width:48%'>{bill.words['buyer']}<br>{bill.party('buyer_name')}</div>"
    title = f"<h2 style='background:#ddd;padding:6px'>{bill.words['title']}</h2>"
    return f"{title}<div class=row>{to}{left}</div>{facts}<table>{sums}</table><br>{_table(bill)}"


def _studio(bill: Bill) -> str:
    facts = "".join(f"<p><small>{a}</small><br>{b}</p>" for a, b in _facts(bill, *_FOUR))
    side = (
        f"<div style='width:26%;background:#eee;padding:10px'><b>{bill.party('seller_name')}</b>"
        f"<br>{bill.vat}{facts}<p><small>{bill.words['buyer']}</small><br>"
        f"{bill.party('buyer_name')}</p></div>"
    )
    main = f"<h1>{bill.words['title']}</h1>{_table(bill)}{_list(bill.totals())}"
    return f"<div class=row>{side}<div style='width:66%'>{main}</div></div>"


_FOUR = ("number", "day", "due", "order")
PAGES: Mapping[str, Callable[[Bill], str]] = {
    "subscription": _subscription, "telephone": _telephone, "letter": _letter,
    "wholesale": _wholesale, "market": _market, "hotel": _hotel, "building": _building,
    "giro": _giro, "energy": _energy, "studio": _studio,
}  # fmt: skip


def papers(pages: Iterable[str] = PAGES, seed: int = 5) -> Iterator[tuple[str, Paper]]:
    """The invoices as Chromium prints them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        tab = browser.new_page()
        for at, (name, bill) in enumerate(bills(pages, seed)):
            tab.set_content(
                f"<!DOCTYPE html><meta charset=utf-8><style>{_CSS}</style>{PAGES[name](bill)}"
            )
            content = tab.pdf(format="A4", print_background=True)
            totals = tuple((text, total) for text, _, _, total in bill.lines)
            yield name, Paper(at, bill.language, content, bill.truth, totals)
        browser.close()


def run(_data: Path | None) -> Measured:
    """Share of the fields that are right; the reference is the share whose text can be copied."""
    true, right, fields, copied = Counter[str](), Counter[str](), Counter[str](), 0
    accepted = Counter[str]()
    for name, paper in papers():
        reading = read(paper.content, NO_HINTS)
        wrong = set(wrong_fields(paper, {one: f.value for one, f in reading.fields.items()}))
        true[name] += len(paper.fields)
        right[name] += len(paper.fields) - len(wrong)
        fields.update(wrong)
        copied += copied_fields(paper)
        accepted["right"] += reading.accept and not wrong & set(DECISIVE)
        accepted["wrong"] += reading.accept and bool(wrong & set(DECISIVE))
    details = {
        "pages": {name: round(right[name] / true[name], 4) for name in true},
        "wrong_fields": dict(fields.most_common()),
        "accepted": dict(accepted),
    }
    ours, reference = right.total() / true.total(), copied / true.total()
    return Measured("invoice_pages", ours, reference, "share of fields right", details)
