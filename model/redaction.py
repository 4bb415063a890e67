"""What a process may say of itself: its log without secrets, whoever writes to it.

The filter sits where every record of every logger is made, so libraries with handlers of their own
(the engine, the web server, the browser's driver) pass through it too.
"""

from __future__ import annotations

import base64
import logging
import re
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Iterable
from json import dumps
from types import TracebackType
from typing import Any, Final
from urllib.parse import quote, quote_plus

from model.secret import MASK, Secret

_SHORTEST: Final = 4  # characters; what is shorter stands in half of all words
_LONGEST: Final = 4096
_PATTERNS: Final = (
    (re.compile(r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie)(\W{1,4})[^\r\n]+"), r"\1\2"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), r"\1 "),
    (re.compile(r"(?i)otpauth://[^\s'\"]+"), "otpauth://"),
    (
        re.compile(r"(?i)([?&](?:[\w-]*(?:password|passwd|secret|token|code|key))=)[^&\s'\"]+"),
        r"\1",
    ),
    (re.compile(r"(\w+://[^/\s:@]*:)[^@\s/]+(?=@)"), r"\1"),
)
_IBAN: Final = re.compile(r"\b([A-Z]{2}\d{2})((?: ?[A-Z0-9]{4}){2,6} ?)([A-Z0-9]{1,4})\b")
_open: Counter[str] = Counter()
_lock: Final = threading.Lock()
_log: Final = logging.getLogger("billhook")


def know(secrets: Iterable[Secret]) -> None:
    """Show these nowhere from now on, until they are forgotten as often."""
    with _lock:
        _open.update(_texts(secrets))


def forget(secrets: Iterable[Secret]) -> None:
    """Keep no copy of these any longer."""
    with _lock:
        _open.subtract(_texts(secrets))
        for text in [text for text, count in _open.items() if count <= 0]:
            del _open[text]


def redacted(text: str) -> str:
    """The text without the secrets that are open now, and without what looks like one."""
    with _lock:
        known = sorted(_open, key=len, reverse=True)
    for secret in known:
        for spelling in sorted(_spellings(secret), key=len, reverse=True):
            text = text.replace(spelling, MASK)
    for pattern, kept in _PATTERNS:
        text = pattern.sub(f"{kept}{MASK}", text)
    return _IBAN.sub(rf"\1{MASK}\3", text)


def install() -> None:
    """Redact all that this process logs from now on, errors that nobody caught included."""
    make = logging.getLogRecordFactory()

    def cleaned(*facts: Any, **named: Any) -> logging.LogRecord:
        return _clean(make(*facts, **named))

    logging.setLogRecordFactory(cleaned)
    sys.excepthook = _say
    sys.unraisablehook = lambda fallen: _say(
        fallen.exc_type, fallen.exc_value, fallen.exc_traceback
    )
    threading.excepthook = lambda fallen: _say(
        fallen.exc_type, fallen.exc_value, fallen.exc_traceback
    )


def _clean(record: logging.LogRecord) -> logging.LogRecord:
    """The record as any handler may show it: one line, and its traceback."""
    try:
        said = record.getMessage()
    except (TypeError, ValueError):  # what was to be filled in doesn't fit
        said = str(record.msg)
    record.msg = redacted(said).replace("\r", "\\r").replace("\n", "\\n")
    record.args = None
    if isinstance(record.exc_info, tuple):
        shown = "".join(traceback.format_exception(*record.exc_info)).rstrip()
        record.exc_text, record.exc_info = redacted(shown), None
    return record


def _say(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    _log.critical("Nobody caught this.", exc_info=(kind, error or kind(), trace))


def _texts(secrets: Iterable[Secret]) -> list[str]:
    texts = (secret.reveal() for secret in secrets)
    return [text for text in texts if _SHORTEST <= len(text) <= _LONGEST]


def _spellings(secret: str) -> set[str]:
    plain = secret.encode()
    standard, safe = base64.b64encode(plain).decode(), base64.urlsafe_b64encode(plain).decode()
    return {
        secret,
        dumps(secret)[1:-1],
        repr(secret)[1:-1],
        quote(secret, safe=""),
        quote_plus(secret),
        standard,
        standard.rstrip("="),
        safe,
        safe.rstrip("="),
    }
