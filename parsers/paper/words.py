"""Words with boxes out of a PDF: PDFium first, pdfplumber where its text looks broken."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

from model.errors import DocumentDamaged, DocumentTooLarge, PasswordNeeded

MAX_PAGES: Final = 200
MAX_CHARACTERS: Final = 400_000
_GAP: Final = 0.14
"""A gap wider than this part of the font's height ends a word."""
_BOLD: Final = 600


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page; the box is in points from the page's top left."""

    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    bold: bool = False

    @property
    def height(self) -> float:
        """The height of its line of type."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """The height of its centre on the page."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True)
class PageText:
    """The words of one page, and its size in points."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]

    @cached_property
    def type_height(self) -> float:
        """The height of its usual type, in points; the page has words."""
        return sorted(word.height for word in self.words)[len(self.words) // 2]


class _Char(NamedTuple):
    """A character and its box; a tuple, because a page has thousands."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    bold: bool


Look = Callable[[Any, int, int], None]
"""What looks at an open page of PDFium, its number from 1, and how many there are."""


@contextmanager
def open_pdf(content: bytes) -> Iterator[Any]:
    """An open PDF document of PDFium."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as refusal:
        raise _why(refusal) from refusal
    try:
        yield document
    finally:
        document.close()


def _why(refusal: pypdfium2.PdfiumError) -> Exception:
    return PasswordNeeded() if "assword" in str(refusal) else DocumentDamaged()


def read_pages(content: bytes, look: Look | None = None) -> tuple[PageText, ...]:
    """The words of every page; each page is shown to `look` as well while it is open.

    Raises:
        DocumentDamaged: a page can't be opened.
        DocumentTooLarge: it has more than 200 pages, or a page has too much text.
    """
    with open_pdf(content) as document:
        if len(document) > MAX_PAGES:
            raise DocumentTooLarge(
                f"The document has {len(document)} pages; Billhook reads up to {MAX_PAGES}."
            )
        pages = tuple(_page_text(document, index, look) for index in range(len(document)))
    return _second_opinion(content) if _looks_broken(pages) else pages


def _page_text(document: Any, index: int, look: Look | None) -> PageText:
    try:
        page = document[index]
    except pypdfium2.PdfiumError as damage:
        raise DocumentDamaged(
            f"Page {index + 1} of the file is damaged; ask the supplier for another copy."
        ) from damage
    width, height = page.get_size()
    read = PageText(index + 1, width, height, tuple(page_words(page, index + 1)))
    if look:
        look(page, index + 1, len(document))
    return read


def page_words(page: Any, number: int) -> list[Word]:
    """The words of one page, in the order of the page's content."""
    found: list[Word] = []
    word: list[_Char] = []
    for char in _chars(page):
        if word and (not char.text or _apart(word[-1], char)):
            found.append(_word(word, number))
            word = []
        if char.text:
            word.append(char)
    if word:
        found.append(_word(word, number))
    return found


def _apart(last: _Char, char: _Char) -> bool:
    height = max(last.y1 - last.y0, 1.0)
    joined = (char.x0, char.x1) == (last.x0, last.x1)  # two letters of one ligature: ft, tt
    beside = joined or -0.6 * height < char.x0 - last.x1 < _GAP * height
    return not beside or abs(char.y1 - last.y1) > 0.5 * height


def _word(chars: list[_Char], page: int) -> Word:
    text, x0, y0, x1, y1, bold = zip(*chars, strict=True)
    return Word("".join(text), page, min(x0), min(y0), max(x1), max(y1), bold[0])


def _chars(page: Any) -> Iterator[_Char]:
    """The characters of a page as shown; one with empty text stands for white space."""
    textpage = page.get_textpage()
    text, count = textpage.raw, textpage.count_chars()
    if count > MAX_CHARACTERS:
        raise DocumentTooLarge("A page of the file has more text than Billhook reads.")
    place = _placing(page)
    box = pdfium.FS_RECTF()
    at = ctypes.byref(box)
    bold = pdfium.FPDFText_GetFontWeight(text, 0) >= _BOLD
    for index in range(count):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index) or 32)
        letter = _PLAIN.get(letter, letter)
        if letter == " " and pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue  # PDFium's guess at a space; the gaps decide, also within kerned words
        if letter.isspace() or letter < " ":
            # A guess at the end of a line as well: Chromium's kerning makes it end within words.
            if pdfium.FPDFText_IsGenerated(text, index) != 1:
                yield _Char("", 0, 0, 0, 0, bold=False)
            # The weight is asked for once a word: it costs as much as the box.
            bold = pdfium.FPDFText_GetFontWeight(text, min(index + 1, count - 1)) >= _BOLD
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, at)
        x0, y0, x1, y1 = place(box.left, box.bottom, box.right, box.top)
        yield _Char(letter, x0, y0, x1, y1, bold=bold)


_PLAIN: Final = {
    "\u00ad": "-", "\u2010": "-", "\u2011": "-", "\u2212": "-", "\ufb01": "fi", "\ufb02": "fl",
    "\ufffe": "-", "\u0002": "-",
}  # fmt: skip


def _placing(page: Any) -> Any:
    """Page space to points from the top left, with crop box and rotation applied."""
    left, bottom, right, top = page.get_cropbox()
    turn = page.get_rotation()
    turns = {
        0: lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0),
        90: lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        180: lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        270: lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0),
    }
    return turns[turn]


def _looks_broken(pages: tuple[PageText, ...]) -> bool:
    """More than 2 % of the words hold what stands for an unknown letter."""
    words = [word.text for page in pages for word in page.words]
    odd = sum(
        "\ufffd" in word or "(cid:" in word or "\ue000" <= word[0] <= "\uf8ff" for word in words
    )
    return odd * 50 > len(words)


def _second_opinion(content: bytes) -> tuple[PageText, ...]:
    with pdfplumber.open(io.BytesIO(content)) as document:
        return tuple(
            PageText(
                number=page.page_number,
                width=float(page.width),
                height=float(page.height),
                words=tuple(_of_plumber(word, page.page_number) for word in page.extract_words()),
            )
            for page in document.pages
        )


def _of_plumber(word: dict[str, Any], page: int) -> Word:
    return Word(word["text"], page, word["x0"], word["top"], word["x1"], word["bottom"])
