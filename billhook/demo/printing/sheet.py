"""A sheet of A4: millimetres from the top left corner, tables that go on over the page."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

INK: Final = "#1c2326"
GREY: Final = "#6b7478"
_EMBEDDED: Final = {"Vera": "Vera.ttf", "Vera-Bold": "VeraBd.ttf", "Vera-Italic": "VeraIt.ttf"}


@dataclass(frozen=True, slots=True)
class Face:
    """A regular and a bold font of one family."""

    plain: str
    bold: str


HELVETICA: Final = Face("Helvetica", "Helvetica-Bold")
TIMES: Final = Face("Times-Roman", "Times-Bold")
COURIER: Final = Face("Courier", "Courier-Bold")
VERA: Final = Face("Vera", "Vera-Bold")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `right` is true where numbers stand flush right at `x`."""

    title: str
    x: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """How a table looks."""

    columns: tuple[Column, ...]
    left: float = 20
    width: float = 170
    row: float = 6
    size: float = 8.5
    head_fill: str | None = "#eef1f2"
    head_ink: str = INK
    rule: str | None = "#d5dadc"
    stripes: str | None = None
    bottom: float = 262


class Sheet:
    """A growing PDF. `page_head` draws what every page carries."""

    def __init__(self, title: str, face: Face, page_head: Callable[[Sheet], None]) -> None:
        for name, file in _EMBEDDED.items():
            pdfmetrics.registerFont(TTFont(name, file))
        self._buffer = io.BytesIO()
        # invariant: the same document is the same bytes, whenever it is printed
        self._canvas: Any = Canvas(self._buffer, pagesize=A4, invariant=1)
        self._canvas.setTitle(title)
        self._page_head = page_head
        self.face = face
        self.page = 1
        page_head(self)

    def text(self, x: float, y: float, text: str, **look: Any) -> None:
        """Text that begins at x. `look` takes size, bold, ink and font."""
        self._prepare(**look)
        self._canvas.drawString(x * mm, self._up(y), text)

    def right(self, x: float, y: float, text: str, **look: Any) -> None:
        """Text that ends at x."""
        self._prepare(**look)
        self._canvas.drawRightString(x * mm, self._up(y), text)

    def centre(self, x: float, y: float, text: str, **look: Any) -> None:
        """Text around x."""
        self._prepare(**look)
        self._canvas.drawCentredString(x * mm, self._up(y), text)

    def lines(
        self, x: float, y: float, lines: Sequence[str], step: float = 4.4, **look: Any
    ) -> None:
        """Lines of text below each other."""
        for index, line in enumerate(lines):
            self.text(x, y + index * step, line, **look)

    def pairs(
        self,
        y: float,
        pairs: Sequence[tuple[str, str]],
        *,
        label: float,
        value: float,
        step: float = 5,
    ) -> float:
        """Labels from `label`, bold values that end at `value`; gives the y below them."""
        for index, (name, text) in enumerate(pairs):
            self.text(label, y + index * step, name, size=8.5, ink=GREY)
            self.right(value, y + index * step, text, size=8.5, bold=True)
        return y + len(pairs) * step

    def rule(
        self, x: float, y: float, width: float, ink: str = "#d5dadc", weight: float = 0.5
    ) -> None:
        """A horizontal line."""
        self._canvas.setStrokeColor(HexColor(ink))
        self._canvas.setLineWidth(weight)
        self._canvas.line(x * mm, self._up(y), (x + width) * mm, self._up(y))

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0
    ) -> None:
        """A filled box whose top left corner is at x, y."""
        self._canvas.setFillColor(HexColor(fill))
        self._canvas.roundRect(
            x * mm, self._up(y + height), width * mm, height * mm, radius * mm, stroke=0, fill=1
        )

    def frame(self, x: float, y: float, width: float, height: float, ink: str = INK) -> None:
        """An empty box."""
        self._canvas.setStrokeColor(HexColor(ink))
        self._canvas.setLineWidth(0.6)
        self._canvas.rect(x * mm, self._up(y + height), width * mm, height * mm, stroke=1, fill=0)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """A filled circle around x, y."""
        self._canvas.setFillColor(HexColor(fill))
        self._canvas.circle(x * mm, self._up(y), radius * mm, stroke=0, fill=1)

    def polygon(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        """A filled polygon."""
        path = self._canvas.beginPath()
        path.moveTo(points[0][0] * mm, self._up(points[0][1]))
        for x, y in points[1:]:
            path.lineTo(x * mm, self._up(y))
        path.close()
        self._canvas.setFillColor(HexColor(fill))
        self._canvas.drawPath(path, stroke=0, fill=1)

    def wave(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        """A stroke that rises and falls once."""
        self._canvas.setStrokeColor(HexColor(ink))
        self._canvas.setLineWidth(1.6)
        self._canvas.bezier(
            x * mm,
            self._up(y),
            (x + width / 3) * mm,
            self._up(y - height),
            (x + 2 * width / 3) * mm,
            self._up(y + height),
            (x + width) * mm,
            self._up(y),
        )

    def table(self, y: float, grid: Grid, rows: Sequence[Sequence[str]]) -> float:
        """A table that goes on over the page; gives the y below its last row."""
        y = self._table_head(y, grid)
        for index, row in enumerate(rows):
            if y > grid.bottom:
                y = self._table_head(self.new_page(), grid)
            if grid.stripes and index % 2:
                self.box(grid.left, y - grid.row * 0.68, grid.width, grid.row, grid.stripes)
            for column, cell in zip(grid.columns, row, strict=True):
                write = self.right if column.right else self.text
                write(column.x, y, cell, size=grid.size)
            if grid.rule:
                self.rule(grid.left, y + grid.row * 0.32, grid.width, grid.rule)
            y += grid.row
        return y

    def new_page(self) -> float:
        """The y where the next page's text begins."""
        self._canvas.showPage()
        self.page += 1
        self._page_head(self)
        return 45

    def finish(self) -> bytes:
        """The PDF."""
        self._canvas.save()
        return self._buffer.getvalue()

    def _table_head(self, y: float, grid: Grid) -> float:
        if grid.head_fill:
            self.box(grid.left, y - grid.row * 0.68, grid.width, grid.row, grid.head_fill)
        for column in grid.columns:
            write = self.right if column.right else self.text
            write(column.x, y, column.title, size=grid.size - 0.5, bold=True, ink=grid.head_ink)
        return y + grid.row

    def _prepare(
        self, *, size: float = 9, bold: bool = False, ink: str = INK, font: str | None = None
    ) -> None:
        name = font or (self.face.bold if bold else self.face.plain)
        self._canvas.setFont(name, size)
        self._canvas.setFillColor(HexColor(ink))

    def _up(self, y: float) -> float:
        return float(A4[1] - y * mm)


def tint(ink: str, share: float) -> str:
    """The colour mixed with white: a share of 0.1 is nearly white."""
    colour: Color = HexColor(ink)
    parts = (1 - (1 - part) * share for part in (colour.red, colour.green, colour.blue))
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
