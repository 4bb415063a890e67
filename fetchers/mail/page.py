"""The HTML of a mail as lines of text with its links. Nothing is loaded, nothing runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
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
_LONGEST: Final = 1_000_000
_MOST_ANCHORS: Final = 500


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: the text that is shown and the address that it leads to. Never opened."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """Text and links of some HTML."""

    text: str
    anchors: tuple[Anchor, ...]


def page_of(html: str) -> Page:
    """Text and links: a line for each block or row of a table, a tab between cells."""
    reader = _Reader()
    reader.feed(_DECLARATION.sub(" ", _COMMENT.sub(" ", html[:_LONGEST])))
    reader.close()
    return Page(_tidy("".join(reader.text)), tuple(reader.anchors[:_MOST_ANCHORS]))


def plain_anchors(text: str) -> tuple[Anchor, ...]:
    """The web addresses in plain text; what stands before one on its line is its text."""
    found = []
    for line in text.splitlines():
        for match in _URL.finditer(line):
            before = line[: match.start()].strip(" <(:\t")
            found.append(Anchor(before[-100:], match[0].rstrip(".,;:!?")))
    return tuple(found[:_MOST_ANCHORS])


def _tidy(text: str) -> str:
    lines = (_BLANK.sub(" ", line).strip(" ") for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.anchors: list[Anchor] = []
        self._silent = 0
        self._cell = 0
        self._href = ""
        self._shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "a":
            self._end_anchor()
            self._href = (dict(attrs).get("href") or "").strip()
        elif tag in _CELLS:
            self._cell += 1
        elif _BLOCKS.fullmatch(tag):
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a":
            self._end_anchor()
        elif tag in _CELLS:
            self._cell = max(0, self._cell - 1)
            self.text.append("\t")
        elif _BLOCKS.fullmatch(tag):
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        words = " ".join(data.split())
        if not words:
            self.text.append(" ")
            return
        padded = f"{' ' * data[0].isspace()}{words}{' ' * data[-1].isspace()}"
        self.text.append(padded)
        if self._href:
            self._shown.append(padded)

    def close(self) -> None:
        super().close()
        self._end_anchor()

    def _break(self, tag: str) -> None:
        self.text.append("\n" if tag in {"tr", "table"} or not self._cell else " ")

    def _end_anchor(self) -> None:
        if self._href:
            self.anchors.append(Anchor("".join(self._shown).strip(), self._href))
        self._href, self._shown = "", []
