"""Payment codes on the pages of a PDF: where one may stand, and what it says.

Looking at a whole page costs more than reading all its words. So the drawing's own list is asked
first: a code is a picture, one shape of many corners, or many small squares close together.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium
import zxingcpp

from model.documents import Box
from model.errors import DocumentRefused
from parsers.invoices import payment_codes
from parsers.invoices.payment_codes import PaymentCode
from parsers.paper import barcodes
from parsers.paper.words import open_pdf

_DOTS: Final = 220
_POINTS: Final = 72
_MARGIN: Final = 6.0
_LEAST: Final = 36.0
"""Points: the smallest payment code in use measures 15 mm."""
_PART: Final = 100.0
"""Points: a picture of a whole payment part is higher; what is flatter is a logo."""
_SMALL: Final = 8.0
_CORNERS: Final = 200
_SQUARES: Final = 200
_MOST_OBJECTS: Final = 20_000
_MOST_PLACES: Final = 8
_EITHER_END: Final = 5
"""A payment part stands on the first pages or on the last."""

Area = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's own points, which start at the bottom."""


@dataclass(frozen=True, slots=True)
class PlacedCode:
    """A payment code and where it stands; a picture has no page and no box."""

    code: PaymentCode
    page: int | None = None
    box: Box | None = None


class Finder:
    """Collects the payment codes of pages, in their order, each payload once."""

    def __init__(self) -> None:
        self._found: dict[PaymentCode, PlacedCode] = {}

    def look(self, page: Any, number: int, pages: int) -> None:
        """Keep the codes of an open page where one may stand: a `words.Look`."""
        if number <= _EITHER_END or number > pages - _EITHER_END:
            for placed in _on_page(page, number):
                self._found.setdefault(placed.code, placed)

    @property
    def found(self) -> tuple[PlacedCode, ...]:
        """What was found so far."""
        return tuple(self._found.values())


def find(content: bytes) -> tuple[PlacedCode, ...]:
    """The payment codes of a PDF, in the order of its pages, each payload once."""
    finder = Finder()
    with open_pdf(content) as document:
        for index in range(len(document)):
            finder.look(document[index], index + 1, len(document))
    return finder.found


def of_picture(content: bytes) -> tuple[PlacedCode, ...]:
    """The payment codes of a picture; none where it can't be opened."""
    try:
        texts = barcodes.read(content)
    except DocumentRefused:
        return ()
    codes = map(payment_codes.decode, texts)
    return tuple(PlacedCode(code) for code in dict.fromkeys(codes) if code)


def _codes(pixels: Any) -> Iterator[PaymentCode]:
    for seen in zxingcpp.read_barcodes(
        pixels, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), try_invert=False
    ):
        code = payment_codes.decode(seen.text)
        if code is not None:
            yield code


def _on_page(page: Any, number: int) -> Iterator[PlacedCode]:
    left, bottom, right, top = page.get_cropbox()
    for area in places(page):
        for code in _codes(_looked_at(page, area, (left, bottom, right, top))):
            x0, y0, x1, y1 = area
            box = Box(round(x0 - left, 1), round(top - y1, 1), round(x1 - x0, 1), round(y1 - y0, 1))
            yield PlacedCode(code, number, None if page.get_rotation() else box)


def _looked_at(page: Any, area: Area, paper: Area) -> Any:
    """The pixels of an area of the page, in shades of grey; of a turned page, all of it."""
    if page.get_rotation():
        cut = (0.0, 0.0, 0.0, 0.0)
    else:
        x0, y0, x1, y1 = area
        left, bottom, right, top = paper
        cut = (
            max(x0 - left - _MARGIN, 0.0), max(y0 - bottom - _MARGIN, 0.0),
            max(right - x1 - _MARGIN, 0.0), max(top - y1 - _MARGIN, 0.0),
        )  # fmt: skip
    grey = page.render(scale=_DOTS / _POINTS, crop=cut, grayscale=True, draw_annots=False).to_pil()
    return memoryview(grey.tobytes()).cast("B", (grey.height, grey.width))


def places(page: Any) -> list[Area]:
    """The areas of a page where a code may stand, at most eight."""
    found: list[Area] = []
    squares: list[Area] = []
    for kind, corners, area in _drawn(page):
        if _may_be_code(kind, corners, area):
            found.append(area)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and _is_small(area):
            squares.append(area)
    if len(squares) >= _SQUARES:
        found.append(_around(squares))
    return found[:_MOST_PLACES]


def _drawn(page: Any) -> Iterator[tuple[int, int, Area]]:
    """The pictures, shapes and groups of a page: kind, number of corners, area."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind not in _DRAWN:
            continue
        corners = pdfium.FPDFPath_CountSegments(drawn) if kind == _PATH else 0
        pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
        yield kind, corners, (left.value, bottom.value, right.value, top.value)


_PATH: Final = pdfium.FPDF_PAGEOBJ_PATH
_DRAWN: Final = frozenset({_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM})


def _may_be_code(kind: int, corners: int, area: Area) -> bool:
    """A square picture or shape of many corners; or a picture that may hold more than a code."""
    wide, high = area[2] - area[0], area[3] - area[1]
    if min(wide, high) < _LEAST:
        return False
    square = 0.8 <= wide / high <= 1.25  # noqa: PLR2004 - nearly square
    if kind == _PATH:
        return square and corners >= _CORNERS
    return square or min(wide, high) >= _PART


def _is_small(area: Area) -> bool:
    return max(area[2] - area[0], area[3] - area[1]) <= _SMALL


def _around(areas: Iterable[Area]) -> Area:
    lefts, bottoms, rights, tops = zip(*areas, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
