"""The process that visits are forked from: `python -m fetchers.portals.zygote SOCKET`.

It is started by `fetchers.portals.starting` and then waits; it starts no browser, holds no secret
and has one thread. The first visit is forked from it as it is, and loads what it needs beside other
work. With the second one, what visits need is loaded once for all that follow. For every visit it
receives a link and the two ends of pipes that are to be the visit's standard input and output,
forks, and lets its own copies go. The link's end, on the side of whoever ordered the visit, is the
word to end the visit's process and all that it started; so every visit ends with the process that
ordered it.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import Final, NoReturn

from fetchers.portals.calls import LINE
from fetchers.portals.child import main
from fetchers.portals.offspring import kill_offspring
from model.hygiene import harden

_NEEDED: Final = (
    "fetchers.portals.beforehand",
    "fetchers.portals.visiting",
    "fetchers.portals.by_browser",
    "fetchers.portals.autopilot.repair",
    "fetchers.portals.browserless.visit",
    "fetchers.portals.instants",
    "vault.totp",
    "encodings.idna",
)
"""What visits load, which would be anew each time."""

_MOST_HANDLES: Final = 4  # the link, input, output, and the line to who attends the visit


def serve(control: socket.socket) -> None:
    """Nothing comes back, once nobody orders visits any more and the last one has ended."""
    harden()
    _share()
    running: dict[socket.socket, int] = {}
    open_to_more, first = True, True
    while open_to_more or running:
        watched = [*running, control] if open_to_more else [*running]
        for ready in select.select(watched, [], [])[0]:
            if ready is control:
                open_to_more = _begin(control, running, alone=first)
                first = False
            else:
                _end(ready, running.pop(ready))


def _share() -> None:
    """Nothing comes back: pages that the collector never touches stay shared with the visits."""
    gc.collect()
    gc.freeze()


@cache
def _load() -> None:
    """Nothing comes back: everything is loaded that visits need."""
    for name in _NEEDED:
        importlib.import_module(name)
    saying = importlib.import_module("fetchers.portals.sayings").saying
    saying("")  # reads the rules
    _share()


def _begin(control: socket.socket, running: dict[socket.socket, int], *, alone: bool) -> bool:
    """Whether more visits may be ordered; if so, the ordered one has its process.

    One that may be `alone` is not kept waiting for what it loads itself.
    """
    handles = socket.recv_fds(control, 1, _MOST_HANDLES)[1]
    if not handles:
        return False
    if not alone:
        _load()
    link, *pipes = socket.socket(fileno=handles[0]), *handles[1:]
    with suppress(OSError):  # no room for it, or its order has gone: the link's end says so
        child = os.fork()
        if child == 0:
            _visit(pipes, (control, link, *running))
        running[link] = child
        link.sendall(b"%d\n" % child)
    for pipe in pipes:
        os.close(pipe)
    if link not in running:
        link.close()
    return True


def _visit(handles: list[int], others: Iterable[socket.socket]) -> NoReturn:
    """Make one visit, with nothing open but what it was given, then end without coming back."""
    try:
        os.setsid()
        for other in others:
            other.detach()  # its number is closed below, and may be another file's soon
        places = (sys.stdin.fileno(), sys.stdout.fileno(), LINE)
        for handle, place in zip(handles, places, strict=False):
            os.dup2(handle, place)
        os.closerange(1 + len(handles), os.sysconf("SC_OPEN_MAX"))  # 1: the errors' way to nowhere
        main()
    finally:
        os._exit(0)  # also after an error: its text may hold a secret, and nobody reads it


def _end(link: socket.socket, child: int) -> None:
    """Nothing comes back: the visit's whole process group is gone, and its order knows."""
    kill_offspring(child)  # first: then nothing writes to the visit's folder once its order knows
    with suppress(ProcessLookupError):  # it has not come so far as to have a group
        os.killpg(child, signal.SIGKILL)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    link.close()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
