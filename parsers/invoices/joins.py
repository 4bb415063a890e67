"""One document in several PDFs: put together where their pages say that they belong together.

The proof is printed: every page says which one it is of how many, and the files' pages are all of
these, each once. Whether the whole adds up is for whoever reads it.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pikepdf

from model.errors import DocumentDamaged, DocumentRefused
from parsers.paper import words
from parsers.paper.layout import Layout, arrange
from parsers.paper.words import MAX_PAGES

_PAGING: Final = re.compile(
    r"(?<!\w)(?:page|p\.|pg\.|seite|blatt|bladzijde|pagina|pág(?:ina)?\.?|página|strona|str\.|sida"
    r"|side|sivu|strana)\s*:?\s*(?P<page>\d{1,3})\s*(?:/|of|von|sur|de|van|di|z|ze|av|af)\s*"
    r"(?P<pages>\d{1,3})(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Run:
    """The pages that a file holds of a document: its place among the files, and their numbers."""

    file: int
    numbers: tuple[int, ...]
    pages: int


def join(*contents: bytes) -> dict[str, object]:
    """The one document that some of these PDFs make, and their places in it, in its order.

    `{}` where their pages do not say so, or may be of two documents of equally many pages.
    """
    runs = [run for at, content in enumerate(contents) if (run := _run(at, content))]
    wholes = [whole for pages in {run.pages for run in runs} if (whole := _whole(runs, pages))]
    if len(wholes) != 1:
        return {}
    files = [run.file for run in wholes[0]]
    return {"files": files, "content": _together([contents[at] for at in files])}


def _whole(runs: list[_Run], pages: int) -> list[_Run]:
    """The files that together are all pages of a document of so many, each once."""
    of_it = sorted((run for run in runs if run.pages == pages), key=lambda run: run.numbers)
    numbers = [number for run in of_it for number in run.numbers]
    return of_it if len(of_it) > 1 and numbers == list(range(1, pages + 1)) else []


def _run(at: int, content: bytes) -> _Run | None:
    """What the pages of a PDF say; None where one says nothing, or they do not follow on."""
    try:
        layout = arrange(words.read_pages(content))
    except DocumentRefused:
        return None
    said = [_said(layout, page.number) for page in layout.pages]
    numbers = tuple(one[0] for one in said if one)
    totals = {one[1] for one in said if one}
    if len(numbers) != len(said) or len(totals) != 1:
        return None
    follow = all(after == before + 1 for before, after in pairwise(numbers))
    pages = totals.pop()
    return _Run(at, numbers, pages) if follow and len(numbers) < pages <= MAX_PAGES else None


def _said(layout: Layout, page: int) -> tuple[int, int] | None:
    """Which page of how many a page says that it is; None where it says nothing, or two things."""
    lines = (line.text for line in layout.lines if line.page == page)
    found = {
        (int(one["page"]), int(one["pages"])) for line in lines for one in _PAGING.finditer(line)
    }
    return found.pop() if len(found) == 1 else None


def _together(contents: list[bytes]) -> bytes:
    """The pages of several PDFs as one, made in the same way every time."""
    whole, packed = pikepdf.new(), io.BytesIO()
    try:
        for content in contents:
            with pikepdf.open(io.BytesIO(content)) as part:
                whole.pages.extend(part.pages)
        whole.save(packed, deterministic_id=True)
    except pikepdf.PdfError as damage:
        raise DocumentDamaged from damage
    return packed.getvalue()
