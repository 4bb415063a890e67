"""A line between client and server that can be cut, frozen, and that cuts words in two."""

from __future__ import annotations

import random
import socket
import threading
import time
from contextlib import suppress

from tests.loopback import Loopback


class Proxy(Loopback):
    """Forwards one loopback port to another; `served` counts the bytes that came from the server.

    With `dice`, what the server says arrives in pieces cut anywhere, or several pieces in one. The
    lines that are up once `freeze_after` bytes were served are half open from then on.
    """

    def __init__(
        self, port: int, dice: random.Random | None = None, *, freeze_after: int | None = None
    ) -> None:
        self._target = port
        self._dice = dice
        self._freeze_after = freeze_after
        super().__init__()
        self._frozen: set[socket.socket] = set()
        self.served = 0

    def freeze(self) -> None:
        """Swallow every byte on the lines that are up now; nobody is told (half open)."""
        self._frozen.update(self._links)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                client.close()
                continue
            self._links += [client, server]
            threading.Thread(target=self._forward, args=(client, server), daemon=True).start()
            threading.Thread(
                target=self._forward, args=(server, client), kwargs={"back": True}, daemon=True
            ).start()

    def _forward(self, source: socket.socket, sink: socket.socket, *, back: bool = False) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if source in self._frozen:
                    continue
                self.served += len(data) if back else 0
                self._freeze_in_time()
                for piece in self._cut(data) if back else [data]:
                    sink.sendall(piece)
        for link in (source, sink):
            if link not in self._frozen:
                with suppress(OSError):
                    link.shutdown(socket.SHUT_RDWR)

    def _freeze_in_time(self) -> None:
        if self._freeze_after is not None and self.served >= self._freeze_after:
            self._freeze_after = None
            self.freeze()

    def _cut(self, data: bytes) -> list[bytes]:
        if self._dice is None or len(data) < 2:
            return [data]
        if self._dice.random() < 0.5:
            time.sleep(0.01)  # what the server says meanwhile comes in one piece with the next
            return [data]
        at = self._dice.randrange(1, len(data))
        return [data[:at], data[at:]]
