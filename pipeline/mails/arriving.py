"""Files that arrive by hand or in a folder: mails go to the journal, documents on file."""

from __future__ import annotations

from typing import Final

from fetchers.mail.dropped import Dropped
from fetchers.mail.mailfile import holds_mails, mails_in
from model.documents import DocumentFormat
from model.errors import DocumentRefused
from model.filing import Channel, DocumentSource
from model.ids import derived_id
from model.mail import FolderPosition, MailBatch, RawMail
from model.people import User
from model.suppliers import Mailbox, MailboxKind, MailSecurity
from parsers import outlook
from parsers.safety import gate
from pipeline.documents.filing import Arrival, file
from pipeline.mails.mail import journal_all
from pipeline.works import Reader
from storage import mail as stored
from storage.store import Store

_FILES: Final = {
    DocumentFormat.PDF: (".pdf", "application/pdf"),
    DocumentFormat.FACTURX: (".pdf", "application/pdf"),
    DocumentFormat.UBL: (".xml", "application/xml"),
    DocumentFormat.CII: (".xml", "application/xml"),
    DocumentFormat.FATTURAPA: (".xml", "application/xml"),
    DocumentFormat.CXML: (".xml", "application/xml"),
    DocumentFormat.PIDX: (".xml", "application/xml"),
    DocumentFormat.EDIFACT: (".edi", "application/edifact"),
    DocumentFormat.X12: (".edi", "application/edi-x12"),
    DocumentFormat.CSV: (".csv", "text/csv"),
    DocumentFormat.HTML: (".html", "text/html"),
    DocumentFormat.TEXT: (".txt", "text/plain"),
    DocumentFormat.XLSX: (
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
_OTHER: Final = (".bin", "application/octet-stream")

BY_HAND: Final = Mailbox(
    id=derived_id("mailbox", "by hand"),
    name="By hand",
    host="",
    port=0,
    security=MailSecurity.TLS,
    username="",
    credential="",
    folder="",
    kind=MailboxKind.HAND,
)
"""What mails that a person hands over are filed under."""


def is_mail(name: str, content: bytes) -> bool:
    """Whether a file holds mails, by its name or as an Outlook message."""
    return holds_mails(name) or outlook.is_message(content)


def by_hand(store: Store, read: Reader, name: str, content: bytes, *, user: User) -> str:
    """The id of the document that a person handed over; "" for mails, which are journalled.

    Raises:
        FileUnreadable: a mail file without a mail.
        DocumentRefused: an Outlook message that can't be read.
    """
    now = store.clock.now()
    if is_mail(name, content):
        take_mails(store, mails_in(name, content, now))
        return ""
    source = DocumentSource(
        Channel.UPLOAD, f"{user.id}/{name}", f"Uploaded by {user.full_name}", now
    )
    return file(store, read, Arrival(content, file_type(content)[1], source))


def take_mails(store: Store, mails: tuple[RawMail, ...]) -> int:
    """Journal mails that a person handed over; how many were new."""
    with store.begin() as tx:
        stored.add_mailbox(tx, BY_HAND)
    return journal_all(store, BY_HAND, MailBatch(mails, FolderPosition()))


def from_folder(store: Store, read: Reader, mailbox: Mailbox, dropped: Dropped) -> int:
    """Take in a file of a watched folder; how many new mails it held.

    Raises:
        FileUnreadable: a mail file without a mail.
        DocumentRefused: something that Billhook does not read, or never opens.
    """
    name, content = dropped.name, dropped.content
    if is_mail(name, content):
        mails = mails_in(name, content, dropped.written)
        return journal_all(store, mailbox, MailBatch(mails, FolderPosition()))
    gate.recognise(content)  # what nobody can read is refused here, not filed
    source = DocumentSource(
        Channel.UPLOAD, f"{mailbox.id}/{name}", f"{mailbox.name}: {name}", dropped.written
    )
    file(store, read, Arrival(content, file_type(content)[1], source))
    return 0


def file_type(content: bytes) -> tuple[str, str]:
    """The ending and media type of a stored file, by its bytes."""
    try:
        return _FILES.get(gate.recognise(content), _OTHER)
    except DocumentRefused:
        return _OTHER
