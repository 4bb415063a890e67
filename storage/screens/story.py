"""The whole story of a document: announced, fetched, filed, read, asked about, sent, answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Select, Table, select

from model.documents import Reading
from model.expectations import Expectation, ExpectationSource, ExpectationState
from model.filing import Channel, DocumentSource, FiledDocument
from model.views import StoryLine, VersionView
from storage import audit, deliveries, documents, mail, rows, runs, suppliers, tables
from storage.tx import Tx

_OURSELVES: Final = "Billhook"
_ORDER: Final = ("expected", "mail", "visited", "filed", "came", "read", "checked")
"""What comes first of what is dated alike; all else follows in the order of the audit trail."""
_BECAUSE: Final = {
    ExpectationSource.NOTICE: "a mail announced it",
    ExpectationSource.STATEMENT_LINE: "a statement lists it",
    ExpectationSource.RHYTHM: "the supplier bills regularly",
    ExpectationSource.PERSON: "a person asked for it",
    ExpectationSource.RECEIPT: "goods went back",
}


def story(tx: Tx, filed: FiledDocument, reading: Reading) -> tuple[StoryLine, ...]:
    """Every step of a document, oldest first."""
    found = [
        *_expected(tx, filed),
        *_came(tx, filed),
        *_read(tx, filed, reading),
        *_audited(tx, filed),
        *_tried(tx, filed),
    ]
    return tuple(sorted(found, key=lambda line: (line.at, _place(line))))


def versions(tx: Tx, document_id: str) -> tuple[VersionView, ...]:
    """The files that came under a document's number, the first one first."""
    file = tables.document_file.c
    query = select(file.sha256, file.at).where(file.document_id == document_id)
    return tuple(
        VersionView(row["sha256"], row["at"])
        for row in rows.rows(tx, query.order_by(file.position))
    )


def _place(line: StoryLine) -> int:
    first = line.verb.split()[0]
    return _ORDER.index(first) if first in _ORDER else len(_ORDER)


def _expected(tx: Tx, filed: FiledDocument) -> Iterator[StoryLine]:
    column = tables.expectation.c
    query = select(tables.expectation).where(
        column.supplier_id == filed.supplier_id,
        column.state == ExpectationState.FULFILLED,
        column.document_id == filed.id,
    )
    for one in rows.records(tx, query.order_by(column.opened), Expectation):
        yield StoryLine(one.opened, _OURSELVES, "expected", _BECAUSE[one.source])
        if one.closed:
            yield StoryLine(one.closed, _OURSELVES, "expectation fulfilled", one.reason)


def _came(tx: Tx, filed: FiledDocument) -> Iterator[StoryLine]:
    for number, source in enumerate(documents.sources(tx, filed.id)):
        yield from _on_the_way(tx, source)
        if number:
            yield StoryLine(source.at, _OURSELVES, "came again", source.label)
    for version in versions(tx, filed.id)[1:]:
        yield StoryLine(version.at, _OURSELVES, "came changed", "a new version is on file")


def _on_the_way(tx: Tx, source: DocumentSource) -> Iterator[StoryLine]:
    """The mail that brought it, or the visit."""
    if source.channel is Channel.MAIL and rows.find(tx, _by_id(tables.message, source)):
        message = mail.message(tx, source.reference)
        said = message.triage
        detail = f"{said.subject or 'no subject'}, from {said.sender}" if said else ""
        yield StoryLine(message.received, _OURSELVES, "mail came", detail)
    if source.channel is Channel.PORTAL and rows.find(tx, _by_id(tables.run, source)):
        run = runs.get(tx, source.reference)
        told = run.outcome.sentence if run.outcome else "the visit goes on"
        name = suppliers.portal(tx, run.portal_id).name
        yield StoryLine(run.started or run.requested, _OURSELVES, "visited", f"{name}. {told}")


def _by_id(table: Table, source: DocumentSource) -> Select[Any]:
    return select(table.c.id).where(table.c.id == source.reference)


def _read(tx: Tx, filed: FiledDocument, reading: Reading) -> Iterator[StoryLine]:
    at = versions(tx, filed.id)[-1].at
    fields = len(reading.fields)
    yield StoryLine(at, _OURSELVES, "read", f"{fields} fields and {len(reading.lines)} lines")
    tried = [check for check in reading.checks if check.ok is not None]
    if tried:
        held = sum(bool(check.ok) for check in tried)
        yield StoryLine(at, _OURSELVES, "checked", f"{held} of {len(tried)} checks hold")


def _audited(tx: Tx, filed: FiledDocument) -> Iterator[StoryLine]:
    for event in audit.of_subject(tx, f"document:{filed.id}"):
        yield StoryLine(event.at, event.actor, event.verb, event.detail)


def _tried(tx: Tx, filed: FiledDocument) -> Iterator[StoryLine]:
    """Where it was sent, and what went wrong on the way; that it arrived is on the audit trail."""
    for delivery in deliveries.of_document(tx, filed.id):
        name = deliveries.destination(tx, delivery.destination_id).name
        yield StoryLine(delivery.queued, _OURSELVES, "queued", f"for {name}")
        for attempt in delivery.attempts:
            if not attempt.ok:
                yield StoryLine(attempt.at, _OURSELVES, "not taken", f"{name}: {attempt.detail}")
