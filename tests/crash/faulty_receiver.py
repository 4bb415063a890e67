"""A receiver of webhooks that fails as it is told, and writes down what it took."""

from __future__ import annotations

import base64
import hmac
import json
import os
import time
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

SLOWLY = 1.0  # seconds, longer than a sender waits in these tests
TOLERANCE = 300  # seconds that a sender's clock may differ
_OK = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Fault(StrEnum):
    """What happens to one request."""

    NONE = "none"
    DOWN = "down"  # the line breaks before anything was read
    REFUSES = "refuses"  # 422
    BROKEN = "broken"  # 500
    BUSY = "busy"  # 503
    SLOW = "slow"  # taken, but answered after the sender has gone
    DROPS = "drops"  # taken, and the line breaks
    TWICE = "twice"  # taken, and said twice


_CODES = {Fault.REFUSES: 422, Fault.BROKEN: 500, Fault.BUSY: 503}


@dataclass(frozen=True)
class Room:
    """One run's part of the receiver: the faults to come, the present, and what was taken."""

    folder: Path

    def plan(self, faults: list[Fault]) -> None:
        (self.folder / "faults").write_text("\n".join(faults))

    def next_fault(self) -> Fault:
        """The fault of this request; none once all of them have happened."""
        left = (self.folder / "faults").read_text().split()
        (self.folder / "faults").write_text("\n".join(left[1:]))
        return Fault(left[0]) if left else Fault.NONE

    def tell_time(self, now: float) -> None:
        (self.folder / "now").write_text(str(now))

    def now(self) -> float:
        return float((self.folder / "now").read_text())

    def take(self, key: str, sha256: str) -> None:
        with (self.folder / "taken").open("a") as taken:
            taken.write(f"{key} {sha256}\n")

    def taken(self) -> list[tuple[str, str]]:
        """Key and file of each request that was taken, repetitions too."""
        file = self.folder / "taken"
        lines = file.read_text().splitlines() if file.exists() else []
        return [(line.split()[0], line.split()[1]) for line in lines]


class _Door(BaseHTTPRequestHandler):
    """Takes what a request brings to the room that its path names."""

    home: ClassVar[Path]
    key: ClassVar[bytes]

    def log_message(self, *_words: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        room = Room(self.home / self.path.strip("/"))
        fault = room.next_fault()
        if fault is Fault.DOWN:
            self._break()
            return
        body = self.rfile.read(int(self.headers["content-length"]))
        if not _genuine(self, body, self.key, room.now()):
            self._say(401)
        elif fault in _CODES:
            self._say(_CODES[fault])
        else:
            room.take(self.headers["webhook-id"], json.loads(body)["data"]["sha256"])
            self._acknowledge(fault)

    def _acknowledge(self, fault: Fault) -> None:
        if fault is Fault.DROPS:
            self._break()
            return
        if fault is Fault.SLOW:
            time.sleep(SLOWLY)
        self.wfile.write(_OK * (2 if fault is Fault.TWICE else 1))
        self.close_connection = True

    def _break(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _say(self, code: int) -> None:
        self.send_response(code)
        self.send_header("content-length", "0")
        self.end_headers()

    def finish(self) -> None:
        """End the request; whoever sent it may have gone."""
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    """A server that says nothing of lines that broke: they are meant to."""

    def handle_error(self, *_who: object) -> None:
        """Say nothing."""


def serve(home: Path, key: bytes) -> tuple[int, int]:
    """The process that receives, and its port. Its rooms are folders of `home`."""
    _Door.home, _Door.key = home, key
    server = _Server(("127.0.0.1", 0), _Door)
    process = os.fork()
    if not process:
        server.serve_forever()
    port = server.server_address[1]
    server.socket.close()
    return process, int(port)


def _genuine(door: BaseHTTPRequestHandler, body: bytes, key: bytes, now: float) -> bool:
    """Whether the signature is the sender's and of the present (Standard Webhooks 1.0)."""
    known, stamp = door.headers["webhook-id"], door.headers["webhook-timestamp"]
    signed = hmac.digest(key, f"{known}.{stamp}.".encode() + body, "sha256")
    right = f"v1,{base64.b64encode(signed).decode()}"
    fresh = abs(now - int(stamp)) <= TOLERANCE
    return fresh and hmac.compare_digest(right, door.headers["webhook-signature"])
