"""Writing back: a fetched document beside the mail that announced it, once, whatever breaks off.

The order is APPEND, mark, MOVE. Each step looks first whether it was done before, so that all of
it can be repeated. Nothing is ever deleted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final

from imapclient.exceptions import IMAPClientError

from fetchers.mail.connection import clean_words, connect, passes_by_itself
from fetchers.mail.headers import headers_of
from fetchers.mail.identity import split
from fetchers.mail.message import clean_name
from model.errors import MailboxRefused
from model.secret import Secret
from model.suppliers import Mailbox

KEYWORD: Final = "$Billhook"
"""The mark of a mail whose document was put beside it, where the server keeps keywords."""
LABEL: Final = "Billhook"
"""The mark at Gmail, whose users see labels and never keywords."""

_DOMAIN: Final = "write-back.billhook.invalid"  # a name that nobody can own (RFC 2606)
_OURS: Final = re.compile(rf"<([0-9a-f]{{32}})@{re.escape(_DOMAIN)}>")
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,900}>")
_MOST_REFERENCES: Final = 20


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What is written back, and what for. `key` makes it the same mail however often it is made.

    `notice` is the mail that announced it, as it came; `said` the sentence above the attachment.
    """

    key: str
    notice: bytes
    file_name: str
    media_type: str
    content: bytes
    sha256: str
    said: str
    host: str
    made: datetime


def write_back(
    mailbox: Mailbox, key: Secret, enclosure: Enclosure, *, ca_file: Path | None = None
) -> None:
    """Append the document, mark its notice, and move both where the mailbox says so.

    Can be repeated after any failure. Raises MailboxRefused where a person must act (no such
    folder, no room, no right), MailboxUnreachable where it passes by itself.
    """
    with connect(mailbox, key, ca_file=ca_file) as client:
        try:
            _write(_Folder(client, mailbox), enclosure)
        except client.AbortError:
            raise
        except IMAPClientError as error:
            words = clean_words(str(error), key)
            if passes_by_itself(words):
                raise
            raise MailboxRefused(
                f"The mail server {mailbox.host} does not let Billhook write to"
                f" {mailbox.name!r}: {words}."
            ) from None


def key_of(raw: bytes) -> str | None:
    """The key of the enclosure that a mail is, None for a mail that is not ours.

    Anybody can write such a Message-ID: whether the key is ours, only the journal knows.
    """
    ours = _OURS.fullmatch(_message_id(raw))
    return ours[1] if ours else None


def header_of(raw: bytes, name: str) -> str:
    """What a mail says in a header; empty where it has none. Anybody can write any."""
    fields = BytesHeaderParser().parsebytes(split(raw)[0] + b"\r\n\r\n")
    return headers_of(fields).first(name.lower()).strip()


def letter(mailbox: Mailbox, enclosure: Enclosure) -> EmailMessage:
    """The mail with the document, in the thread of its notice and from our own mailbox."""
    notice = headers_of(BytesHeaderParser().parsebytes(split(enclosure.notice)[0] + b"\r\n\r\n"))
    mail = EmailMessage(policy=SMTP)
    own = _address(mailbox)
    mail["From"] = own
    mail["To"] = own
    mail["Subject"] = _answered(notice.first("subject"))
    mail["Date"] = format_datetime(enclosure.made)
    mail["Message-ID"] = _own_id(enclosure.key)
    if thread := _thread(notice.first("references"), _message_id(enclosure.notice)):
        mail["In-Reply-To"] = thread[-1]
        mail["References"] = " ".join(thread)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
    fetched = enclosure.made.isoformat(timespec="seconds")
    mail["X-Billhook-Source"] = f"{enclosure.host}; {fetched}; sha256={enclosure.sha256}"
    mail.set_content(enclosure.said)
    kind, _, subtype = enclosure.media_type.partition("/")
    name = clean_name(enclosure.file_name, enclosure.media_type)
    mail.add_attachment(enclosure.content, maintype=kind, subtype=subtype, filename=name)
    return mail


