"""Letters as drafts of mails (RFC 5322): a person opens the file, reads it and sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from model.reports import LetterDraft


def eml(letter: LetterDraft, *, to: Sequence[str], made: datetime) -> bytes:
    """The draft as a file that mail programs open as unsent.

    Raises:
        ValueError: an address of a recipient has more than one line.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(letter.subject.split())
    if to:
        mail["To"] = ", ".join(to)
    mail["Date"] = format_datetime(made)
    mail["X-Unsent"] = "1"
    mail["Content-Language"] = letter.language
    mail.set_content(letter.body)
    return mail.as_bytes()
