"""The statements of `statement_suppliers`, set as PDF, CSV, XLSX and HTML, with exact truth."""

from __future__ import annotations

import csv
import html
import io
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import openpyxl
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from benchmarks.invoice_papers import printable
from benchmarks.statement_papers import Paper
from benchmarks.statement_supplier_layouts import blocks_of
from benchmarks.statement_suppliers import (
    SUPPLIERS,
    Block,
    Case,
    Cell,
    Pairs,
    Prose,
    Supplier,
    Table,
)

_LETTER = 0.53
_CODES = {"pl": "cp1250", "cs": "cp1250", "pt": "utf-8-sig", "nl": "utf-16"}


def papers(
    suppliers: Sequence[Supplier] = SUPPLIERS, seeds: Iterable[int] = (1, 2)
) -> Iterator[Paper]:
    """A statement of each of these suppliers in each of its languages, for each seed."""
    for supplier in suppliers:
        for language in supplier.languages:
            for seed in seeds:
                dice = random.Random(f"{supplier.name}-{language}-{seed}")
                yield _paper(Case(supplier, language, dice))


def _paper(case: Case) -> Paper:
    form = case.supplier.form
    content = _SET[form](case, list(blocks_of(case)))
    return Paper(
        SUPPLIERS.index(case.supplier), case.language, form, content, case.account,
        case.currency, case.opening, case.rows, case.closing,
    )  # fmt: skip


def _pdf(_case: Case, blocks: Sequence[Block]) -> bytes:
    buffer = io.BytesIO()
    wide = any(isinstance(block, Table) and len(block.head) > 7 for block in blocks)
    sheet = _Sheet(Canvas(buffer, invariant=1), landscape(A4) if wide else A4, blocks)
    for block in blocks:
        sheet.set(block)
    sheet.canvas.save()
    return buffer.getvalue()


class _Sheet:
    """Pages that fill from top to bottom."""

    def __init__(self, canvas: Canvas, paper: tuple[float, float], blocks: Sequence[Block]) -> None:
        """Begin the first page."""
        self.canvas, (self.wide, self.high) = canvas, paper
        canvas.setPageSize(paper)
        self.y, self.titled = 50.0, 0
        self.tables = [block for block in blocks if isinstance(block, Table)]

    def set(self, block: Block) -> None:
        """Print a block below what is there."""
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Pairs):
            self._pairs(block)
        elif isinstance(block, Prose):
            self._prose(block)
        else:
            self._turn()

    def _turn(self) -> None:
        self.canvas.showPage()
        self.y = 54.0

    def _write(self, x: float, text: str, *, right: bool = False) -> None:
        draw = self.canvas.drawRightString if right else self.canvas.drawString
        draw(x, self.high - self.y, printable(text))

    def _step(self, size: float) -> None:
        self.y += size + 5
        if self.y > self.high - 46:
            self._turn()

    def _prose(self, prose: Prose) -> None:
        for line in prose.lines:
            self.titled += 1
            size = 14 if self.titled <= 2 and not prose.fixed else 9
            self.canvas.setFont("Courier" if prose.fixed else "Helvetica", size)
            self._write(40, line)
            self._step(size)
        self.y += 6

    def _pairs(self, pairs: Pairs) -> None:
        left, edge = (self.wide - 270, self.wide - 40) if pairs.right else (40, 210)
        for label, value in pairs.pairs:
            self.canvas.setFont("Helvetica", 9)
            self._write(left, label)
            self._write(edge, str(value), right=pairs.right)
            self._step(9)
        self.y += 10

    def _table(self, table: Table) -> None:
        edges, size = self._edges(table)
        for at, cells in enumerate((table.head, *table.rows)):
            if self.y > self.high - 60:
                self._turn()
                self._line(table.head, table.aligns, edges, size, "Helvetica-Bold")
            font = "Helvetica" if at else "Helvetica-Bold"
            self._line(cells, table.aligns, edges, size, font)
        self.y += 10

    def _line(
        self, cells: Sequence[Cell], aligns: str, edges: Sequence[tuple[float, float]],
        size: float, font: str,
    ) -> None:  # fmt: skip
        self.canvas.setFont(font, size)
        for cell, align, (left, right) in zip(cells, aligns, edges, strict=False):
            self._write(right if align == "r" else left, str(cell), right=align == "r")
        self.y += size + 4.5

    def _edges(self, table: Table) -> tuple[list[tuple[float, float]], float]:
        """Left and right edge of each column, the same in all tables under this header."""
        same = [one for one in self.tables if one.head == table.head]
        rows = [row for one in same for row in (one.head, *one.rows) if len(row) > 1]
        widths = [max(len(str(cell)) for cell in column) + 2 for column in zip(*rows, strict=True)]
        size = min(9.0, (self.wide - 80) / sum(widths) / _LETTER)
        room = max(1.0, min(1.25, (self.wide - 80) / (sum(widths) * size * _LETTER)))
        starts = [40.0]
        for width in widths:
            starts.append(starts[-1] + width * size * _LETTER * room)
        return [(left, right - size * _LETTER) for left, right in pairwise(starts)], size


