"""The worker's start; its work is tested with the real engine and in tests/crash."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from model.errors import VaultDamaged
from model.vaults import VaultStanding
from pipeline import worker
from pipeline.works import Works
from storage import audit, heartbeats, standing


class StillEngine:
    """An engine that is launched and closed, and runs nothing."""

    def __init__(self, _url: str, **_: object) -> None: ...

    def register(self, *_: object) -> None: ...

    def launch(self) -> None: ...

    def enqueue(self, _jobs: object) -> None: ...

    def reap(self, _gone: object) -> None: ...

    def forget(self, _kept: object) -> None: ...

    def close(self, _patience: object = None) -> None: ...


@pytest.fixture
def start(works: Works, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Start a worker and stop it at once."""
    monkeypatch.setattr(worker, "Engine", StillEngine)
    stop = threading.Event()
    stop.set()
    settings = worker.WorkerSettings("worker-1", "")
    return lambda: worker.Worker(works, settings).run(stop)


def _leave_a_part(works: Works) -> Path:
    works.store.files.put(b"kept")
    part = works.store.files.folder / "parts" / f"{'a' * 16}.part"  # type: ignore[attr-defined]  # a folder
    part.write_bytes(b"half")
    old = (works.clock.now() - timedelta(days=2)).timestamp()
    os.utime(part, (old, old))
    return part


def test_a_worker_begins_by_removing_what_a_crash_left(
    works: Works, start: Callable[[], None]
) -> None:
    part = _leave_a_part(works)
    start()
    assert not part.exists()


def test_a_worker_starts_and_says_so_where_it_may_not_remove_it(
    works: Works,
    start: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    part = _leave_a_part(works)
    monkeypatch.setattr(Path, "unlink", refuse)
    with caplog.at_level(logging.WARNING):
        start()
    assert part.exists()
    assert "can't be removed: Permission denied" in caplog.text


def test_a_worker_says_at_once_that_its_vault_was_locked_or_unlocked(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "Engine", StillEngine)
    states, said, stop = [True, True, False], [], threading.Event()
    works = replace(works, vault_locked=lambda: states[0])
    settings = worker.WorkerSettings("worker-1", "")

    def next_state(_seconds: float) -> bool:
        with works.store.read() as tx:
            said.append(heartbeats.any_locked(tx, heartbeats.LIVELY))
        del states[0]
        if len(states) == 1:
            stop.set()
        return True

    at_work = worker.Worker(works, settings)
    monkeypatch.setattr(at_work._news, "wait", next_state)
    at_work.run(stop)
    assert said == [True, True]
    at_work._tell_of_vault()
    with works.store.read() as tx:
        assert not heartbeats.any_locked(tx, heartbeats.LIVELY)


def test_a_worker_tells_how_its_vault_stands_whenever_it_changed(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "Engine", StillEngine)
    marks, asked = [1, 1, 2], []

    def told() -> VaultStanding:
        asked.append(marks[0])
        return VaultStanding(("file",) * marks[0])

    works = replace(works, vault_mark=lambda: marks[0], vault_standing=told)
    at_work = worker.Worker(works, worker.WorkerSettings("worker-1", ""))
    for _ in range(3):
        at_work._tell_of_vault()
        del marks[: len(marks) > 1]
    assert asked == [1, 2]
    with works.store.read() as tx:
        assert standing.get(tx) == VaultStanding(("file", "file"))


def test_a_worker_keeps_the_vault_s_line_and_says_once_where_its_anchor_is_behind(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "Engine", StillEngine)
    marks, doubt = [1, 2, 3, 4], "vault.db.anchor knows change 3, its witness change 9"
    works = replace(
        works,
        vault_mark=lambda: marks[0],
        vault_line=lambda: f"line {marks[0]}",
        vault_doubt=lambda: doubt if marks[0] in (2, 3) else "",
    )
    at_work = worker.Worker(works, worker.WorkerSettings("worker-1", ""))
    for _ in range(4):
        at_work._tell_of_vault()
        del marks[: len(marks) > 1]
    with works.store.read() as tx:
        assert standing.witnessed(tx) == "line 4"
        told = [event.detail for event in audit.of_subject(tx, "vault:workers")]
    assert told == [doubt]


def test_a_vault_that_can_t_tell_how_it_stands_stops_no_worker(
    works: Works, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "Engine", StillEngine)

    def damaged() -> VaultStanding:
        raise VaultDamaged

    works = replace(works, vault_mark=lambda: 1, vault_standing=damaged)
    at_work = worker.Worker(works, worker.WorkerSettings("worker-1", ""))
    at_work._tell_of_vault()
    at_work._tell_of_vault()
    assert caplog.text.count("can't be told") == 1


def test_a_worker_leaves_once_a_newer_version_has_changed_the_tables(
    works: Works, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    closed: list[timedelta] = []
    monkeypatch.setattr(worker, "Engine", StillEngine)
    monkeypatch.setattr(StillEngine, "close", lambda _self, patience: closed.append(patience))
    monkeypatch.setattr(StillEngine, "enqueue", lambda *_: pytest.fail("it began something"))
    at_work = worker.Worker(works, worker.WorkerSettings("worker-1", ""))
    with works.store.begin() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    at_work.run(threading.Event())
    assert closed == [worker.OUTDATED]
    assert "A newer Billhook has brought the tables up to date" in caplog.text
