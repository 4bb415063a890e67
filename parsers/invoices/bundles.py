"""Several invoices in one PDF: at which pages each of them begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from model.documents import PAYABLE_KINDS
from parsers.invoices import candidates, header
from parsers.paper.geometry import Geometry
from parsers.paper.layout import Layout, arrange
from parsers.paper.words import PageText
from parsers.wording import kinds, labels, titles

_HEAD: Final = 0.6
"""A page's title stands above this part of it."""


def begins(pages: Sequence[PageText]) -> list[int]:
    """The pages that invoices begin at; only the first where there are not several.

    One begins where a page has a title, and under a sure label a number that the page before does
    not have. Annexes, pages that repeat the number and pages without a title go on with theirs.
    """
    starts, current = [1], None
    for page in pages:
        number = _number(page)
        if number is None or number == current:
            continue
        if current is not None:
            starts.append(page.number)
        current = number
    return starts


def alone(pages: Iterable[PageText]) -> Layout:
    """Some pages as a document of their own, its pages counted from 1."""
    return arrange(
        replace(page, number=number, words=tuple(replace(word, page=number) for word in page.words))
        for number, page in enumerate(pages, 1)
    )


def _number(page: PageText) -> str | None:
    """The sure number of the invoice that a page is headed as."""
    layout = alone([page])
    upper = (one for one in layout.segments if one.middle < _HEAD * page.height)
    if not any(kinds.names_payable(one) for one in upper):
        return None
    marks = labels.find(layout)
    kind, title = kinds.kind_of(layout, marks)
    if title is None or kind not in PAYABLE_KINDS:
        return None
    typed = candidates.collect(layout, american="$" in layout.text)
    line = titles.title_line(layout, typed.locale)
    found = (
        line.number if line else header.number(layout, Geometry(layout, marks), typed, title=title)
    )
    return found.value if found and found.strong else None
