"""Writing back, durably: queued with what fulfils an expectation, tried until the thread has it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from feeds import KEY_HEADER
from fetchers.mail.retries import backoff
from fetchers.mail.writeback import Enclosure, header_of, key_of, write_back
from model.errors import BillhookError, MailboxUnreachable, VaultLocked
from model.exceptions import Action, Answer, ExceptionReason
from model.expectations import Expectation, ExpectationSource
from model.filing import Channel, FiledDocument
from model.ids import derived_id
from model.write_backs import WriteBack, WriteBackState
from pipeline.asking import ask
from pipeline.engine import Step
from pipeline.mails.tokens import with_key
from pipeline.works import BILLHOOK, Works
from storage import audit, documents, exceptions, notices, suppliers, write_backs
from storage import mail as stored
from storage.store import Tx

SETTLE: Final = timedelta(seconds=10)
"""A mail server may still be taking what a line that broke off has sent: a second look waits."""
_PATIENCE: Final = 10  # tries before a person hears of a server that does not answer
_PASSING: Final = (MailboxUnreachable, VaultLocked)
"""Trouble that ends without an answer to this question."""
_ANSWERS: Final = (
    Answer("R", "Try again now", Action.RETRY),
    Answer("2", "Leave it", Action.DISMISS),
)


def queue(tx: Tx, expectation: Expectation, document_id: str) -> bool:
    """Whether the document now waits for its way into the thread of the mail that announced it.

    It does where the mailbox is to be written to and the document came another way than by that
    mail. Called in the transaction that fulfils the expectation.
    """
    if expectation.source is not ExpectationSource.NOTICE:
        return False
    message_id = expectation.source_id
    mailbox = stored.mailbox_of(tx, message_id)
    if mailbox is None or not mailbox.write_back or _came_with(tx, document_id, message_id):
        return False
    document = documents.get(tx, document_id)
    return write_backs.queue(
        tx,
        WriteBack(
            key=derived_id("write back", mailbox.id, message_id, document.sha256),
            mailbox_id=mailbox.id,
            message_id=message_id,
            document_id=document.id,
            sha256=document.sha256,
            state=WriteBackState.QUEUED,
            queued=tx.now(),
            host=_host(tx, expectation.portal_id),
        ),
    )


def is_own(tx: Tx, raw: bytes) -> bool:
    """Whether a mail is one that we wrote: it announces nothing."""
    key, told = key_of(raw), header_of(raw, KEY_HEADER)
    return (key is not None and write_backs.known(tx, key)) or notices.known(tx, told)


async def write(works: Works, step: Step, key: str) -> None:
    """One try. A failed one is due again later, by the table, under the same key."""

    def try_write_back(due: str) -> None:
        attempt(works, due)

    await step(try_write_back, key)


def attempt(works: Works, key: str, *, settle: timedelta = SETTLE) -> None:
    """Try once to write a document back, and write down what came of it."""
    with works.store.begin() as tx:
        waiting = write_backs.get(tx, key)
        mailbox = stored.mailbox(tx, waiting.mailbox_id)
        if waiting.state in (WriteBackState.DONE, WriteBackState.CANCELLED):
            return
        if not mailbox.write_back:
            write_backs.finish(tx, key, WriteBackState.CANCELLED)
            return
        if waiting.begun and tx.now() - waiting.begun < settle:
            write_backs.postpone(tx, key, waiting.begun + settle, attempts=waiting.attempts + 1)
            return
        write_backs.begin(tx, key)
        enclosure = _enclosure(works, tx, waiting)
    ca_file = works.mail_ca_file
    try:
        with_key(
            works,
            mailbox,
            "write back",
            lambda opened: write_back(mailbox, opened.secret, enclosure, ca_file=ca_file),
        )
    except BillhookError as trouble:
        _later(works, waiting, trouble)
    else:
        _done(works, waiting)


def failed(works: Works, key: str, error: Exception) -> None:
    """Write down that a write-back broke in our own hands."""
    why = error.message if isinstance(error, BillhookError) else type(error).__name__
    with works.store.begin() as tx:
        waiting = write_backs.get(tx, key)
        _ask(tx, waiting, f"It could not be prepared: {why}")
        write_backs.postpone(tx, key, tx.now() + backoff(_PATIENCE), attempts=waiting.attempts + 1)


def try_again(tx: Tx, key: str) -> None:
    """Try at once: a person said so."""
    write_backs.postpone(tx, key, None, attempts=write_backs.get(tx, key).attempts + 1)


def leave(tx: Tx, key: str) -> None:
    """Don't write it back: a person said so."""
    write_backs.finish(tx, key, WriteBackState.CANCELLED)


def _came_with(tx: Tx, document_id: str, message_id: str) -> bool:
    return any(
        source.channel is Channel.MAIL and source.reference == message_id
        for source in documents.sources(tx, document_id)
    )


def _host(tx: Tx, portal_id: str | None) -> str:
    if portal_id is None:
        return "another mail or an upload"
    return urlsplit(suppliers.portal(tx, portal_id).start_url).hostname or ""


def _enclosure(works: Works, tx: Tx, waiting: WriteBack) -> Enclosure:
    document = documents.get(tx, waiting.document_id)
    notice = stored.message(tx, waiting.message_id)
    supplier = suppliers.get(tx, document.supplier_id).name
    named = (supplier, document.number, document.day and document.day.isoformat())
    return Enclosure(
        key=waiting.key,
        notice=works.store.files.get(notice.sha256),
        file_name="_".join(part for part in named if part) + _ENDINGS.get(document.media_type, ""),
        media_type=document.media_type,
        content=works.store.files.get(waiting.sha256),
        sha256=waiting.sha256,
        said=_sentence(document, supplier, waiting.host),
        host=waiting.host,
        made=waiting.queued,
    )


_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/csv": ".csv",
}


def _sentence(document: FiledDocument, supplier: str, host: str) -> str:
    what = document.kind.value.replace("_", " ").capitalize()
    number = f" {document.number}" if document.number else ""
    amount = f" over {document.gross}" if document.gross else ""
    return f"{what}{number} of {supplier}{amount}, fetched by Billhook from {host}.\n"


def _later(works: Works, waiting: WriteBack, trouble: BillhookError) -> None:
    """Try again later; where only a person can help, or for hours nothing did, ask."""
    tried = waiting.attempts + 1
    with works.store.begin() as tx:
        write_backs.postpone(tx, waiting.key, tx.now() + backoff(tried), attempts=tried)
        if not isinstance(trouble, _PASSING) or tried >= _PATIENCE:
            _ask(tx, waiting, trouble.message)


def _ask(tx: Tx, waiting: WriteBack, why: str) -> None:
    if exceptions.open_of(tx, _subject(waiting)):
        return
    ask(
        tx,
        ExceptionReason.NOT_WRITTEN_BACK,
        subject=_subject(waiting),
        sentence=f"The document could not be put beside the mail that announced it: {why}",
        key=("write back", waiting.key, str(waiting.attempts)),
        answers=_ANSWERS,
    )


def _done(works: Works, waiting: WriteBack) -> None:
    with works.store.begin() as tx:
        write_backs.finish(tx, waiting.key, WriteBackState.DONE)
        for item in exceptions.open_of(tx, _subject(waiting)):
            exceptions.close(tx, item.id, "It lies beside its mail now.")
        subject = f"document:{waiting.document_id}"
        audit.note(tx, BILLHOOK, "wrote back", subject, f"message:{waiting.message_id}")


def _subject(waiting: WriteBack) -> str:
    return f"write_back:{waiting.key}"
