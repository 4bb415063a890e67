"""An mbox file that grows: each look hands over what was appended since the last."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from fetchers.mail import sources, withheld
from fetchers.mail.dropped import LARGEST
from fetchers.mail.identity import split
from fetchers.mail.mailfile import raw_mail
from model.errors import FileUnreadable
from model.mail import FolderPosition, MailBatch, RawMail

_WINDOW: Final = LARGEST + 2**20
_TAIL: Final = 4096


def appended(path: Path, position: FolderPosition) -> MailBatch | None:
    """The next mails after `position`, some dozen megabytes at most; None where there are none.

    `last_uid` is how many bytes were read, `uidvalidity` a digest of the last of them: where
    another program has rewritten the file, it is read from its beginning. Raises FileUnreadable.
    """
    try:
        with path.open("rb") as file:
            return _next(file.fileno(), path, position)
    except OSError as error:
        raise FileUnreadable(f"{path} can't be read: {error.strerror}.") from None


def _next(file: int, path: Path, position: FolderPosition) -> MailBatch | None:
    start = position.last_uid
    if not start or _tail(file, start) != position.uidvalidity:
        start = 0
    window, status = os.pread(file, _WINDOW, start), os.fstat(file)
    if not window:
        return None
    received = datetime.fromtimestamp(status.st_mtime, UTC)
    mails, used = _mails(window, received, last=start + len(window) >= status.st_size)
    if not start and not mails:
        raise FileUnreadable(f"{path} is no mbox; its first line does not begin with “From ”.")
    return MailBatch(mails, FolderPosition(_tail(file, start + used), start + used))


def _tail(file: int, reached: int) -> int:
    """A digest of the last bytes that were read: other bytes there are another file."""
    size = min(_TAIL, reached)
    tail = os.pread(file, size, reached - size)
    return int.from_bytes(hashlib.sha256(tail).digest()[:7], "big")


def _mails(window: bytes, received: datetime, *, last: bool) -> tuple[tuple[RawMail, ...], int]:
    """The whole mails at the window's beginning, and the bytes that they take."""
    spans = sources.mbox_spans(window)
    if not last and len(spans) == 1:
        head = split(window[spans[0][0] :])[0]
        mail = withheld.marked(head, f"more than {LARGEST} bytes")
        return (raw_mail(mail, 1, received),), len(window)
    whole = spans if last else spans[:-1]
    mails = tuple(
        raw_mail(sources.unquoted(window[start:end]), start + 1, received) for start, end in whole
    )
    used = len(window) if last or not spans else whole[-1][1]
    return mails, used
