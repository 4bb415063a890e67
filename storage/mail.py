"""Mailboxes, how far they were read, and the journal of mails."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from model.errors import RecordMissing
from model.filing import MessageState, StoredMessage
from model.ids import derived_id
from model.mail import Addressee, FolderPosition, RawMail, TriagedMail
from model.suppliers import Mailbox
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx


def add_mailbox(tx: Tx, mailbox: Mailbox) -> None:
    """Add a mailbox, or replace the settings of the one with its id; its position stays."""
    known = {"uidvalidity": 0, "last_uid": 0, "trouble": ""}
    if not rows.put_new(tx, tables.mailbox, rows.values(mailbox) | known):
        rows.change(tx, tables.mailbox, tables.mailbox.c.id == mailbox.id, **rows.values(mailbox))
    announce(tx, "mail", mailbox.id)


def mailboxes(tx: Tx) -> tuple[Mailbox, ...]:
    """All mailboxes, in the order of their ids."""
    return rows.records(tx, select(tables.mailbox).order_by(tables.mailbox.c.id), Mailbox)


def position(tx: Tx, mailbox_id: str) -> FolderPosition:
    """How far the mailbox was journalled. Raises RecordMissing."""
    return rows.get(tx, tables.mailbox, FolderPosition, mailbox_id)


def set_position(tx: Tx, mailbox_id: str, reached: FolderPosition) -> None:
    """Go on from there; in the transaction that journals the mails before. Raises RecordMissing."""
    _change_mailbox(tx, mailbox_id, **rows.values(reached))


def checked(tx: Tx, mailbox_id: str, at: datetime, trouble: str) -> None:
    """Remember that the mailbox was looked at, and what was in the way. Raises RecordMissing."""
    _change_mailbox(tx, mailbox_id, checked=at, trouble=trouble)
    announce(tx, "mail", mailbox_id)


def _change_mailbox(tx: Tx, mailbox_id: str, **columns: object) -> None:
    if not rows.change(tx, tables.mailbox, tables.mailbox.c.id == mailbox_id, **columns):
        raise RecordMissing(f"There is no mailbox with the id {mailbox_id!r}.")


def journal(tx: Tx, mailbox_id: str, mail: RawMail, sha256: str) -> str | None:
    """The id of the mail, now in the journal; None where this mail is in it already.

    The id is derived from the mail's identity, so a second copy in another mailbox is no second
    mail.
    """
    message_id = derived_id("message", mail.identity)
    new = StoredMessage(
        id=message_id,
        mailbox_id=mailbox_id,
        identity=mail.identity,
        sha256=sha256,
        received=mail.received,
        state=MessageState.JOURNALLED,
    )
    if not rows.put_new(tx, tables.message, rows.values(new)):
        return None
    announce(tx, "mail", message_id)
    return message_id


def unfinished(tx: Tx) -> tuple[str, ...]:
    """The ids of journalled mails that nobody has dealt with yet, oldest first."""
    message = tables.message.c
    query = select(message.id).where(message.state == MessageState.JOURNALLED)
    return tuple(tx.connection.scalars(query.order_by(message.received, message.id)))


def message(tx: Tx, message_id: str) -> StoredMessage:
    """One mail of the journal. Raises RecordMissing."""
    return rows.get(tx, tables.message, StoredMessage, message_id)


def triaged(
    tx: Tx, message_id: str, triage: TriagedMail, addressees: tuple[Addressee, ...]
) -> None:
    """Keep what triage understood, without the attachments' bytes. Raises RecordMissing.

    The bytes are in the file store, in the mail itself.
    """
    light = tuple(replace(attachment, content=b"") for attachment in triage.attachments)
    kept = replace(triage, attachments=light)
    _change_message(tx, message_id, triage=kept, addressees=addressees)


def finish(tx: Tx, message_id: str, state: MessageState) -> None:
    """Say that a mail is dealt with, or set aside for a person. Raises RecordMissing."""
    _change_message(tx, message_id, state=state)


def _change_message(tx: Tx, message_id: str, **columns: object) -> None:
    if not rows.change(tx, tables.message, tables.message.c.id == message_id, **columns):
        raise RecordMissing(f"There is no mail with the id {message_id!r}.")
    announce(tx, "mail", message_id)
