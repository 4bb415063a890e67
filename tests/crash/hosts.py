"""Machines of an installation, each with a cable that can be pulled.

A machine reaches the database by its cable alone. The portals are reached by another way that is
never cut, as a machine may lose its company's network and not the world's. Where we may make them,
machines are network namespaces, and pulling a cable is just that; elsewhere they are processes of
ours whose line to the database stands still from then on. Nobody is told of either.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.loopback import free_port

_NETWORK = 0x40000000  # CLONE_NEWNET
_DOORS = 8430
Connect = Callable[[], socket.socket]


@dataclass(frozen=True)
class Host:
    """One machine; `database` is where it finds the server, `address` where others find it.

    Without a namespace (`space`) it is one in name only.
    """

    database: str
    address: str
    space: str = ""
    cable: str = ""
    _plugged: threading.Event = field(default_factory=threading.Event)

    def pull(self) -> None:
        """Nothing comes or goes by its cable from now on."""
        self._plugged.clear()
        if self.space:
            _ip("link", "set", self.cable, "down")

    def plug(self) -> None:
        """The cable is in again."""
        if self.space:
            _ip("link", "set", self.cable, "up")
        self._plugged.set()

    def command(self, *words: str) -> list[str]:
        """A command that runs on this machine."""
        return [*(("ip", "netns", "exec", self.space) if self.space else ()), *words]

    @contextmanager
    def reaching(self, origin: str) -> Iterator[None]:
        """The machine reaches a portal of ours, by another way than its cable."""
        at = (urlsplit(origin).hostname or "", urlsplit(origin).port or 0)
        if not self.space:  # it does anyway
            yield
            return
        way_in, always = self._listening(at), threading.Event()
        always.set()
        with _passing_on(way_in, lambda: socket.create_connection(at), always):
            yield

    def _listening(self, at: tuple[str, int]) -> socket.socket:
        """What listens at an address of this machine."""
        made: list[socket.socket] = []

        def make() -> None:
            with Path(f"/run/netns/{self.space}").open() as space:
                libc = ctypes.CDLL(None, use_errno=True)
                if libc.setns(space.fileno(), _NETWORK):
                    raise OSError(ctypes.get_errno(), "setns")
            made.append(socket.create_server(at))

        there = threading.Thread(target=make)  # a thread of its own ends in that namespace
        there.start()
        there.join()
        return made[0]


@contextmanager
def host(database: Connect) -> Iterator[Host]:
    """A machine as long as the block lasts; `database` connects with the server."""
    with ExitStack() as stack:
        ours, theirs, space, cable = "127.0.0.1", "127.0.0.1", "", ""
        if _permitted():
            space, cable, ours, theirs = stack.enter_context(_namespace())
        way_in = socket.create_server((ours, 0))
        port = _DOORS if space else free_port()
        at = f"{ours}:{way_in.getsockname()[1]}"
        machine = Host(at, f"{theirs}:{port}", space, cable)
        stack.enter_context(_passing_on(way_in, database, machine._plugged))
        machine._plugged.set()
        yield machine


def _permitted() -> bool:
    """Whether namespaces can be made here."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    name = f"bh-{secrets.token_hex(3)}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    if not made.returncode:
        _ip("netns", "del", name)
    return not made.returncode


@contextmanager
def _namespace() -> Iterator[tuple[str, str, str, str]]:
    """A namespace, our end of its cable, our address there and its own."""
    word = secrets.token_hex(3)
    space, ours, theirs = f"bh-{word}", f"bh{word}o", f"bh{word}t"
    net = f"10.{64 + secrets.randbelow(128)}.{secrets.randbelow(256)}"
    with ExitStack() as stack:
        _ip("netns", "add", space)
        stack.callback(_ip, "netns", "del", space)
        _ip("link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", space)
        _ip("addr", "add", f"{net}.1/30", "dev", ours)
        _ip("link", "set", ours, "up")
        _ip("-n", space, "addr", "add", f"{net}.2/30", "dev", theirs)
        for device in ("lo", theirs):
            _ip("-n", space, "link", "set", device, "up")
        yield space, ours, f"{net}.1", f"{net}.2"


@contextmanager
def _passing_on(
    way_in: socket.socket, connect: Connect, plugged: threading.Event
) -> Iterator[None]:
    """Whoever comes in at one side is connected with the other, while the cable is in."""
    lines: list[socket.socket] = []
    over = threading.Event()

    def keep() -> None:
        with suppress(OSError):
            while True:
                caller, _ = way_in.accept()
                lines.append(caller)
                plugged.wait()
                if over.is_set():
                    return
                try:
                    there = connect()
                except OSError:
                    caller.close()
                    continue
                lines.append(there)
                for ends in ((caller, there), (there, caller)):
                    _start(_forward, *ends, plugged)

    keeping = _start(keep)
    try:
        yield
    finally:
        over.set()
        plugged.set()  # who waits for it may end
        with suppress(OSError):
            way_in.shutdown(socket.SHUT_RDWR)
        keeping.join()
        for line in (way_in, *lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()


def _forward(one: socket.socket, other: socket.socket, plugged: threading.Event) -> None:
    """An end is no more told through a pulled cable than anything else is."""
    with suppress(OSError):
        while piece := one.recv(65_536):
            plugged.wait()
            other.sendall(piece)
    plugged.wait()
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)


def _start(work: Callable[..., None], *given: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=given, daemon=True)
    thread.start()
    return thread


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
