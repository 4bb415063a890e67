"""What listens on loopback for a test, and closes every line at its end."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import Self

_FIRST = 20_000
_LAST = 32_000
"""Linux gives out 32,768 and above by itself, macOS and Windows 49,152 and above: a port from below
can't become the near end of somebody's connection between its choice and its use."""


def free_port() -> int:
    """A port of this machine that nobody listens at, and that no other test of this user is given.

    The kernel's own choice (port 0) is anybody's again as soon as it is known, and many tests run
    beside each other. So they take turns: the file holds the port that was given out last.
    """
    turns = Path(tempfile.gettempdir(), f"billhook-ports-{os.getuid()}")
    with os.fdopen(os.open(turns, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+") as last:
        fcntl.flock(last, fcntl.LOCK_EX)
        port = int(last.read() or _LAST)
        while not _free(port := _FIRST if port >= _LAST else port + 1):
            pass
        last.seek(0)
        last.write(str(port))
    return port


def _free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do it: a port at which a closed connection still lingers is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


class Loopback(ABC):
    """Listens while its context is open; `_accept` serves whoever connects, on a thread."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._links: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for link in self._links:
            link.close()

    def cut(self) -> None:
        """End every line that is up, for both ends."""
        for link in tuple(self._links):
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    @property
    def port(self) -> int:
        """Where clients connect."""
        return int(self._listener.getsockname()[1])

    @abstractmethod
    def _accept(self) -> None:
        """Serve whoever connects, until the listener is closed."""
