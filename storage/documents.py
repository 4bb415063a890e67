"""Documents on file: found by identity, never doubled, no version ever lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, func, select

from model.documents import DocumentKind, Field, Reading, normalise_number
from model.errors import AlreadyOnFile, RecordMissing, StaleVersion
from model.filing import Channel, DocumentSource, DocumentStatus, FiledDocument
from model.ids import derived_id
from model.money import Money
from model.news import NewsKind
from storage import news, rows, searching, tables
from storage.changes import announce
from storage.columns import storable
from storage.tx import Tx

_table = tables.document
_column = tables.document.c
_file = tables.document_file.c
_source = tables.document_source.c


def get(tx: Tx, document_id: str) -> FiledDocument:
    """One document. Raises RecordMissing."""
    return rows.get(tx, _table, FiledDocument, document_id)


def find(tx: Tx, identity: tuple[str, str, str, str]) -> FiledDocument | None:
    """The document with this supplier, account, normalised number and kind, if it is on file."""
    query = select(_table).where(_column.identity_key == derived_id(*identity))
    return next(iter(rows.records(tx, query, FiledDocument)), None)


def by_sha256(tx: Tx, sha256: str) -> tuple[FiledDocument, ...]:
    """The documents of which some version is this very file, oldest first."""
    versions = select(_file.document_id).where(_file.sha256 == sha256)
    return _many(tx, select(_table).where(_column.id.in_(versions)))


def brought_by(tx: Tx, message_id: str) -> tuple[str, ...]:
    """The ids of the documents that came with a mail, oldest first."""
    came = (_source.channel == Channel.MAIL, _source.reference == message_id)
    brought = select(_source.document_id).where(*came)
    return tuple(found.id for found in _many(tx, select(_table).where(_column.id.in_(brought))))


def ready(tx: Tx) -> tuple[FiledDocument, ...]:
    """All documents that may be delivered, oldest first."""
    return _many(tx, select(_table).where(_column.status == DocumentStatus.READY))


def every(tx: Tx) -> tuple[FiledDocument, ...]:
    """All documents on file, oldest first."""
    return _many(tx, select(_table))


def of_supplier(tx: Tx, supplier_id: str) -> tuple[FiledDocument, ...]:
    """All documents of a supplier, oldest first."""
    return _many(tx, select(_table).where(_column.supplier_id == supplier_id))


def billed_alike(tx: Tx, amount: Money) -> tuple[FiledDocument, ...]:
    """The documents of all suppliers that say this amount, oldest first."""
    same = (_column.gross_minor == amount.minor(), _column.gross_currency == amount.currency)
    return _many(tx, select(_table).where(*same))


def by_ids(tx: Tx, ids: Iterable[str]) -> tuple[FiledDocument, ...]:
    """The documents with these ids, oldest first in each portion; unknown ones are left out."""
    found = (_many(tx, select(_table).where(_column.id.in_(some))) for some in rows.portions(ids))
    return tuple(document for some in found for document in some)


def numbered(tx: Tx, supplier_id: str, numbers: Iterable[str]) -> tuple[FiledDocument, ...]:
    """The supplier's documents under these numbers, however they are written."""
    wanted = {number for number in map(normalise_number, numbers) if number}
    own = _column.supplier_id == supplier_id
    found = (
        _many(tx, select(_table).where(own, _column.normalised.in_(some)))
        for some in rows.portions(wanted)
    )
    return tuple(document for some in found for document in some)


def unbooked(tx: Tx, supplier_id: str) -> tuple[FiledDocument, ...]:
    """A supplier's numbered documents whose number the ledger does not know, oldest first."""
    booked = tables.ledger_entry.c
    known = select(booked.number).where(
        booked.supplier_id == supplier_id, booked.number == _column.normalised
    )
    mine = select(_table).where(
        _column.supplier_id == supplier_id, _column.normalised != "", ~known.exists()
    )
    return _many(tx, mine)


