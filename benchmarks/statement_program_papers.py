"""The statements of `statement_programs`, set as PDF, CSV, XLSX and HTML, with exact truth."""

from __future__ import annotations

import csv
import html
import io
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

import openpyxl
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from benchmarks.statement_papers import LANGUAGES, Paper
from benchmarks.statement_programs import LATER, PROGRAMS, RIGHT, Program, Sheet

_LETTER = 0.52
"""The width of a letter of Helvetica, in heights of its type; of digits it is a little more."""
_WIDE, _HIGH = landscape(A4)


def papers(
    programs: Sequence[Program] = PROGRAMS, seed: int = 1, languages: Iterable[str] = LANGUAGES
) -> Iterator[Paper]:
    """A statement of each of these programs in each language."""
    for program in programs:
        for language in languages:
            dice = random.Random(f"{program.name}-{seed}-{language}")
            yield _paper(Sheet(program, language, dice))


def _paper(sheet: Sheet) -> Paper:
    program = sheet.program
    return Paper(
        (PROGRAMS + LATER).index(program), sheet.language, program.form, _SET[program.form](sheet),
        sheet.account, sheet.currency, sheet.opening, sheet.rows, sheet.closing,
    )  # fmt: skip


def _pdf(sheet: Sheet) -> bytes:
    """On a page as wide as the table needs, as many as its rows need."""
    table = [sheet.head(), *sheet.body()]
    edges, size = _edges(table)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(_WIDE, _HIGH), invariant=1)
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(36, _HIGH - 46, sheet.title)
    canvas.drawRightString(_WIDE - 36, _HIGH - 46, sheet.seller)
    y = 76.0
    for label, value in sheet.facts:
        y += _line(canvas, [(36, label, False), (150, value, False)], y, size)
    y += 18
    for at, cells in enumerate(table):
        if y > _HIGH - 50:
            canvas.showPage()
            y = 60 + _line(canvas, _placed(sheet, edges, table[0]), 60, size, bold=True)
        y += _line(canvas, _placed(sheet, edges, cells), y, size, bold=not at) + 2 * (not at)
    if sheet.program.has("ageing"):
        texts = ["0-30", "31-60", "61-90", "> 90"]
        places = [(160.0 + 110 * at, text, True) for at, text in enumerate(texts)]
        y += 14 + _line(canvas, places, y + 14, size)
        zero = sheet.money(sheet.closing * 0)
        shown = [sheet.money(sheet.closing), zero, zero, zero]
        _line(canvas, [(160.0 + 110 * at, one, True) for at, one in enumerate(shown)], y, size)
    canvas.save()
    return buffer.getvalue()


def _line(
    canvas: Canvas, cells: Iterable[tuple[float, str, bool]], y: float, size: float,
    *, bold: bool = False,
) -> float:  # fmt: skip
    """Set cells, each at its left or its right edge; how high the line is."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    for x, text, right in cells:
        (canvas.drawRightString if right else canvas.drawString)(x, _HIGH - y, text)
    return size + 5.5


def _placed(
    sheet: Sheet, edges: Sequence[tuple[float, float]], cells: Sequence[str]
) -> Iterator[tuple[float, str, bool]]:
    for (left, edge), name, cell in zip(edges, sheet.columns, cells, strict=True):
        yield (edge, cell, True) if name in RIGHT else (left, cell, False)


def _edges(table: Sequence[Sequence[str]]) -> tuple[list[tuple[float, float]], float]:
    """Left and right edge of each column, each as wide as its widest cell, and the type's size."""
    widths = [max(map(len, column)) + 3 for column in zip(*table, strict=True)]
    size = min(9.0, (_WIDE - 72) / sum(widths) / _LETTER)
    starts = [36.0]
    for width in widths:
        starts.append(starts[-1] + width * size * _LETTER * 1.02)
    return [(left, right - 1.5 * size * _LETTER) for left, right in pairwise(starts)], size


def _csv(sheet: Sheet) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="," if sheet.program.has("iso") else ";")
    if not sheet.program.has("unit"):
        writer.writerows(sheet.facts)
    writer.writerows([sheet.head(), *sheet.body()])
    return buffer.getvalue().encode()


def _xlsx(sheet: Sheet) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001 - the file's own clock
    page = book.active
    assert page is not None
    for row in ([sheet.seller], [sheet.title], *sheet.facts, [], sheet.head(), *sheet.body()):
        page.append(list(row))
    book.save(buffer)
    return buffer.getvalue()


def _html(sheet: Sheet) -> bytes:
    def row(cells: Iterable[str], tag: str = "td") -> str:
        return f"<tr>{''.join(f'<{tag}>{html.escape(one)}</{tag}>' for one in cells)}</tr>"

    *body, last = sheet.body()
    foot = f"<tfoot>{row(last)}</tfoot>" if sheet.program.has("foot") else row(last)
    facts = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in sheet.facts)
    table = (
        f"<table><thead>{row(sheet.head(), 'th')}</thead>{''.join(map(row, body))}{foot}</table>"
    )
    page = f"<header>{sheet.seller}</header><h2>{sheet.title}</h2><dl>{facts}</dl>{table}"
    return f"<!DOCTYPE html><html><body>{page}</body></html>".encode()


_SET: dict[str, Callable[[Sheet], bytes]] = {
    "pdf": _pdf,
    "csv": _csv,
    "xlsx": _xlsx,
    "html": _html,
}
