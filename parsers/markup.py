"""HTML and plain text: set on a page of their own making, then read like any other page.

Nothing remote is ever fetched; scripts, styles and hidden heads are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from lxml import etree, html

from model.documents import DocumentFormat, Reading
from model.errors import DocumentDamaged
from parsers import gate, setting
from parsers.hints import Hints
from parsers.setting import LETTER, Piece

_COLUMN: Final = 120.0
_SPACE, _CELL_GAP = 2.0, 12.0
"""Between words of one cell, and before a cell whose neighbour is wider than its column."""
_SPAN: Final = re.compile(r"[1-9]\d?", re.ASCII)
_UNSEEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SKIPPED: Final = frozenset(
    {"script", "style", "head", "noscript", "template", "svg", "iframe", "object"}
)
_BLOCKS: Final = frozenset(
    {
        *("p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "section"),
        *("article", "header", "footer", "br", "dt", "dd", "address", "pre", "ul", "ol"),
    }
)


def read_html(content: bytes, hints: Hints) -> Reading:
    """What an HTML document says; its table cells stand in columns."""
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(gate.text(content).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as damage:
        raise DocumentDamaged from damage
    return setting.set_page(list(_html_pieces(root))).read(hints, form=DocumentFormat.HTML)


def read_text(content: bytes, hints: Hints) -> Reading:
    """What a plain text says; its spaces are its columns."""
    rows = [row for row in gate.text(content).splitlines() if row.strip()]
    pieces = [piece for at, row in enumerate(rows) for piece in _by_spaces(at, row)]
    return setting.set_page(pieces).read(hints, form=DocumentFormat.TEXT)


def _by_spaces(row: int, text: str) -> Iterator[Piece]:
    at = 0
    for part in text.expandtabs(8).split(" "):
        if part:
            yield Piece(part, row, at * LETTER, partial("line {}".format, row + 1))
        at += len(part) + 1


def _html_pieces(root: html.HtmlElement) -> Iterator[Piece]:
    """The words of a document: a table row is a row, with its cells in columns; so is a block."""
    tree = root.getroottree()
    row, cell, last = 0, 0.0, None
    for one in _texts(root, 0.0):
        if one.breaks and last is not None:
            row, last = row + 1, None
        if one.text:
            gap = _SPACE if one.x == cell else _CELL_GAP
            start = one.x if last is None else max(one.x, last + gap)
            yield Piece(one.text, row, start, partial(tree.getpath, one.node))
            last, cell = start + len(one.text) * LETTER, one.x


@dataclass(frozen=True, slots=True)
class _Text:
    """A word in its column, or a break before what follows."""

    x: float
    text: str
    node: html.HtmlElement

    @property
    def breaks(self) -> bool:
        """Whether a new row starts here."""
        return not self.text


def _texts(node: html.HtmlElement, x: float) -> Iterator[_Text]:
    """Words in order, with their column, and the breaks around blocks."""
    if not isinstance(node.tag, str) or node.tag in _SKIPPED or _is_hidden(node):
        return
    block = node.tag in _BLOCKS
    if block:
        yield _Text(x, "", node)
    yield from _words(x, node.text, node)
    cell = 0
    for child in node:
        if child.tag in {"td", "th"}:
            yield from _texts(child, x + cell * _COLUMN)
            cell += _span(child)
        else:
            yield from _texts(child, x)
        yield from _words(x, child.tail, node)
    if block:
        yield _Text(x, "", node)


def _span(cell: html.HtmlElement) -> int:
    """How many columns a cell is wide."""
    wide = cell.get("colspan") or ""
    return int(wide) if _SPAN.fullmatch(wide) else 1


def _is_hidden(node: html.HtmlElement) -> bool:
    """Whether an element says that nobody is to see it."""
    return "hidden" in node.attrib or bool(_UNSEEN.search(node.get("style") or ""))


def _words(x: float, text: str | None, node: html.HtmlElement) -> Iterator[_Text]:
    for word in (text or "").split():
        yield _Text(x, word, node)
