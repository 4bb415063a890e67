"""Files with several statements: of accounts, of currencies; and tables without a known header.

A layout is a choice of what tells its parts apart (sections, pages or sheets, a column), of what
differs (account, currency, both) and of what closes them; the odd ones are kept back.
"""

from __future__ import annotations

import csv
import html
import io
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.statement_papers import (
    LANGUAGES,
    MONEY,
    SELLERS,
    Design,
    Row,
    Voice,
    table,
    true_rows,
    words_of,
)

LAYOUTS = 40
_WAYS = ("sections", "pages", "column", "once", "grand")
_DIFFERS = ("account", "currency", "both")
_HEADERS = ("known", "known", "none", "odd")
_FORMATS = ("pdf", "pdf", "csv", "xlsx", "html")
_TABLES = (
    "date reference type amount balance",
    "date reference text debit credit",
    "reference date due amount open",
    "date reference text debit credit balance",
    "date text reference amount",
)
_CURRENCIES = ("EUR", "USD", "GBP", "CHF")
_LONGEST = 760.0

Band = tuple[str, tuple[str, ...]]
"""What is set below each other: `fact` (label, value), `head`, `row`, `total`, `gap`, `page`."""


@dataclass(frozen=True)
class Part:
    """One of the statements in a file, as it is true."""

    account: str
    currency: str
    opening: Decimal
    rows: tuple[Row, ...]

    @property
    def closing(self) -> Decimal:
        """What is owed in the end."""
        return self.opening + sum((row.amount for row in self.rows), Decimal(0))