def _many(tx: Tx, query: Select[Any]) -> tuple[FiledDocument, ...]:
    return rows.records(tx, query.order_by(_column.received, _column.id), FiledDocument)


def known(tx: Tx, supplier_id: str, account_id: str | None) -> frozenset[tuple[DocumentKind, str]]:
    """Kind and normalised number of what is or was on file: of one account, or of the supplier."""
    return frozenset(
        (kind, number)
        for table in (_column, tables.deleted_document.c)
        for kind, number in tx.connection.execute(_numbers(table, supplier_id, account_id))
    )


def _numbers(column: Any, supplier_id: str, account_id: str | None) -> Select[Any]:
    query = select(column.kind, column.normalised).where(
        column.supplier_id == supplier_id, column.normalised != ""
    )
    return query if account_id is None else query.where(column.account_id == account_id)


def add(tx: Tx, document: FiledDocument, reading: Reading, source: DocumentSource) -> None:
    """File a document with its first version and source.

    Raises:
        AlreadyOnFile: a document with this identity, or this id, is there.
    """
    columns = rows.values(document) | _derived(document) | {"channel": source.channel}
    if not rows.put_new(tx, _table, columns):
        raise AlreadyOnFile
    searching.keep(tx, document.id, columns["search"])
    _add_file(tx, document, reading, position=1)
    facts = {"kind": document.kind.value, "status": document.status.value}
    news.tell(tx, NewsKind.DOCUMENT_FILED, document.id, supplier_id=document.supplier_id, **facts)
    rows.put_new(tx, tables.document_source, {"document_id": document.id} | rows.values(source))
    announce(tx, "inbox", document.id)


def add_source(tx: Tx, document_id: str, source: DocumentSource) -> None:
    """Remember that a document came in this way too. Raises RecordMissing."""
    get(tx, document_id)
    columns = {"document_id": document_id} | rows.values(source)
    if rows.put_new(tx, tables.document_source, columns):
        announce(tx, "inbox", document_id)


def add_version(
    tx: Tx,
    document_id: str,
    sha256: str,
    media_type: str,
    *,
    reading: Reading,
    source: DocumentSource,
) -> FiledDocument:
    """The document with a re-issued file as its newest version; the older ones stay on file.

    The caller updates the document's facts by what the new reading says. Raises RecordMissing.
    """
    document = get(tx, document_id)
    add_source(tx, document_id, source)
    if document.sha256 == sha256:
        return document
    newest = update(tx, replace(document, sha256=sha256, media_type=media_type))
    _add_file(tx, newest, reading, position=len(versions(tx, document_id)) + 1)
    return newest


def versions(tx: Tx, document_id: str) -> tuple[str, ...]:
    """The SHA-256 of every version of a document, the first one first."""
    query = select(_file.sha256).where(_file.document_id == document_id)
    return tuple(tx.connection.scalars(query.order_by(_file.position)))


def _add_file(tx: Tx, document: FiledDocument, reading: Reading, *, position: int) -> None:
    version = {
        "document_id": document.id,
        "position": position,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "reading": reading,
        "at": tx.now(),
    }
    tx.connection.execute(tables.document_file.insert().values(version))


def update(tx: Tx, document: FiledDocument) -> FiledDocument:
    """The document as it is now on file: with these facts and the next version number.

    Raises:
        RecordMissing: there is no such document.
        StaleVersion: its version is not the one that was changed.
        AlreadyOnFile: its new identity belongs to another document.
    """
    before, other = get(tx, document.id), find(tx, document.identity)
    if other is not None and other.id != document.id:
        raise AlreadyOnFile
    newer = replace(document, version=document.version + 1)
    derived = _derived(newer)
    _write(tx, before, newer, rows.values(newer) | derived)
    searching.keep(tx, newer.id, derived["search"])
    return newer


