"""How the statements of `statement_services` are printed: texts, rules, grids that turn pages.

Positions are points from the top left corner of the page. A grid takes the widths that its texts
need and a smaller face where they are too wide together, so that nothing is printed over another.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_FONTS = Path("/usr/share/fonts/truetype/dejavu")  # of fonts-dejavu-core, as CONTRIBUTING says
_GAP = 9.0
_SMALLEST = 4.5


@dataclass(frozen=True)
class Line:
    """A row of a grid as texts by column; `label` stands across the columns left of its amounts."""

    cells: Mapping[str, str]
    label: str = ""
    bold: bool = False
    under: str = ""
    carried: str = ""
    slip: tuple[str, str] | None = None


@dataclass(frozen=True)
class Column:
    """Where a column stands: its edges, and whether its texts end at the right one."""

    name: str
    head: str
    left: float
    right: float
    ends: bool


class Press:
    """A page that is filled from its top, and the pages after it."""

    def __init__(self, *, wide: bool, letter: bool, face: str, look: str) -> None:
        """Start the first page."""
        size = LETTER if letter else A4
        self.size = landscape(size) if wide else size
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=self.size, invariant=1)
        self.face, self.look, self.base = f"DejaVu{face}", look, 8.0
        self.left, self.right = 42.0, self.size[0] - 42
        self.y, self.bottom, self.page = 44.0, self.size[1] - 62, 1
        self.texts: list[str] = []
        self.foot = ""
        for name in (self.face, f"{self.face}-Bold"):
            if name not in getRegisteredFontNames():
                registerFont(TTFont(name, _FONTS / f"{name}.ttf"))

    def width(self, text: str, size: float = 0, *, bold: bool = False) -> float:
        """How wide a text is set."""
        return float(stringWidth(text, f"{self.face}{'-Bold' * bold}", size or self.base))

    def say(
        self, x: float, text: str, size: float = 0, *, bold: bool = False, side: str = "left",
        down: float = 0, grey: float = 0,
    ) -> None:  # fmt: skip
        """Set a text at this height: from `x`, up to it, or around it."""
        self.canvas.setFillGray(grey)
        self.canvas.setFont(f"{self.face}{'-Bold' * bold}", size or self.base)
        put = {
            "left": self.canvas.drawString, "right": self.canvas.drawRightString,
            "middle": self.canvas.drawCentredString,
        }  # fmt: skip
        put[side](x, self.size[1] - self.y - down, text)
        self.texts.append(text)

    def rule(self, left: float, right: float, down: float = 3, *, dashed: bool = False) -> None:
        """A line below this height."""
        self.canvas.setDash(*((3, 3) if dashed else ()))
        at = self.size[1] - self.y - down
        self.canvas.line(left, at, right, at)
        self.canvas.setDash()

    def block(self, left: float, right: float, high: float, *, shade: float | None = None) -> None:
        """A box around the next lines, or a ground behind them."""
        at = self.size[1] - self.y - high + self.base + 1
        if shade is not None:
            self.canvas.setFillGray(shade)
        self.canvas.rect(left, at, right - left, high, stroke=shade is None, fill=shade is not None)

    def turn(self) -> None:
        """Go on at the top of the next page."""
        self._footed()
        self.canvas.showPage()
        self.page += 1
        self.y = 44.0

    def ended(self) -> bytes:
        """The file."""
        self._footed()
        self.canvas.save()
        return self.buffer.getvalue()

    def _footed(self) -> None:
        """Who sends this and where to pay, in small at the foot."""
        self.y = self.size[1] - 30
        self.rule(self.left, self.right, -9)
        self.say(self.left, self.foot, 6, grey=0.3)
        self.say(self.size[0] - 42, str(self.page), 6, side="right", grey=0.3)

    def grid(
        self,
        heads: Mapping[str, str],
        lines: Sequence[Line],
        ends: frozenset[str],
        carry: tuple[str, str],
    ) -> None:
        """Print the lines below their headers; `carry` names the sums at page turns, and where."""
        columns = self._columns(heads, lines, ends)
        self._header(columns)
        last = lines[0].carried
        for at, line in enumerate(lines):
            if self.y + 30 > self.bottom:
                carried = Line({carry[1]: last}, carry[0], bold=True)
                for at_foot in (True, False) if carry[0] else (True,):
                    if carry[0]:
                        self._line(columns, carried, odd=False)
                    if at_foot:
                        self.turn()
                        self._header(columns)
            self._line(columns, line, odd=bool(at % 2))
            last = line.carried or last

    def _columns(
        self, heads: Mapping[str, str], lines: Sequence[Line], ends: frozenset[str]
    ) -> list[Column]:
        needs = {name: self._need(name, head, lines) for name, head in heads.items()}
        room = self.right - self.left
        while sum(needs.values()) > room and self.base > _SMALLEST:
            self.base -= 0.25
            needs = {name: self._need(name, head, lines) for name, head in heads.items()}
        spare = (room - sum(needs.values())) / len(needs)
        if spare < 0:
            raise ValueError(f"too wide: {needs}")
        made, left = [], self.left
        for name, head in heads.items():
            right = left + needs[name] + spare
            made.append(Column(name, head, left + 2, right - 3, name in ends))
            left = right
        return made

    def _need(self, name: str, head: str, lines: Sequence[Line]) -> float:
        """The widest word of the header, or cell."""
        texts = [line.cells.get(name, "") for line in lines]
        widths = [self.width(one, bold=True) for one in (*head.split(), *texts)]
        return max(widths) + _GAP

    def _header(self, columns: Sequence[Column]) -> None:
        broken = [self._broken(one) for one in columns]
        high = max(map(len, broken)) * (self.base + 1.5) + 2
        if self.look in {"shade", "boxed"}:
            self.block(self.left, self.right, high, shade=None if self.look == "boxed" else 0.8)
        elif self.look == "rule":
            self.rule(self.left, self.right, -self.base - 2)
        for column, words in zip(columns, broken, strict=True):
            for at, word in enumerate(words):
                self._cell(column, word, bold=True, down=at * (self.base + 1.5))
        self.y += high
        if self.look in {"rule", "zebra"}:
            self.rule(self.left, self.right, -self.base + 1)
        self.y += 3

    def _broken(self, column: Column) -> list[str]:
        """A header in as many lines as its column is narrow."""
        made: list[str] = []
        for word in column.head.split():
            joined = f"{made[-1]} {word}" if made else word
            if made and self.width(joined, bold=True) <= column.right - column.left:
                made[-1] = joined
            else:
                made.append(word)
        return made

    def _cell(self, column: Column, text: str, *, bold: bool = False, down: float = 0) -> None:
        if text:
            x, side = (column.right, "right") if column.ends else (column.left, "left")
            self.say(x, text, bold=bold, side=side, down=down)

    def _line(self, columns: Sequence[Column], line: Line, *, odd: bool) -> None:
        step = self.base + (4.5 if self.look == "boxed" else 3.5)
        if self.look == "zebra" and odd:
            self.block(self.left, self.right, step, shade=0.93)
        elif self.look == "boxed":
            self.block(self.left, self.right, step)
        for column in columns:
            self._cell(column, line.cells.get(column.name, ""), bold=line.bold)
        if line.label:
            self._label(columns, line)
        if line.slip:
            self.say(self.right + 24, line.slip[0])
            self.say(self.size[0] - 30, line.slip[1], side="right")
        self.y += step
        if line.under:
            self.say(columns[min(2, len(columns) - 1)].left, line.under, self.base - 1, grey=0.35)
            self.y += step - 1

    def _label(self, columns: Sequence[Column], line: Line) -> None:
        """What a row is called: from its second column on, or ending before its first amount."""
        wide = self.width(line.label, bold=line.bold)
        first = next((one for one in columns if line.cells.get(one.name)), columns[-1])
        edge = first.right - self.width(line.cells.get(first.name, ""), bold=True) - 6
        x = min(columns[min(1, len(columns) - 1)].left, edge - wide)
        self.say(max(self.left + 2, x), line.label, bold=line.bold)
