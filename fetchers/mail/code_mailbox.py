"""A mailbox that is looked into while a sign-in waits for its code; nothing in it is changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from fetchers.mail.awaited import Letter, brought
from fetchers.mail.connection import connect, said_plainly
from fetchers.mail.message import read
from model.codes import CodeAsked
from model.errors import DocumentTooLarge, DocumentUnsafe
from model.secret import Secret
from model.suppliers import Mailbox

_LARGEST: Final = 1_000_000  # bytes: a mail with a code is small
_MOST: Final = 50  # letters of one sign-in that are kept


@contextmanager
def code_mailbox(
    mailbox: Mailbox, password: Secret, *, ca_file: Path | None = None
) -> Iterator[CodeMailbox]:
    """A signed-in mailbox; only what arrives from now on counts.

    Raises MailboxRefused, MailboxUnreachable and SettingsInvalid as `connection.connect` does.
    """
    with connect(mailbox, password, ca_file=ca_file) as client:
        with said_plainly(mailbox, password):
            state = client.select_folder(mailbox.folder, readonly=True)
        yield CodeMailbox(client, mailbox, password, next_uid=state[b"UIDNEXT"])


@dataclass(slots=True)
class CodeMailbox:
    """Codes by mail; fulfils `model.ports.Codes`.

    `next_uid` is the first UID not looked at yet: UIDs only grow (RFC 9051, 2.3.1.1), whereas the
    clock of a server may differ from ours.
    """

    client: Any
    mailbox: Mailbox
    password: Secret = field(repr=False)
    next_uid: int
    letters: list[Letter] = field(default_factory=list)

    def __call__(self, asked: CodeAsked) -> Secret | None:
        """The newest code or link for this sign-in, once; None while none has come.

        Raises:
            MailboxUnreachable: the connection was lost.
        """
        with said_plainly(self.mailbox, self.password):
            self._look()
        found = brought(self.letters, asked)
        if found is None:
            return None
        letter, text = found
        self.letters = [one for one in self.letters if one.order > letter.order]
        return text

    def _look(self) -> None:
        self.client.noop()
        uids = self.client.search(["UID", f"{self.next_uid}:*"])
        new = sorted(uid for uid in uids if uid >= self.next_uid)  # n:* always names the last one
        if not new:
            return
        sizes = self.client.fetch(new, ["RFC822.SIZE"])
        small = [uid for uid in new if sizes.get(uid, {}).get(b"RFC822.SIZE", 0) <= _LARGEST]
        bodies = self.client.fetch(small, ["BODY.PEEK[]"]) if small else {}
        for uid in small:
            self._keep(uid, bodies.get(uid, {}).get(b"BODY[]", b""))
        self.next_uid = new[-1] + 1

    def _keep(self, uid: int, raw: bytes) -> None:
        try:
            letter = Letter(uid, read(raw))
        except (DocumentTooLarge, DocumentUnsafe):
            return  # it is no mail with a code; the watcher shows it to a person
        self.letters = [*self.letters, letter][-_MOST:]
