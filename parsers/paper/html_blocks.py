"""HTML set out in rows and columns, as a browser would: cells of a row begin on the same line.

Scripts, styles, hidden parts and everything remote are left out; only words and where they stand
come back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from lxml import html

from model.errors import DocumentUnsafe
from parsers.paper.setting import LETTER, Piece

_NARROWEST: Final = 60.0
"""The width of a column in points, where its cells need no more."""
_SPACE, _CELL_GAP = 2.0, 14.0
"""Between words of one line, and between columns, in points."""
_MOST_COLUMNS: Final = 200
_SPAN: Final = re.compile(r"[1-9]\d?", re.ASCII)
_UNSEEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?![.\d])"
    r"|max-height\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
"""Styles of what nobody is to see; mails hide a foretaste of their text in one."""
_SKIPPED: Final = frozenset(
    {"script", "style", "head", "noscript", "template", "svg", "iframe", "object"}
)
_APART: Final = frozenset({"table", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl"})
"""Blocks that are set off from what follows by an empty line."""
_BLOCKS: Final = _APART | frozenset(
    {
        *("div", "li", "section", "article", "header", "footer", "main", "center", "form"),
        *("dt", "dd", "address", "pre", "blockquote", "hr", "tr", "tbody", "body", "html"),
    }
)
_CELLS: Final = frozenset({"td", "th"})
_BOXES: Final = frozenset({"div", "li", "span", "a"})
_FEWEST_ROWS, _FEWEST_BOXES = 4, 3
"""A list has so many rows of so many boxes; what stands in fewer are lines of an address."""
_SECTIONS: Final = frozenset({"thead", "tbody", "tfoot"})


def pieces(root: html.HtmlElement) -> list[Piece]:
    """Every word that is shown, on its row and at its place in points.

    Raises:
        DocumentUnsafe: elements are nested to exhaust their reader.
    """
    tree = root.getroottree()
    flow = _Flow()
    try:
        flow.walk(root)
    except RecursionError:
        raise DocumentUnsafe("The page nests its elements too deep to be read.") from None
    return [Piece(one.text, one.row, one.x, partial(tree.getpath, one.node)) for one in flow.words]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    row: int
    x: float
    node: html.HtmlElement

    def moved(self, rows: int, x: float) -> _Word:
        """The word so much lower and further to the right."""
        return _Word(self.text, self.row + rows, self.x + x, self.node)


@dataclass(slots=True)
class _Flow:
    """Words set one after the other; blocks and tables below each other."""

    words: list[_Word] = field(default_factory=list)
    row: int = 0
    x: float = 0.0
    width: float = 0.0
    holds_table: bool = False
    _gap: bool = False

    @property
    def rows(self) -> int:
        """How many rows are taken."""
        return self.row + (self.x > 0)

    def walk(self, node: html.HtmlElement) -> None:
        """Set an element, without what follows it."""
        if not isinstance(node.tag, str) or node.tag in _SKIPPED or _is_hidden(node):
            return
        if node.tag == "br":
            self._end_line()
        elif node.tag == "table":
            self._set_off(partial(self._table, node), apart=True)
        elif node.tag in _BLOCKS:
            fill = self._boxes if _is_list(node) else self.fill
            self._set_off(partial(fill, node), apart=node.tag in _APART)
        else:
            self.fill(node)

    def fill(self, node: html.HtmlElement) -> None:
        """Set what an element holds."""
        self._write(node.text, node)
        for child in node:
            self.walk(child)
            self._write(child.tail, node)

    def _write(self, text: str | None, node: html.HtmlElement) -> None:
        for word in (text or "").split():
            self._open()
            self.words.append(_Word(word, self.row, self.x, node))
            self.x += len(word) * LETTER + _SPACE
            self.width = max(self.width, self.x)

    def _set_off(self, set_it: partial[None], *, apart: bool) -> None:
        self._end_line()
        set_it()
        self._end_line()
        self._gap = self._gap or (apart and bool(self.words))

    def _open(self) -> None:
        """Leave the empty line that is due before the next words."""
        self.row += self._gap
        self._gap = False

    def _end_line(self) -> None:
        self.row += self.x > 0
        self.x = 0.0

    def _table(self, node: html.HtmlElement) -> None:
        self._set_rows([list(_cells(row)) for row in _rows(node)])

    def _boxes(self, node: html.HtmlElement) -> None:
        """Set the boxes of a list below each other, and what each holds in columns."""
        self._set_rows([[_box(at, one) for at, one in enumerate(row)] for row in node])

    def _set_rows(self, rows: list[list[_Cell]]) -> None:
        starts = _columns(rows)
        for cells in rows:
            self._row(cells, starts)
        self.holds_table = True

    def _row(self, cells: list[_Cell], starts: list[float]) -> None:
        """Set the cells of a row beside each other, all from the same line on."""
        if not any(cell.flow.words for cell in cells):
            return
        self._open()
        for cell in cells:
            x = starts[cell.column]
            self.words += (word.moved(self.row, x) for word in cell.flow.words)
            self.width = max(self.width, x + cell.flow.width)
        self.row += max(cell.flow.rows for cell in cells)
        self._gap = any(cell.flow.holds_table for cell in cells)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its first column, how many it spans, and what it holds."""

    column: int
    span: int
    flow: _Flow


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The rows of a table, not those of tables in its cells."""
    for child in table:
        if child.tag == "tr" and not _is_hidden(child):
            yield child
        elif child.tag in _SECTIONS and not _is_hidden(child):
            yield from _rows(child)


def _cells(row: html.HtmlElement) -> Iterator[_Cell]:
    column = 0
    for child in row:
        if child.tag not in _CELLS:
            continue
        flow = _Flow()
        if not _is_hidden(child):
            flow.fill(child)
        yield _Cell(min(column, _MOST_COLUMNS), _span(child), flow)
        column += _span(child)


def _box(column: int, node: html.HtmlElement) -> _Cell:
    flow = _Flow()
    flow.walk(node)
    return _Cell(column, 1, flow)


def _is_list(node: html.HtmlElement) -> bool:
    """Whether an element holds rows of boxes, as pages without tables set their lists."""
    if len(node) < _FEWEST_ROWS or any(row.tag not in _BOXES for row in node):
        return False
    widths = {len(row) for row in node}
    leaves = (cell for row in node for cell in row)
    if len(widths) > 1 or widths.pop() < _FEWEST_BOXES:
        return False
    if not all(cell.tag in _BOXES and not len(cell) for cell in leaves):
        return False
    counted = sum(_has_digit(row[0]) and _has_digit(row[-1]) for row in node)
    return 2 * counted > len(node)


def _has_digit(node: html.HtmlElement) -> bool:
    return any(map(str.isdigit, node.text or ""))


def _columns(rows: list[list[_Cell]]) -> list[float]:
    """Where each column begins, in points: each is as wide as its widest cell."""
    widths = [_NARROWEST] * (_MOST_COLUMNS + 1)
    for cell in (cell for cells in rows for cell in cells if cell.span == 1):
        widths[cell.column] = max(widths[cell.column], cell.flow.width + _CELL_GAP)
    starts = [0.0]
    for width in widths:
        starts.append(starts[-1] + width)
    return starts


def _span(cell: html.HtmlElement) -> int:
    """How many columns a cell is wide."""
    wide = cell.get("colspan") or ""
    return int(wide) if _SPAN.fullmatch(wide) else 1


def _is_hidden(node: html.HtmlElement) -> bool:
    """Whether an element says that nobody is to see it."""
    return "hidden" in node.attrib or bool(_UNSEEN.search(node.get("style") or ""))
