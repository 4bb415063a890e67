"""A PDF: the XML inside where there is one, else its pages; both compared where both speak."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from model.documents import Check, DocumentFormat, DocumentKind, Field, Reading, ReadState
from model.errors import DocumentDamaged
from parsers import checks, invoice, kinds, labels, statement_pages, words
from parsers.einvoice import hybrid
from parsers.hints import Hints, ListedFacts
from parsers.layout import Layout, arrange

_NO_TEXT: Final = (
    "The pages hold pictures and no text; ask the supplier for a PDF with text, or enter the values"
    " by hand."
)


def read(content: bytes, hints: Hints) -> Reading:
    """What a PDF says."""
    layout = arrange(words.read_pages(content))
    stated = None if hints.ignore_attachments else hybrid.inside(content)
    if stated is None:
        return _read_pages(layout, hints)
    agrees = hybrid.compare(stated, layout)
    return replace(
        stated,
        fields=_with_places(stated, layout, hints),
        checks=(*stated.checks, agrees, *announced(stated, hints.listed)),
        accept=stated.accept and agrees.ok is not False,
        pages=len(layout.pages),
    )


def _with_places(stated: Reading, layout: Layout, hints: Hints) -> dict[str, Field]:
    """The XML's values, each with the page and box where the page reading found the same value."""
    if not layout.lines:
        return dict(stated.fields)
    seen = invoice.read(layout, hints).fields
    return {name: _placed(one, seen.get(name)) for name, one in stated.fields.items()}


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
    kind, _ = kinds.kind_of(layout, labels.find(layout))
    if kind is DocumentKind.STATEMENT or (
        kind is DocumentKind.OTHER and hints.kind is DocumentKind.STATEMENT
    ):
        return statement_pages.read(layout, hints)
    reading = invoice.read(layout, hints)
    return replace(reading, checks=(*reading.checks, *announced(reading, hints.listed)))


def _read_statement(layout: Layout, hints: Hints) -> Reading:
    """The statement; where its table can't be read, what stands around it, for a person."""
    try:
        return statement_pages.read(layout, hints)
    except DocumentDamaged as unread:
        around = invoice.read(layout, hints)
        doubt = Check(checks.STATEMENT_ADDS_UP, None, unread.message)
        return replace(around, kind=DocumentKind.STATEMENT, checks=(doubt,), accept=False, lines=())


def announced(reading: Reading, listed: ListedFacts) -> tuple[Check, ...]:
    """Whether the document says what the list or the mail said; nothing where nothing was said."""
    said = {
        "invoice_number": listed.number,
        "issue_date": listed.day.isoformat() if listed.day else None,
        "gross_total": f"{listed.amount:.2f}" if listed.amount is not None else None,
    }
    differing = [
        f"{name.replace('_', ' ')}: {reading.text(name)} here, {value} announced"
        for name, value in said.items()
        if value and reading.text(name) and not _same(value, reading.text(name) or "")
    ]
    if not any(said.values()):
        return ()
    return (Check(checks.AS_LISTED, not differing, "; ".join(differing) or "as announced"),)


def _same(one: str, other: str) -> bool:
    def bare(text: str) -> str:
        return "".join(ch for ch in text.upper() if ch.isalnum() or ch == ".").lstrip("-")

    return bare(one) == bare(other)
