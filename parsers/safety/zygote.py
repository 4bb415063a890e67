"""The process that foreign files are read in: loaded once, without network, forked for every job.

It is started by `parsers.safety.sandbox` with an empty environment, imports the readers, gives up
the network for good and then waits. For every job it receives one socket, forks, and the child sets
its limits, answers on that socket and ends. When the child has ended, its exit status is written to
the same socket, so that the caller also learns of a death that left no answer.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import socket
from collections.abc import Iterable
from typing import NoReturn

from parsers.safety import fence, frames
from parsers.safety.job import answer
from parsers.wording import vocabulary

_PRELOADED = (
    "parsers.reader",
    "parsers.invoices.parts",
    "parsers.paper.pages",
    "parsers.safety.dangers",
    "pdfplumber",
    "openpyxl",
)


def serve(control: socket.socket) -> None:
    """Answer jobs until the caller closes its end."""
    for name in _PRELOADED:
        importlib.import_module(name)
    vocabulary.learn()
    fence.no_network()
    gc.freeze()  # pages that the collector never touches stay shared with the children
    waker, woken = os.pipe()
    for end in (waker, woken):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken)
    running: dict[int, socket.socket] = {}
    while _step(control, waker, running):
        pass


def _step(control: socket.socket, waker: int, running: dict[int, socket.socket]) -> bool:
    ready = select.select([control.fileno(), waker], [], [])[0]
    if waker in ready:
        _drain(waker)
        _bury(running)
    if control.fileno() not in ready:
        return True
    _, handles, _, _ = socket.recv_fds(control, 1, 1)
    if not handles:
        return False
    job = socket.socket(fileno=handles[0])
    child = os.fork()
    if child == 0:
        control.close()
        _child(job, running.values())
    running[child] = job
    return True


def _child(job: socket.socket, others: Iterable[socket.socket]) -> NoReturn:
    """Answer the jobs of one socket, then end without coming back."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for other in others:
        other.close()
    try:
        frames.send(job, {"pid": os.getpid()})
        while (order := frames.receive(job)) is not None:
            frames.send(job, answer(order))
    finally:
        os._exit(0)  # also where the caller is gone: there is nobody left to tell


def _drain(waker: int) -> None:
    try:
        while os.read(waker, 512):
            pass
    except BlockingIOError:
        return


def _bury(running: dict[int, socket.socket]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        _tell(running.pop(pid), os.waitstatus_to_exitcode(status))


def _tell(job: socket.socket, code: int) -> None:
    try:
        frames.send(job, {"exit": code})
    except OSError:
        pass  # the caller has what it wanted and has gone
    finally:
        job.close()
