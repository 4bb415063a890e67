"""Statements of makers, agencies, carriers and laboratories, printed as each house prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.statement_maker_houses import SENDERS
from benchmarks.statement_makers import Case
from benchmarks.statement_papers import Paper
from benchmarks.statement_wholesaler_papers import browsed, filled, listed, printed
from benchmarks.statement_wholesalers import Sender

_FORMS = {"listing": "pdf", "drawn": "pdf", "grid": "xlsx"}


def papers(senders: Sequence[Sender] = SENDERS) -> Iterator[Paper]:
    """A statement of each of these houses in each of its languages."""
    cases = [(at, Case(one, said)) for at, one in enumerate(senders) for said in one.words]
    return browsed(cases, paper)


def paper(layout: int, case: Case, page: Page) -> Paper:
    """The statement of a case, with its truth."""
    form = case.sender.form
    return Paper(
        layout, case.language, _FORMS.get(form, form),
        printed(case, page) if form == "pdf" else written(case),
        case.account, case.currency, case.opening, case.rows, case.closing,
    )  # fmt: skip


def written(case: Case) -> bytes:
    """What needs no browser: pages that are drawn, sheets, lists and mails."""
    text = filled(case, escaped=case.sender.form == "html")
    match case.sender.form:
        case "listing":
            return listed(text)
        case "drawn":
            return _drawn(text)
        case "grid":
            return _sheet(text)
    return text.encode()


def _drawn(text: str) -> bytes:
    """Pages of texts, each where its column stands.

    A line sets a size (@), the stops where columns begin or end (/), a rule (-), or is bold (*).
    """
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    size, leading, stops = 9.0, 12.0, [(40.0, "L")]
    for page in text.split("\f"):
        down = 800.0
        for line in page.strip("\n").split("\n"):
            if line.startswith("@"):
                size, leading = map(float, line[1:].split())
            elif line.startswith("/"):
                stops = [(float(one[:-1]), one[-1]) for one in line[1:].split()]
            elif line == "-":
                canvas.line(40, down + leading * 0.7, 555, down + leading * 0.7)
            else:
                bold = "-Bold" * line.startswith("*")
                canvas.setFont(f"Helvetica{bold}", size)
                for (left, side), said in zip(stops, line.lstrip("*").split("|"), strict=False):
                    draw = canvas.drawRightString if side == "R" else canvas.drawString
                    draw(left, down, said)
                down -= leading
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _sheet(text: str) -> bytes:
    """A workbook of these lines, whose cells are amounts behind a # and days behind an @."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for line in text.split("\n"):
        sheet.append([_cell(one) for one in line.split("\t")])
    for cell in (one for row in sheet.iter_rows() for one in row):
        if isinstance(cell.value, float):
            cell.number_format = "#,##0.00"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(said: str) -> str | float | date | None:
    if said.startswith("#"):
        return float(said[1:])
    return date.fromisoformat(said[1:]) if said.startswith("@") else said or None
