"""Sable & Finch: a printer's own card, everything around the middle."""

from __future__ import annotations

from typing import Final

from billhook.demo.printing.sheet import GREY, TIMES, Column, Grid, Sheet
from billhook.demo.printing.subject import Subject

SABLE: Final = "#2b2622"
_GRID: Final = Grid(
    columns=(
        Column("Job", 32),
        Column("Copies", 128, right=True),
        Column("Each", 150, right=True),
        Column("Net", 178, right=True),
    ),
    left=30,
    width=150,
    row=8,
    size=10,
    head_fill=None,
    rule="#c9c2ba",
)


def draw(subject: Subject) -> bytes:
    """The PDF of an invoice."""
    document = subject.document
    sheet = Sheet(f"Invoice {document.number}", TIMES, lambda page: _page(page, subject))
    sheet.centre(105, 66, f"Invoice {document.number}", size=15, bold=True)
    dates = f"{subject.day(document.issued)}  ·  payable by {subject.day(document.due)}"
    sheet.centre(105, 73, dates, size=11)
    sheet.centre(105, 84, ", ".join(subject.address), size=10)
    order = f"Your order {document.po_number}  ·  Account {document.account}"
    sheet.centre(105, 90, order, size=10, ink=GREY)
    rows = [
        (
            line.description,
            subject.quantity(line),
            f"£{subject.price(line)}",
            f"£{subject.total(line)}",
        )
        for line in document.lines
    ]
    y = sheet.table(108, _GRID, rows) + 6
    pairs = [("Net total", document.net)]
    pairs += [(f"VAT {subject.rate(row.rate)}", row.amount) for row in document.tax_rows]
    for label, amount in pairs:
        sheet.right(150, y, label, size=10)
        sheet.right(178, y, f"£{subject.money(amount)}", size=10)
        y += 6
    sheet.right(150, y + 2, "Amount due", size=13, bold=True)
    sheet.right(178, y + 2, f"£{subject.money(document.gross)}", size=13, bold=True)
    sheet.centre(105, y + 26, f"IBAN {subject.iban}  ·  BIC {subject.seller.bic}", size=10)
    return sheet.finish()


def _page(sheet: Sheet, subject: Subject) -> None:
    seller = subject.seller
    sheet.disc(105, 24, 9, SABLE)
    sheet.polygon(((100, 25), (106, 19), (111, 24), (105, 28)), "#e9dfd2")
    sheet.centre(105, 44, "Sable & Finch", size=24, ink=SABLE)
    sheet.centre(105, 51, "LETTERPRESS AND OFFSET PRINTERS", size=8, ink=GREY)
    sheet.rule(80, 55, 50, SABLE)
    foot = f"{seller.name}, {subject.sender} · VAT {seller.vat_id} · {seller.phone}"
    sheet.centre(105, 283, foot, size=8, ink=GREY)
