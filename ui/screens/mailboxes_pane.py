"""The mailboxes that are watched: how each goes, and the form that connects or changes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from nicegui.element import Element

from model.connections import MailboxView
from model.suppliers import MailboxKind, MailSignIn
from ui.components.parts import box, button, chip, question_address, text
from ui.languages import phrase, say, say_many
from ui.screens.connect_forms import ConnectForms
from ui.seat import Seat
from ui.wording import age, count, day

NONE_YET: Final = phrase("No mailbox is watched yet. Connect the one that suppliers write to.")
ONLY_ADMINS: Final = phrase("An admin can connect and change these.")
_KINDS: Final = {
    MailboxKind.FOLDER: phrase("folder of files"),
    MailboxKind.BOOKS: phrase("folder of ledger files"),
    MailboxKind.MAILDIR: phrase("Maildir"),
    MailboxKind.MBOX: phrase("mbox file"),
}


class MailboxesPane:
    """One row for each watched mailbox."""

    pane: Element

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._shown: tuple[MailboxView, ...] | None = None

    def build(self) -> None:
        """Make room for them."""
        self._forms = ConnectForms(self._connected)
        with box("settings") as self.pane:
            with box("acts"):
                if self._seat.user.role.connects:
                    button(
                        say("Connect a mailbox"),
                        self._forms.mailbox,
                        glyph="plus",
                        key="n",
                        press="connect",
                        classes="pri",
                    )
                else:
                    text(say(ONLY_ADMINS), "quiet")
            self._list = box("conns")

    async def load(self) -> None:
        """Ask for the mailboxes, and draw them where they are others than before."""
        found = await self._seat.look(self._seat.desk.connections.mailboxes)
        now = await self._seat.look(self._seat.desk.now)
        if found is None or now is None or found == self._shown or self._list.is_deleted:
            return
        self._shown = found
        self._list.clear()
        with self._list:
            for one in found:
                self._row(one, now)
            if not found:
                text(say(NONE_YET), "nothing", "p")

    async def _connected(self, _mailbox_id: str) -> None:
        await self.load()

    def _row(self, one: MailboxView, now: datetime) -> None:
        with box("conn", tabindex="0", role="group", aria_label=one.name, data_row=""):
            with box("set-what", "span"):
                text(one.name, tag="b")
                text(place_words(one), "quiet")
            with box("set-what", "span"):
                chip("exception" if one.trouble else "ready", standing_words(one, now))
                text(mail_words(one, now), "quiet")
            if one.kind is MailboxKind.IMAP and self._seat.user.role.connects:
                button(say("Change"), self._changer(one), key="e", press="change", classes="small")
            if one.trouble:
                with box("wrong", "p"):
                    text(one.trouble)
                    if one.question_id:
                        self._question(one.question_id)

    def _question(self, question_id: str) -> None:
        text(" ")
        text(say("Answer it"), "lnk", "a", href=question_address(question_id))

    def _changer(self, one: MailboxView) -> Callable[[], None]:
        return lambda: self._forms.mailbox(one)


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
    """What came to a mailbox, and what was left out."""
    told = [count(one.mails, "mail")]
    if one.since:
        told = [say("{mails} since {day}", mails=told[0], day=day(one.since))]
    if one.last_mail:
        told.append(say("last {when}", when=age(one.last_mail, now)))
    words = ", ".join(told)
    if not one.left_out:
        return words
    left = say_many(one.left_out, "{n} older one left out", "{n} older ones left out")
    return f"{words}; {left}"
