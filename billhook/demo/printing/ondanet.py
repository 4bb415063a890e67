"""Ondanet: a telecom bill, one layout in the three colours of the brand's services."""

from __future__ import annotations

from typing import Final

from billhook.demo.printing.sheet import GREY, VERA, Column, Grid, Sheet, tint
from billhook.demo.printing.subject import Subject

COLOURS: Final = {
    "ondanet-fijo": ("#b3261e", "Ondanet Fijo"),
    "ondanet-movil": ("#0b6bcb", "Ondanet Móvil"),
    "ondanet-fibra": ("#1b7f4b", "Ondanet Fibra"),
}


def draw(subject: Subject) -> bytes:
    """The PDF of a factura."""
    document = subject.document
    ink, _ = COLOURS[document.portal or "ondanet-fijo"]
    sheet = Sheet(f"Factura {document.number}", VERA, lambda page: _page(page, subject))
    sheet.lines(120, 50, subject.address, size=8.5)
    _summary(sheet, subject, ink)
    grid = Grid(
        columns=(
            Column("Concepto", 22),
            Column("Unidades", 122, right=True),
            Column("Precio", 152, right=True),
            Column("Importe (€)", 188, right=True),
        ),
        row=7,
        size=8,
        head_fill=tint(ink, 0.14),
        head_ink=ink,
    )
    rows = [
        (line.description, subject.quantity(line), subject.price(line), subject.total(line))
        for line in document.lines
    ]
    sheet.text(20, 128, "Detalle de su factura", size=11, bold=True, ink=ink)
    y = sheet.table(137, grid, rows) + 5
    sheet.right(158, y, "Total (base imponible)", size=8.5)
    sheet.right(188, y, subject.money(document.net), size=8.5)
    for row in document.tax_rows:
        y += 6
        sheet.right(158, y, f"IVA {subject.rate(row.rate)}", size=8.5)
        sheet.right(188, y, subject.money(row.amount), size=8.5)
    y += 8
    sheet.right(158, y, "Total factura", size=10, bold=True)
    sheet.right(188, y, f"{subject.money(document.gross)} €", size=10, bold=True)
    _closing(sheet, subject, y + 16)
    return sheet.finish()


def _page(sheet: Sheet, subject: Subject) -> None:
    ink, brand = COLOURS[subject.document.portal or "ondanet-fijo"]
    seller = subject.seller
    sheet.box(0, 0, 210, 24, ink)
    for index in range(3):
        sheet.wave(20, 9 + index * 4, 14, 4, "#ffffff")
    sheet.text(38, 15, brand, size=16, bold=True, ink="#ffffff")
    sheet.right(190, 14.5, f"Factura {subject.document.number}", size=9, ink="#ffffff")
    sheet.text(
        20,
        284,
        f"{seller.name} · CIF {seller.vat_id.removeprefix('ES')} · {subject.sender}",
        size=6.5,
        ink=GREY,
    )
    sheet.text(20, 288, seller.register, size=6.5, ink=GREY)
    sheet.right(190, 288, f"Página {sheet.page}", size=6.5, ink=GREY)


def _summary(sheet: Sheet, subject: Subject, ink: str) -> None:
    document = subject.document
    sheet.box(20, 40, 84, 76, tint(ink, 0.07), radius=3)
    sheet.text(26, 50, "Resumen", size=11, bold=True, ink=ink)
    facts = (
        ("Nº de factura", document.number),
        ("Fecha de emisión", subject.day(document.issued)),
        ("Fecha de vencimiento", subject.day(document.due)),
        ("Periodo", document.period),
        ("Nº de cliente", document.account),
        ("Su pedido", document.po_number or "\u2013"),
        ("NIF del cliente", "N0067231K"),
    )
    y = sheet.pairs(58, facts, label=26, value=99, step=5.4)
    sheet.rule(26, y - 1, 73, ink)
    sheet.text(26, y + 8, "Total a pagar", size=10, bold=True)
    sheet.right(99, y + 8, f"{subject.money(document.gross)} €", size=14, bold=True, ink=ink)


def _closing(sheet: Sheet, subject: Subject, y: float) -> None:
    document = subject.document
    sheet.text(20, y, "Forma de pago: transferencia", size=8, bold=True)
    sheet.text(20, y + 5, f"IBAN {subject.iban}  ·  BIC {subject.seller.bic}", size=8)
    note = f"Indique el número {document.number}. Atención al cliente: {subject.seller.phone}"
    sheet.text(20, y + 10, note, size=8)
