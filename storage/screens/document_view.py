"""One document with its fields, reasons, sources and story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from model.documents import (
    DECISIVE,
    PAYABLE_KINDS,
    DocumentFormat,
    EvidenceSource,
    Field,
    Reading,
)
from model.exceptions import ASKS_ABOUT, ExceptionItem, ExceptionReason
from model.filing import Channel, DocumentSource, DocumentStatus, FiledDocument
from model.memory import Remembered
from model.teaching import LearnedView
from model.views import DocumentView, FieldView, ReasonCard, SourceView
from storage import corrections, documents, entities, exceptions, layouts, suppliers, talk
from storage.screens.story import story, versions
from storage.tx import Tx


def document(tx: Tx, document_id: str) -> DocumentView:
    """One document; its pages and XML are left for whoever can open the file.

    Raises:
        RecordMissing: there is no such document.
    """
    filed = documents.get(tx, document_id)
    reading = documents.reading(tx, document_id)
    subject = f"document:{document_id}"
    questions = (*exceptions.open_of(tx, subject), *_about_supplier(tx, filed))
    unsure = _unsure(reading, questions)
    made = corrections.of_document(tx, document_id)
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
        fields=(
            *(_field(found, sure=found.name not in unsure) for found in reading.fields.values()),
            *_empty(filed, reading, questions, unsure),
        ),
        currency=reading.text("currency"),
        lines=reading.lines,
        checks=reading.checks,
        hybrid=filed.format is DocumentFormat.FACTURX,
        tax_rows=reading.tax_rows,
        reasons=tuple(_reason(item) for item in questions),
        sources=tuple(_source(source) for source in documents.sources(tx, document_id)),
        story=story(tx, filed, reading),
        versions=versions(tx, document_id),
        can_deliver=filed.status is DocumentStatus.READY,
        learned=_learned(tx, filed, reading),
        correction=next((one.name for one in reversed(made)), ""),
        thread=talk.thread(tx, subject),
        entity=_entity(tx, filed),
        entity_basis=filed.entity_basis,
        entity_said=filed.entity_said,
    )


def _entity(tx: Tx, filed: FiledDocument) -> str:
    """The name of our company that it is for, where we have several."""
    ours = entities.all_names(tx)
    known = ours.get(filed.entity_id or "") if len(ours) > 1 else None
    return known[1] if known else ""


def _learned(tx: Tx, filed: FiledDocument, reading: Reading) -> tuple[LearnedView, ...]:
    """What people taught about the supplier's layouts, what this document was read by first."""
    memories = layouts.of_supplier(tx, filed.supplier_id)
    numbers = {
        one.id: one.number or ""
        for one in documents.by_ids(tx, {f.document for m in memories for f in m.fields})
    }
    found = [
        LearnedView(
            layout=memory.layout,
            name=one.name,
            anchors=one.anchors,
            by=one.by,
            on=one.on,
            document_id=one.document,
            number=numbers.get(one.document, ""),
            confirmed=one.confirmed,
            used=_read_by(reading, one) or one.document == filed.id,
        )
        for memory in memories
        for one in memory.fields
        if one.touched
    ]
    return tuple(sorted(found, key=lambda one: not one.used))


def _read_by(reading: Reading, remembered: Remembered) -> bool:
    field = reading.fields.get(remembered.name)
    return field is not None and field.evidence.source is EvidenceSource.MEMORY


def _supplier(tx: Tx, filed: FiledDocument) -> str:
    return suppliers.get(tx, filed.supplier_id).name if filed.supplier_id else ""


def _about_supplier(tx: Tx, filed: FiledDocument) -> tuple[ExceptionItem, ...]:
    """The open question that holds the bills of a supplier whom nobody has confirmed."""
    portals = (one.id for one in suppliers.portals(tx) if one.supplier_id == filed.supplier_id)
    subjects = (f"supplier:{filed.supplier_id}", *(f"portal:{one}" for one in portals))
    asked = (item for subject in subjects for item in exceptions.open_of(tx, subject))
    return tuple(item for item in asked if item.reason is ExceptionReason.SUPPLIER_UNKNOWN)


def _unsure(reading: Reading, questions: Sequence[ExceptionItem]) -> frozenset[str]:
    """The values that a person is being asked about.

    The same decision as the delivery's: what went on without a question, or was answered, is sure.
    """
    asked = {item.reason for item in questions}
    named = frozenset(
        (
            *(name for reason in asked for name in ASKS_ABOUT.get(reason, ())),
            *(name for item in questions for name in item.fields),
        )
    )
    return named | reading.doubtful() if ExceptionReason.FIELDS_UNSURE in asked else named


def _empty(
    filed: FiledDocument,
    reading: Reading,
    questions: Iterable[ExceptionItem],
    unsure: frozenset[str],
) -> tuple[FieldView, ...]:
    """The fields that the document has not: what is asked for, and what a bill must say."""
    asked = dict.fromkeys(name for item in questions for name in item.fields)
    must = (*DECISIVE, "due_date") if filed.kind in PAYABLE_KINDS else ()
    return tuple(
        FieldView(name, "", sure=name not in asked and name not in unsure, source=None, why="")
        for name in dict.fromkeys((*asked, *must))
        if name not in reading.fields
    )


def _field(found: Field, *, sure: bool) -> FieldView:
    evidence = found.evidence
    return FieldView(
        name=found.name,
        value=found.value,
        sure=sure,
        source=evidence.source,
        why=evidence.why,
        page=evidence.page,
        box=evidence.box,
    )


def _reason(item: ExceptionItem) -> ReasonCard:
    return ReasonCard(
        exception_id=item.id,
        reason=item.reason,
        title=item.title,
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