def _grid(blocks: Sequence[Block]) -> Iterator[Sequence[Cell]]:
    """The blocks as rows of cells."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (block.head, *block.rows)
        elif isinstance(block, Pairs):
            yield from block.pairs
            yield []
        elif isinstance(block, Prose):
            yield from ([line] for line in block.lines)


def _csv(case: Case, blocks: Sequence[Block]) -> bytes:
    buffer = io.StringIO()
    delimiter = "," if case.language == "us" else "\t" if case.language == "nl" else ";"
    csv.writer(buffer, delimiter=delimiter).writerows(_grid(blocks))
    return buffer.getvalue().encode(_CODES.get(case.language, "utf-8"))


def _xlsx(_case: Case, blocks: Sequence[Block]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001 - the file's own clock
    page = book.active
    assert page is not None
    for at, row in enumerate(_grid(blocks), 2):
        for column, cell in enumerate(row, 2):
            if cell not in ("", None):
                page.cell(at, column, cell).number_format = _number_format(cell)
    book.save(buffer)
    return buffer.getvalue()


def _number_format(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return "#,##0.00"
    return "dd.mm.yyyy" if isinstance(cell, date) else "General"


def _html(case: Case, blocks: Sequence[Block]) -> bytes:
    """Tables; of a portal boxes beside each other, of a mail tables within a table."""
    boxes = case.supplier.name == "supplier portal"
    parts = "".join(_part(block, boxes=boxes) for block in blocks)
    if case.supplier.name == "mail extract":
        parts = f"<table width='640'><tr><td align='center'>{parts}</td></tr></table>"
    title = html.escape(case.words["title"])
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body>{parts}</body></html>"
    ).encode()


def _part(block: Block, *, boxes: bool) -> str:
    if isinstance(block, Prose):
        return "".join(f"<p>{html.escape(line)}</p>" for line in block.lines)
    if isinstance(block, Pairs):
        said = [(html.escape(label), html.escape(str(value))) for label, value in block.pairs]
        return "".join(f"<div><span>{a}</span> <strong>{b}</strong></div>" for a, b in said)
    if not isinstance(block, Table):
        return ""
    rows = [(block.head, "th"), *((row, "td") for row in block.rows)]
    if boxes:
        lines = ("".join(_tag("div", str(one)) for one in row) for row, _name in rows)
        boxed = "".join(f"<div class='row'>{line}</div>" for line in lines)
        return f"<section>{boxed}</section>"
    width = len(block.head)
    lines = (
        _tag("td", str(row[0]), f" colspan='{width}'")
        if len(row) == 1
        else "".join(_tag(name, str(one)) for one in row)
        for row, name in rows
    )
    ruled = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table>{ruled}</table>"


def _tag(name: str, text: str, more: str = "") -> str:
    return f"<{name}{more}>{html.escape(text)}</{name}>"


_SET: dict[str, Callable[[Case, Sequence[Block]], bytes]] = {
    "pdf": _pdf,
    "csv": _csv,
    "xlsx": _xlsx,
    "html": _html,
}
