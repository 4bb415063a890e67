"""Kestrel IT: a dark band, a box for the order, a serif face."""

from __future__ import annotations

from typing import Final

from billhook.demo.printing.sheet import GREY, TIMES, Column, Grid, Sheet
from billhook.demo.printing.subject import Subject

NAVY: Final = "#14273d"
RUST: Final = "#c4622d"
_GRID: Final = Grid(
    columns=(
        Column("Description", 23),
        Column("Qty", 122, right=True),
        Column("Unit price", 145, right=True),
        Column("VAT", 160, right=True),
        Column("Amount", 187, right=True),
    ),
    row=7,
    size=9.5,
    head_fill=NAVY,
    head_ink="#ffffff",
    stripes="#f3f1ec",
    rule=None,
)


def draw(subject: Subject) -> bytes:
    """The PDF of an invoice."""
    document = subject.document
    sheet = Sheet(f"Invoice {document.number}", TIMES, lambda page: _page(page, subject))
    sheet.text(20, 58, "Bill to", size=9, ink=GREY)
    sheet.lines(20, 64, subject.address, size=10.5, step=5)
    _facts(sheet, subject)
    rows = [
        (
            line.description,
            subject.quantity(line),
            f"£{subject.price(line)}",
            subject.rate(line.tax_rate).replace(" ", ""),
            f"£{subject.total(line)}",
        )
        for line in document.lines
    ]
    y = sheet.table(112, _GRID, rows) + 6
    pairs = [("Subtotal", document.net)]
    pairs += [
        (f"VAT @ {subject.rate(row.rate).replace(' ', '')}", row.amount)
        for row in document.tax_rows
    ]
    for label, amount in pairs:
        sheet.right(158, y, label, size=10)
        sheet.right(187, y, f"£{subject.money(amount)}", size=10)
        y += 6
    sheet.box(128, y - 2, 62, 10, NAVY)
    sheet.right(158, y + 4.4, "Total due", size=11, bold=True, ink="#ffffff")
    sheet.right(
        187, y + 4.4, f"£{subject.money(document.gross)}", size=11, bold=True, ink="#ffffff"
    )
    _closing(sheet, subject, y + 26)
    return sheet.finish()


def _page(sheet: Sheet, subject: Subject) -> None:
    seller = subject.seller
    sheet.box(0, 0, 210, 38, NAVY)
    sheet.polygon(((20, 26), (29, 10), (33, 18), (44, 14), (34, 24), (30, 30)), RUST)
    sheet.text(50, 20, "KESTREL", size=20, bold=True, ink="#ffffff")
    sheet.text(50, 26.5, "IT SERVICES LTD", size=9.5, ink="#c9d2dd")
    sheet.right(190, 21, "INVOICE", size=20, ink="#ffffff")
    sheet.right(190, 27, f"{subject.seller.street}, {seller.city}", size=8.5, ink="#c9d2dd")
    sheet.rule(20, 280, 170, RUST, 1)
    foot = f"{seller.name} · {seller.register} · VAT no. {seller.vat_id} · {seller.phone}"
    sheet.centre(105, 285, foot, size=8, ink=GREY)


def _facts(sheet: Sheet, subject: Subject) -> None:
    document = subject.document
    facts = [
        ("Invoice number", document.number),
        ("Invoice date", subject.day(document.issued)),
        ("Payment due", subject.day(document.due)),
        ("Account", document.account),
        ("Period", document.period),
    ]
    sheet.pairs(58, [fact for fact in facts if fact[1]], label=120, value=190, step=6)
    sheet.frame(120, 88, 70, 12, RUST)
    sheet.text(123, 95.6, "Your purchase order", size=9, ink=GREY)
    sheet.right(187, 95.6, document.po_number or "not given", size=11, bold=True)


def _closing(sheet: Sheet, subject: Subject, y: float) -> None:
    sheet.text(20, y, "How to pay", size=11, bold=True, ink=RUST)
    lines = (
        f"Bank transfer to {subject.seller.name}",
        f"IBAN {subject.iban}",
        f"BIC {subject.seller.bic}",
        f"Reference {subject.document.number}",
        f"Terms: {subject.seller.terms} days from the date of invoice.",
    )
    sheet.lines(20, y + 6, lines, step=5, size=10)
