"""Mails as their headers tell: what is looked at before any content is fetched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from fetchers.mail.answers import Answer, Value, fetch, number

_LONGEST: Final = 65_536  # bytes of a header that are fetched before its content is
_ITEMS: Final = f"UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER]<0.{_LONGEST}>"
_DATE: Final = re.compile(
    rb"\s*(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"
)
_MONTHS: Final = b"janfebmaraprmayjunjulaugsepoctnovdec"
_COMPOSED: Final = re.compile(rb"(?im)^content-type:\s*multipart/")


@dataclass(frozen=True, slots=True)
class Head:
    """A mail on the server. `size` is in bytes; `date` is its INTERNALDATE, b"" for none.

    `fingerprint` is the same for a mail that only got another UID: its header as it is here, its
    size and its instant of arrival. It is "" where one of them is missing.
    """

    uid: int
    size: int
    date: bytes
    header: bytes
    fingerprint: str

    @property
    def received(self) -> datetime | None:
        """When the mail arrived; None where the server won't say."""
        return instant(self.date)

    @property
    def complete(self) -> bool:
        """Whether the header is all there."""
        return 0 < len(self.header) < _LONGEST

    @property
    def composed(self) -> bool:
        """Whether the mail may hold parts that nobody needs."""
        return bool(_COMPOSED.search(self.header))


def heads_of(client: Any, uids: Sequence[int]) -> dict[int, Head]:
    """The mails of these UIDs that are still there. Raises as `answers.fetch` does."""
    return {uid: _head(uid, answer) for uid, answer in fetch(client, uids, _ITEMS).items()}


def _head(uid: int, answer: Answer) -> Head:
    size, date = number(answer.get("RFC822.SIZE")), _text(answer.get("INTERNALDATE"))
    header = _text(answer.get("BODY[HEADER]<0>") or answer.get("BODY[HEADER]"))
    return Head(uid, size, date, header, _fingerprint(header, size, date))


def _text(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""


def _fingerprint(header: bytes, size: int, date: bytes) -> str:
    if not header or not size or not date:
        return ""
    return hashlib.sha256(b"%d %b\n%b" % (size, date.strip(), header)).hexdigest()


def instant(date: bytes) -> datetime | None:
    """An INTERNALDATE in UTC; None for what is none."""
    match = _DATE.match(date)
    if match is None:
        return None
    day, name, *clock, sign, hours, minutes = match.groups()
    year, hour, minute, second = map(int, clock)
    month = _MONTHS.find(name.lower()) // 3 + 1
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == b"-" else 1)
    try:
        zone = timezone(offset)
        return datetime(year, month, int(day), hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
