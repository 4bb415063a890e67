"""Doors of other machines: a line to a socket in the data folder of another machine.

Both sides show the passport of the installation (`vault.passport`), TLS 1.3 and nothing older. The
caller names a door and hears one byte where it is open. From then on what either side says goes to
the other, in pieces: their length in four bytes, then they; a piece of no length is the end of what
that side says. Neither end of the line need know that there is a network between them: each has a
plain socket.
"""

from __future__ import annotations

import logging
import re
import selectors
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAME: Final = "machine.billhook.internal"
"""Whom the passport is made out to."""

_log = logging.getLogger(__name__)
_DOOR: Final = re.compile(r"[0-9a-z][0-9a-z-]{0,63}\.(door|live)")
_LENGTH: Final = struct.Struct(">I")
_LONGEST: Final = 64 * 1024
_MOST_WAITING: Final = 1024 * 1024
_OPEN: Final = b"+"
_PATIENCE: Final = 5.0  # seconds to reach the other machine, and to say which door
_BEAT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Passport:
    """The file that every machine of the installation has."""

    path: Path

    def shown_by_server(self) -> ssl.SSLContext:
        """How this machine shows it to whoever calls, and wants it shown."""
        return self._trusting(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))

    def shown_by_caller(self) -> ssl.SSLContext:
        """How this machine shows it to whom it calls, and wants it shown."""
        return self._trusting(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    def _trusting(self, context: ssl.SSLContext) -> ssl.SSLContext:
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_cert_chain(self.path)
        context.load_verify_locations(self.path)
        return context


def split(address: str) -> tuple[str, int]:
    """Host and port of `host:port`. Raises ValueError for anything else."""
    host, colon, port = address.rpartition(":")
    if not (colon and host and port.isdigit() and 0 < int(port) < 1 << 16):
        raise ValueError(f"{address!r} is no host:port")
    return host.strip("[]"), int(port)


def far_line(passport: Passport, address: str, name: str) -> socket.socket:
    """A line to a door of the machine at an address.

    Raises:
        OSError: it is not reached, is none of ours, or nobody is behind that door.
        ValueError: this is no address.
    """
    with ExitStack() as failed:
        bare = failed.enter_context(socket.create_connection(split(address), _PATIENCE))
        sealed = passport.shown_by_caller().wrap_socket(bare, server_hostname=NAME)
        failed.enter_context(sealed)
        sealed.sendall(f"{name}\n".encode())
        if sealed.recv(len(_OPEN)) != _OPEN:
            raise ConnectionRefusedError
        ours, theirs = socket.socketpair()
        failed.pop_all()
    threading.Thread(target=_pass_on, args=(theirs, sealed), daemon=True).start()
    return ours


@contextmanager
def far_doors(passport: Passport, address: str, folder: Path) -> Iterator[None]:
    """The doors in a folder, open to the installation's other machines while the block lasts.

    Raises:
        OSError: the passport can't be read, or nobody can listen at the address.
    """
    context, closing = passport.shown_by_server(), threading.Event()
    with socket.create_server(split(address)) as way_in:
        way_in.settimeout(_BEAT)
        keeping = threading.Thread(
            target=_keep, args=(way_in, context, folder, closing), daemon=True
        )
        keeping.start()
        try:
            yield
        finally:
            closing.set()
            keeping.join()


def _keep(
    way_in: socket.socket, context: ssl.SSLContext, folder: Path, closing: threading.Event
) -> None:
    while not closing.is_set():
        with suppress(TimeoutError):
            caller, _ = way_in.accept()
            threading.Thread(target=_let_in, args=(caller, context, folder), daemon=True).start()


def _let_in(caller: socket.socket, context: ssl.SSLContext, folder: Path) -> None:
    try:
        with ExitStack() as failed:
            failed.enter_context(caller)
            caller.settimeout(_PATIENCE)
            sealed = failed.enter_context(context.wrap_socket(caller, server_side=True))
            inside = failed.enter_context(socket.socket(socket.AF_UNIX))
            inside.connect(str(folder / _named(sealed)))
            sealed.sendall(_OPEN)
            failed.pop_all()
    except (OSError, ValueError) as error:  # a stranger, or a door that has closed
        _log.info("Nobody was let in from another machine: %s.", type(error).__name__)
        return
    _pass_on(inside, sealed)


def _named(sealed: ssl.SSLSocket) -> str:
    """The door that the caller names. Raises ValueError, where it can't be one."""
    said = b""
    while not said.endswith(b"\n") and len(said) < 80:  # noqa: PLR2004 - longer than any name
        piece = sealed.recv(1)
        if not piece:
            break
        said += piece
    name = said.decode("ascii").rstrip("\n")
    if not _DOOR.fullmatch(name):
        raise ValueError("no door")
    return name


def _pass_on(plain: socket.socket, sealed: ssl.SSLSocket) -> None:
    """Nothing comes back: both sides have said all, or one of them is gone."""
    with plain, sealed, suppress(OSError, ValueError):
        _Passing(plain, sealed).run()


class _Passing:
    """What passes between a plain socket and a sealed one, in one thread."""

    def __init__(self, plain: socket.socket, sealed: ssl.SSLSocket) -> None:
        for one in (plain, sealed):
            one.setblocking(False)
        self._plain = plain
        self._sealed = sealed
        self._out = bytearray()  # to the sealed side, in pieces
        self._in = bytearray()  # from it, in pieces
        self._to_plain = bytearray()
        self._said_all = False
        self._heard_all = False
        self._shut = False

    def run(self) -> None:
        """Raises OSError, where a side is gone, ValueError for what is no piece."""
        with selectors.DefaultSelector() as selector:
            while not self._is_over:
                self._hear_plain()
                self._hear_sealed()
                self._tell()
                self._wait(selector)

    @property
    def _is_over(self) -> bool:
        return self._said_all and self._shut and not self._out

    def _wait(self, selector: selectors.DefaultSelector) -> None:
        for key in tuple(selector.get_map().values()):
            selector.unregister(key.fileobj)
        if self._is_over:
            return
        wanted = (
            (self._plain, self._wants_plain, bool(self._to_plain)),
            (self._sealed, self._wants_sealed, bool(self._out)),
        )
        for one, reads, writes in wanted:
            events = selectors.EVENT_READ * reads | selectors.EVENT_WRITE * writes
            if events:
                selector.register(one, events)
        selector.select(_BEAT)

    @property
    def _wants_plain(self) -> bool:
        return not self._said_all and len(self._out) < _MOST_WAITING

    @property
    def _wants_sealed(self) -> bool:
        return not self._heard_all and len(self._to_plain) < _MOST_WAITING

    def _hear_plain(self) -> None:
        with suppress(BlockingIOError):
            while self._wants_plain:
                piece = self._plain.recv(_LONGEST)
                self._said_all = not piece
                self._out += _LENGTH.pack(len(piece)) + piece

    def _hear_sealed(self) -> None:
        """What TLS has read ahead is no news to a selector: it is taken to the last byte."""
        with suppress(ssl.SSLWantReadError, ssl.SSLWantWriteError):
            while self._wants_sealed:
                piece = self._sealed.recv(_LONGEST)
                if not piece:
                    raise ConnectionResetError
                self._in += piece
                self._unpack()

    def _unpack(self) -> None:
        while len(self._in) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._in)
            if length > _LONGEST:
                raise ValueError("too long a piece")
            end = _LENGTH.size + length
            if len(self._in) < end:
                return
            self._to_plain += self._in[_LENGTH.size : end]
            self._heard_all |= length == 0
            del self._in[:end]

    def _tell(self) -> None:
        with suppress(ssl.SSLWantReadError, ssl.SSLWantWriteError):
            while self._out:
                del self._out[: self._sealed.send(self._out[:_LONGEST])]
        with suppress(BlockingIOError):
            while self._to_plain:
                del self._to_plain[: self._plain.send(self._to_plain[:_LONGEST])]
        if self._heard_all and not self._to_plain and not self._shut:
            self._plain.shutdown(socket.SHUT_WR)
            self._shut = True
