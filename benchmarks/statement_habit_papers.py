"""The habits of `statement_habits`, set as PDF, CSV, XLSX and HTML, with exact truth."""

from __future__ import annotations

import csv
import html
import io
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import openpyxl
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from benchmarks.statement_habits import HABITS, MONEY, Habit, Made
from benchmarks.statement_papers import LANGUAGES, Paper, Row


def papers(
    habits: Sequence[Habit] = HABITS, family: int = 0, languages: Iterable[str] = LANGUAGES
) -> Iterator[Paper]:
    """A statement of each of these habits in each language."""
    for habit in habits:
        for language in languages:
            dice = random.Random(f"{family}-{HABITS.index(habit)}-{language}")
            yield _paper(Made(habit, language, family, dice))


def _paper(made: Made) -> Paper:
    """The statement, set."""
    content = _RENDER[made.habit.form](made)
    return Paper(
        HABITS.index(made.habit), made.language, made.habit.form, content, made.account,
        made.currency, made.opening, made.rows, made.closing,
    )  # fmt: skip


def _pdf(made: Made) -> bytes:
    buffer = io.BytesIO()
    size = landscape(A4) if made.has("landscape") else A4
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    sheet = _Sheet(canvas, made, size)
    sheet.heading()
    for at, (kind, cells) in enumerate(made.table()):
        sheet.turn_if_full(at)
        if kind == "second":
            sheet.write(sheet.edges[1][0], cells[0], grey=True)
            sheet.y += sheet.step
        else:
            sheet.row(cells)
    sheet.closing()
    canvas.save()
    return buffer.getvalue()


