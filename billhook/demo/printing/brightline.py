"""Brightline: plain grid invoices and credit notes, whose credits stand without a minus sign."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from billhook.demo.printing.sheet import GREY, HELVETICA, Column, Grid, Sheet
from billhook.demo.printing.subject import Subject

YELLOW: Final = "#f5b700"
BLACK: Final = "#16181a"
_GRID: Final = Grid(
    columns=(
        Column("Item", 22),
        Column("Quantity", 118, right=True),
        Column("Price", 143, right=True),
        Column("VAT %", 162, right=True),
        Column("Net £", 188, right=True),
    ),
    row=6.5,
    head_fill=BLACK,
    head_ink="#ffffff",
)


def draw(subject: Subject) -> bytes:
    """The PDF of an invoice or a credit note."""
    document = subject.document
    title = "Credit note" if subject.is_credit else "Invoice"
    sheet = Sheet(
        f"{title} {document.number}", HELVETICA, lambda page: letterhead(page, subject, title)
    )
    sheet.lines(20, 52, subject.address)
    sheet.pairs(52, _facts(subject), label=122, value=190)
    rows = [
        (
            line.description,
            subject.quantity(line).removeprefix("-"),
            subject.price(line),
            f"{line.tax_rate}",
            _plain(subject, line.total or Decimal(0)),
        )
        for line in document.lines
    ]
    y = sheet.table(96, _GRID, rows) + 5
    y = _totals(sheet, subject, y)
    _closing(sheet, subject, y + 16)
    return sheet.finish()


def letterhead(sheet: Sheet, subject: Subject, title: str) -> None:
    """What every Brightline page carries."""
    seller = subject.seller
    sheet.polygon(((20, 28), (26, 12), (32, 28)), YELLOW)
    sheet.polygon(((28, 28), (34, 17), (40, 28)), BLACK)
    sheet.text(44, 22, "Brightline", size=18, bold=True)
    sheet.text(44, 27, "Supplies for workshops and laboratories", size=8, ink=GREY)
    sheet.right(190, 24, title, size=20, bold=True)
    sheet.box(20, 33, 170, 1.2, YELLOW)
    foot = f"{seller.name}, {subject.sender} · {seller.register} · VAT {seller.vat_id}"
    sheet.centre(105, 284, foot, size=7, ink=GREY)
    sheet.centre(105, 288, f"Page {sheet.page}", size=7, ink=GREY)


def _facts(subject: Subject) -> list[tuple[str, str]]:
    document = subject.document
    name = "Credit note" if subject.is_credit else "Invoice"
    facts = [
        (f"{name} no.", document.number),
        ("Date", subject.day(document.issued)),
        ("Due date", subject.day(document.due)),
        ("Against invoice", document.refers_to or ""),
        ("Your order", document.po_number or ""),
        ("Account", document.account),
    ]
    return [(label, value) for label, value in facts if value]


def _plain(subject: Subject, amount: Decimal) -> str:
    return subject.money(abs(amount))


def _totals(sheet: Sheet, subject: Subject, y: float) -> float:
    document = subject.document
    label = "Total credit" if subject.is_credit else "Total to pay"
    pairs = [("Goods total", document.net)]
    pairs += [(f"VAT at {row.rate}%", row.amount) for row in document.tax_rows]
    for name, amount in pairs:
        sheet.text(130, y, name)
        sheet.right(188, y, _plain(subject, amount))
        y += 5.5
    sheet.rule(130, y - 2, 60, BLACK, 1)
    sheet.text(130, y + 3.5, label, size=11, bold=True)
    sheet.right(188, y + 3.5, f"£{_plain(subject, document.gross)}", size=11, bold=True)
    return y + 4


def _closing(sheet: Sheet, subject: Subject, y: float) -> None:
    if subject.is_credit:
        sheet.text(
            20, y, "This credit has been applied to your account and will show on your statement."
        )
        return
    sheet.text(20, y, f"Please pay by {subject.day(subject.document.due)} to IBAN {subject.iban}.")
    sheet.text(20, y + 5, f"BIC {subject.seller.bic}. Quote {subject.document.number}.")
