"""What other systems do: once for each key, as they saw it, in the name of their token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from model import wire
from model.api import Answered, Decided, Verdict, Write
from model.errors import ChangedSince, DocumentRefused, NotAllowed, WrongInput
from model.people import User
from model.sight import seen_by
from model.teaching import Said
from parsers.safety import gate
from pipeline import answers, deeds
from pipeline.deeds import Afterwards
from pipeline.mails import arriving
from pipeline.reconciling import deciding
from pipeline.works import Reader
from storage import api_answers, documents, seeing, shelves
from storage.seeing import for_people
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


def upload(store: Store, read: Reader, write: Write, *, name: str, content: bytes) -> Answered:
    """The document that a file is, filed and read; one that is on file already is that one.

    Filing is done once for the same content by itself, so it needs no transaction with its answer.

    Raises:
        KeyReused: the key stands for another request.
        WrongInput: it is empty, holds mails, or is nothing that Billhook reads.
        NotAllowed: it was taken in, and is of no company that the token sees.
    """
    with store.read() as tx:
        before = api_answers.find(tx, write)
    if before is not None:
        return Answered(before, repeated=True)
    try:
        if arriving.is_mail(name, content):
            raise WrongInput("A file of mails is uploaded in the dashboard, or put into a folder.")
        gate.recognise(content)  # what nobody can read is refused here, not filed
        document_id = arriving.by_hand(store, read, name, content, user=write.token.as_user())
    except DocumentRefused as refusal:
        raise WrongInput(refusal.message) from refusal
    _prove_own(store, write, document_id)
    with store.begin() as tx:
        before = api_answers.find(tx, write)
        body = before or wire.packed(shelves.one(tx, wire.Document, document_id))
        if before is None:
            api_answers.keep(tx, write, body)
    return Answered(body, repeated=before is not None)


def _prove_own(store: Store, write: Write, document_id: str) -> None:
    """Nothing, where the token sees the document of the file that it sent. Raises NotAllowed."""
    if not write.token.entities:
        return
    with seen_by(write.token.as_user()), for_people(store).read() as tx:
        if not seeing.seen(tx, "document", (document_id,)):
            raise NotAllowed("The file was taken in, and is of no company that this token sees.")


def decide(
    store: Store, read: Reader, write: Write, statement_id: str, decided: Decided
) -> Answered:
    """The statement, as it stands by a decision. Raises as `pipeline.reconciling.deciding` does."""

    def made(tx: Tx, user: User) -> Afterwards:
        _VERDICTS[decided.verdict](tx, user, statement_id, decided)
        return _nothing

    return _once(store, read, write, (wire.Statement, statement_id), made)


def _link(tx: Tx, user: User, statement_id: str, said: Decided) -> None:
    deciding.link(
        tx, user, statement_id, item_ids=said.line_ids, entry_ids=said.entry_ids, note=said.note
    )


def _unlink(tx: Tx, user: User, statement_id: str, said: Decided) -> None:
    for line_id in dict.fromkeys(said.line_ids):
        deciding.unlink(tx, user, statement_id, line_id, note=said.note)


def _accept(tx: Tx, user: User, statement_id: str, said: Decided) -> None:
    for line_id in dict.fromkeys(said.line_ids):
        deciding.accept(tx, user, statement_id, line_id, note=said.note)


def _sign_off(tx: Tx, user: User, statement_id: str, said: Decided) -> None:
    deciding.sign_off(tx, user, statement_id, note=said.note)


def _reopen(tx: Tx, user: User, statement_id: str, said: Decided) -> None:
    deciding.reopen(tx, user, statement_id, note=said.note)


def _undo(tx: Tx, user: User, statement_id: str, _said: Decided) -> None:
    deciding.undo(tx, user, statement_id)


_VERDICTS: Final[Mapping[Verdict, Callable[[Tx, User, str, Decided], None]]] = {
    Verdict.LINK: _link,
    Verdict.UNLINK: _unlink,
    Verdict.ACCEPT: _accept,
    Verdict.SIGN_OFF: _sign_off,
    Verdict.REOPEN: _reopen,
    Verdict.UNDO: _undo,
}


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
