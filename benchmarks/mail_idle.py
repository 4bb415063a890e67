"""What watching 20 quiet mailboxes costs: processor time over a minute, in per cent of one core."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from imapclient import IMAPClient

from benchmarks import Measured
from benchmarks.mails import installation, quietly, server, worker
from billhook.settings import load
from billhook.wiring import opened_store, opened_vault, works
from pipeline.mails.watching import Watchers
from pipeline.worker import LOOK

_MAILBOXES: Final = 20
_SETTLED: Final = 20.0
_MINUTE: Final = 60.0
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def run(_data: Path | None) -> Measured:
    """Per cent of a core for the watch; the reference waits in imapclient's own `idle_check`."""
    with server() as dovecot:
        boxes = [replace(dovecot.mailbox(), id=f"box-{at}") for at in range(_MAILBOXES)]
        names = [box.username for box in boxes]
        with installation(dovecot, boxes) as folder:
            ours = _cost(lambda: _process(_watch, folder))
            whole = _cost(lambda: worker(folder))
        theirs = _cost(lambda: _process(_check, dovecot.imap, names))
    details = {"mailboxes": _MAILBOXES, "seconds": _MINUTE, "whole_worker": quietly(whole)}
    return Measured("mail-idle", quietly(ours), quietly(theirs), "% of a core", details)


def _cost(start: Callable[[], AbstractContextManager[int]]) -> float:
    """The processor time of a process over a minute, once it has settled, in per cent."""
    with start() as pid:
        time.sleep(_SETTLED)
        before = _ticks(pid)
        time.sleep(_MINUTE)
        return (_ticks(pid) - before) / _TICKS / _MINUTE * 100


def _ticks(pid: int) -> int:
    """The processor time of a process and its threads (proc(5): utime and stime)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@contextmanager
def _process(work: Callable[..., None], *given: object) -> Iterator[int]:
    process = multiprocessing.get_context("spawn").Process(target=work, args=given, daemon=True)
    process.start()
    assert process.pid is not None
    try:
        yield process.pid
    finally:
        process.terminate()
        process.join()


def _watch(folder: Path) -> None:
    """Watch all mailboxes, as the worker does."""
    settings = load(folder)
    with opened_store(settings) as store, opened_vault(settings) as vault:
        watchers = Watchers(works(settings, store, vault), lambda: None)
        while True:
            watchers.turn()
            time.sleep(LOOK.total_seconds())


def _check(port: int, names: list[str]) -> None:
    """Wait for mail with imapclient alone."""
    for name in names:
        threading.Thread(target=_check_one, args=(port, name), daemon=True).start()
    threading.Event().wait()


def _check_one(port: int, name: str) -> None:
    from tests.dovecot import PASSWORD

    client = IMAPClient("127.0.0.1", port, ssl=False)
    client.login(name, PASSWORD)
    client.select_folder("INBOX", readonly=True)
    client.idle()
    while True:
        client.idle_check(timeout=1)
