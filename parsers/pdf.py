"""A PDF: the XML inside where there is one, else its pages; both compared where both speak.

A payment code on a page is one more witness of what is to be paid.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from model.documents import DocumentFormat, DocumentKind, Field, Reading, ReadState
from parsers import printed
from parsers.einvoice import agreement, hybrid
from parsers.hints import Hints
from parsers.invoices import code_witness
from parsers.paper import page_codes, words
from parsers.paper.layout import Layout, arrange
from parsers.templates import templates
from parsers.wording.language import language_of

_NO_TEXT: Final = (
    "The pages hold pictures and no text; ask the supplier for a PDF with text, enter the values by"
    " hand, or install billhook[ocr], which recognises scans."
)


def read(content: bytes, hints: Hints) -> Reading:
    """What a PDF says."""
    codes = page_codes.Finder()
    layout = arrange(words.read_pages(content, codes.look))
    reading = _read(content, layout, hints)
    return code_witness.heard(reading, codes.found, layout.text)


def _read(content: bytes, layout: Layout, hints: Hints) -> Reading:
    stated = None if hints.ignore_attachments else hybrid.inside(content)
    if stated is None:
        return _read_pages(layout, hints)
    seen = printed.read(layout, hints, form=DocumentFormat.PDF) if layout.lines else stated
    found = agreement.differences(stated, seen, layout)
    differing = (one.name for one in found)
    announced = printed.announced(stated, hints.listed)
    return replace(
        stated,
        fields=_with_places(stated, seen),
        checks=(*stated.checks, agreement.check(found, layout), *announced),
        accept=stated.accept and not found,
        unproved=tuple(dict.fromkeys((*stated.unproved, *differing))),
        pages=len(layout.pages),
        language=language_of(layout.text),
    )


def _with_places(stated: Reading, seen: Reading) -> dict[str, Field]:
    """The XML's values, each with the page and box where the page reading found the same value.

    Our customer number chooses the account; suppliers print it and seldom state it in the XML.
    """
    placed = {name: _placed(one, seen.fields.get(name)) for name, one in stated.fields.items()}
    customer = seen.fields.get("customer_number")
    return ({"customer_number": customer} if customer else {}) | placed


def _placed(stated: Field, seen: Field | None) -> Field:
    if seen is None or seen.value != stated.value:
        return stated
    place = seen.evidence
    return replace(stated, evidence=replace(stated.evidence, page=place.page, box=place.box))


def _read_pages(layout: Layout, hints: Hints) -> Reading:
    if not layout.lines:
        return Reading(
            hints.kind or DocumentKind.OTHER,
            DocumentFormat.PDF,
            ReadState.NO_TEXT,
            pages=len(layout.pages),
            detail=_NO_TEXT,
        )
    reading = printed.read(layout, hints, form=DocumentFormat.PDF)
    return templates.applied(reading, layout, hints.templates)
