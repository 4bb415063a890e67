"""Signs in what is attached to a mail: names that deceive, kinds that nobody bills with, contents.

A name is judged here; contents are foreign bytes and are looked through in the parsers' child.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fetchers.mail.message import Message
from fetchers.mail.senders import Sign
from model.errors import DocumentRefused
from model.mail import Alert, Attachment
from parsers.safety.names import danger_of_name
from parsers.safety.sandbox import dangers

_MARKUP: Final = frozenset({"text/html", "image/svg+xml", "application/xhtml+xml"})
_KINDS: Final = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"MSCF",
    b"MZ",
    b"\x7fELF",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"BZh",
    b"\xfd7zXZ",
    b"{\\rtf",
)
_PROBE: Final = 1024


def file_signs(message: Message) -> Iterator[Sign]:
    """Files that nobody sends an invoice as."""
    for name in message.tricky_names:
        yield Alert.ATTACHMENT_UNSAFE, f"The name of {name!r} was written to hide its kind."
    for attachment in message.attachments:
        for reason in _reasons(attachment):
            yield Alert.ATTACHMENT_UNSAFE, f"The file {attachment.name!r} {reason}."


def _reasons(attachment: Attachment) -> tuple[str, ...]:
    if danger := danger_of_name(attachment.name):
        return (danger,)
    if not _worth_opening(attachment):
        return ()
    try:
        return dangers(attachment.content, attachment.name)
    except DocumentRefused as refusal:
        return (f"could not be looked through ({refusal.message.rstrip('.')})",)


def _worth_opening(attachment: Attachment) -> bool:
    """Whether contents of this kind can hold something that runs: pictures and text can't."""
    start = attachment.content[:_PROBE]
    if attachment.content.startswith(_KINDS) or b"%PDF-" in start:
        return True
    return attachment.media_type in _MARKUP or b"<" in start.replace(b"\x00", b"")
