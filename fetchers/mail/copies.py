"""Copies of one mail that came different ways: as it was sent, saved by Outlook, sent on as a file.

Their bytes differ, so that each has an identity of its own (`fetchers.mail.identity`). A Message-ID
only says what to compare: it can be used again, and anybody can write one.
"""

from __future__ import annotations

import re
from email import policy
from email.message import Message as Tree
from email.parser import BytesHeaderParser, BytesParser
from hashlib import sha256
from typing import Final

from fetchers.mail.headers import headers_of
from fetchers.mail.identity import split
from fetchers.mail.limits import refuse_bombs
from fetchers.mail.message import Message, read
from fetchers.mail.pictures import is_page
from model.errors import DocumentRefused
from model.mail import Attachment

_ENCLOSED: Final = re.compile(rb"(?im)^content-type:\s*message/rfc822")
_RELIABLE: Final = re.compile(r"<[!-;=?A-~]{1,500}@[!-;=?A-~]{1,400}>")
_LINK: Final = re.compile(r"https?://\S+|www\.\S+|mailto:\S+")
_ALIKE: Final = 0.9  # of the shorter text's words: Outlook writes a page as text in its own way


def reliable_id(raw: bytes) -> str:
    """The Message-ID of the mail, or of the one mail that it encloses; "" for none, or several."""
    head = split(original(raw))[0]
    found = headers_of(BytesHeaderParser().parsebytes(head + b"\r\n\r\n")).all("message-id")
    named = found[0].strip() if len(found) == 1 else ""
    return named if _RELIABLE.fullmatch(named) else ""


def are_copies(one: bytes, other: bytes) -> bool:
    """Whether two mails are one: of one sender and subject, with the same files, numbers, words."""
    try:
        first, second = read(original(one)), read(original(other))
    except DocumentRefused:
        return False
    return _labels(first) == _labels(second) and _say_the_same(first, second)


def original(raw: bytes) -> bytes:
    """The one mail that this mail encloses and brings no file beside; else the mail itself."""
    if not _ENCLOSED.search(raw):
        return raw
    try:
        refuse_bombs(raw)
        enclosed = _only_enclosed(BytesParser(policy=policy.compat32).parsebytes(raw))
        return raw if enclosed is None else enclosed.as_bytes()
    except (DocumentRefused, RecursionError, TypeError, ValueError, LookupError):
        return raw  # the standard parser's, for what is no mail: then nothing is enclosed


def _only_enclosed(tree: Tree) -> Tree | None:
    parts = tree.get_payload() if tree.get_content_type() == "multipart/mixed" else None
    if not isinstance(parts, list):
        return None
    files = [part for part in parts if isinstance(part, Tree) and _is_file(part)]
    if len(files) != 1 or files[0].get_content_type() != "message/rfc822":
        return None
    inner = files[0].get_payload()
    return inner[0] if isinstance(inner, list) and isinstance(inner[0], Tree) else None


def _is_file(part: Tree) -> bool:
    return part.get_content_maintype() not in ("text", "multipart") or bool(part.get_filename())


def _labels(mail: Message) -> tuple[str, str, frozenset[str]]:
    subject = " ".join(mail.subject.casefold().split())
    files = (sha256(file.content).hexdigest() for file in mail.attachments if not _adorns(file))
    return mail.headers.address("from").address, subject, frozenset(files)


def _adorns(file: Attachment) -> bool:
    """Outlook keeps a mail's logos as files."""
    return file.media_type.startswith("image/") and not is_page(file.content)


def _say_the_same(first: Message, second: Message) -> bool:
    one, other = _words(first), _words(second)
    if _numbers(one) != _numbers(other):
        return False
    fewest = min(len(one), len(other))
    return len(one & other) >= _ALIKE * fewest and (fewest > 0 or bool(_labels(first)[2]))


def _words(mail: Message) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _LINK.sub(" ", mail.text.casefold())))


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if any(sign.isdigit() for sign in word))
