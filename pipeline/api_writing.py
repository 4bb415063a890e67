"""What other systems do: once for each key, as they saw it, in the name of their token."""

from __future__ import annotations

from collections.abc import Callable

from model import wire
from model.api import Answered, Write
from model.errors import ChangedSince
from model.people import User
from model.teaching import Said
from pipeline import answers, deeds
from pipeline.deeds import Afterwards
from pipeline.works import Reader
from storage import api_answers, documents, shelves
from storage.store import Store, Tx

_Deed = Callable[[Tx, User], Afterwards]


def release(store: Store, read: Reader, write: Write, document_id: str) -> Answered:
    """The document, on its way to its destinations. Raises as `answers.release` does."""

    def released(tx: Tx, user: User) -> Afterwards:
        version = documents.get(tx, document_id).version
        answers.release(tx, user, document_id, version)
        return _nothing

    return _once(store, read, write, (wire.Document, document_id), released)


def correct(store: Store, read: Reader, write: Write, document_id: str, said: Said) -> Answered:
    """The document with a corrected field. Raises as `correcting.correct` does."""

    def corrected(tx: Tx, user: User) -> Afterwards:
        return deeds.correct(tx, user, document_id, said)

    return _once(store, read, write, (wire.Document, document_id), corrected)


def answer(store: Store, read: Reader, write: Write, exception_id: str, key: str) -> Answered:
    """The exception, answered. Raises as `answers.answer` does."""

    def answered(tx: Tx, user: User) -> Afterwards:
        return deeds.answer(tx, user, exception_id, key)

    return _once(store, read, write, (wire.ExceptionItem, exception_id), answered)


def retry(store: Store, read: Reader, write: Write, delivery_id: str) -> Answered:
    """The delivery, on its way again under its old key. Raises RecordMissing, StaleVersion."""

    def sent(tx: Tx, user: User) -> Afterwards:
        answers.send_again(tx, user, delivery_id)
        return _nothing

    return _once(store, read, write, (wire.Delivery, delivery_id), sent)


def _once(
    store: Store, read: Reader, write: Write, record: tuple[type[object], str], deed: _Deed
) -> Answered:
    """The record after the deed; where its key was used before, what was answered then.

    One writer at a time: a second request under the same key waits for the first one's answer.

    Raises:
        KeyReused: the key stands for another request.
        ChangedSince: the record is not what the caller has seen.
    """
    with store.begin() as tx:
        before = api_answers.find(tx, write)
        if before is not None:
            return Answered(before, repeated=True)
        _prove_seen(write, shelves.one(tx, *record))
        afterwards = deed(tx, write.token.as_user())
        body = wire.packed(shelves.one(tx, *record))
        api_answers.keep(tx, write, body)
    afterwards(store, read)
    return Answered(body)


def _prove_seen(write: Write, record: object) -> None:
    """Nothing comes back where the caller has seen the record as it is. Raises ChangedSince."""
    if write.seen is not None and wire.digest(record) not in write.seen:
        raise ChangedSince


def _nothing(_store: Store, _read: Reader) -> str:
    """Nothing is left to do."""
    return ""
