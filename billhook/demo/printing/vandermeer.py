"""Van der Meer: a dense Dutch freight invoice in a typewriter face."""

from __future__ import annotations

from typing import Final

from billhook.demo.printing.sheet import COURIER, GREY, Column, Grid, Sheet
from billhook.demo.printing.subject import Subject

ORANGE: Final = "#e06a12"
BLUE: Final = "#1d3a63"
_GRID: Final = Grid(
    columns=(
        Column("Omschrijving", 16),
        Column("Aantal", 118, right=True),
        Column("Tarief", 143, right=True),
        Column("BTW", 161, right=True),
        Column("Bedrag EUR", 193, right=True),
    ),
    left=15,
    width=180,
    row=5.4,
    size=8,
    head_fill=None,
    rule=None,
)


def draw(subject: Subject) -> bytes:
    """The PDF of a factuur."""
    document = subject.document
    sheet = Sheet(f"Factuur {document.number}", COURIER, lambda page: _page(page, subject))
    sheet.text(15, 46, "FACTUUR", size=16, bold=True, font="Helvetica-Bold", ink=BLUE)
    facts = [
        ("Factuurnummer", document.number),
        ("Factuurdatum", subject.day(document.issued)),
        ("Vervaldatum", subject.day(document.due)),
        ("Debiteurnummer", document.account),
        ("Uw inkooporder", document.po_number or ""),
    ]
    for index, (label, value) in enumerate(facts):
        sheet.text(15, 55 + index * 4.8, f"{label:<16}: {value}", size=9)
    sheet.lines(125, 55, subject.address, size=9, step=4.8)
    sheet.rule(15, 87, 180, BLUE, 1)
    rows = [
        (
            line.description,
            subject.quantity(line),
            subject.price(line),
            subject.rate(line.tax_rate).replace(" ", ""),
            subject.total(line),
        )
        for line in document.lines
    ]
    y = sheet.table(92, _GRID, rows) + 2
    sheet.rule(15, y - 3, 180, BLUE, 0.6)
    y = _totals(sheet, subject, y + 4)
    _closing(sheet, subject, y + 14)
    return sheet.finish()


def _page(sheet: Sheet, subject: Subject) -> None:
    seller = subject.seller
    sheet.box(15, 14, 14, 9, BLUE)
    sheet.box(30, 17, 9, 6, ORANGE)
    for x in (19, 26, 36):
        sheet.disc(x, 24.2, 1.7, BLUE)
    sheet.text(44, 20, "VAN DER MEER", size=15, font="Helvetica-Bold", ink=BLUE)
    sheet.text(44, 25, "LOGISTIEK B.V.", size=9, font="Helvetica", ink=ORANGE)
    lines = (
        seller.street,
        seller.city,
        f"Tel. {seller.phone}",
        seller.register,
        f"BTW {seller.vat_id}",
    )
    for index, line in enumerate(lines):
        sheet.right(195, 16 + index * 3.8, line, size=7.5, font="Helvetica", ink=GREY)
    sheet.box(15, 280, 180, 1.2, ORANGE)
    sheet.text(15, 285, f"Blad {sheet.page}", size=7, ink=GREY)
    sheet.right(
        195, 285, "Op al onze diensten zijn de FENEX-condities van toepassing.", size=7, ink=GREY
    )


def _totals(sheet: Sheet, subject: Subject, y: float) -> float:
    document = subject.document
    sheet.text(15, y, "Btw-specificatie", size=8, bold=True)
    sheet.right(75, y, "Grondslag", size=8, bold=True)
    sheet.right(100, y, "Btw-bedrag", size=8, bold=True)
    for index, row in enumerate(document.tax_rows, start=1):
        sheet.text(15, y + 5 * index, f"Hoog {subject.rate(row.rate)}", size=8)
        sheet.right(75, y + 5 * index, subject.money(row.base), size=8)
        sheet.right(100, y + 5 * index, subject.money(row.amount), size=8)
    pairs = (("Totaal excl. btw", document.net), ("Btw", document.tax))
    for index, (label, amount) in enumerate(pairs):
        sheet.text(120, y + 5 * index, label, size=9)
        sheet.right(193, y + 5 * index, subject.money(amount), size=9)
    sheet.box(118, y + 9, 77, 9, ORANGE)
    sheet.text(120, y + 15, "Te betalen EUR", size=10, bold=True, ink="#ffffff")
    sheet.right(193, y + 15, subject.money(document.gross), size=11, bold=True, ink="#ffffff")
    return y + 18


def _closing(sheet: Sheet, subject: Subject, y: float) -> None:
    document = subject.document
    lines = (
        f"Gelieve het bedrag voor {subject.day(document.due)} over te maken op",
        f"IBAN {subject.iban} t.n.v. {subject.seller.name}",
        f"onder vermelding van {document.number}.",
    )
    sheet.lines(15, y, lines, step=4.8, size=9)
