"""IDLE (RFC 2177), read by ourselves.

imapclient 4.1 loses the event that comes in one segment with "+ idling", drops a line cut in two
segments, and spins for ever on a closed line. Here each line is read whole from the buffered file;
a closed line and BYE raise.
"""

from __future__ import annotations

import os
import re
import select
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from model.clock import Clock

_CHANGE: Final = re.compile(rb"\* \d+ (EXISTS|EXPUNGE)\b", re.IGNORECASE)
_LONGEST_LINE: Final = 65_536  # bytes; a status line is some dozen
_LONG_SLICE: Final = 30.0  # seconds; where a bell tells of the wish
_SLICE: Final = 1.0  # seconds; how long a wish to stop may wait


class Bell(threading.Event):
    """A wish to stop that wakes who waits for a line, so that nobody has to look for it."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._ends: tuple[int, ...] = os.pipe()

    @property
    def bell(self) -> int | None:
        """What to poll beside the line; None once closed."""
        return self._ends[0] if self._ends else None

    def set(self) -> None:
        """Ring."""
        super().set()
        with self._lock:
            if self._ends:
                os.write(self._ends[1], b"!")

    def close(self) -> None:
        """Give the pipe back, once nobody waits any more."""
        with self._lock:
            for end in self._ends:
                os.close(end)
            self._ends = ()


def idle(
    client: Any, *, clock: Clock, keepalive: float, answer: float, stop: threading.Event
) -> bool:
    """True once the folder changed; False after `keepalive` seconds or when told to stop.

    Raises ConnectionError at the end of the line or BYE, TimeoutError when the server does not
    answer DONE within `answer` seconds: the line is half open.
    """
    lines = _Lines(client)
    tag = lines.start()
    end = clock.monotonic() + keepalive
    bell = getattr(stop, "bell", None)
    longest = _SLICE if bell is None else _LONG_SLICE
    woke = False
    while not woke and not stop.is_set() and (left := end - clock.monotonic()) > 0:
        if lines.waiting(min(longest, left), bell):
            woke = _is_change(lines.read(), tag)
    with promptly(client, answer):
        return lines.finish(tag) or woke


@contextmanager
def promptly(client: Any, seconds: float) -> Iterator[None]:
    """Commands whose answer is short: a line that stays silent for so long is half open."""
    link = client.socket()
    before = link.gettimeout()
    link.settimeout(min(seconds, before or seconds))
    try:
        yield
    finally:
        link.settimeout(before)


def _is_change(line: bytes, tag: bytes) -> bool:
    if line.startswith(tag):
        raise ConnectionError("the server ended the wait for mail by itself")
    return bool(_CHANGE.match(line))


class _Lines:
    """The server's lines while imaplib is kept out of the way."""

    def __init__(self, client: Any) -> None:
        self._imap = client._imap  # noqa: SLF001 - imapclient has no public way to these lines
        self._socket = client.socket()
        self._file = getattr(self._imap, "_file", None) or self._imap.file

    def start(self) -> bytes:
        """Send IDLE; its tag. The "+ idling" line comes back through `read` like any other."""
        return bytes(self._imap._command("IDLE"))  # noqa: SLF001 - as above

    def finish(self, tag: bytes) -> bool:
        """End IDLE; whether a change came on the way."""
        self._imap.send(b"DONE\r\n")
        woke = False
        while not (line := self.read()).startswith(tag):
            woke = woke or bool(_CHANGE.match(line))
        self._imap.tagged_commands.pop(tag, None)
        return woke

    def read(self) -> bytes:
        """The next whole line; waits for its second half up to the read timeout."""
        line = bytes(self._file.readline(_LONGEST_LINE))
        if not line.endswith(b"\n"):
            raise ConnectionError("the line was closed while waiting for mail")
        if line[:5].upper() == b"* BYE":
            raise ConnectionError(line[5:].decode("ascii", "replace").strip() or "BYE")
        return line

    def waiting(self, seconds: float, bell: int | None) -> bool:
        """Whether something can be read now or within `seconds`; sooner False when it rings."""
        if self._buffered() or getattr(self._socket, "pending", lambda: 0)():
            return True
        poll = select.poll()
        line = self._socket.fileno()
        poll.register(line, select.POLLIN)
        if bell is not None:
            poll.register(bell, select.POLLIN)
        return any(ready == line for ready, _ in poll.poll(seconds * 1000))

    def _buffered(self) -> bool:
        """Whether the reader holds bytes already, which a poll of the socket can't see."""
        timeout = self._socket.gettimeout()
        self._socket.settimeout(0)
        try:
            return bool(self._file.peek(1))
        except (BlockingIOError, ssl.SSLWantReadError, TimeoutError):
            return False
        finally:
            self._socket.settimeout(timeout)
