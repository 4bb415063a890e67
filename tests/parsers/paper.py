"""Invoices and statements printed for the tests: several layouts, six languages, exact truth."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

_HEIGHT = A4[1]


@dataclass(frozen=True)
class Words:
    """The words of one language, and how it writes numbers and dates."""

    title: str
    number: str
    day: str
    due: str
    bill_to: str
    columns: tuple[str, str, str, str]
    net: str
    tax: str
    gross: str
    decimal: str
    date: str
    sign: str
    seller: str
    buyer: str


LANGUAGES = {
    "en": Words(
        "INVOICE", "Invoice No:", "Invoice Date:", "Due Date:", "Bill To",
        ("Description", "Qty", "Unit Price", "Amount"), "Subtotal", "Sales Tax", "Total Due",
        ".", "%d %B %Y", "£", "Northgate Paper Ltd", "Harbour Foods Ltd",
    ),
    "de": Words(
        "Rechnung", "Rechnungsnummer:", "Rechnungsdatum:", "Fällig am:", "Rechnungsempfänger",
        ("Bezeichnung", "Menge", "Einzelpreis", "Betrag"), "Nettobetrag", "zzgl. 19 % MwSt.",
        "Gesamtbetrag", ",", "%d.%m.%Y", "€", "Papierwerk Nord GmbH", "Hafenkost AG",
    ),
    "fr": Words(
        "FACTURE", "Facture n° :", "Date de facture :", "Date d'échéance :", "Facturé à",
        ("Désignation", "Quantité", "Prix unitaire", "Montant"), "Total HT", "TVA 20 %",
        "Total TTC", ",", "%d/%m/%Y", "€", "Papeterie du Nord SARL", "Saveurs du Port SAS",
    ),
    "nl": Words(
        "FACTUUR", "Factuurnummer:", "Factuurdatum:", "Vervaldatum:", "Factuuradres",
        ("Omschrijving", "Aantal", "Prijs", "Bedrag"), "Totaal excl. btw", "Btw 21%",
        "Totaal incl. btw", ",", "%d-%m-%Y", "€", "Papierfabriek Noord B.V.", "Havenkeuken B.V.",
    ),
    "it": Words(
        "FATTURA", "Numero fattura:", "Data fattura:", "Scadenza:", "Destinatario",
        ("Descrizione", "Quantità", "Prezzo unitario", "Importo"), "Imponibile", "IVA 22%",
        "Totale fattura", ",", "%d/%m/%Y", "€", "Cartiera del Nord S.r.l.", "Sapori del Porto SPA",
    ),
    "es": Words(
        "FACTURA", "Número de factura:", "Fecha de factura:", "Fecha de vencimiento:", "Facturar a",
        ("Descripción", "Cantidad", "Precio unitario", "Importe"), "Base imponible", "IVA 21 %",
        "Total a pagar", ",", "%d/%m/%Y", "€", "Papelera del Norte S.L.", "Sabores del Puerto S.A.",
    ),
}  # fmt: skip

LINES = (
    ("Copy paper A4", Decimal(12), Decimal("104.15")),
    ("Steel bracket", Decimal("2.5"), Decimal("18.40")),
    ("Desk lamp", Decimal(3), Decimal("49.90")),
)


def amount(value: Decimal, words: Words) -> str:
    """An amount as this language prints it."""
    text = f"{value:,.2f}"
    return text if words.decimal == "." else text.translate(str.maketrans(",.", ".,"))


@dataclass
class Page:
    """A page to write on; y counts from the top."""

    canvas: Canvas
    buffer: io.BytesIO

    @classmethod
    def new(cls) -> Page:
        buffer = io.BytesIO()
        return cls(Canvas(buffer, pagesize=A4, invariant=1), buffer)

    def write(self, x: float, y: float, text: str, size: float = 10, **how: Any) -> None:
        font = "Helvetica-Bold" if how.get("bold") else "Helvetica"
        self.canvas.setFont(font, size)
        draw = self.canvas.drawRightString if how.get("right") else self.canvas.drawString
        draw(x, _HEIGHT - y, text)

    def done(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


def invoice(language: str, layout: str, truth: dict[str, Any]) -> bytes:
    """An invoice as PDF; `beside` sets labels left of values, `above` sets them over values."""
    words, page = LANGUAGES[language], Page.new()
    page.write(50, 60, words.seller, 14, bold=True)
    page.write(50, 76, "12 Mill Lane" if language == "en" else "Am Kanal 12")
    page.write(400, 60, words.title, 18, bold=True)
    facts = [
        (words.number, truth["invoice_number"]),
        (words.day, truth["day"].strftime(words.date)),
        (words.due, truth["due"].strftime(words.date)),
    ]
    _HEADS[layout](page, facts)
    page.write(50, 200, words.bill_to, bold=True)
    page.write(50, 214, words.buyer)
    page.write(50, 228, "1 Quay Road")
    y = _table(page, words)
    for label, name in (
        (words.net, "net_total"),
        (words.tax, "tax_total"),
        (words.gross, "gross_total"),
    ):
        y += 18
        page.write(340, y, label, bold=name == "gross_total")
        page.write(545, y, f"{words.sign} {amount(truth[name], words)}", right=True)
    return page.done()


def _beside(page: Page, facts: list[tuple[str, str]]) -> None:
    for row, (label, value) in enumerate(facts):
        page.write(330, 110 + 14 * row, label)
        page.write(450, 110 + 14 * row, value)


def _above(page: Page, facts: list[tuple[str, str]]) -> None:
    for column, (label, value) in enumerate(facts):
        page.write(50 + 170 * column, 130, label.rstrip(" :"), bold=True)
        page.write(50 + 170 * column, 145, value)


_HEADS = {"beside": _beside, "above": _above}


def _table(page: Page, words: Words) -> float:
    for x, head, right in zip(
        (50, 330, 430, 545), words.columns, (False, True, True, True), strict=True
    ):
        page.write(x, 270, head, bold=True, right=right)
    y = 270.0
    for text, quantity, price in LINES:
        y += 16
        page.write(50, y, text)
        page.write(330, y, str(quantity).replace(".", words.decimal), right=True)
        page.write(430, y, amount(price, words), right=True)
        page.write(545, y, amount(quantity * price, words), right=True)
    return y


def statement(*, closing: str = "1,150.00", currency: str = "Currency: GBP") -> bytes:
    """A statement with a running balance: an invoice, a payment, a credit note."""
    page = Page.new()
    page.write(50, 60, "Northgate Paper Ltd", 14, bold=True)
    page.write(360, 60, "Statement of Account", 16, bold=True)
    page.write(360, 90, "Account No: C-10442")
    page.write(360, 104, "Statement Date: 31 March 2026")
    page.write(360, 118, currency)
    rows = [
        ("Date", "Reference", "Description", "Debit", "Credit", "Balance"),
        ("01/03/2026", "", "Balance brought forward", "", "", "500.00"),
        ("05/03/2026", "INV-2041", "Invoice", "900.00", "", "1,400.00"),
        ("18/03/2026", "PMT-77", "Payment received", "", "200.00", "1,200.00"),
        ("25/03/2026", "CN-310", "Credit note", "", "50.00", "1,150.00"),
    ]
    for row, cells in enumerate(rows):
        for x, cell, right in zip(
            (50, 130, 210, 400, 470, 545), cells, (0, 0, 0, 1, 1, 1), strict=True
        ):
            page.write(x, 170 + 16 * row, cell, bold=row == 0, right=bool(right))
    page.write(400, 280, "Closing balance", right=True)
    page.write(545, 280, closing, right=True)
    return page.done()
