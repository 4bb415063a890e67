"""Brightline's statement of account: every posting of the month with a running balance."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from billhook.demo.printing.brightline import BLACK, letterhead
from billhook.demo.printing.sheet import HELVETICA, Column, Grid, Sheet
from billhook.demo.printing.subject import Subject

_GRID: Final = Grid(
    columns=(
        Column("Date", 22),
        Column("Type", 48),
        Column("Reference", 96),
        Column("Due", 122),
        Column("Amount £", 168, right=True),
        Column("Balance £", 188, right=True),
    ),
    row=6.5,
    size=8,
    head_fill=BLACK,
    head_ink="#ffffff",
    stripes="#fbf6e4",
)


def draw(subject: Subject) -> bytes:
    """The PDF of a statement."""
    document = subject.document
    title = "Statement"
    sheet = Sheet(
        f"Statement {document.number}", HELVETICA, lambda page: letterhead(page, subject, title)
    )
    sheet.lines(20, 52, subject.address)
    facts = [
        ("Statement no.", document.number),
        ("Statement date", subject.day(document.issued)),
        ("Account", document.account),
        ("Opening balance", f"£{subject.money(document.opening)}"),
        ("Closing balance", f"£{subject.money(document.gross)}"),
    ]
    sheet.pairs(52, facts, label=122, value=190)
    rows = [
        (
            f"{line.day:%d/%m/%Y}" if line.day else "",
            line.text,
            line.reference,
            f"{line.due:%d/%m/%Y}" if line.due else "",
            subject.money(line.amount.amount),
            subject.money(line.balance or Decimal(0)),
        )
        for line in document.statement_lines
    ]
    y = sheet.table(92, _GRID, rows) + 6
    sheet.text(122, y, "Balance outstanding", size=11, bold=True)
    sheet.right(188, y, f"£{subject.money(document.gross)}", size=11, bold=True)
    sheet.text(20, y + 16, f"Please pay to IBAN {subject.iban}, BIC {subject.seller.bic}.")
    sheet.text(20, y + 21, "Tell us within 14 days if this does not agree with your records.")
    return sheet.finish()