class _Folder:
    """The mailbox's folder, and the one that mails are moved to."""

    def __init__(self, client: Any, mailbox: Mailbox) -> None:
        self.client = client
        self.mailbox = mailbox
        self.moves = bool(mailbox.moved_to) and mailbox.moved_to != mailbox.folder

    def open(self) -> None:
        """Select the mailbox's folder for writing."""
        state = self.client.select_folder(self.mailbox.folder)
        permanent = {flag.lower() for flag in state.get(b"PERMANENTFLAGS", ())}
        keeps = b"\\*" in permanent or KEYWORD.lower().encode() in permanent
        self.labels = self.client.has_capability("X-GM-EXT-1")
        self.keyword = keeps and not self.labels

    def find(self, message_id: str) -> list[int]:
        """The UIDs of the mails with this Message-ID in the folder that is open."""
        if not message_id:
            return []
        return list(self.client.search(["HEADER", "Message-ID", message_id]))

    def mark(self, own: list[int], notices: list[int]) -> None:
        """Mark the notices, at Gmail our own mail too: a label can't come with APPEND."""
        if self.labels and (own or notices):
            self.client.add_gmail_labels([*own, *notices], [LABEL], silent=True)
        elif notices:  # Microsoft 365 keeps no keywords
            flag = KEYWORD if self.keyword else "\\Flagged"
            self.client.add_flags(notices, [flag], silent=True)

    def moved(self, message_id: str) -> bool:
        """Whether such a mail lies where mails are moved to, which is made if it is missing."""
        if not self.client.folder_exists(self.mailbox.moved_to):
            self.client.create_folder(self.mailbox.moved_to)
        self.client.select_folder(self.mailbox.moved_to, readonly=True)
        return bool(self.find(message_id))


def _write(folder: _Folder, enclosure: Enclosure) -> None:
    own, notice = _own_id(enclosure.key), _message_id(enclosure.notice)
    moved_before = folder.moves and folder.moved(own)
    folder.open()
    if not moved_before and not folder.find(own):
        content = letter(folder.mailbox, enclosure).as_bytes()
        flags = ("\\Seen", KEYWORD) if folder.keyword else ("\\Seen",)
        folder.client.append(folder.mailbox.folder, content, flags, enclosure.made)
        folder.open()  # not every server shows the new mail in a folder that is already open
    owned, notices = folder.find(own), folder.find(notice)
    folder.mark(owned, notices)
    both = [*owned, *notices]
    if folder.moves and both and folder.client.has_capability("MOVE"):
        folder.client.move(both, folder.mailbox.moved_to)


def _own_id(key: str) -> str:
    return f"<{key}@{_DOMAIN}>"


def _message_id(raw: bytes) -> str:
    """The Message-ID of a mail; "" where it has none that can be searched for and answered to."""
    found = header_of(raw, "Message-ID")
    return found if _MESSAGE_ID.fullmatch(found) else ""


def _thread(references: str, message_id: str) -> list[str]:
    """The thread as the answer names it (RFC 5322, 3.6.4)."""
    if not message_id:
        return []
    before = [one for one in _MESSAGE_ID.findall(references) if one != message_id]
    return [*before[-_MOST_REFERENCES:], message_id]


def _answered(subject: str) -> str:
    bare = re.sub(r"^(re\s*:\s*)+", "", subject, flags=re.IGNORECASE).strip()[:200]
    return f"Re: {bare}" if bare else "Re: your document"


def _address(mailbox: Mailbox) -> Address:
    """Our own mailbox; a user name that is no address is one at the mail server's host."""
    name = mailbox.username if "@" in mailbox.username else f"{mailbox.username}@{mailbox.host}"
    local, _, domain = name.rpartition("@")
    return Address(mailbox.name, local, domain)