class _Sheet:
    """Where on a page the next line is set."""

    def __init__(self, canvas: Canvas, made: Made, size: tuple[float, float]) -> None:
        self.canvas, self.made, self.size = canvas, made, size
        self.font = "Courier" if made.has("mono") else "Helvetica"
        self.points = 7.5 if made.has("mono") else made.dice.choice((7.5, 8.0, 9.0))
        self.y, self.step = 0.0, self.points + made.dice.choice((3.5, 5.0, 8.0))
        self.edges = self._edges()
        self.last = ""

    def _edges(self) -> list[tuple[float, float]]:
        fewest = {
            "text": 24,
            "activity": 48,
            "number": 14,
            "late": 8,
            "mark": 4,
            "currency": 7,
            "entry": 8,
        }
        heads = zip(self.made.columns, self.made.head(), strict=True)
        tall = self.made.has("tall")
        widths = [
            max(fewest.get(name, 13), (len(head) // (2 if tall else 1)) + 3) for name, head in heads
        ]
        unit, x = (self.size[0] - 80) / sum(widths), 40.0
        most = max(self.points * 0.62, 4.0)
        if unit < most:
            self.points = max(5.5, unit / 0.56)
        starts = [x]
        for width in widths:
            x += width * unit
            starts.append(x)
        return [(left, right - 7) for left, right in pairwise(starts)]

    def write(
        self, x: float, text: str, *, right: bool = False, bold: bool = False, grey: bool = False
    ) -> None:
        self.canvas.setFont(f"{self.font}-Bold" if bold else self.font, self.points)
        self.canvas.setFillGray(0.4 if grey else 0)
        draw = self.canvas.drawRightString if right else self.canvas.drawString
        draw(x, self.size[1] - self.y, text)

    def row(self, cells: Sequence[str], *, bold: bool = False) -> None:
        self.last = cells[-1] or self.last
        for (left, edge), name, cell in zip(self.edges, self.made.columns, cells, strict=True):
            right = name in MONEY
            self.write(edge if right else left, cell, right=right, bold=bold)
        self.y += self.step

    def head(self) -> None:
        heads = self.made.head()
        if self.made.has("tall"):
            above = [one.rsplit(" ", 1)[0] if " " in one else "" for one in heads]
            self.row(above, bold=True)
            heads = [one.rsplit(" ", 1)[-1] for one in heads]
        self.row(heads, bold=True)
        self.y += 3

    def heading(self) -> None:
        made = self.made
        self.y = 50
        self.canvas.setFont("Helvetica-Bold", 13)
        self.canvas.drawString(40, self.size[1] - self.y, made.seller)
        self.canvas.drawRightString(self.size[0] - 40, self.size[1] - self.y, made.words["title"])
        self.y = 90
        for label, value in made.facts():
            self.write(40 if made.has("above") else self.size[0] - 220, f"{label}:")
            self.write(130 if made.has("above") else self.size[0] - 120, value)
            self.y += 13
        self.y += 25
        self.head()

    def turn_if_full(self, at: int) -> None:
        limit = 15 if self.made.has("paged") else 10_000
        if at and (self.y > self.size[1] - 90 or at % limit == 0):
            if self.made.has("carried"):
                self.write(self.edges[0][0], self.made.words["carried"])
                self.write(self.edges[-1][1], self.last, right=True)
            self.canvas.showPage()
            self.y = 60
            self.head()

    def closing(self) -> None:
        made = self.made
        self.y += 6
        right = self.edges[
            next(
                n
                for n, name in enumerate(made.columns)
                if name in {"balance", "open", "amount"}
                and (name != "amount" or not {"balance", "open"} & set(made.columns))
            )
        ][1]
        if made.has("stars"):
            self.write(self.edges[0][0], f"* {made.words['account']} {made.account}")
            self.write(right, made.money(made.closing), right=True)
            self.y += self.step
            self.write(self.edges[0][0], f"** {made.words['closing']} {made.currency}", bold=True)
        else:
            self.write(right - 110, made.words["closing"], right=True, bold=True)
        self.write(right, made.money(made.closing), right=True, bold=True)
        self.y += 2 * self.step
        if made.has("ageing"):
            for at, label in enumerate((made.words["current"], "1-30", "31-60", "61-90", "90+")):
                self.write(120 + 85 * at, label, right=True)
            self.y += self.step
            for at in range(5):
                amount = made.closing if not at else Decimal(0)
                self.write(120 + 85 * at, made.plain(amount), right=True)


def _sum_row(made: Made) -> list[str]:
    cells = [""] * len(made.columns)
    cells[0], cells[-1] = made.words["closing"], made.money(made.closing)
    return cells


def _csv(made: Made) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(
        buffer,
        delimiter="," if made.has("iso") else ";",
        quoting=csv.QUOTE_ALL if made.has("quoted") else csv.QUOTE_MINIMAL,
    )
    if made.has("preamble"):
        writer.writerow([made.seller])
        writer.writerows([[label, value] for label, value in made.facts()])
        writer.writerow([])
    if made.has("iso"):
        snake = {
            "account": "customer_no",
            "number": "document_no",
            "type": "document_type",
            "date": "document_date",
            "due": "due_date",
            "currency": "currency",
            "amount": "amount",
            "open": "open_amount",
        }
        writer.writerow([snake[name] for name in made.columns])
    else:
        writer.writerow(made.head())
    writer.writerows(cells for kind, cells in made.table() if kind != "second")
    if made.has("preamble"):
        writer.writerow(_sum_row(made))
    return buffer.getvalue().encode("utf-8" if made.has("iso") else "cp1252", "replace")


def _xlsx(made: Made) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001 - the file's own clock
    sheet = book.active
    assert sheet is not None
    sheet.append([None, made.seller])
    sheet.append([None, made.words["title"]])
    for label, value in made.facts():
        sheet.append([None, label, None, value])
    sheet.append([])
    sheet.append([None, *made.head()])
    balance = made.opening
    if not made.habit.is_open_item:
        place = made.columns.index("balance")
        sheet.append(
            [None, None, made.words["opening"], *[None] * (place - 2), float(made.opening)]
        )
    for row in made.rows:
        balance += row.amount
        cells = made.cells(row, balance, 0)
        sheet.append([None, *(_of_book(made, name, row, balance, cells) for name in made.columns)])
    last: list[Any] = [None] * (len(made.columns) + 1)
    last[1], last[-1] = made.words["closing"], float(made.closing)
    sheet.append(last)
    book.save(buffer)
    return buffer.getvalue()


def _of_book(made: Made, name: str, row: Row, balance: Decimal, cells: Mapping[str, str]) -> Any:
    typed = made.typed(name, row, balance)
    return typed if typed is not None or name in {"due", "date"} else cells[name]


def _html(made: Made) -> bytes:
    def line(cells: Iterable[str], tag: str = "td") -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(one)}</{tag}>" for one in cells) + "</tr>"

    facts = "".join(f"<div><b>{a}</b> <span>{b}</span></div>" for a, b in made.facts())
    rows = "".join(line(cells) for _, cells in made.table())
    width = len(made.columns)
    total = (
        f"<tr class=sum><td colspan={width - 1}>{html.escape(made.words['closing'])}</td>"
        f"<td>{html.escape(made.money(made.closing))}</td></tr>"
    )
    table = f"<table><thead>{line(made.head(), 'th')}</thead><tbody>{rows}{total}</tbody></table>"
    title = f"<h1>{made.words['title']}</h1>"
    inner = f"{title}{facts}{table}"
    if made.has("nested"):
        rows = f"<tr><td>{title}</td></tr><tr><td>{facts}{table}</td></tr>"
        inner = f"<table width=600>{rows}</table>"
    style = "<style>.sum{font-weight:bold}</style>"
    page = f"<html><head>{style}</head><body><p>{made.seller}</p>{inner}</body></html>"
    return f"<!DOCTYPE html>{page}".encode()


_RENDER: dict[str, Callable[[Made], bytes]] = {
    "pdf": _pdf,
    "csv": _csv,
    "xlsx": _xlsx,
    "html": _html,
}
