"""Mails that came before another way: they announce nothing a second time."""

from __future__ import annotations

from typing import Final

from fetchers.mail.copies import are_copies
from model.filing import StoredMessage
from model.mail import Authenticity, TriagedMail
from model.suppliers import MailboxKind
from pipeline.mails import proposals
from storage import exceptions
from storage import mail as stored
from storage.files import FileStore
from storage.store import Tx

_OURS: Final = frozenset({MailboxKind.HAND, MailboxKind.FOLDER})
"""Mails that come there are handed over by our own people."""


def earlier(
    tx: Tx, files: FileStore, message: StoredMessage, mail: TriagedMail
) -> StoredMessage | None:
    """The mail that this one is a copy of and that was dealt with before; None for a new one.

    A copy that says whom it concerns is no copy of one that did not: it answers what was asked
    about that one.
    """
    for known in stored.named(tx, message.message_id):
        if known.id == message.id or known.triage is None or known.triage.blocked:
            continue
        if not _stands_for(tx, known, known.triage, mail):
            continue
        if not are_copies(files.get(known.sha256), files.get(message.sha256)):
            continue
        if _is_of_somebody(message) and not _is_of_somebody(known):
            _answer(tx, known)
            continue
        return known
    return None


def _stands_for(tx: Tx, known: StoredMessage, told: TriagedMail, mail: TriagedMail) -> bool:
    """Whether the earlier mail is proven no less: a forged one keeps no mail from us."""
    if told.authenticity is Authenticity.PASS or mail.authenticity is not Authenticity.PASS:
        return True
    box = stored.mailbox_of(tx, known.id)
    return (box is not None and box.kind in _OURS) or proposals.is_ours(tx, told.sender)


def _is_of_somebody(message: StoredMessage) -> bool:
    return any(to.supplier_id for to in message.addressees)


def _answer(tx: Tx, known: StoredMessage) -> None:
    for item in exceptions.open_of(tx, f"message:{known.id}"):
        exceptions.close(tx, item.id, "The mail itself came, and says whose it is.")
