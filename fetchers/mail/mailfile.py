"""Files that hold mails: .eml, Outlook's .msg, mbox; and the mails in them."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePath
from typing import Final

from fetchers.mail import sources
from fetchers.mail.copies import reliable_id
from fetchers.mail.identity import identity, split
from fetchers.mail.message import clean_name
from model.errors import FileUnreadable
from model.mail import RawMail
from parsers import outlook
from parsers.safety.sandbox import run_limited

_ENDINGS: Final = frozenset({".eml", ".msg", ".mbox", ".mbx"})
_FIELD: Final = re.compile(rb"(?im)^(from|to|subject|date|message-id|received):")


def holds_mails(name: str) -> bool:
    """Whether a file of this name should hold mails."""
    return PurePath(name).suffix.casefold() in _ENDINGS


def mails_in(name: str, content: bytes, received: datetime) -> tuple[RawMail, ...]:
    """The mails of a file, in order.

    Raises:
        FileUnreadable: there is none in it.
        DocumentRefused: an Outlook message that is damaged, or made to harm.
    """
    if outlook.is_message(content):
        content = run_limited(outlook.mail_of, content)
    mails = [mail.content for mail in sources.of_bytes(content, name)]
    raw = [mail for mail in mails if isinstance(mail, bytes)]
    if not raw or not all(_FIELD.search(split(mail)[0]) for mail in raw):
        raise FileUnreadable(f"{clean_name(PurePath(name).name, '')} holds no mail.")
    return tuple(raw_mail(mail, None, received) for mail in raw)


def raw_mail(content: bytes, place: int | None, received: datetime) -> RawMail:
    """A mail as it is journalled; without a place of its own its identity is its place."""
    who = identity(content)
    uid = int(who[:13], 16) if place is None else place
    return RawMail(who, uid, received, content, message_id=reliable_id(content))