def _write(tx: Tx, before: FiledDocument, newer: FiledDocument, columns: rows.Values) -> None:
    """Write columns of the version before. Raises StaleVersion where that is not the last."""
    seen = and_(_column.id == newer.id, _column.version == newer.version - 1)
    if not rows.change(tx, _table, seen, **columns):
        raise StaleVersion
    if newer.status is not before.status:
        news.tell(tx, NewsKind.DOCUMENT_CHANGED, newer.id, status=newer.status.value)
    announce(tx, "inbox", newer.id)


def set_status(tx: Tx, document_id: str, status: DocumentStatus, note: str) -> FiledDocument:
    """The document with another status, whatever version it has. Raises RecordMissing."""
    document = get(tx, document_id)
    if (document.status, document.note) == (status, note):
        return document
    newer = replace(document, status=status, note=note, version=document.version + 1)
    written = {name: getattr(newer, name) for name in ("status", "note", "version")}
    _write(tx, document, newer, written)
    return newer


def _derived(document: FiledDocument) -> rows.Values:
    """Columns to find a document by."""
    return {
        "identity_key": derived_id(*document.identity),
        "normalised": normalise_number(storable(document.number or "")),
        "search": _search(document),
    }


def _search(document: FiledDocument) -> str:
    """What the inbox's search field looks into: numbers as printed and bare, order, amount."""
    number = document.number or ""
    amount = "" if document.gross is None else str(document.gross.amount)
    parts = (number, normalise_number(number), document.po_number or "", amount)
    return storable("\n".join(parts)).casefold()


def reading(tx: Tx, document_id: str) -> Reading:
    """All that was read from the newest version. Raises RecordMissing."""
    query = select(_file.reading).where(_newest(document_id))
    found = tx.connection.scalars(query).first()
    if found is None:
        raise RecordMissing(f"There is no document with the id {document_id!r}.")
    return cast("Reading", found)


def set_field(tx: Tx, document_id: str, field: Field) -> Reading:
    """The newest reading with one field added or replaced. Raises RecordMissing."""
    before = reading(tx, document_id)
    after = replace(before, fields=MappingProxyType({**before.fields, field.name: field}))
    _change_newest(tx, document_id, reading=after)
    return after


def put_back(tx: Tx, document_id: str, name: str, field: Field | None) -> Reading:
    """The newest reading with a field as it was; None takes it out. Raises RecordMissing."""
    if field is not None:
        return set_field(tx, document_id, field)
    before = reading(tx, document_id)
    fields = {key: one for key, one in before.fields.items() if key != name}
    after = replace(before, fields=MappingProxyType(fields))
    _change_newest(tx, document_id, reading=after)
    return after


def set_reading(tx: Tx, document_id: str, reading: Reading) -> None:
    """Replace what was read from the newest version. Raises RecordMissing."""
    _change_newest(tx, document_id, reading=reading, proposed=None)


def propose_reading(tx: Tx, document_id: str, reading: Reading) -> None:
    """Keep another reading of the newest version, until a person decides. Raises RecordMissing."""
    _change_newest(tx, document_id, proposed=reading)


def proposed(tx: Tx, document_id: str) -> Reading | None:
    """The other reading of the newest version that a person is asked about; None without one."""
    found = tx.connection.scalars(select(_file.proposed).where(_newest(document_id))).first()
    return cast("Reading | None", found)


def _change_newest(tx: Tx, document_id: str, **columns: Reading | None) -> None:
    get(tx, document_id)
    rows.change(tx, tables.document_file, _newest(document_id), **columns)
    announce(tx, "inbox", document_id)


def _newest(document_id: str) -> ColumnElement[bool]:
    positions = tables.document_file.alias("positions").c
    newest = select(func.max(positions.position)).where(positions.document_id == document_id)
    return and_(_file.document_id == document_id, _file.position == newest.scalar_subquery())


def sources(tx: Tx, document_id: str) -> tuple[DocumentSource, ...]:
    """Where a document came from, the first arrival first."""
    query = select(tables.document_source).where(_source.document_id == document_id)
    ordered = query.order_by(_source.at, _source.channel, _source.reference)
    return rows.records(tx, ordered, DocumentSource)
