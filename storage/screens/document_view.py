"""One document with its fields, reasons, sources and story."""

from __future__ import annotations

from typing import Final

from model.documents import EvidenceSource, Field, Reading
from model.exceptions import ExceptionItem
from model.filing import Channel, DocumentSource, DocumentStatus, FiledDocument
from model.views import DocumentView, FieldView, ReasonCard, SourceView, StoryLine
from storage import audit, documents, exceptions, suppliers
from storage.screens import words
from storage.tx import Tx

SURE: Final = 0.8
"""From this score on, nobody needs to look at a value."""

_SURE_SOURCES: Final = frozenset({EvidenceSource.CLERK, EvidenceSource.MASTER_DATA})


def document(tx: Tx, document_id: str) -> DocumentView:
    """One document; its pages and XML are left for whoever can open the file.

    Raises:
        RecordMissing: there is no such document.
    """
    filed = documents.get(tx, document_id)
    reading = documents.reading(tx, document_id)
    subject = f"document:{document_id}"
    return DocumentView(
        id=filed.id,
        version=filed.version,
        supplier=_supplier(tx, filed),
        kind=filed.kind,
        number=filed.number or "",
        status=filed.status.value,
        status_note=filed.note,
        sha256=filed.sha256,
        media_type=filed.media_type,
        pages=(),
        fields=_fields(reading),
        lines=reading.lines,
        checks=reading.checks,
        reasons=tuple(_reason(item) for item in exceptions.open_of(tx, subject)),
        sources=tuple(_source(source) for source in documents.sources(tx, document_id)),
        story=tuple(StoryLine(e.at, words.told(e)) for e in audit.of_subject(tx, subject)),
        can_deliver=filed.status is DocumentStatus.READY,
    )


def _supplier(tx: Tx, filed: FiledDocument) -> str:
    return suppliers.get(tx, filed.supplier_id).name if filed.supplier_id else ""


def _fields(reading: Reading) -> tuple[FieldView, ...]:
    ordered = sorted(reading.fields.values(), key=lambda found: words.order(found.name))
    return tuple(_field(found, reading.text("currency")) for found in ordered)


def _field(found: Field, currency: str | None) -> FieldView:
    evidence = found.evidence
    return FieldView(
        name=found.name,
        label=words.label(found.name),
        value=found.value,
        shown=words.shown(found.name, found.value, currency),
        sure=evidence.source in _SURE_SOURCES or evidence.score >= SURE,
        source=evidence.source,
        why=evidence.why,
        page=evidence.page,
        box=evidence.box,
    )


def _reason(item: ExceptionItem) -> ReasonCard:
    return ReasonCard(
        exception_id=item.id,
        title=words.title(item),
        sentence=item.sentence,
        answers=item.answers,
    )


def _source(source: DocumentSource) -> SourceView:
    return SourceView(
        kind=source.channel.value,
        label=source.label,
        at=source.at,
        mail_id=source.reference if source.channel is Channel.MAIL else "",
    )
