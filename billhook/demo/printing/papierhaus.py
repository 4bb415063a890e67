"""Papierhaus Keller: an old house, serif, two rates of tax."""

from __future__ import annotations

from typing import Final

from billhook.demo.printing.sheet import GREY, TIMES, Column, Grid, Sheet
from billhook.demo.printing.subject import Subject

WINE: Final = "#6d1f2f"
_GRID: Final = Grid(
    columns=(
        Column("Menge", 40, right=True),
        Column("Artikel", 46),
        Column("MwSt.", 130, right=True),
        Column("Preis", 158, right=True),
        Column("Gesamt EUR", 188, right=True),
    ),
    row=6.6,
    size=9.5,
    head_fill=None,
    head_ink=WINE,
)


def draw(subject: Subject) -> bytes:
    """The PDF of a Rechnung."""
    document = subject.document
    sheet = Sheet(f"Rechnung {document.number}", TIMES, lambda page: _page(page, subject))
    sheet.lines(20, 62, subject.address, size=10.5, step=5)
    intro = f"Rechnung Nr. {document.number} vom {subject.day(document.issued)}"
    sheet.text(20, 100, intro, size=13, bold=True)
    order = f"Ihre Bestellung {document.po_number} · Kunden-Nr. {document.account}"
    sheet.text(20, 107, order, size=10)
    sheet.rule(20, 112, 170, WINE)
    rows = [
        (
            subject.quantity(line),
            line.description,
            subject.rate(line.tax_rate),
            subject.price(line),
            subject.total(line),
        )
        for line in document.lines
    ]
    y = sheet.table(118, _GRID, rows) + 5
    pairs = [("Summe netto", document.net)]
    pairs += [
        (f"MwSt. {subject.rate(row.rate)} auf {subject.money(row.base)}", row.amount)
        for row in document.tax_rows
    ]
    for label, amount in pairs:
        sheet.right(158, y, label, size=10)
        sheet.right(188, y, subject.money(amount), size=10)
        y += 5.6
    sheet.rule(120, y - 3.4, 70, WINE, 1)
    sheet.right(158, y + 2.4, "Endbetrag", size=12, bold=True)
    sheet.right(188, y + 2.4, f"{subject.money(document.gross)} EUR", size=12, bold=True)
    _closing(sheet, subject, y + 18)
    return sheet.finish()


def _page(sheet: Sheet, subject: Subject) -> None:
    seller = subject.seller
    for index, fill in enumerate((WINE, "#a8757f", "#d9c3c7")):
        sheet.polygon(
            (
                (98 + index * 4, 14 + index * 2),
                (108 + index * 4, 11 + index * 2),
                (112 + index * 4, 24 + index * 2),
                (102 + index * 4, 27 + index * 2),
            ),
            fill,
        )
    sheet.centre(105, 38, "Papierhaus Keller", size=22, ink=WINE)
    sheet.centre(105, 44, f"Aktiengesellschaft · {subject.sender} · seit 1897", size=9, ink=GREY)
    sheet.rule(20, 276, 170, WINE)
    foot = f"{seller.name} · {seller.register} · USt-IdNr. {seller.vat_id} · Tel. {seller.phone}"
    sheet.centre(105, 281, foot, size=8, ink=GREY)


def _closing(sheet: Sheet, subject: Subject, y: float) -> None:
    document = subject.document
    lines = (
        f"Zahlbar bis {subject.day(document.due)} rein netto auf unser Konto",
        f"IBAN {subject.iban}, BIC {subject.seller.bic}.",
        "Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.",
    )
    sheet.lines(20, y, lines, step=5.2, size=10.5)
