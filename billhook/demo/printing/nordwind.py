"""Nordwind Energie: a German business letter (DIN 5008) with eight lines of electricity."""

from __future__ import annotations

from typing import Final

from billhook.demo.printing.sheet import GREY, HELVETICA, Column, Grid, Sheet
from billhook.demo.printing.subject import Subject

PETROL: Final = "#0f5a57"
_GRID: Final = Grid(
    columns=(
        Column("Pos", 22),
        Column("Beschreibung", 32),
        Column("Menge", 128, right=True),
        Column("Einzelpreis", 158, right=True),
        Column("Betrag €", 188, right=True),
    )
)


def draw(subject: Subject) -> bytes:
    """The PDF of a Rechnung or Gutschrift."""
    document = subject.document
    title = "Gutschrift" if subject.is_credit else "Rechnung"
    sheet = Sheet(f"{title} {document.number}", HELVETICA, lambda page: _page(page, subject, title))
    sheet.text(20, 48, f"{subject.seller.name} · {subject.sender}", size=6.5, ink=GREY)
    sheet.lines(20, 54, subject.address)
    below = sheet.pairs(54, _facts(subject), label=118, value=190)
    rows = [
        (
            str(index),
            line.description,
            subject.quantity(line),
            subject.price(line),
            subject.total(line),
        )
        for index, line in enumerate(document.lines, start=1)
    ]
    y = sheet.table(max(below, 84) + 14, _GRID, rows) + 4
    y = _totals(sheet, subject, y)
    _closing(sheet, subject, y + 12)
    return sheet.finish()


def _page(sheet: Sheet, subject: Subject, title: str) -> None:
    seller = subject.seller
    sheet.box(0, 0, 210, 3, PETROL)
    sheet.disc(26, 22, 6, PETROL)
    sheet.wave(22.4, 21, 7.2, 2.6, "#ffffff")
    sheet.wave(22.4, 24, 7.2, 2.6, "#8fd0c8")
    sheet.text(36, 21, seller.name, size=14, bold=True, ink=PETROL)
    sheet.text(36, 26, f"{subject.sender} · USt-IdNr. {seller.vat_id}", size=7, ink=GREY)
    sheet.right(190, 24, title, size=19, bold=True)
    sheet.rule(20, 277, 170)
    sheet.text(20, 281, f"{seller.name} · {seller.register}", size=6.5, ink=GREY)
    sheet.text(
        20,
        284.5,
        f"IBAN {subject.iban} · BIC {seller.bic} · Tel. {seller.phone}",
        size=6.5,
        ink=GREY,
    )
    sheet.right(190, 281, f"Seite {sheet.page}", size=6.5, ink=GREY)


def _facts(subject: Subject) -> list[tuple[str, str]]:
    document = subject.document
    name = "Gutschriftsnummer" if subject.is_credit else "Rechnungsnummer"
    facts = [
        (name, document.number),
        (
            "Gutschriftsdatum" if subject.is_credit else "Rechnungsdatum",
            subject.day(document.issued),
        ),
        ("Leistungszeitraum", document.period),
        ("Fällig am", subject.day(document.due)),
        ("Zur Rechnung", document.refers_to or ""),
        ("Ihre Bestellung", document.po_number or ""),
        ("Kundennummer", document.account),
    ]
    return [(label, value) for label, value in facts if value]


def _totals(sheet: Sheet, subject: Subject, y: float) -> float:
    document = subject.document
    sheet.text(118, y, "Nettobetrag")
    sheet.right(188, y, f"{subject.money(document.net)} €")
    for row in document.tax_rows:
        y += 5.5
        sheet.text(118, y, f"zzgl. {subject.rate(row.rate)} USt.")
        sheet.right(188, y, f"{subject.money(row.amount)} €")
    y += 7.5
    sheet.rule(118, y - 5, 72, PETROL, 1)
    sheet.text(
        118, y, "Gutschriftsbetrag" if subject.is_credit else "Rechnungsbetrag", size=11, bold=True
    )
    sheet.right(188, y, f"{subject.money(document.gross)} €", size=11, bold=True)
    return y


def _closing(sheet: Sheet, subject: Subject, y: float) -> None:
    document = subject.document
    if subject.is_credit:
        sheet.text(20, y, "Der Betrag wird mit Ihrer nächsten Rechnung verrechnet.")
        return
    pay = f"Zahlbar ohne Abzug bis {subject.day(document.due)} auf IBAN {subject.iban}"
    sheet.text(20, y, f"{pay} · BIC {subject.seller.bic}")
    sheet.text(20, y + 5, f"Bitte geben Sie bei Zahlung die Rechnungsnummer {document.number} an.")