@dataclass(frozen=True)
class Bundle:
    """A file with statements: its bytes and its truth."""

    layout: int
    language: str
    form: str
    content: bytes
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class _Plan:
    """What a layout of several is made of."""

    way: str
    differs: str
    header: str
    design: Design
    parts: int

    @classmethod
    def of(cls, layout: int) -> _Plan:
        dice = random.Random(f"bundle-{layout}")
        way = _WAYS[layout // 2 % len(_WAYS)]
        header = "known" if way in {"column", "grand"} else _HEADERS[dice.randrange(4)]
        form = _FORMATS[dice.randrange(len(_FORMATS))]
        columns = tuple(_TABLES[dice.randrange(len(_TABLES))].split())
        design = Design.of(layout)
        if way in {"column", "grand"}:
            columns = tuple(one for one in columns if one != "balance")
        if header != "known" and "open" in columns:
            columns = ("date", "reference", "type", "amount", "balance")
        design = replace(design, columns=columns, form=form, paged=0, dated_long=False)
        differs = "account" if way == "grand" else _DIFFERS[dice.randrange(3)]
        few = 1 if header != "known" and dice.random() < 0.3 else dice.choice((2, 2, 3))
        return cls(way, differs, header, design, few)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that tell the parts apart, where columns do."""
        named = {"account": ("account",), "currency": ("currency",)}
        both = named.get(self.differs, ("account", "currency"))
        return both if self.way in {"column", "grand"} else ()


def bundles(layouts: Iterable[int] = range(LAYOUTS), seed: int = 11) -> Iterator[Bundle]:
    """A file of each of these layouts in each language."""
    for layout in layouts:
        for language in LANGUAGES:
            yield _bundle(layout, language, random.Random(f"{seed}-{layout}-{language}"))


def _bundle(layout: int, language: str, dice: random.Random) -> Bundle:
    plan = _Plan.of(layout)
    parts = tuple(_parts(plan, dice))
    words = words_of(language, layout)
    paper = _Paper(plan, language, words, dice.choice(SELLERS), parts)
    content = _RENDER[plan.design.form](paper)
    return Bundle(layout, language, plan.design.form, content, parts)


def _parts(plan: _Plan, dice: random.Random) -> Iterator[Part]:
    first = f"{dice.choice('CKD')}-{dice.randrange(10000, 99999)}"
    kept = dice.choice(_CURRENCIES[:2])
    for at in range(plan.parts):
        account = first if plan.differs == "currency" else f"{first[:-1]}{at}"
        currency = kept if plan.differs == "account" else _CURRENCIES[at]
        opening = Decimal(0)
        if plan.design.shows_opening and not plan.keys:
            opening = Decimal(dice.randrange(-5000, 90000)) / 100
        yield Part(account, currency, opening, tuple(true_rows(plan.design, dice))[:14])


@dataclass(frozen=True)
class _Hand(Voice):
    """The voice of one part of a file."""

    first: str

    def day(self, day: date) -> str:
        """A day as the whole file writes it."""
        return Voice(self.language, self.first, self.design, self.words).day(day)


@dataclass(frozen=True)
class _Paper:
    """A file with several statements, ready to be set."""

    plan: _Plan
    language: str
    words: dict[str, str]
    seller: str
    parts: tuple[Part, ...]

    def voice(self, currency: str) -> Voice:
        """How a part writes its amounts; all parts write their days as the first."""
        symbol = self.plan.design.symbol and currency in {"EUR", "GBP", "USD"}
        design = replace(self.plan.design, symbol=symbol)
        return _Hand(self.language, currency, design, self.words, self.parts[0].currency)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table, those that tell parts apart before its amounts."""
        own = self.plan.design.columns
        at = next(n for n, name in enumerate(own) if name in MONEY)
        return (*own[:at], *self.plan.keys, *own[at:])

    def head(self) -> tuple[str, ...]:
        """The headers; nothing where the layout prints none, letters where nobody knows them."""
        if self.plan.header == "none":
            return ()
        if self.plan.header == "odd":
            return tuple(f"Kol{chr(97 + at)}x" for at in range(len(self.columns)))
        return tuple(self.words[name] for name in self.columns)

    def day(self) -> str:
        """The day of the statement."""
        last = max(row.day for part in self.parts for row in part.rows)
        return self.voice(self.parts[0].currency).day(last + timedelta(days=3))

    def bands(self) -> Iterator[Band]:
        """All that is set, from top to bottom."""
        if self.plan.keys:
            yield from self._one_table()
            return
        for at, part in enumerate(self.parts):
            if at:
                yield ("page" if self.plan.way == "pages" else "gap", ())
            yield "fact", (self.words["account"], part.account)
            if not at or self.plan.way == "pages":
                yield "fact", (self.words["day"], self.day())
            yield "fact", (self.words["currency"], part.currency)
            if self.head() and not (at and self.plan.way == "once"):
                yield "head", self.head()
            voice = self.voice(part.currency)
            for cells in table(voice, part.rows, part.opening):
                yield "row", tuple(cells)
            yield "total", (self.words["closing"], voice.money(part.closing))

    def _one_table(self) -> Iterator[Band]:
        if self.plan.differs != "account":
            yield "fact", (self.words["account"], self.parts[0].account)
        if self.plan.differs == "account":
            yield "fact", (self.words["currency"], self.parts[0].currency)
        yield "fact", (self.words["day"], self.day())
        yield "head", self.head()
        dated = [(row.day, part, row) for part in self.parts for row in part.rows]
        for _, part, row in sorted(dated, key=lambda one: one[0]):
            cells = dict(zip(self.plan.design.columns, self._cells(part, row), strict=True))
            cells |= {"account": part.account, "currency": part.currency}
            yield "row", tuple(cells[name] for name in self.columns)
        yield from self._totals()

    def _cells(self, part: Part, row: Row) -> list[str]:
        voice = self.voice(part.currency)
        return list(table(voice, [row], Decimal(0)))[-1]

    def _totals(self) -> Iterator[Band]:
        if self.plan.way == "grand":
            whole = sum((part.closing for part in self.parts), Decimal(0))
            yield "total", (self.words["closing"], self.voice(self.parts[0].currency).money(whole))
            return
        for part in self.parts:
            said = {"account": part.account, "currency": part.currency}
            named = " ".join(said[name] for name in self.plan.keys)
            money = self.voice(part.currency).money(part.closing)
            yield "total", (f"{self.words['closing']} {named}", money)


def _pdf(paper: _Paper) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    edges = _edges(paper)
    size = min(paper.plan.design.size, (edges[-1][1] - edges[0][0]) / _letters(paper) / 0.56)
    place = _Place(canvas, size)
    place.write(50, paper.seller, bold=True)
    place.down(24)
    place.write(50, paper.words["title"], bold=True)
    place.down(30)
    for kind, cells in paper.bands():
        place.band(kind, cells, edges, paper.columns)
    canvas.save()
    return buffer.getvalue()


@dataclass
class _Place:
    """Where on the page the next line is set."""

    canvas: Canvas
    size: float
    y: float = 50.0

    def write(self, x: float, text: str, *, right: bool = False, bold: bool = False) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", self.size)
        draw = self.canvas.drawRightString if right else self.canvas.drawString
        draw(x, A4[1] - self.y, text)

    def down(self, step: float) -> None:
        self.y += step
        if self.y > _LONGEST:
            self.turn()

    def turn(self) -> None:
        self.canvas.showPage()
        self.y = 60.0

    def band(
        self,
        kind: str,
        cells: tuple[str, ...],
        edges: Sequence[tuple[float, float]],
        columns: Sequence[str],
    ) -> None:
        """Set one band and go below it."""
        if kind == "page":
            self.turn()
        elif kind == "gap":
            self.down(20)
        elif kind == "fact":
            self.write(50, f"{cells[0]}:")
            self.write(170, cells[1])
            self.down(14)
        elif kind == "total":
            self.down(4)
            self.write(edges[-1][1] - 90, cells[0], right=True, bold=True)
            self.write(edges[-1][1], cells[1], right=True, bold=True)
            self.down(16)
        else:
            for (left, edge), name, cell in zip(edges, columns, cells, strict=True):
                numeric = name in MONEY
                self.write(edge if numeric else left, cell, right=numeric, bold=kind == "head")
            self.down(self.size + 6)


def _letters(paper: _Paper) -> int:
    """How many letters the table is wide."""
    return sum(_widths(paper))


def _widths(paper: _Paper) -> list[int]:
    fewest = {"text": 32, "reference": 19, "type": 19}
    heads = paper.head() or paper.columns
    names = zip(paper.columns, heads, strict=True)
    return [max(fewest.get(name, 12), len(head) + 5) for name, head in names]


def _edges(paper: _Paper) -> list[tuple[float, float]]:
    """Left and right edge of each column."""
    widths = _widths(paper)
    unit, x = 500 / sum(widths), 48.0
    starts = [x]
    for width in widths:
        x += width * unit
        starts.append(x)
    return [(left, right - 8) for left, right in pairwise(starts)]


def _grids(paper: _Paper) -> Iterator[list[list[str]]]:
    """The rows of each sheet."""
    width = len(paper.columns)
    rows = [[paper.seller], [paper.words["title"]]]
    for kind, cells in paper.bands():
        if kind == "page":
            yield rows
            rows = []
        elif kind == "total":
            rows.append([cells[0], *[""] * (width - 2), cells[1]])
        else:
            rows.append(list(cells))
    yield rows


def _csv(paper: _Paper) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    for grid in _grids(paper):
        writer.writerows(grid)
    return buffer.getvalue().encode()


def _xlsx(paper: _Paper) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001 - the file's own clock
    for at, grid in enumerate(_grids(paper)):
        sheet = book.create_sheet(f"{at + 1}") if at else book.active
        assert sheet is not None
        for cells in grid:
            sheet.append(cells)
    book.save(buffer)
    return buffer.getvalue()


def _html(paper: _Paper) -> bytes:
    width = len(paper.columns)
    body = [f"<h2>{paper.seller}</h2><h1>{paper.words['title']}</h1><table>"]
    for kind, cells in paper.bands():
        if kind in {"gap", "page"}:
            body.append("</table><table>")
            continue
        shown = (cells[0], *[""] * (width - 2), cells[1]) if kind == "total" else cells
        tag = "th" if kind == "head" else "td"
        body.append(f"<tr>{''.join(f'<{tag}>{html.escape(one)}</{tag}>' for one in shown)}</tr>")
    return f"<!DOCTYPE html><html><body>{''.join(body)}</table></body></html>".encode()


_RENDER: dict[str, Callable[[_Paper], bytes]] = {
    "pdf": _pdf,
    "csv": _csv,
    "xlsx": _xlsx,
    "html": _html,
}
