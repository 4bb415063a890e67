"""Words that may name an instant, until somebody reads them; a visit that goes well reads none."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from model.outcomes import Outcome
from model.visits import VisitOrder

PASSAGE: Final = "passage"
"""The fact that holds a page's own words, until the visit's end makes an instant of them."""

_LONGEST_WAIT: Final = 10_000  # minutes: a week


def retry_after(header: str | None) -> str:
    """What a server's Retry-After (RFC 9110, 10.2.3) says, in words that `until_in` reads."""
    if not header:
        return ""
    if header.strip().isdecimal():
        minutes = -(-int(header) // 60)
        return f"in {minutes} minutes" if minutes < _LONGEST_WAIT else ""
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return ""
    return f"until {at.astimezone(UTC):%Y-%m-%d %H:%M} utc" if at.tzinfo else ""


def with_end(outcome: Outcome, order: VisitOrder, now: datetime) -> Outcome:
    """The outcome; where the portal named its end, that instant is among its facts."""
    if PASSAGE not in outcome.facts:
        return outcome
    from fetchers.portals.instants import Place, with_instant  # late: few pages name one

    host = urlsplit(order.start_url).hostname or ""
    return with_instant(outcome, Place(host, ZoneInfo(order.zone)), now)
