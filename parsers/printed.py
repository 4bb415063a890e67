"""What is printed on pages, whatever they were set from: by its title an invoice or a statement."""

from __future__ import annotations

from dataclasses import replace

from model.documents import Check, DocumentFormat, DocumentKind, Reading
from model.errors import DocumentDamaged
from parsers.hints import Hints, ListedFacts
from parsers.invoices import bundles, checks, invoice
from parsers.paper.layout import Layout
from parsers.statements import statement_pages
from parsers.wording import kinds, labels
from parsers.wording.labels import Label
from parsers.wording.language import language_of


def read(layout: Layout, hints: Hints, *, form: DocumentFormat) -> Reading:
    """What the pages say; a kind that was expected counts only where no title speaks."""
    marks = labels.find(layout)
    kind, _ = kinds.kind_of(layout, marks)
    expected = kind is DocumentKind.OTHER and hints.kind is not None
    printed = replace(
        invoice.BLANK, kind=hints.kind if expected and hints.kind else kind, format=form
    )
    language = language_of(layout.text)
    untitled = printed.kind is DocumentKind.OTHER
    if printed.kind is not DocumentKind.STATEMENT and statement_pages.is_proved(
        layout, marks, untitled=untitled
    ):
        printed = replace(printed, kind=DocumentKind.STATEMENT)
    if printed.kind is DocumentKind.STATEMENT:
        return replace(_statement(layout, marks, hints, printed), language=language)
    reading = _of_one(invoice.read(layout, marks, hints, printed), layout)
    told = (*reading.checks, *announced(reading, hints.listed))
    return replace(reading, checks=told, language=language)


def _of_one(reading: Reading, layout: Layout) -> Reading:
    """The reading; for a person, where later pages are headed as invoices of other numbers."""
    starts = bundles.begins(layout.pages) if len(layout.pages) > 1 else [1]
    if len(starts) == 1:
        return reading
    others = ", ".join(str(page) for page in starts[1:])
    detail = f"The file holds {len(starts)} invoices; others begin at page {others}."
    doubt = Check(checks.ONE_DOCUMENT, ok=False, detail=detail)
    return replace(reading, checks=(*reading.checks, doubt), accept=False)


def _statement(layout: Layout, marks: list[Label], hints: Hints, printed: Reading) -> Reading:
    """The statement; where its table can't be read, what stands around it, for a person."""
    try:
        return statement_pages.read(layout, marks, hints, form=printed.format)
    except DocumentDamaged as unread:
        around = invoice.read(layout, marks, hints, printed)
        doubt = Check(checks.STATEMENT_ADDS_UP, None, unread.message)
        return replace(around, checks=(doubt,), accept=False)


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
