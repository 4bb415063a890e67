"""The process of a visit, started within milliseconds: forked from one that has all of it loaded.

That one, `fetchers.portals.zygote`, is started with the first visit and again where it has died.
Neither gets anything of this process but a handful of environment variables and the ends of pipes.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from platformdirs import user_cache_path

from model.errors import VisitNotStarted

_ROOT: Final = Path(__file__).parents[2]
_KEPT: Final = ("PATH", "HOME", "TMPDIR")
_START_SECONDS: Final = 60.0  # to load all, on a machine under load
_END_SECONDS: Final = 5.0
_TRIES: Final = 2


@dataclass(frozen=True, slots=True)
class Child:
    """A visit's process: `told` is its standard input, `heard` its standard output."""

    pid: int
    told: BinaryIO
    heard: BinaryIO
    link: socket.socket

    def tell(self, line: bytes) -> None:
        """Nothing comes back: the line is on its way; a dead child hears nothing."""
        with suppress(BrokenPipeError):  # whoever watches it will see that
            self.told.write(line)
            self.told.flush()

    def ended_within(self, seconds: float) -> bool:
        """Whether it is dead, or dies in that time."""
        poller = select.poll()
        poller.register(self.heard, 0)  # nothing but the end of it
        return bool(poller.poll(seconds * 1000))

    def end(self) -> None:
        """Nothing comes back: the process and its whole group are gone."""
        with suppress(BrokenPipeError):  # what a dead child never read is still in the buffer
            self.told.close()
        with suppress(OSError):  # what it was forked from is dead too
            self.link.shutdown(socket.SHUT_WR)
            self.link.settimeout(_END_SECONDS)
            self.link.recv(1)  # nothing: it is gone
        if not self.ended_within(_END_SECONDS):
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        self.heard.close()
        self.link.close()


@contextmanager
def child(*, line: int | None = None) -> Iterator[Child]:
    """A child at work; at the end its whole process group is killed.

    Its standard input stays open as long as this process lives: its end tells the child to stop.
    The line to those who attend the visit it inherits beside that, as `wire.LINE`.

    Raises:
        VisitNotStarted: no process could be had.
    """
    made = born(line)
    try:
        yield made
    finally:
        made.end()


def born(line: int | None) -> Child:
    """A new child, which lives until it is ended or this process dies.

    Raises:
        VisitNotStarted: no process could be had.
    """
    for _ in range(_TRIES):
        server = _ZYGOTE.server()
        try:
            return _forked(server, line)
        except OSError:  # it has died, or hangs
            _ZYGOTE.give_up(server)
    raise VisitNotStarted


@dataclass(frozen=True, slots=True)
class _Server:
    """A running zygote, and what its visits see of this process's environment."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    owner: int
    environment: dict[str, str]

    @property
    def serves(self) -> bool:
        """Whether it is ours, alive, and as one started now would be."""
        ours = self.owner == os.getpid() and self.environment == environment()
        return ours and self.process.poll() is None

    def stop(self) -> None:
        """Nothing comes back: it is dead; the visits forked from it go on."""
        self.control.close()
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()


class _Zygote:
    """The one process that this one's visits are forked from."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: _Server | None = None

    def server(self) -> _Server:
        """The running one, or a new one."""
        with self._lock:
            if self._server is None or not self._server.serves:
                self._stop()
                self._server = _started()
            return self._server

    def give_up(self, server: _Server) -> None:
        """Nothing comes back: this one is used no more."""
        with self._lock:
            if self._server is server:
                self._stop()

    def stop(self) -> None:
        """Nothing comes back: none is left running; called when the interpreter ends."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None


_ZYGOTE: Final = _Zygote()
atexit.register(_ZYGOTE.stop)


def _started() -> _Server:
    control, theirs = socket.socketpair()
    inherited = environment()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-P", "-s", "-m", "fetchers.portals.zygote", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            env=inherited,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    return _Server(process, control, os.getpid(), inherited)


def environment() -> dict[str, str]:
    """Little enough that no secret of ours can be in it."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    ours = {"LANG": "C.UTF-8", "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**kept, **ours, **_compiled()}


def _compiled() -> dict[str, str]:
    """Where the driver of the browser keeps its scripts compiled, which is a third of its start.

    Nowhere, where another user owns the folder that this lies in: what is kept there is run.
    """
    cache = user_cache_path("billhook")
    folder = next(one for one in (cache, *cache.parents) if one.exists())
    if folder.stat().st_uid != os.geteuid():
        return {}
    return {"NODE_COMPILE_CACHE": str(cache / "node")}


def _forked(server: _Server, line: int | None) -> Child:
    """A child of the server's.

    Raises:
        OSError: the server has died, does not answer, or the machine is full.
    """
    with ExitStack() as theirs, ExitStack() as ours:
        told = _pipe(theirs, ours)
        heard = _pipe(ours, theirs)
        link, far = socket.socketpair()
        ours.enter_context(link)
        theirs.enter_context(far)
        handles = [far.fileno(), told[0].fileno(), heard[1].fileno()]
        socket.send_fds(server.control, [b"v"], handles if line is None else [*handles, line])
        theirs.close()  # else the link would not end with theirs
        pid = _answer(link)
        ours.pop_all()
        return Child(pid, told[1], heard[0], link)


def _pipe(reader: ExitStack, writer: ExitStack) -> tuple[BinaryIO, BinaryIO]:
    """A pipe's end to read from and its end to write to, each closed with its stack."""
    read, write = os.pipe()
    return (
        reader.enter_context(os.fdopen(read, "rb")),
        writer.enter_context(os.fdopen(write, "wb")),
    )


def _answer(link: socket.socket) -> int:
    """The number of the process that was forked."""
    link.settimeout(_START_SECONDS)
    told = link.recv(16)
    if not told:
        raise ConnectionError
    return int(told)
