"""Visits to forty portals, two at a time, beside a script written by hand for the same portals."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from benchmarks import Measured
from fetchers.portals import visit
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import VisitOrder

_PORTALS: Final = 40
_AT_ONCE: Final = 2
_OURS: Final = "fetchers.portals.child"
_BY_HAND: Final = "portals_by_hand.py"
_HOUR: Final = 3600.0
_LOOK: Final = 0.25  # seconds between two looks at the memory


def run(_data: Path | None) -> Measured:
    """Seconds a visit; the reference is the script's."""
    with (
        _portals() as origins,
        tempfile.TemporaryDirectory() as folder,
        _Memory() as memory,
        ThreadPoolExecutor(_AT_ONCE) as pool,
    ):
        places = [Path(folder) / str(number) for number in range(len(origins))]
        pairs = list(pool.map(_pair, range(len(origins)), origins, places))
    ours, theirs = (sum(seconds) / len(seconds) for seconds in zip(*pairs, strict=True))
    details = {
        "portals": len(origins),
        "at_once": _AT_ONCE,
        "visits_an_hour": round(_AT_ONCE * _HOUR / ours),
        "reference_an_hour": round(_AT_ONCE * _HOUR / theirs),
        "memory_mb_a_visit": memory.most[_OURS],
        "reference_memory_mb_a_visit": memory.most[_BY_HAND],
    }
    return Measured("portals", round(ours, 3), round(theirs, 3), "seconds a visit", details)


@contextmanager
def _portals() -> Iterator[tuple[str, ...]]:
    from tests.portals.serving import serve  # late: the farm comes with the source checkout
    from tests.portals.sites import Site

    with ExitStack() as stack:
        yield tuple(stack.enter_context(serve(Site().app())) for _ in range(_PORTALS))


def _pair(number: int, origin: str, place: Path) -> tuple[float, float]:
    """Seconds of our visit and of the script's, one after the other, either first in turn."""
    place.mkdir()
    if number % 2:
        theirs = _seconds_by_hand(origin, place)
        return _seconds_of_ours(origin, place), theirs
    return _seconds_of_ours(origin, place), _seconds_by_hand(origin, place)


@dataclass(frozen=True, slots=True)
class _Given:
    """The farm's credential; fulfils `model.ports.Lease`."""

    username: str
    password: Secret
    origins: frozenset[str]
    name: str = "farm"
    edition: str | None = None
    totp: Secret | None = None
    customer_number: str | None = None


def _seconds_of_ours(origin: str, folder: Path) -> float:
    from tests.portals.recipes import table
    from tests.portals.sites import DOCS, PASSWORD, USER

    order = VisitOrder(
        run_id="bench",
        portal="Farm",
        start_url=f"{origin}/",
        origins=frozenset({origin}),
        spool=folder / "spool",
        recipe=table(origin),
        loopback_http=True,
    )
    began = time.monotonic()
    result = visit(order, _Given(USER, Secret(PASSWORD), order.origins), lambda _seen: None)
    took = time.monotonic() - began
    if result.outcome.code is not OutcomeCode.OK or len(result.documents) != len(DOCS):
        raise RuntimeError(f"the visit ended {result.outcome.code}, and not with every document")
    return took


def _seconds_by_hand(origin: str, folder: Path) -> float:
    from tests.portals.sites import DOCS, PASSWORD, USER

    script = Path(__file__).with_name(_BY_HAND)
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    began = time.monotonic()
    said = subprocess.run(
        [sys.executable, str(script), origin, str(folder), chromium],
        input=f"{USER}\n{PASSWORD}\n",
        capture_output=True,
        text=True,
        check=True,
    )
    took = time.monotonic() - began
    if int(said.stdout) != len(DOCS):
        raise RuntimeError(f"the script brought {said.stdout.strip()} documents of {len(DOCS)}")
    return took


@dataclass
class _Memory:
    """The most megabytes that one visit's processes held together, looked at while they ran."""

    most: dict[str, int] = field(default_factory=lambda: {_OURS: 0, _BY_HAND: 0})
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
            parents = _parents()
            for pid, parent in parents.items():
                kind = _kind(pid) if parent == os.getpid() else None
                if kind:
                    held = sum(_megabytes(one) for one in _family(pid, parents))
                    self.most[kind] = max(self.most[kind], round(held))


def _parents() -> dict[int, int]:
    """The parent of every process."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        told = _read(entry).rpartition(")")[2].split()
        if told:
            found[int(entry.parent.name)] = int(told[1])
    return found


def _kind(pid: int) -> str | None:
    words = _read(Path(f"/proc/{pid}/cmdline"))
    return next((kind for kind in (_OURS, _BY_HAND) if kind in words), None)


def _family(pid: int, parents: dict[int, int]) -> list[int]:
    children = [one for one, parent in parents.items() if parent == pid]
    return [pid, *(member for child in children for member in _family(child, parents))]


def _megabytes(pid: int) -> float:
    """The proportional share of memory of a process (PSS): pages that several hold count once."""
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # the process has ended meanwhile
        return ""
