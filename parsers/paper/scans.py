"""Scans and photos: their words as an optical reader sees them, then read like any page.

RapidOCR is the extra `billhook[ocr]`; its models lie inside its wheel, nothing is downloaded.
What was recognised is shown to a person, however well it adds up: a digit of a number may be
misread without any sum noticing.
"""

from __future__ import annotations

import importlib
import io
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import median
from types import MappingProxyType
from typing import Any, Final

from PIL import Image, ImageOps, ImageSequence

from model.documents import DocumentFormat, DocumentKind, EvidenceSource, Field, Reading, ReadState
from model.errors import DocumentDamaged, DocumentTooLarge
from parsers import printed
from parsers.hints import Hints
from parsers.invoices import code_witness
from parsers.paper import page_codes
from parsers.paper.layout import arrange
from parsers.paper.words import PageText, Word, open_pdf
from parsers.safety import gate, wire

DOTS: Final = 200
"""Dots an inch at which pages are looked at."""
_POINTS: Final = 72
_MOST_PAGES: Final = 10
_MOST_PIXELS: Final = 60_000_000
_WIDTH: Final = 595.0
"""A picture is taken for a page as wide as A4, in points."""
_LONG: Final = 5.0
_TOLD: Final = 3
_SKEW: Final = math.radians(15)
_ALIKE: Final = 0.2
"""Heights that differ by less than this part are of one size of type."""
_MARGIN, _MOST_MARGIN = 1.2, 0.1
"""Boxes are drawn so many pixels, and at most this part of their height, around the letters."""

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """A text that was recognised, and the four corners around it in pixels, from the top left."""

    text: str
    corners: tuple[Corner, ...]


def read_plain(content: bytes, hints: Any) -> Any:
    """`read` with plain values on both sides, as they cross the sandbox."""
    return wire.encode(read(content, wire.decode(Hints, hints)))


def read(content: bytes, hints: Hints) -> Reading:
    """What a PDF of pictures, or a picture, says.

    Raises:
        DocumentDamaged: the picture can't be opened.
        DocumentTooLarge: it has more pixels or pages than are looked at.
    """
    form = gate.recognise(content)
    pictures = _of_pdf(content) if form is DocumentFormat.PDF else _of_picture(content)
    pages = [
        page_of(number, seen=tuple(_recognise(image)), size=image.size, scale=scale)
        for number, (image, scale) in enumerate(pictures, 1)
    ]
    reading = recognised(pages, hints, form=form)
    find = page_codes.find if form is DocumentFormat.PDF else page_codes.of_picture
    printed_text = "\n".join(word.text for page in pages for word in page.words)
    return replace(code_witness.heard(reading, find(content), printed_text), accept=False)


def recognised(pages: Sequence[PageText], hints: Hints, *, form: DocumentFormat) -> Reading:
    """The reading of recognised pages: nothing of it goes on unseen."""
    layout = arrange(pages)
    if not layout.lines:
        detail = "No text was recognised in the pictures; enter the values by hand."
        kind = hints.kind or DocumentKind.OTHER
        return Reading(kind, form, ReadState.NO_TEXT, pages=len(pages), detail=detail)
    reading = printed.read(layout, hints, form=form)
    return replace(
        reading,
        fields=MappingProxyType({name: _seen(one) for name, one in reading.fields.items()}),
        accept=False,
        unproved=reading.unproved or tuple(reading.fields),
    )


def _seen(field: Field) -> Field:
    if field.evidence.source is not EvidenceSource.TEXT:
        return field
    return replace(field, evidence=replace(field.evidence, source=EvidenceSource.OCR))


def page_of(number: int, *, seen: Sequence[Seen], size: tuple[int, int], scale: float) -> PageText:
    """The words of a page in points, set straight where the scan was askew."""
    angle = skew(seen)
    words = [_word(number, one, angle, scale) for one in seen if one.text.strip()]
    return PageText(number, size[0] * scale, size[1] * scale, tuple(_in_type(words)))


