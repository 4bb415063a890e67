"""The line of a live page between two processes: packets on a local socket, in both directions.

A packet is a letter (F for a frame, J for a message), its length in four bytes, and its content.
Neither side ever waits for the other: what can't be written now is written later, and of frames
only the newest is kept.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

FRAME: Final = b"F"
MESSAGE: Final = b"J"

_HEAD: Final = struct.Struct(">cI")
_MOST_BYTES: Final = 4 * 1024 * 1024
_MOST_WAITING: Final = 1024 * 1024  # of messages that the other side does not read
_PIECE: Final = 256 * 1024
_IN_FLIGHT: Final = 2  # frames sent and not yet drawn


@dataclass(frozen=True, slots=True)
class Packet:
    """What came over a line: a frame as JPEG, or a message as JSON."""

    kind: bytes
    content: bytes


def packed(kind: bytes, content: bytes) -> bytes:
    """A packet as it travels."""
    return _HEAD.pack(kind, len(content)) + content


class Unpacking:
    """Packets out of the pieces in which they arrive."""

    def __init__(self) -> None:
        self._left = b""

    def feed(self, piece: bytes) -> Iterator[Packet]:
        """The packets that are whole now. Raises ValueError for what is none."""
        self._left += piece
        while len(self._left) >= _HEAD.size:
            kind, length = _HEAD.unpack_from(self._left)
            if kind not in (FRAME, MESSAGE) or length > _MOST_BYTES:
                raise ValueError("that is no packet of a live page")
            end = _HEAD.size + length
            if len(self._left) < end:
                return
            content, self._left = self._left[_HEAD.size : end], self._left[end:]
            yield Packet(kind, content)


class Line:
    """One end of a line. It is `closed` once the other end is gone, or talks nonsense."""

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self.socket = end
        self.closed = False
        self._unpacking = Unpacking()
        self._out = bytearray()
        self._newest: bytes | None = None
        self._in_flight = 0

    @property
    def has_more(self) -> bool:
        """Whether something waits until the socket takes more."""
        return bool(self._out)

    def say(self, message: bytes) -> None:
        """Nothing comes back: the message is on its way."""
        self._out += packed(MESSAGE, message)
        if len(self._out) > _MOST_WAITING + _MOST_BYTES:
            self.closed = True
        self.flush()

    def show(self, frame: bytes) -> None:
        """Nothing comes back: the frame goes out, or waits until one before it was drawn."""
        self._newest = frame
        self._send_newest()

    def drawn(self) -> None:
        """The other end has drawn a frame."""
        self._in_flight = max(0, self._in_flight - 1)
        self._send_newest()

    def fresh(self) -> None:
        """Nothing comes back: frames that were on their way count no more, for a new picture."""
        self._newest, self._in_flight = None, 0

    def hear(self) -> list[Packet]:
        """What has come since the last look."""
        heard: list[Packet] = []
        with suppress(BlockingIOError):
            while not self.closed:
                heard += self._piece()
        return heard

    def flush(self) -> None:
        """Nothing comes back: as much is written as the socket takes now."""
        try:
            while self._out and not self.closed:
                del self._out[: self.socket.send(self._out)]
        except BlockingIOError:
            return
        except OSError:
            self.closed = True

    def close(self) -> None:
        """Nothing comes back: the line is over."""
        self.closed = True
        self.socket.close()

    def _piece(self) -> list[Packet]:
        try:
            piece = self.socket.recv(_PIECE)
            self.closed = not piece
            return list(self._unpacking.feed(piece))
        except BlockingIOError:
            raise
        except (OSError, ValueError):
            self.closed = True
            return []

    def _send_newest(self) -> None:
        if self._newest is None or self._in_flight >= _IN_FLIGHT or self._out:
            return
        self._out += packed(FRAME, self._newest)
        self._newest = None
        self._in_flight += 1
        self.flush()
