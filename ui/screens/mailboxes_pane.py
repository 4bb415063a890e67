"""The mailboxes that are watched: how each goes, and the form that connects or changes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from nicegui.element import Element

from model.connections import MailboxView
from model.suppliers import MailboxKind, MailSignIn
from ui.components.parts import box, button, chip, question_address, text
from ui.screens.connect_forms import ConnectForms
from ui.seat import Seat
from ui.wording import age, count, day

NONE_YET: Final = "No mailbox is watched yet. Connect the one that suppliers write to."
ONLY_ADMINS: Final = "An admin can connect and change these."
_KINDS: Final = {
    MailboxKind.FOLDER: "folder of files",
    MailboxKind.BOOKS: "folder of ledger files",
    MailboxKind.MAILDIR: "Maildir",
    MailboxKind.MBOX: "mbox file",
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
                        "Connect a mailbox",
                        self._forms.mailbox,
                        glyph="plus",
                        key="n",
                        press="connect",
                        classes="pri",
                    )
                else:
                    text(ONLY_ADMINS, "quiet")
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
                text(NONE_YET, "nothing", "p")

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
                button("Change", self._changer(one), key="e", press="change", classes="small")
            if one.trouble:
                with box("wrong", "p"):
                    text(one.trouble)
                    if one.question_id:
                        self._question(one.question_id)

    def _question(self, question_id: str) -> None:
        text(" ")
        text("Answer it", "lnk", "a", href=question_address(question_id))

    def _changer(self, one: MailboxView) -> Callable[[], None]:
        return lambda: self._forms.mailbox(one)


def place_words(one: MailboxView) -> str:
    """Where a mailbox is: "ap@us.example at imap.us.example, INBOX"."""
    if one.kind is not MailboxKind.IMAP:
        return f"{_KINDS.get(one.kind, one.kind.value)} {one.folder}"
    consent = "" if one.sign_in is MailSignIn.PASSWORD else ", by consent"
    return f"{one.username} at {one.host}, {one.folder}{consent}"


def standing_words(one: MailboxView, now: datetime) -> str:
    """How the watch over a mailbox goes."""
    if one.trouble:
        return "In trouble"
    return f"Read {age(one.checked, now)}" if one.checked else "Not read yet"


def mail_words(one: MailboxView, now: datetime) -> str:
    """What came to a mailbox, and what was left out."""
    last = f", last {age(one.last_mail, now)}" if one.last_mail else ""
    left = f"; {count(one.left_out, 'older one')} left out" if one.left_out else ""
    since = f" since {day(one.since)}" if one.since else ""
    return f"{count(one.mails, 'mail')}{since}{last}{left}"
