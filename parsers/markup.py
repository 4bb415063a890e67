"""HTML and plain text: set on a page of their own making, then read like any other page.

Nothing remote is ever fetched; scripts, styles and hidden heads are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from lxml import etree, html

from model.documents import DocumentFormat, DocumentKind, Reading, ReadState
from model.errors import DocumentDamaged
from parsers import gate, printed
from parsers.hints import Hints
from parsers.layout import Layout, arrange
from parsers.words import PageText, Word

_LETTER, _LINE, _COLUMN = 5.0, 12.0, 120.0
_SPACE, _CELL_GAP = 2.0, 12.0
"""Between words of one cell, and before a cell whose neighbour is wider than its column."""
_SKIPPED: Final = frozenset(
    {"script", "style", "head", "noscript", "template", "svg", "iframe", "object"}
)
_BLOCKS: Final = frozenset(
    {
        *("p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "section"),
        *("article", "header", "footer", "br", "dt", "dd", "address", "pre", "ul", "ol"),
    }
)
_MOST_ROWS: Final = 5000


def read_html(content: bytes, hints: Hints) -> Reading:
    """What an HTML document says; its table cells stand in columns."""
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(gate.text(content).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as damage:
        raise DocumentDamaged from damage
    return _read(_set(_html_rows(root)), DocumentFormat.HTML, hints)


def read_text(content: bytes, hints: Hints) -> Reading:
    """What a plain text says; its spaces are its columns."""
    rows = [_by_spaces(row) for row in gate.text(content).splitlines() if row.strip()]
    return _read(_set(rows), DocumentFormat.TEXT, hints)


def _read(layout: Layout, form: DocumentFormat, hints: Hints) -> Reading:
    if not layout.lines:
        kind = hints.kind or DocumentKind.OTHER
        return Reading(kind, form, ReadState.NO_TEXT, detail="The file holds no text.")
    return _without_places(printed.read(layout, hints, form=form))


def _without_places(reading: Reading) -> Reading:
    """The reading without boxes: the page was our own, nobody can look at it."""
    fields = {
        name: replace(one, evidence=replace(one.evidence, page=None, box=None))
        for name, one in reading.fields.items()
    }
    lines = tuple(replace(line, page=None, box=None) for line in reading.lines)
    return replace(reading, fields=MappingProxyType(fields), lines=lines, pages=0)


Row = list[tuple[float, str]]
"""Texts of one line with their x."""


def _by_spaces(row: str) -> Row:
    texts, at = [], 0
    for part in row.expandtabs(8).split(" "):
        if part:
            texts.append((at * _LETTER, part))
        at += len(part) + 1
    return texts


def _html_rows(root: html.HtmlElement) -> Iterator[Row]:
    """The rows of a document: a table row is one, with its cells in columns; so is a block."""
    row: Row = []
    cell = 0.0
    for x, text, breaks in _texts(root, 0.0):
        if breaks and row:
            yield row
            row = []
        if text:
            gap = _SPACE if x == cell else _CELL_GAP
            start = max([x, *(at + len(part) * _LETTER + gap for at, part in row[-1:])])
            row.append((start, text))
            cell = x
    if row:
        yield row


def _texts(node: html.HtmlElement, x: float) -> Iterator[tuple[float, str, bool]]:
    """Texts in order, with their column and whether a new line starts before them."""
    if not isinstance(node.tag, str) or node.tag in _SKIPPED:
        return
    block = node.tag in _BLOCKS
    if block:
        yield x, "", True
    yield from _words(x, node.text)
    cell = 0
    for child in node:
        if child.tag in {"td", "th"}:
            yield from _texts(child, x + cell * _COLUMN)
            cell += int(child.get("colspan") or 1) if (child.get("colspan") or "1").isdigit() else 1
        else:
            yield from _texts(child, x)
        yield from _words(x, child.tail)
    if block:
        yield x, "", True


def _words(x: float, text: str | None) -> Iterator[tuple[float, str, bool]]:
    for word in (text or "").split():
        yield x, word, False


def _set(rows: Iterable[Row]) -> Layout:
    """Rows of text set on one long page."""
    words = [
        Word(text, 1, x, at * _LINE, x + len(text) * _LETTER, at * _LINE + _LINE * 0.8)
        for at, row in zip(range(_MOST_ROWS), rows, strict=False)
        for x, text in row
    ]
    width = max((word.x1 for word in words), default=600.0)
    height = max((word.y1 for word in words), default=800.0)
    return arrange([PageText(1, max(width, 600.0), height, tuple(words))] if words else [])
