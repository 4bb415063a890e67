"""Mails as their headers tell: what is looked at before any content is fetched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from fetchers.mail.answers import Answer, fetch, number

_LONGEST: Final = 65_536  # bytes of a header that are fetched before its content is
_SAFE: Final = 262_144  # bytes of a mail whose header is fetched without a limit, which is faster
_FACTS: Final = "UID RFC822.SIZE INTERNALDATE"
_HEADER: Final = "UID BODY.PEEK[HEADER]"
_START: Final = f"{_HEADER}<0.{_LONGEST}>"
_DATE: Final = re.compile(
    rb"\s*(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"
)
_MONTHS: Final = b"janfebmaraprmayjunjulaugsepoctnovdec"
_COMPOSED: Final = re.compile(rb"(?im)^content-type:\s*multipart/")


@dataclass(frozen=True, slots=True)
class Head:
    """A mail on the server. `size` is in bytes; `received` is None where the server won't say.

    `fingerprint` is the same for a mail that only got another UID: all of its header, its size and
    its instant of arrival. It is "" where one of them is missing.
    """

    uid: int
    size: int
    received: datetime | None
    header: bytes
    fingerprint: str

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
    facts = fetch(client, uids, _FACTS)
    sizes = {uid: number(fact.get("RFC822.SIZE")) for uid, fact in facts.items()}
    small = fetch(client, [uid for uid, size in sizes.items() if 0 < size <= _SAFE], _HEADER)
    large = fetch(client, [uid for uid in sizes if uid not in small], _START)
    return {
        uid: _head(uid, sizes[uid], facts[uid].get("INTERNALDATE"), answer)
        for uid, answer in (*small.items(), *large.items())
    }


def _head(uid: int, size: int, date: object, answer: Answer) -> Head:
    header = answer.get("BODY[HEADER]") or answer.get("BODY[HEADER]<0>")
    header = header if isinstance(header, bytes) else b""
    return Head(uid, size, instant(date), header, _fingerprint(header, size, date))


def _fingerprint(header: bytes, size: int, date: object) -> str:
    if not header or not size or not isinstance(date, bytes):
        return ""
    return hashlib.sha256(b"%d %b\n%b" % (size, date.strip(), header)).hexdigest()


def instant(date: object) -> datetime | None:
    """An INTERNALDATE in UTC; None for what is none."""
    match = _DATE.match(date) if isinstance(date, bytes) else None
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
