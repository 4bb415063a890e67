"""What a process and all that came from it cost: processor time, and memory by who holds it."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

_PR_SET_CHILD_SUBREAPER: Final = 36  # prctl(2): orphans below come to this process, not to init
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_LOOK: Final = 0.1  # seconds between two looks at the memory
_BROWSER: Final = "chrom"


@contextmanager
def program(*words: str) -> Iterator[int]:
    """The process id of a program of ours at work; the end of its standard input is its end."""
    process = subprocess.Popen((sys.executable, *words), stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(b"\n")  # no passphrase
    process.stdin.flush()
    try:
        yield process.pid
    finally:
        process.stdin.close()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def adopt_orphans() -> None:
    """Count what orphans below this process cost too: they become its children."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def settled_cpu(*, but: frozenset[int] = frozenset(), seconds: float = 10.0) -> float:
    """Processor seconds of this process and all that came from it, once nothing else runs there.

    `but` are children that stay.
    """
    end = time.monotonic() + seconds
    while set(children(os.getpid())) - but and time.monotonic() < end:
        _bury(but)
        time.sleep(0.02)
    return cpu_so_far()


def cpu_so_far() -> float:
    """Processor seconds of this process and all that came from it; whole ticks of what lives."""
    ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own = sum(used.ru_utime + used.ru_stime for used in ended)
    below = (pid for pid in family(os.getpid()) if pid != os.getpid())
    return own + sum(_ticks(pid) for pid in below) / _TICKS


def _bury(but: frozenset[int]) -> None:
    for pid in set(children(os.getpid())) - but:
        try:
            os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:  # whoever started it has buried it
            continue


def _ticks(pid: int) -> int:
    """What a process used, and what its ended children did."""
    told = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, told[11:15]))


def family(pid: int) -> Iterator[int]:
    """A process and all that came from it."""
    yield pid
    for child in children(pid):
        yield from family(child)


def children(pid: int) -> Iterator[int]:
    """What a process started and what still runs of it."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:  # it has ended meanwhile
        return
    for task in tasks:
        yield from map(int, _read(task / "children").split())


@dataclass
class Memory:
    """The most megabytes that one visit held while it was watched: its browser, and all else.

    A visit is a process that the watched one started and whose command holds `sign`; or, where that
    `forks`, each one that was forked from it.
    """

    root: int
    sign: str
    forks: bool
    most: dict[str, float] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_ended: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(_LOOK):
            for child in children(self.root):
                if self.sign not in command(child):
                    continue
                if self.forks:
                    self._note("forked_from", _megabytes(child))
                for visit in children(child) if self.forks else [child]:
                    self._look(visit)

    def _look(self, visit: int) -> None:
        held = {True: 0.0, False: 0.0}
        for pid in family(visit):
            held[_BROWSER in command(pid)] += _megabytes(pid)
        self._note("own", held[False])
        self._note("with_browser", held[True] + held[False])

    def _note(self, whose: str, held: float) -> None:
        self.most[whose] = max(self.most.get(whose, 0.0), round(held, 1))


def command(pid: int) -> str:
    """The words that a process was started with; empty where it has ended."""
    return _read(Path(f"/proc/{pid}/cmdline"))


def _megabytes(pid: int) -> float:
    """The proportional share of memory of a process (PSS): pages that several hold count once."""
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def resident(pid: int) -> float:
    """The proportional share of memory of a process, in megabytes; 0 once it has ended."""
    return _megabytes(pid)


def ticks(pid: int) -> float:
    """The processor seconds of a process and of its children that ended."""
    return _ticks(pid) / _TICKS if command(pid) else 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # the process has ended meanwhile
        return ""
