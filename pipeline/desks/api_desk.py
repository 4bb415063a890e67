"""What the REST API asks and does, on the store."""

from __future__ import annotations

from typing import Final, TypeVar

from model import wire
from model.api import Answered, ApiToken, Asked, Decided, Part, StoredFile, Write
from model.documents import Field, Line, Reading, TaxRow
from model.secret import Secret
from model.sight import seen_by
from model.teaching import Said
from pipeline.access.sight import prove_seen
from pipeline.desks import api_writing
from pipeline.mails import arriving
from pipeline.works import Reader
from storage import api_tokens, documents, shelves
from storage.seeing import for_people
from storage.store import Store, Tx

R = TypeVar("R")

_SHOWN_AS_IS: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff"})
_UNNAMED: Final = "application/octet-stream"


class StoreApiDesk:
    """`model.api.ApiDesk` on a store; every call is one short transaction.

    What is read is what whoever asks can see (`model.sight`), as on the screens. What a token that
    is limited to some companies writes about is proved to be seen before it begins.
    """

    def __init__(self, store: Store, read: Reader) -> None:
        self._store = store
        self._seen = for_people(store)
        self._read = read

    def holder(self, token: Secret) -> ApiToken | None:
        """The token as it is registered; None where it is unknown, expired or revoked."""
        with self._store.read() as tx:
            found = api_tokens.holder(tx, token)
            due = found is not None and api_tokens.is_due(tx, found)
        if found and due:
            with self._store.begin() as tx:
                api_tokens.used(tx, found)
        return found

    def page(self, kind: type[R], asked: Asked) -> Part[R]:
        """Some records of a kind, oldest first. Raises CursorInvalid."""
        with self._seen.read() as tx:
            return shelves.page(tx, kind, asked)

    def one(self, kind: type[R], record_id: str) -> R:
        """One record. Raises RecordMissing."""
        with self._seen.read() as tx:
            return shelves.one(tx, kind, record_id)

    def fields(self, document_id: str) -> wire.DocumentFields:
        """All that was read from a document. Raises RecordMissing."""
        with self._seen.read() as tx:
            return read_fields(tx, document_id)

    def file(self, document_id: str) -> StoredFile:
        """The newest file of a document. Raises RecordMissing, FileMissing."""
        with self._seen.read() as tx:
            filed = documents.get(tx, document_id)
        content = self._seen.files.get(filed.sha256)
        ending, _ = arriving.file_type(content)
        media_type = filed.media_type if filed.media_type in _SHOWN_AS_IS else _UNNAMED
        return StoredFile(content, filed.sha256, f"{filed.sha256[:16]}{ending}", media_type)

    def release(self, write: Write, document_id: str) -> Answered:
        """The document, on its way to its destinations."""
        self._prove(write, "document", document_id)
        return api_writing.release(self._store, self._read, write, document_id)

    def correct(self, write: Write, document_id: str, name: str, value: str) -> Answered:
        """The document with a corrected field."""
        self._prove(write, "document", document_id)
        return api_writing.correct(self._store, self._read, write, document_id, Said(name, value))

    def upload(self, write: Write, name: str, content: bytes) -> Answered:
        """The document that a file is, filed and read."""
        return api_writing.upload(self._store, self._read, write, name=name, content=content)

    def decide(self, write: Write, statement_id: str, decided: Decided) -> Answered:
        """The statement, as it stands by a decision."""
        self._prove(write, "statement", statement_id)
        self._prove(write, "statement_item", *decided.line_ids)
        return api_writing.decide(self._store, self._read, write, statement_id, decided)

    def answer(self, write: Write, exception_id: str, key: str) -> Answered:
        """The exception, answered."""
        self._prove(write, "exception", exception_id)
        return api_writing.answer(self._store, self._read, write, exception_id, key)

    def retry(self, write: Write, delivery_id: str) -> Answered:
        """The delivery, on its way again under its old key."""
        self._prove(write, "delivery", delivery_id)
        return api_writing.retry(self._store, self._read, write, delivery_id)

    def _prove(self, write: Write, kind: str, *ids: str) -> None:
        """Nothing, where the token sees all of these. Raises RecordMissing."""
        if write.token.entities:
            with seen_by(write.token.as_user()):
                prove_seen(self._seen, kind, ids)


def read_fields(tx: Tx, document_id: str) -> wire.DocumentFields:
    """All that was read from a document. Raises RecordMissing."""
    reading: Reading = documents.reading(tx, document_id)
    return wire.DocumentFields(
        document_id=document_id,
        currency=reading.text("currency"),
        fields=tuple(_field(one) for one in reading.fields.values()),
        lines=tuple(_line(one) for one in reading.lines),
        taxes=tuple(_tax(one) for one in reading.tax_rows),
    )


def _field(one: Field) -> wire.DocumentField:
    evidence = one.evidence
    return wire.DocumentField(
        name=one.name,
        value=one.value,
        source=evidence.source.value,
        score=evidence.score,
        why=evidence.why,
        page=evidence.page,
        box=evidence.box,
    )


def _line(one: Line) -> wire.DocumentLine:
    return wire.DocumentLine(
        description=one.description,
        line_id=one.line_id,
        quantity=one.quantity,
        unit=one.unit,
        unit_price=one.unit_price,
        total=one.total,
        tax_rate=one.tax_rate,
    )


def _tax(one: TaxRow) -> wire.DocumentTax:
    return wire.DocumentTax(one.base, one.amount, one.rate, one.category)
