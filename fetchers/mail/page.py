"""The HTML of a mail as lines of text with its links. Nothing is loaded, nothing runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Final

_SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
_BLOCKS: Final = re.compile(
    "address|article|blockquote|br|div|d[dlt]|fieldset|footer|form|h[1-6]|header|hr|li|main|nav|ol|p"
    "|pre|section|table|tbody|tr|ul"
)
_CELLS: Final = frozenset({"td", "th"})
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARATION: Final = re.compile(r"<[!?][^>]{0,1000}>?")
_BLANK: Final = re.compile(r"[ \xa0\u200b-\u200d\ufeff\u034f\xad]+")
_URL: Final = re.compile(r"https?://[^\s<>\"'\]\)]+", re.IGNORECASE)
_TAG_START: Final = re.compile(r"<(?=[a-zA-Z/])")
_TAG_NAME: Final = re.compile(r"[a-zA-Z][\w:-]{0,30}")
_HREF: Final = re.compile(
    r"(?<![\w-])href\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE
)
_SCRIPT: Final = re.compile(r"<script\s[^>]{0,200}application/ld\+json[^>]{0,200}>", re.IGNORECASE)
_MOST_SCRIPTS: Final = 20
_LONGEST: Final = 1_000_000
_LONGEST_TAG: Final = 8000
_MOST_ANCHORS: Final = 500


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: the text that is shown and the address that it leads to. Never opened."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """Text and links of some HTML; `markup` is what stands in its JSON-LD scripts."""

    text: str
    anchors: tuple[Anchor, ...]
    markup: tuple[str, ...] = ()


def page_of(html: str) -> Page:
    """Text and links: a line for each block or row of a table, a tab between cells."""
    reader = _Reader()
    reader.read(_DECLARATION.sub(" ", _COMMENT.sub(" ", html[:_LONGEST])))
    anchors = tuple(reader.anchors[:_MOST_ANCHORS])
    return Page(_tidy("".join(reader.text)), anchors, tuple(_scripts(html[:_LONGEST])))


def plain_anchors(text: str) -> tuple[Anchor, ...]:
    """The web addresses in plain text; what stands before one on its line is its text."""
    found = []
    for line in text.splitlines():
        for match in _URL.finditer(line):
            before = line[: match.start()].strip(" <(:\t")
            found.append(Anchor(before[-100:], match[0].rstrip(".,;:!?")))
    return tuple(found[:_MOST_ANCHORS])


def _scripts(html: str) -> Iterator[str]:
    """The first JSON-LD scripts; each is looked for once, so no page takes long."""
    for opening in islice(_SCRIPT.finditer(html), _MOST_SCRIPTS):
        end = html.find("</", opening.end())
        if end < 0:
            return
        yield html[opening.end() : end]


def _tidy(text: str) -> str:
    lines = (_BLANK.sub(" ", line).strip(" ") for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """Text and tags in order; a tag comes without its brackets and with True.

    The standard library's parser takes minutes for a megabyte of "<"; this one reads every
    character once.
    """
    at = 0
    while start := _TAG_START.search(html, at):
        end = _end_of_tag(html, start.end())
        if end < 0:
            break
        yield html[at : start.start()], False
        yield html[start.end() : end], True
        at = end + 1
    yield html[at:], False


def _end_of_tag(html: str, start: int) -> int:
    """The ">" that ends a tag; one inside a quoted value does not, as far as three are tried."""
    end = first = html.find(">", start)
    for _ in range(3):
        tag = html[start:end][:_LONGEST_TAG]
        if end < 0 or not (tag.count('"') % 2 or tag.count("'") % 2):
            break
        end = html.find(">", end + 1)
    return end if end >= 0 else first


class _Reader:
    """Collects text and links from pieces of HTML."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.anchors: list[Anchor] = []
        self._silent = 0
        self._cell = 0
        self._href = ""
        self._shown: list[str] = []

    def read(self, html: str) -> None:
        """Take in all of some HTML."""
        for piece, is_tag in _pieces(html):
            if not is_tag:
                self._data(unescape(piece))
            elif piece.startswith("/"):
                self._end(_name(piece[1:]))
            else:
                self._start(_name(piece), piece)
        self._end_anchor()

    def _start(self, name: str, tag: str) -> None:
        if name == "body":
            self._silent = 0  # whatever the head left open
        elif name in _SILENT:
            self._silent += not tag.endswith("/")
        elif name == "a":
            self._end_anchor()
            self._href = _href(tag)
        elif name in _CELLS:
            self._cell += 1
        elif _BLOCKS.fullmatch(name):
            self._break(name)

    def _end(self, name: str) -> None:
        if name in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif name == "a":
            self._end_anchor()
        elif name in _CELLS:
            self._cell = max(0, self._cell - 1)
            self.text.append("\t")
        elif _BLOCKS.fullmatch(name):
            self._break(name)

    def _data(self, data: str) -> None:
        if self._silent or not data:
            return
        words = " ".join(data.split())
        if not words:
            self.text.append(" ")
            return
        padded = f"{' ' * data[0].isspace()}{words}{' ' * data[-1].isspace()}"
        self.text.append(padded)
        if self._href:
            self._shown.append(padded)

    def _break(self, name: str) -> None:
        self.text.append("\n" if name in {"tr", "table"} or not self._cell else " ")

    def _end_anchor(self) -> None:
        if self._href:
            self.anchors.append(Anchor("".join(self._shown).strip(), self._href))
        self._href, self._shown = "", []


def _name(tag: str) -> str:
    match = _TAG_NAME.match(tag)
    return match[0].lower() if match else ""


def _href(tag: str) -> str:
    match = _HREF.search(tag[:_LONGEST_TAG])
    return unescape(next(filter(None, match.groups()), "")).strip() if match else ""
