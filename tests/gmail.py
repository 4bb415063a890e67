"""A mail server that keeps labels as Gmail does (X-GM-EXT-1), in front of a real Dovecot.

Dovecot says that it knows the extension; what stands between it and the client keeps each label as
the keyword `X-GM-…`, on the same mails that Gmail would label.
"""

from __future__ import annotations

import re
import socket
import threading
from contextlib import suppress
from typing import BinaryIO

from tests.loopback import Loopback

CAPABILITY = "+X-GM-EXT-1"
"""What `tests.dovecot.running` makes the server say of itself."""

_STORE = re.compile(rb"(\S+ UID STORE \S+ [+-])X-GM-LABELS(\.SILENT)? \(([^)]*)\)", re.IGNORECASE)
_LITERAL = re.compile(rb"\{(\d+)\+?\}\r\n$")


class Gmail(Loopback):
    """Listens on loopback; `port` is where clients connect. Plain lines only."""

    def __init__(self, server: int) -> None:
        self._server = server
        super().__init__()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server))
                self._links += [client, server]
                for work in (_speak, _answer):
                    threading.Thread(target=work, args=(client, server), daemon=True).start()


def _speak(client: socket.socket, server: socket.socket) -> None:
    """What the client says, its labels as keywords."""
    with suppress(OSError, ValueError), client.makefile("rb") as lines:
        while line := lines.readline():
            server.sendall(_STORE.sub(_as_keywords, line))
            if literal := _LITERAL.search(line):
                _pass_on(lines, int(literal[1]), server)
    with suppress(OSError):
        server.shutdown(socket.SHUT_WR)


def _pass_on(lines: BinaryIO, size: int, server: socket.socket) -> None:
    while size and (piece := lines.read(min(size, 65_536))):
        server.sendall(piece)
        size -= len(piece)


def _as_keywords(match: re.Match[bytes]) -> bytes:
    labels = re.findall(rb'[^\s"]+', match[3])
    keywords = b" ".join(b"X-GM-" + label for label in labels)
    return match[1] + b"FLAGS" + (match[2] or b"") + b" (" + keywords + b")"


def _answer(client: socket.socket, server: socket.socket) -> None:
    with suppress(OSError):
        while piece := server.recv(65_536):
            client.sendall(piece)
    with suppress(OSError):
        client.shutdown(socket.SHUT_WR)
