"""Pages as pictures and as words with boxes; runs in the sandbox's child."""

from __future__ import annotations

import io
from typing import Any

from model.errors import DocumentTooLarge, FormatUnknown
from parsers.paper import frames
from parsers.paper.words import open_pdf, page_words

_MOST_PIXELS = 40_000_000


def image(content: bytes, page: int, scale: float) -> bytes:
    """A page as PNG; pages count from 1, scale 1 is 72 dots an inch."""
    with open_pdf(content) as document:
        one = document[_index(document, page)]
        width, height = one.get_size()
        if width * height * scale * scale > _MOST_PIXELS:
            raise DocumentTooLarge("The page is larger than Billhook draws.")
        picture = io.BytesIO()
        # Level 1: a page is looked at once; packing it harder costs more time than it saves.
        one.render(scale=scale).to_pil().save(picture, "PNG", compress_level=1)
        return picture.getvalue()


def words(content: bytes, page: int) -> list[tuple[str, float, float, float, float]]:
    """The words of a page: text, x, y, width, height in points from the top left."""
    with open_pdf(content) as document:
        found = frames.without(page_words(document[_index(document, page)], page))
        return [(w.text, w.x0, w.y0, w.x1 - w.x0, w.y1 - w.y0) for w in found]


def sizes(content: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in points, as it is shown."""
    with open_pdf(content) as document:
        return [document.get_page_size(index) for index in range(len(document))]


def _index(document: Any, page: int) -> int:
    if not 1 <= page <= len(document):
        raise FormatUnknown(f"The document has {len(document)} pages, and no page {page}.")
    return page - 1
