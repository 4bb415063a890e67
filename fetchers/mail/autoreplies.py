"""Mails that a machine answers with: absences, receipts of reading, mail that did not arrive."""

from __future__ import annotations

import re
from typing import Final

from fetchers.mail.headers import Headers

_REPLIED: Final = re.compile(r"\s*auto-(?:replied|notified)", re.IGNORECASE)
_REPORT: Final = re.compile(r"\s*multipart/report\b", re.IGNORECASE)
_AUTO: Final = re.compile(r"\s*auto[_-]?reply", re.IGNORECASE)
_BOUNCES: Final = frozenset({"mailer-daemon", "postmaster"})


def why_automatic(headers: Headers) -> str:
    """Why a mail is a machine's answer and repeats what it answers; empty where it is none.

    RFC 3834 names `Auto-Submitted`, older software `Precedence` and fields of its own; RFC 6522 is
    how delivery is reported. A notice may well be `auto-generated`: nothing follows from that.
    """
    if _REPLIED.match(headers.first("auto-submitted")):
        return "it is an automatic answer (Auto-Submitted)"
    if _AUTO.match(headers.first("precedence")) or headers.first("x-autoreply"):
        return "it is an automatic answer"
    sender = headers.address("from").address.partition("@")[0]
    if _REPORT.match(headers.first("content-type")) or sender in _BOUNCES:
        return "it reports on the delivery of another mail"
    return ""


def is_bulk(headers: Headers) -> bool:
    """Whether a mail goes to many: to a list, or with a way to leave one."""
    marked = headers.first("list-unsubscribe") or headers.first("list-id")
    return bool(marked) or headers.first("precedence").strip().lower() in {"bulk", "list", "junk"}
