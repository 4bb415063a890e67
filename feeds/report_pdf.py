"""Reports as PDF: A4, tables that go on over pages, numbered; foreign text is never markup."""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from model.money import Money
from model.reports import Cell, Report, ReportTable

_INK: Final = HexColor("#1c2326")
_RULE: Final = HexColor("#d5dadc")
_FILL: Final = HexColor("#eef1f2")
_WIDTH: Final = landscape(A4)[0] - 30 * mm
_PLAIN, _BOLD = "Vera", "VeraBd"
_LONGEST: Final = 300
_WIDE: Final = frozenset({"Reason", "Why", "Step", "Description"})


def pdf(report: Report) -> bytes:
    """The PDF of a report; letters that its font lacks are written without their marks, or as ?."""
    faces = _faces()
    buffer = io.BytesIO()
    page = SimpleDocTemplate(
        buffer,
        pagesize=landscape(A4),
        leftMargin=15 * mm,
        rightMargin=15 * mm,
        topMargin=15 * mm,
        bottomMargin=15 * mm,
        title=report.title,
        invariant=1,
    )
    story: list[Any] = [Paragraph(_text(report.title), faces["title"])]
    story += [
        Paragraph(f"{_text(name)}: <b>{_text(value)}</b>", faces["plain"])
        for name, value in report.facts
    ]
    for table in report.tables:
        story += [
            Spacer(1, 5 * mm),
            Paragraph(_text(table.title), faces["head"]),
            _laid(table, faces),
        ]
    page.build(story, onFirstPage=_number, onLaterPages=_number)
    return buffer.getvalue()


def _laid(table: ReportTable, faces: dict[str, ParagraphStyle]) -> LongTable:
    rows = [[Paragraph(_text(column), faces["bold"]) for column in table.columns]]
    rows += [[_cell(cell, faces, "plain") for cell in row] for row in table.rows]
    if table.total:
        rows.append([_cell(cell, faces, "bold") for cell in table.total])
    shares = [4 if column in _WIDE else 1 for column in table.columns]
    widths = [_WIDTH * share / sum(shares) for share in shares]
    laid = LongTable(rows, colWidths=widths, repeatRows=1)
    laid.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, 0), _FILL),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, _RULE),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return laid


def _cell(cell: Cell, faces: dict[str, ParagraphStyle], face: str) -> Paragraph:
    if isinstance(cell, Money):
        return Paragraph(_text(str(cell)), faces[f"{face}-right"])
    return Paragraph(_text("" if cell is None else str(cell)), faces[face])


def _text(text: str) -> str:
    """A text as the markup of a paragraph, shortened to what a page can hold."""
    flat = " ".join(text.split())
    short = flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}..."
    return escape("".join(map(_drawn, short)))


@cache
def _drawn(sign: str) -> str:
    """A sign that the font has: itself, its letter without marks, or a question mark."""
    known = pdfmetrics.getFont(_PLAIN).face.charToGlyph
    if ord(sign) in known:
        return sign
    bare = unicodedata.normalize("NFKD", sign)
    return "".join(one for one in bare if ord(one) in known) or "?"


@cache
def _faces() -> dict[str, ParagraphStyle]:
    for name in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    pdfmetrics.registerFontFamily(_PLAIN, normal=_PLAIN, bold=_BOLD)
    plain = ParagraphStyle("plain", fontName=_PLAIN, fontSize=7.5, leading=9.5, textColor=_INK)
    bold = ParagraphStyle("bold", plain, fontName=_BOLD)
    return {
        "plain": plain,
        "bold": bold,
        "plain-right": ParagraphStyle("plain-right", plain, alignment=TA_RIGHT),
        "bold-right": ParagraphStyle("bold-right", bold, alignment=TA_RIGHT),
        "head": ParagraphStyle("head", bold, fontSize=10, leading=14),
        "title": ParagraphStyle("title", bold, fontSize=15, leading=22),
    }


def _number(canvas: Any, page: Any) -> None:
    canvas.saveState()
    canvas.setFont(_PLAIN, 7)
    canvas.drawRightString(landscape(A4)[0] - 15 * mm, 9 * mm, f"Page {page.page}")
    canvas.restoreState()
