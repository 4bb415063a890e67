"""The mailboxes that are watched: how each goes, and the form that connects or changes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from model.connections import MailboxTies, MailboxView
from model.suppliers import MailboxKind, MailSignIn
from ui.components.parts import box, button, question_address, text
from ui.languages import phrase, say, say_many
from ui.screens.connect_forms import CONSENTS
from ui.screens.connections_pane import ConnectionsPane, Row, said
from ui.screens.remove_form import Removal
from ui.wording import age, count, day

_KINDS: Final = {
    MailboxKind.FOLDER: phrase("folder of files"),
    MailboxKind.BOOKS: phrase("folder of ledger files"),
    MailboxKind.MAILDIR: phrase("Maildir"),
    MailboxKind.MBOX: phrase("mbox file"),
}


class MailboxesPane(ConnectionsPane[MailboxView]):
    """One row for each watched mailbox."""

    connect_words = phrase("Connect a mailbox")
    none_yet = phrase("No mailbox is watched yet. Connect the one that suppliers write to.")

    async def found(self) -> tuple[MailboxView, ...] | None:
        """All watched mailboxes."""
        return await self.seat.look(self.seat.desk.connections.mailboxes)

    def connect(self) -> None:
        """Ask for a mailbox's server and sign-in."""
        self.forms.mailbox()

    def ways(self) -> None:
        """The providers that take no password."""
        for sign_in, way in CONSENTS.items():
            button(say(way.button), self._asker(sign_in))

    def _asker(self, sign_in: MailSignIn) -> Callable[[], None]:
        return lambda: self.forms.consent(sign_in)

    def row(self, one: MailboxView, now: datetime) -> Row:
        """Where a mailbox is, and how its watch goes."""
        look = "exception" if one.trouble else "ready"
        return Row(one.name, place_words(one), look, standing_words(one, now), mail_words(one, now))

    def more(self, one: MailboxView) -> None:
        """What is in the way, and the question about it."""
        if not one.trouble:
            return
        with box("wrong", "p"):
            text(one.trouble)
            if one.question_id:
                text(" ")
                text(say("Answer it"), "lnk", "a", href=question_address(one.question_id))

    def changer(self, one: MailboxView) -> Callable[[], None] | None:
        """The form of a mailbox; a folder of files is connected anew by command."""
        if one.kind is not MailboxKind.IMAP:
            return None
        if one.sign_in is MailSignIn.PASSWORD:
            return lambda: self.forms.mailbox(one)
        return lambda: self.forms.consent(one.sign_in, one)

    async def removal(self, one: MailboxView) -> Removal | None:
        """What hangs on a mailbox."""
        ties = await self.seat.look(self.seat.desk.connections.mailbox_ties, one.id)
        if ties is None:
            return None
        action = self.seat.desk.connections.remove_mailbox
        return Removal(one.name, ties_words(ties), action, one.id)


def place_words(one: MailboxView) -> str:
    """Where a mailbox is: "ap@us.example at imap.us.example, INBOX"."""
    if one.kind is not MailboxKind.IMAP:
        return f"{say(_KINDS.get(one.kind, one.kind.value))} {one.folder}"
    by_password = one.sign_in is MailSignIn.PASSWORD
    place = phrase(
        "{user} at {host}, {folder}" if by_password else "{user} at {host}, {folder}, by consent"
    )
    return say(place, user=one.username, host=one.host, folder=one.folder)


def standing_words(one: MailboxView, now: datetime) -> str:
    """How the watch over a mailbox goes."""
    if one.trouble:
        return say("In trouble")
    return say("Read {when}", when=age(one.checked, now)) if one.checked else say("Not read yet")


def mail_words(one: MailboxView, now: datetime) -> str:
    """What came to a mailbox, what was left out, and how new mail is learned of."""
    told = [count(one.mails, "mail")]
    if one.since:
        told = [say("{mails} since {day}", mails=told[0], day=day(one.since))]
    if one.last_mail:
        told.append(say("last {when}", when=age(one.last_mail, now)))
    words = [", ".join(told)]
    if one.left_out:
        words.append(say_many(one.left_out, "{n} older one left out", "{n} older ones left out"))
    if one.pushed is not None:
        pushed = say("new mail is pushed") if one.pushed else say("new mail is asked for")
        words.append(pushed)
    return "; ".join(words)


def ties_words(ties: MailboxTies) -> tuple[str, ...]:
    """What hangs on a mailbox, in sentences."""
    sign_in = credential_words(ties.credential, shared=ties.shares_credential)
    came = say_many(
        ties.mails,
        "{n} mail came from it: it stays, with its documents.",
        "{n} mails came from it: they stay, with their documents.",
    )
    unread = say_many(
        ties.unread, "{n} of them is still dealt with.", "{n} of them are still dealt with."
    )
    write_backs = say_many(
        ties.write_backs,
        "{n} document is not put beside its mail any more.",
        "{n} documents are not put beside their mails any more.",
    )
    return said(
        (True, came),
        (ties.unread, unread),
        (ties.write_backs, write_backs),
        (sign_in, sign_in),
        (ties.is_last, say("No other mailbox is watched: announcements come no more.")),
        (True, say("Connect it again, and it goes on where it was left.")),
    )


def credential_words(name: str, *, shared: bool) -> str:
    """What becomes of a sign-in in the vault; "" where there is none."""
    if not name:
        return ""
    if shared:
        return say("Its sign-in {name} stays in the vault: another one uses it.", name=name)
    return say("Its sign-in stays in the vault as {name}; remove it there.", name=name)
