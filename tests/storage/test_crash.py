"""Killed and out of room: what was acknowledged is there, whole, and nothing is broken."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from model.clock import FixedClock
from model.errors import StorageFull
from storage import audit, documents
from storage.store import Store
from tests.storage import crash_writer, samples

KILLS = 15


def _acknowledged_until_killed(folder: Path, seconds: float) -> list[str]:
    """The ids that a writer said are safe before it was killed, so many seconds after its start."""
    writer = subprocess.Popen(
        [sys.executable, "-m", crash_writer.__name__, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    try:
        writer.wait(seconds)
    except subprocess.TimeoutExpired:
        writer.kill()
    said = writer.stdout.read().splitlines(keepends=True)
    writer.stdout.close()
    assert writer.wait() == -9
    return [line.strip() for line in said if line.endswith("\n")]


def _verify(store: Store, acknowledged: list[str]) -> int:
    """The number of documents on file, each proved."""
    with store.read() as tx:
        integrity = tx.connection.exec_driver_sql("PRAGMA integrity_check").scalar()
        orphans = tx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        filed = documents.of_supplier(tx, "nordwind")
        events = audit.verify(tx)
        for document in filed:
            assert documents.reading(tx, document.id) == samples.READING
            assert len(store.files.get(document.sha256)) == 500 * len(document.id)
            assert document.note == "filed"
    assert (integrity, orphans) == ("ok", [])
    assert set(acknowledged) <= {document.id for document in filed}
    assert events == len(filed)
    return len(filed)


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_loses_nothing_it_acknowledged(
    tmp_path: Path, clock: FixedClock
) -> None:
    dice = random.Random()
    acknowledged: list[str] = []
    for _ in range(KILLS):
        acknowledged += _acknowledged_until_killed(tmp_path, dice.uniform(0.01, 0.8))
        store = Store.open(f"sqlite:///{tmp_path}/billhook.sqlite", tmp_path, clock=clock)
        filed = _verify(store, acknowledged)
        store.close()
    assert len(acknowledged) > KILLS
    assert filed - len(acknowledged) <= KILLS  # at most one was committed and not yet said


Room = tuple[Store, Callable[[], object]]


@pytest.fixture
def cramped(tmp_path: Path, clock: FixedClock) -> Iterator[Room]:
    """A store with little room, and what gives it more.

    Whoever may mount a disk gets one of two megabytes; others a database of few pages.
    """
    make = _on_a_small_disk if os.geteuid() == 0 else _of_few_pages
    with make(tmp_path, clock) as room:
        yield room


@contextmanager
def _on_a_small_disk(folder: Path, clock: FixedClock) -> Iterator[Room]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=True)
    try:
        store = Store.open(f"sqlite:///{folder}/billhook.sqlite", folder, clock=clock)
        enlarge = ["mount", "-o", "remount,size=16m", str(folder)]
        yield store, lambda: subprocess.run(enlarge, check=True)
        store.close()
    finally:
        subprocess.run(["umount", folder], check=True)


@contextmanager
def _of_few_pages(folder: Path, clock: FixedClock) -> Iterator[Room]:
    store = Store.open(f"sqlite:///{folder}/billhook.sqlite", folder, clock=clock)

    def allow(pages: int) -> None:
        with store.begin() as tx:
            tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    allow(300)
    yield store, lambda: allow(100_000)
    store.close()


def _file(store: Store, document_id: str) -> str:
    sha256 = store.files.put(document_id.encode() * 500)
    with store.begin() as tx:
        samples.file_invoice(tx, document_id, number=document_id, sha256=sha256, note="filed")
        audit.note(tx, "", "filed", f"document:{document_id}")
    return document_id


def test_a_full_disk_is_named_and_nothing_is_lost(cramped: Room) -> None:
    store, give_room = cramped
    with store.begin() as tx:
        samples.found_company(tx)
    acknowledged: list[str] = []

    def fill_up() -> None:
        while len(acknowledged) < 10_000:
            acknowledged.append(_file(store, f"{len(acknowledged):032}"))

    with pytest.raises(StorageFull, match="nothing was lost"):
        fill_up()
    assert _verify(store, acknowledged) == len(acknowledged) > 0
    give_room()
    acknowledged.append(_file(store, "f" * 32))
    assert _verify(store, acknowledged) == len(acknowledged)
    assert not list(store.files.folder.rglob("*.part"))  # type: ignore[attr-defined]  # a folder
