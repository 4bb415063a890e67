"""Lumen Cloud: a French invoice without boxes, much white and one violet."""

from __future__ import annotations

from typing import Final

from billhook.demo.printing.sheet import GREY, VERA, Column, Grid, Sheet, tint
from billhook.demo.printing.subject import Subject

VIOLET: Final = "#5b3df5"
_GRID: Final = Grid(
    columns=(
        Column("Désignation", 20),
        Column("Qté", 116, right=True),
        Column("PU HT", 139, right=True),
        Column("TVA", 159, right=True),
        Column("Total HT", 190, right=True),
    ),
    row=8.2,
    size=8,
    head_fill=None,
    head_ink=VIOLET,
)


def draw(subject: Subject) -> bytes:
    """The PDF of a facture or an avoir."""
    document = subject.document
    title = "Avoir" if subject.is_credit else "Facture"
    sheet = Sheet(f"{title} {document.number}", VERA, lambda page: _page(page, subject))
    sheet.text(20, 52, title, size=24, bold=True)
    sheet.text(20, 60, f"N° {document.number}", size=11, ink=VIOLET)
    _blocks(sheet, subject)
    rows = [
        (
            line.description,
            subject.quantity(line),
            subject.price(line),
            subject.rate(line.tax_rate),
            subject.total(line),
        )
        for line in document.lines
    ]
    y = sheet.table(124, _GRID, rows) + 6
    y = _totals(sheet, subject, y)
    _closing(sheet, subject, y + 16)
    return sheet.finish()


def _page(sheet: Sheet, subject: Subject) -> None:
    seller = subject.seller
    for index, share in enumerate((1, 0.7, 0.4)):
        sheet.box(
            20 + index * 5, 18 + index * 2.2, 4, 11 - index * 2.2, tint(VIOLET, share), radius=1
        )
    sheet.text(38, 27, "lumen", size=17, bold=True)
    sheet.text(63, 27, "cloud", size=17, ink=VIOLET)
    sheet.right(190, 22, seller.name, size=8, bold=True)
    sheet.right(190, 26.4, seller.street, size=7.5, ink=GREY)
    sheet.right(190, 30.4, f"{seller.city}, {seller.country}", size=7.5, ink=GREY)
    sheet.centre(105, 284, seller.register, size=6.5, ink=GREY)
    sheet.centre(
        105, 288, f"TVA intracommunautaire {seller.vat_id} · {seller.phone}", size=6.5, ink=GREY
    )
    sheet.right(190, 292, f"page {sheet.page}", size=6.5, ink=GREY)


def _blocks(sheet: Sheet, subject: Subject) -> None:
    document = subject.document
    sheet.text(20, 74, "Facturé à", size=7.5, ink=GREY)
    sheet.lines(20, 80, subject.address, size=8.5)
    facts = (
        ("Date d'émission", subject.day(document.issued)),
        ("Date d'échéance", subject.day(document.due)),
        ("Période", document.period),
        ("Référence client", document.account),
        ("Bon de commande", document.po_number or ""),
        ("Facture d'origine", document.refers_to or ""),
    )
    shown = [(label, value) for label, value in facts if value]
    for index, (label, value) in enumerate(shown):
        x, y = 96 + 50 * (index % 2), 74 + 13 * (index // 2)
        sheet.text(x, y, label, size=7.5, ink=GREY)
        sheet.text(x, y + 5, value, size=8.5, bold=True)


def _totals(sheet: Sheet, subject: Subject, y: float) -> float:
    document = subject.document
    pairs = [("Total HT", document.net)]
    pairs += [(f"TVA {subject.rate(row.rate)}", row.amount) for row in document.tax_rows]
    for label, amount in pairs:
        sheet.text(124, y, label, size=8.5, ink=GREY)
        sheet.right(190, y, f"{subject.money(amount)} €", size=8.5)
        y += 6
    sheet.box(118, y - 2, 72, 12, tint(VIOLET, 0.1), radius=2)
    sheet.text(124, y + 5.4, "Total TTC", size=10, bold=True, ink=VIOLET)
    sheet.right(
        186, y + 5.4, f"{subject.money(document.gross)} €", size=10.5, bold=True, ink=VIOLET
    )
    return y + 12


def _closing(sheet: Sheet, subject: Subject, y: float) -> None:
    document = subject.document
    if subject.is_credit:
        sheet.text(
            20,
            y,
            f"Cet avoir sera imputé sur votre prochaine facture ({document.account}).",
            size=8,
        )
        return
    sheet.text(20, y, f"Net à payer avant le {subject.day(document.due)} par virement :", size=8)
    sheet.text(20, y + 5, f"IBAN {subject.iban}   BIC {subject.seller.bic}", size=8, bold=True)
    late = (
        "Pénalités de retard : trois fois le taux d'intérêt légal ; indemnité forfaitaire de 40 €."
    )
    sheet.text(20, y + 12, late, size=7, ink=GREY)
