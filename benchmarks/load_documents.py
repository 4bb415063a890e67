"""A million documents on file: what a clerk waits for, beside a store with a hundredth of them.

Ours is the slowest of the questions that the dashboard asks all day, in milliseconds of processor
time over the full store; the reference is the same question in the small one. The details have all
questions in both, and for a search what looking at every document takes. `--data FILE` may name a
file with another number of documents in it, and with the URL of an empty database where it is to be
PostgreSQL's (whose server's processor time is its own: the clock counts there):

    echo 1000000 postgresql://me@/empty > many; billhook bench load-documents --data many
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import func, select

from benchmarks import Measured
from benchmarks.many_documents import NOON, READING, fill, name, sample
from model.clock import SystemClock
from model.filing import Channel, DocumentSource
from model.views import InboxQuery
from storage import documents, overview, screens, tables, vitals
from storage.store import Store, Tx

_NUMBER: Final = 1_000_000
_SMALLER: Final = 100
_ROUNDS: Final = 5
_PAGE: Final = 100
_Ask = Callable[[Tx], object]


def run(data: Path | None) -> Measured:
    """Milliseconds for the slowest question of the dashboard's inbox."""
    number, url = _asked(data)
    with TemporaryDirectory() as small, TemporaryDirectory() as large:
        reference = _of_store(Path(small), max(number // _SMALLER, 5_000), "")
        ours = _of_store(Path(large), number, url)
    slowest = max(_INBOX, key=lambda question: ours[question])
    details = {
        "documents": number,
        "database": url.partition(":")[0] or "sqlite",
        "slowest": slowest,
        "ms": ours,
        "reference_ms": reference,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    return Measured("load-documents", ours[slowest], reference[slowest], "ms", details)


def _asked(data: Path | None) -> tuple[int, str]:
    """How many documents, and the URL of the database; empty for SQLite."""
    number, url, *_ = [*(data.read_text().split() if data else [str(_NUMBER)]), ""]
    return int(number), url


def _of_store(folder: Path, number: int, url: str) -> Mapping[str, float]:
    """What each question takes in a store with so many documents."""
    where = url or f"sqlite:///{folder}/app.sqlite"
    with closing(Store.open(where, folder, clock=SystemClock())) as store:
        begun = time.monotonic()
        fill(store, number)
        took = {"fill_seconds": round(time.monotonic() - begun, 1)}
        clock = time.perf_counter if url else time.process_time
        for question, ask in (_INBOX | _OTHERS | {"every document": _looked_through}).items():
            took[question] = _asking(store, ask, clock)
        took["file one more"] = _filing(store, clock)
    return took


def _asking(store: Store, ask: _Ask, clock: Callable[[], float]) -> float:
    taken = []
    for _ in range(_ROUNDS):
        with store.read() as tx:
            begun = clock()
            ask(tx)
            taken.append((clock() - begun) * 1000)
    return round(median(taken), 1)


def _filing(store: Store, clock: Callable[[], float]) -> float:
    taken = []
    for at in range(_ROUNDS):
        begun = clock()
        with store.begin() as tx:
            more = replace(sample(f"more-{at}"), id=f"more-{at}")
            source = DocumentSource(Channel.UPLOAD, "maya", "by hand", NOON)
            documents.add(tx, more, READING, source)
        taken.append((clock() - begun) * 1000)
    return round(median(taken), 1)


def _page(view: str = "all", text: str = "", start: int = 0) -> _Ask:
    query = InboxQuery(view=view, text=text)
    return lambda tx: screens.inbox(tx, query, start, start + _PAGE)


def _looked_through(tx: Tx) -> object:
    """The search without an index, once."""
    searched = tables.document.c.search
    return tx.connection.scalar(select(func.count()).where(searched.contains("0004711")))


def _pulse(tx: Tx) -> object:
    return screens.pulse(tx, vault_locked=False, worker_alive=True)


_INBOX: Final[dict[str, _Ask]] = {
    "first rows": _page("todo"),
    "first rows of all": _page(),
    "a page from the middle": _page(start=5_000),
    "search a number": _page(text="0004711"),
    "search a supplier": _page(text=name(117)),
    "search what is in most": _page(text="re-20"),
    "search what is in none": _page(text="zzzz"),
    "counters": screens.counts,
    "status bar": _pulse,
}
_OTHERS: Final[dict[str, _Ask]] = {
    "portals": screens.portals,
    "exceptions": screens.exceptions,
    "deliveries": screens.deliveries,
    "expectations": screens.expectations,
    "due": lambda tx: overview.dues(tx, NOON.date()),
    "metrics": vitals.taken,
    "one document": lambda tx: screens.document(tx, "sample"),
}
