"""Outlook messages (.msg, MS-OXMSG) as the mail that they were saved from (RFC 5322)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import Any, Final

import olefile

from model.errors import DocumentDamaged, DocumentTooLarge

_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARK: Final = "__properties_version1.0".encode("utf-16-le")
_MOST_FILES: Final = 200
_MOST_BYTES: Final = 50 * 2**20
_NAME: Final = re.compile(r"[\x00-\x1f\x7f]+")
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_OWN: Final = re.compile(r"content-|mime-version$", re.IGNORECASE)

# Property ids of MS-OXPROPS.
_SUBJECT, _HEADERS, _TEXT, _PAGE, _MESSAGE_ID = 0x0037, 0x007D, 0x1000, 0x1013, 0x1035
_SENDER_NAME, _SENDER, _SENDER_SMTP, _TO = 0x0C1A, 0x0C1F, 0x5D01, 0x0E04
_SENT, _DELIVERED, _CODE_PAGE = 0x0039, 0x0E06, 0x3FFD
_DATA, _LONG_NAME, _SHORT_NAME, _MEDIA_TYPE = 0x3701, 0x3707, 0x3704, 0x370E


def is_message(content: bytes) -> bool:
    """Whether a file is an Outlook message, and not another compound file (.doc, .xls)."""
    return content.startswith(_MAGIC) and _MARK in content


def mail_of(content: bytes) -> bytes:
    """The mail that an Outlook message was saved from; the same bytes for the same message.

    The header is the one that the mail came with, where Outlook kept it. Messages inside messages
    and text that is there as RTF only are left out.

    Raises:
        DocumentDamaged: it can't be read.
        DocumentTooLarge: its files are more than 200, or more than 50 MiB together.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as box:
            return _mail(_Message(box), content)
    except (
        OSError,
        ValueError,
        ArithmeticError,
        LookupError,
        struct.error,
        RecursionError,
    ) as damage:
        raise DocumentDamaged("The Outlook message is damaged; save it again.") from damage


class _Message:
    """The properties of a message or of one of its attachments, by id."""

    def __init__(self, box: Any, folder: str = "") -> None:
        self._box = box
        self._folder = folder
        self._spent = 0

    def data(self, tag: int) -> bytes:
        """A property's bytes; empty where it is missing."""
        return self._stream(f"{tag:04X}0102")

    def text(self, tag: int) -> str:
        """A property's text; empty where it is missing."""
        if wide := self._stream(f"{tag:04X}001F"):
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        return self._narrow(self._stream(f"{tag:04X}001E")).rstrip("\x00")

    def page(self) -> str:
        """The HTML body."""
        return self.text(_PAGE) or self._narrow(self.data(_PAGE))

    def instant(self, *tags: int) -> datetime | None:
        """The first of these instants that is there (FILETIME: 100 ns since 1601)."""
        fixed = self._fixed()
        for tag in tags:
            ticks = struct.unpack("<Q", fixed.get(tag, bytes(8)))[0]
            if ticks:
                with suppress(OverflowError):
                    return _EPOCH + timedelta(microseconds=ticks // 10)
        return None

    def attachments(self) -> Iterator[_Message]:
        """The attachments, in order."""
        folders = sorted({entry[0] for entry in self._box.listdir() if len(entry) > 1})
        found = [name for name in folders if name.startswith("__attach_version1.0_")]
        if len(found) > _MOST_FILES:
            raise DocumentTooLarge
        return (_Message(self._box, f"{name}/") for name in found)

    def _stream(self, name: str) -> bytes:
        path = f"{self._folder}__substg1.0_{name}"
        if not self._box.exists(path) or self._box.get_type(path) != olefile.STGTY_STREAM:
            return b""
        if self._box.get_size(path) > _MOST_BYTES:
            raise DocumentTooLarge
        return bytes(self._box.openstream(path).read())

    def _fixed(self) -> dict[int, bytes]:
        """Properties of fixed size: 16 bytes each, behind a header of 32."""
        table = self._box.openstream("__properties_version1.0").read()[32:]
        entries = (table[at : at + 16] for at in range(0, len(table) - 15, 16))
        return {struct.unpack("<H", entry[2:4])[0]: entry[8:] for entry in entries}

    def _narrow(self, text: bytes) -> str:
        page = struct.unpack("<I", self._fixed().get(_CODE_PAGE, bytes(8))[:4])[0]
        for encoding in ("utf-8", f"cp{page}", "cp1252"):
            try:
                return text.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
        return text.decode("latin-1")


def _mail(message: _Message, content: bytes) -> bytes:
    mail = EmailMessage(policy=SMTP)
    text, page = message.text(_TEXT), message.page()
    mail.set_content(text or ("" if page else "\n"))
    if page:
        mail.add_alternative(page, subtype="html")
    spent = 0
    for attachment in message.attachments():
        data = attachment.data(_DATA)
        spent += len(data)
        if spent > _MOST_BYTES:
            raise DocumentTooLarge
        _attach(mail, attachment, data)
    _name_borders(mail, content)
    return _head(message) + mail.as_bytes()


def _attach(mail: EmailMessage, attachment: _Message, data: bytes) -> None:
    if not data:
        return
    name = attachment.text(_LONG_NAME) or attachment.text(_SHORT_NAME)
    kind, _, subtype = attachment.text(_MEDIA_TYPE).partition("/")
    known = re.fullmatch(r"[a-z0-9.+-]+", kind + subtype, re.IGNORECASE) and subtype
    maintype, subtype = (kind, subtype) if known else ("application", "octet-stream")
    if maintype in {"multipart", "message"}:
        maintype, subtype = "application", "octet-stream"
    mail.add_attachment(
        data, maintype=maintype, subtype=subtype, filename=_NAME.sub(" ", name) or "attachment"
    )


def _name_borders(mail: EmailMessage, content: bytes) -> None:
    """Give each multipart a border made of the file's digest: the mail is the same every time."""
    digest = sha256(content).hexdigest()[:32]
    parts = (part for part in mail.walk() if part.is_multipart())
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{digest}_{number}")


def _head(message: _Message) -> bytes:
    """The header that the mail came with; where Outlook kept none, what it knows of it."""
    kept = BytesHeaderParser().parsebytes(message.text(_HEADERS).encode("utf-8", "replace"))
    fields = [(name, str(value)) for name, value in kept.raw_items() if not _OWN.match(name)]
    named = {name.casefold() for name, _ in fields}
    fields += [(name, value) for name, value in _known(message) if name.casefold() not in named]
    lines = (f"{name}: {_folded(value)}\r\n" for name, value in fields if value)
    return "".join(lines).encode("utf-8", "replace")


def _known(message: _Message) -> Iterator[tuple[str, str]]:
    address = message.text(_SENDER_SMTP) or message.text(_SENDER)
    name = message.text(_SENDER_NAME).replace('"', "'")
    if "@" in address:
        yield "From", f'"{name}" <{address}>' if name else address
    yield "To", message.text(_TO)
    yield "Subject", message.text(_SUBJECT)
    yield "Message-ID", message.text(_MESSAGE_ID)
    if sent := message.instant(_SENT, _DELIVERED):
        yield "Date", format_datetime(sent)


def _folded(value: str) -> str:
    """A field's value that can't begin another field."""
    return re.sub(r"\r?\n(?![ \t])|[\x00\r](?!\n)", " ", value).strip()