def _in_type(words: Sequence[Word]) -> Iterator[Word]:
    """The words, each as high as those of its type: a box is only as high as its letters."""
    heights = sorted(word.height for word in words)
    for word in words:
        first = bisect_left(heights, (1 - _ALIKE) * word.height)
        after = bisect_right(heights, (1 + _ALIKE) * word.height)
        half, middle = median(heights[first:after]) / 2, word.middle
        yield replace(word, y0=middle - half, y1=middle + half)


def skew(seen: Iterable[Seen]) -> float:
    """The angle that the long texts run at, in radians; 0 where they disagree or none is long."""
    angles = [
        math.atan2(right[1] - left[1], right[0] - left[0])
        for one in seen
        for left, right, *_ in (one.corners,)
        if right[0] - left[0] > _LONG * abs(one.corners[3][1] - left[1])
    ]
    found = median(angles) if angles else 0.0
    return found if abs(found) < _SKEW else 0.0


def _word(page: int, seen: Seen, angle: float, scale: float) -> Word:
    turned = [_turned(corner, -angle) for corner in seen.corners]
    across, down = sorted(x for x, _ in turned), sorted(y for _, y in turned)
    top, bottom = (down[0] + down[1]) / 2, (down[2] + down[3]) / 2
    margin = min(_MARGIN, (bottom - top) * _MOST_MARGIN)
    top, bottom = top + margin, bottom - margin
    return Word(
        seen.text.strip(), page, across[0] * scale, top * scale, across[3] * scale, bottom * scale
    )


def _turned(corner: Corner, angle: float) -> Corner:
    x, y = corner
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def _of_pdf(content: bytes) -> Iterator[tuple[Image.Image, float]]:
    with open_pdf(content) as document:
        if len(document) > _MOST_PAGES:
            raise DocumentTooLarge(
                f"The scan has {len(document)} pages; Billhook recognises up to {_MOST_PAGES}."
            )
        for index in range(len(document)):
            page = document[index]
            scale = DOTS / _POINTS
            if page.get_width() * page.get_height() * scale**2 > _MOST_PIXELS:
                raise DocumentTooLarge("A page of the scan is larger than Billhook looks at.")
            yield page.render(scale=scale).to_pil().convert("RGB"), 1 / scale


def _of_picture(content: bytes) -> Iterator[tuple[Image.Image, float]]:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            for frame, _ in zip(ImageSequence.Iterator(picture), range(_MOST_PAGES), strict=False):
                if frame.width * frame.height > _MOST_PIXELS:
                    raise DocumentTooLarge("The picture is larger than Billhook looks at.")
                upright = ImageOps.exif_transpose(frame).convert("RGB")
                yield upright, _WIDTH / upright.width
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as damage:
        raise DocumentDamaged(
            "The picture is damaged; ask the supplier for another copy."
        ) from damage


def _recognise(image: Image.Image) -> Iterator[Seen]:
    """The words of a picture."""
    numpy: Any = importlib.import_module("numpy")  # comes with the extra

    found = _engine()(numpy.asarray(image), return_word_box=True)
    if found.txts is None:
        return
    for text, box, words in zip(found.txts, found.boxes, found.word_results, strict=True):
        told = [one for one in words if len(one) == _TOLD]
        yield from (_at(word, corners) for word, _, corners in told)
        if not told:
            yield from _parted(_at(text, box))


def _at(text: str, corners: Iterable[Sequence[float]]) -> Seen:
    return Seen(text, tuple((float(x), float(y)) for x, y in corners))


def _parted(line: Seen) -> Iterator[Seen]:
    """The words of a line whose own places were not told: by their share of its letters."""
    (left, top), (right, _), _, (_, bottom) = line.corners
    letter, at = (right - left) / max(len(line.text), 1), left
    for word in line.text.split(" "):
        end = at + letter * len(word)
        yield Seen(word, ((at, top), (end, top), (end, bottom), (at, bottom)))
        at = end + letter


@cache
def _engine() -> Any:
    return importlib.import_module("rapidocr").RapidOCR(params={"Global.log_level": "critical"})
