"""HTML and plain text: set on a page of their own making, then read like any other page.

Nothing remote is ever fetched; scripts, styles and hidden heads are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree, html

from model.documents import DocumentFormat, Reading
from model.errors import DocumentDamaged, FormatUnknown
from parsers.hints import Hints
from parsers.paper import html_blocks, setting
from parsers.paper.setting import LETTER, Piece, Setting
from parsers.safety import gate


def read_html(content: bytes, hints: Hints) -> Reading:
    """What an HTML document says; its table cells stand in columns."""
    return _set_html(content).read(hints, form=DocumentFormat.HTML)


def read_text(content: bytes, hints: Hints) -> Reading:
    """What a plain text says; its spaces are its columns."""
    return _set_text(content).read(hints, form=DocumentFormat.TEXT)


def shown(content: bytes) -> str:
    """A page of HTML, or a text, as it is read: words in lines and columns, and nothing else.

    Raises DocumentRefused for what is neither.
    """
    form = gate.recognise(content)
    if form is DocumentFormat.HTML:
        return _set_html(content).text
    if form is DocumentFormat.TEXT:
        return gate.text(content)
    raise FormatUnknown("Only pages of HTML and texts are shown as text.")


def _set_html(content: bytes) -> Setting:
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(gate.text(content).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as damage:
        raise DocumentDamaged from damage
    return setting.set_page(html_blocks.pieces(root))


def _set_text(content: bytes) -> Setting:
    rows = [row for row in gate.text(content).splitlines() if row.strip()]
    pieces = [piece for at, row in enumerate(rows) for piece in _by_spaces(at, row)]
    return setting.set_page(pieces)


def _by_spaces(row: int, text: str) -> Iterator[Piece]:
    at = 0
    for part in text.expandtabs(8).split(" "):
        if part:
            yield Piece(part, row, at * LETTER, partial("line {}".format, row + 1))
        at += len(part) + 1
