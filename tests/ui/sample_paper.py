"""Draws an invoice as a PDF and says where on the page each value stands."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from model.documents import Box
from model.money import Money

WIDE, HIGH = A4
INK, GREY, TEAL = "#17181a", "#6a6d70", "#0b5a4e"
WORK = (
    ("Stromlieferung Werk Nord, Zähler 1EMH0012345", "4812", "0.2210", "0.656"),
    ("Netznutzung Leistungspreis", "42", "6.1100", "0.158"),
    ("Messstellenbetrieb", "1", "38.9000", "0.024"),
    ("Konzessionsabgabe", "4812", "0.0011", "0.003"),
    ("Stromsteuer", "4812", "0.0205", "0.061"),
    ("KWKG-Umlage", "4812", "0.00277", "0.008"),
    ("Offshore-Netzumlage", "4812", "0.00816", "0.024"),
    ("Blindstrom", "1180", "0.0890", ""),
)


@dataclass(frozen=True)
class Invoice:
    """What stands on the paper."""

    supplier: str
    number: str
    gross: Money
    day: date
    due: date | None
    order: str

    def net(self) -> Money:
        """The total without tax."""
        return Money(self.gross.amount / Decimal("1.19"), self.gross.currency)

    def tax(self) -> Money:
        """The tax."""
        return self.gross - self.net()

    def lines(self) -> list[tuple[str, Decimal, Decimal, Decimal]]:
        """Description, quantity, price and total; the last line makes the sum."""
        net, made = self.net(), []
        left = net
        for name, quantity, price, share in WORK:
            total = Money(net.amount * Decimal(share), net.currency) if share else left
            left = left - total
            made.append((name, Decimal(quantity), Decimal(price), total.amount))
        return made


@cache
def draw(invoice: Invoice) -> tuple[bytes, dict[str, Box]]:
    """The PDF and the place of each field, in points from the top left."""
    held = io.BytesIO()
    paper = _Paper(Canvas(held, pagesize=A4))
    _letterhead(paper, invoice)
    _facts(paper, invoice)
    _table(paper, invoice)
    paper.canvas.showPage()
    paper.text(60, 90, f"{invoice.number}, Seite 2: Einzelverbindungen", 10)
    paper.canvas.save()
    return held.getvalue(), paper.places


class _Paper:
    """A page with the origin at the top left, remembering where fields stand."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.places: dict[str, Box] = {}

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 7.2,
        *,
        font: str = "Helvetica",
        colour: str = INK,
        right: bool = False,
        name: str = "",
    ) -> None:
        words = words.encode("cp1252", "replace").decode("cp1252")
        wide = stringWidth(words, font, size)
        left = x - wide if right else x
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(colour)
        self.canvas.drawString(left, HIGH - y, words)
        if name:
            self.places[name] = Box(left, y - size * 0.75, wide, size * 0.95)


def _letterhead(paper: _Paper, invoice: Invoice) -> None:
    c = paper.canvas
    c.setFillColor(TEAL)
    c.rect(0, HIGH - 7, WIDE, 7, stroke=0, fill=1)
    c.circle(64, HIGH - 62, 14, stroke=0, fill=1)
    paper.text(60, 66, invoice.supplier[:1], 11, font="Helvetica-Bold", colour="#ffffff")
    paper.text(86, 58, invoice.supplier[:34], 14, font="Helvetica-Bold", name="seller_name")
    paper.text(86, 71, "Hafenstraße 14 · 20457 Hamburg · USt-IdNr. DE298114570", 6.6, colour=GREY)
    paper.text(550, 66, "Rechnung", 20, font="Helvetica-Bold", right=True)
    for n, words in enumerate(
        (
            "Aldermoor Instruments Ltd",
            "Accounts Payable",
            "22 Canal Row",
            "Cambridge CB4 1QX",
            "United Kingdom",
        )
    ):
        paper.text(48, 130 + n * 12, words)
    paper.text(
        48, 812, f"{invoice.supplier[:40]} · Amtsgericht Hamburg HRB 88120", 5.6, colour=GREY
    )
    paper.text(550, 812, "Seite 1 / 2", 5.6, colour=GREY, right=True)


def _facts(paper: _Paper, invoice: Invoice) -> None:
    rows = (
        ("Rechnungsnummer", invoice.number[:40], "invoice_number"),
        ("Rechnungsdatum", f"{invoice.day:%d.%m.%Y}", "issue_date"),
        ("Leistungszeitraum", "01.09. - 30.09.2026", ""),
        ("Fällig am", f"{invoice.due:%d.%m.%Y}" if invoice.due else "", "due_date"),
        ("Ihre Bestellung", invoice.order[:40], "po_number"),
        ("Kundennummer", "K-77120", ""),
    )
    for n, (label, value, name) in enumerate(rows):
        if value:
            paper.text(340, 130 + n * 14, label, colour=GREY)
            paper.text(550, 130 + n * 14, value, font="Helvetica-Bold", right=True, name=name)


def _table(paper: _Paper, invoice: Invoice) -> None:
    paper.canvas.setFillColor("#f0f1f1")
    paper.canvas.rect(48, HIGH - 258, 502, 15, stroke=0, fill=1)
    for x, words, right in (
        (54, "Pos", False),
        (84, "Beschreibung", False),
        (390, "Menge", True),
        (470, "Einzelpreis", True),
        (544, "Betrag", True),
    ):
        paper.text(x, 253, words, font="Helvetica-Bold", right=right)
    y = 273.0
    for n, (name, quantity, price, total) in enumerate(invoice.lines(), 1):
        paper.text(54, y, str(n))
        paper.text(84, y, name)
        paper.text(390, y, _german(quantity), right=True)
        paper.text(470, y, _german(price), right=True)
        paper.text(544, y, _german(total), right=True)
        paper.canvas.setStrokeColor("#dfe1e1")
        paper.canvas.line(48, HIGH - y - 6, 550, HIGH - y - 6)
        y += 18
    _totals(paper, invoice, y + 14)


def _totals(paper: _Paper, invoice: Invoice, y: float) -> None:
    sign = {"EUR": "€"}.get(invoice.gross.currency, invoice.gross.currency)
    rows = (
        ("Nettobetrag", invoice.net(), "net_total", "Helvetica", 7.2),
        ("zzgl. 19 % USt.", invoice.tax(), "tax_total", "Helvetica", 7.2),
        ("Rechnungsbetrag", invoice.gross, "gross_total", "Helvetica-Bold", 9.2),
    )
    for n, (label, amount, name, font, size) in enumerate(rows):
        paper.text(340, y + n * 17, label, size, font=font)
        paper.text(550, y + n * 17, sign, size, font=font, right=True)
        paper.text(528, y + n * 17, _german(amount.amount), size, font=font, right=True, name=name)
    paper.text(48, y + 62, "Zahlbar ohne Abzug auf IBAN")
    paper.text(147, y + 62, "DE89 3704 0044 0532 0130 00", name="iban")
    paper.text(256, y + 62, "BIC COBADEFFXXX")


def _german(value: Decimal) -> str:
    return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
