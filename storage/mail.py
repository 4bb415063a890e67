"""Mailboxes, how far they were read, and the journal of mails."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from model.errors import RecordMissing
from model.filing import MessageState, StoredMessage
from model.ids import derived_id
from model.mail import Addressee, FolderPosition, MailPlace, RawMail, TriagedMail
from model.suppliers import Mailbox, MailboxKind, MailboxState
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx


def add_mailbox(tx: Tx, mailbox: Mailbox) -> None:
    """Add a mailbox, or replace the settings of the one with its id; its position stays.

    One that was removed is watched again.
    """
    known = {"uidvalidity": 0, "last_uid": 0, "trouble": ""}
    said = rows.values(mailbox) | {"removed": None}
    if not rows.put_new(tx, tables.mailbox, said | known):
        rows.change(tx, tables.mailbox, tables.mailbox.c.id == mailbox.id, **said)
    announce(tx, "mail", mailbox.id)


def remove(tx: Tx, mailbox_id: str) -> None:
    """Watch a mailbox no longer; what came from it stays, and so does how far it was read.

    Raises RecordMissing.
    """
    _change_mailbox(tx, mailbox_id, removed=tx.now(), trouble="", pushed=None)
    announce(tx, "mail", mailbox_id)


def mailboxes(tx: Tx) -> tuple[Mailbox, ...]:
    """All mailboxes that are watched, in the order of their ids."""
    return rows.records(tx, _watched(), Mailbox)


def _watched() -> Select[Any]:
    """What comes by hand is not watched, and no longer what was removed."""
    box = tables.mailbox.c
    watched = select(tables.mailbox).where(box.kind != MailboxKind.HAND, box.removed.is_(None))
    return watched.order_by(box.id)


def mailbox(tx: Tx, mailbox_id: str) -> Mailbox:
    """One mailbox. Raises RecordMissing."""
    return rows.get(tx, tables.mailbox, Mailbox, mailbox_id)


def mailbox_of(tx: Tx, message_id: str) -> Mailbox | None:
    """The mailbox that a mail of the journal came to; None for a mail that is in no journal."""
    query = select(tables.mailbox).join(tables.message)
    row = rows.find(tx, query.where(tables.message.c.id == message_id))
    return rows.record(Mailbox, row) if row else None


def position(tx: Tx, mailbox_id: str) -> FolderPosition:
    """How far the mailbox was journalled. Raises RecordMissing."""
    return rows.get(tx, tables.mailbox, FolderPosition, mailbox_id)


def set_position(tx: Tx, mailbox_id: str, reached: FolderPosition) -> None:
    """Go on from there; in the transaction that journals the mails before. Raises RecordMissing."""
    _change_mailbox(tx, mailbox_id, **rows.values(reached))


def checked(tx: Tx, mailbox_id: str, at: datetime, trouble: str = "") -> None:
    """Remember that the mailbox was read, and what is odd about it. Raises RecordMissing."""
    _change_mailbox(tx, mailbox_id, checked=at, trouble=trouble)
    announce(tx, "mail", mailbox_id)


def pushed(tx: Tx, mailbox_id: str, *, is_pushed: bool) -> None:
    """Remember whether the server says by itself that mail came; told where that is new."""
    box = tables.mailbox.c
    differs = box.pushed.is_distinct_from(is_pushed)
    if rows.change(tx, tables.mailbox, box.id == mailbox_id, differs, pushed=is_pushed):
        announce(tx, "mail", mailbox_id)


def journalled_of(tx: Tx, mailbox_id: str) -> tuple[int, int]:
    """How many mails came to a mailbox, and how many of them nobody has dealt with yet."""
    message = tables.message.c
    query = select(message.state, func.count()).where(message.mailbox_id == mailbox_id)
    found: dict[MessageState, int] = dict(
        tx.connection.execute(query.group_by(message.state)).all()
    )
    return sum(found.values()), found.get(MessageState.JOURNALLED, 0)


def left_out(tx: Tx, mailbox_id: str, count: int) -> bool:
    """Remember how many mails are older than the mailbox begins; whether that is another number."""
    box = tables.mailbox.c
    return bool(
        rows.change(tx, tables.mailbox, box.id == mailbox_id, box.left_out != count, left_out=count)
    )


def troubled(tx: Tx, mailbox_id: str, trouble: str) -> None:
    """Remember what is in the way of reading a mailbox. Raises RecordMissing."""
    _change_mailbox(tx, mailbox_id, trouble=trouble)
    announce(tx, "mail", mailbox_id)


def states(tx: Tx) -> tuple[MailboxState, ...]:
    """How the watch over each mailbox goes, in the order of their ids."""
    return rows.records(tx, _watched(), MailboxState)


def _change_mailbox(tx: Tx, mailbox_id: str, **columns: object) -> None:
    if not rows.change(tx, tables.mailbox, tables.mailbox.c.id == mailbox_id, **columns):
        raise RecordMissing(f"There is no mailbox with the id {mailbox_id!r}.")


def journal(
    tx: Tx, mailbox_id: str, mail: RawMail, sha256: str, *, uidvalidity: int = 0
) -> str | None:
    """The id of the mail, now in the journal; None where this mail is in it already.

    The id is derived from the mail's identity, so a second copy in another mailbox is no second
    mail; but where it lies is remembered, too.
    """
    message_id = derived_id("message", mail.identity)
    new = StoredMessage(
        id=message_id,
        mailbox_id=mailbox_id,
        identity=mail.identity,
        sha256=sha256,
        received=mail.received,
        state=MessageState.JOURNALLED,
        message_id=mail.message_id,
    )
    is_new = rows.put_new(tx, tables.message, rows.values(new))
    place(tx, MailPlace(mailbox_id, uidvalidity, mail.uid), mail.fingerprint, message_id)
    if not is_new:
        return None
    announce(tx, "mail", message_id)
    return message_id


def place(tx: Tx, at: MailPlace, fingerprint: str, message_id: str) -> None:
    """Remember where a mail lies."""
    rows.put(
        tx,
        tables.message_place,
        {**rows.values(at), "fingerprint": fingerprint, "message_id": message_id},
    )


def place_again(tx: Tx, at: MailPlace, fingerprint: str) -> None:
    """Remember that a mail of this mailbox lies there now; it is told by its fingerprint."""
    known = tables.message_place.c
    query = select(known.message_id).where(
        known.mailbox_id == at.mailbox_id, known.fingerprint == fingerprint
    )
    message_id = tx.connection.scalars(query.limit(1)).first()
    if message_id is not None:
        place(tx, at, fingerprint, message_id)


def places(tx: Tx, message_id: str) -> tuple[MailPlace, ...]:
    """Where a mail and its copies lie, as far as we know."""
    known = tables.message_place
    query = select(known).where(known.c.message_id == message_id)
    return rows.records(tx, query.order_by(*known.primary_key), MailPlace)


def places_of(
    tx: Tx, mailbox_id: str, fingerprints: Collection[str]
) -> tuple[tuple[MailPlace, str], ...]:
    """The places in a mailbox of mails with these fingerprints, each with its own."""
    known = tables.message_place
    found = rows.rows(
        tx,
        select(known).where(
            known.c.mailbox_id == mailbox_id, known.c.fingerprint.in_(list(fingerprints))
        ),
    )
    return tuple((rows.record(MailPlace, row), row["fingerprint"]) for row in found)


def placed_uids(tx: Tx, mailbox_id: str, uidvalidity: int) -> frozenset[int]:
    """The UIDs of a folder whose mails are in the journal."""
    known = tables.message_place.c
    query = select(known.uid).where(
        known.mailbox_id == mailbox_id, known.uidvalidity == uidvalidity
    )
    return frozenset(tx.connection.scalars(query))


def forget_other_places(tx: Tx, mailbox_id: str, uidvalidity: int) -> None:
    """Forget the places of a folder that had another UIDVALIDITY."""
    known = tables.message_place
    tx.connection.execute(
        known.delete().where(known.c.mailbox_id == mailbox_id, known.c.uidvalidity != uidvalidity)
    )


def unfinished(tx: Tx) -> tuple[str, ...]:
    """The ids of journalled mails that nobody has dealt with yet, oldest first."""
    message = tables.message.c
    query = select(message.id).where(message.state == MessageState.JOURNALLED)
    return tuple(tx.connection.scalars(query.order_by(message.received, message.id)))


def next_unfinished(tx: Tx, most: int) -> tuple[str, ...]:
    """The first of them in a fair order: of every mailbox its oldest, then its second, and so on.

    So ten thousand mails of one mailbox do not keep one mail of another waiting.
    """
    message = tables.message.c
    oldest = (message.received, message.id)
    turn = func.row_number().over(partition_by=message.mailbox_id, order_by=oldest).label("turn")
    waiting = message.state == MessageState.JOURNALLED
    turns = select(message.id, message.received, turn).where(waiting).subquery()
    query = select(turns.c.id).order_by(turns.c.turn, turns.c.received, turns.c.id)
    return tuple(tx.connection.scalars(query.limit(most)))


def newest(tx: Tx, limit: int) -> tuple[StoredMessage, ...]:
    """The mails of the journal that were received last, newest first."""
    message = tables.message.c
    query = select(tables.message).order_by(message.received.desc(), message.id).limit(limit)
    return rows.records(tx, query, StoredMessage)


def use_code(tx: Tx, message_id: str, portal_id: str, at: datetime) -> bool:
    """Whether the code in a mail is this portal's to use now; once used it is nobody's."""
    used = {"message_id": message_id, "portal_id": portal_id, "at": at}
    return rows.put_new(tx, tables.code_used, used)


def message(tx: Tx, message_id: str) -> StoredMessage:
    """One mail of the journal. Raises RecordMissing."""
    return rows.get(tx, tables.message, StoredMessage, message_id)


def triaged(
    tx: Tx, message_id: str, triage: TriagedMail, addressees: tuple[Addressee, ...]
) -> None:
    """Keep what triage understood, without the bytes of body and files. Raises RecordMissing.

    The bytes are in the file store, in the mail itself.
    """
    light = tuple(replace(attachment, content=b"") for attachment in triage.attachments)
    body = replace(triage.body, content=b"") if triage.body else None
    kept = replace(triage, attachments=light, body=body)
    _change_message(tx, message_id, triage=kept, addressees=addressees)


def named(tx: Tx, message_id: str) -> tuple[StoredMessage, ...]:
    """The mails that are dealt with and have this Message-ID, oldest first; none for ""."""
    message = tables.message.c
    query = select(tables.message).where(
        message.message_id == message_id,
        message.message_id != "",
        message.state == MessageState.DONE,
    )
    return rows.records(tx, query.order_by(message.received, message.id), StoredMessage)


def finish(tx: Tx, message_id: str, state: MessageState) -> None:
    """Say that a mail is dealt with, or set aside for a person. Raises RecordMissing."""
    _change_message(tx, message_id, state=state)


def _change_message(tx: Tx, message_id: str, **columns: object) -> None:
    if not rows.change(tx, tables.message, tables.message.c.id == message_id, **columns):
        raise RecordMissing(f"There is no mail with the id {message_id!r}.")
    announce(tx, "mail", message_id)
