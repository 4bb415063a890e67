"""The worker's start; its work is tested with the real engine and in tests/crash."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline import worker
from pipeline.works import Works


class StillEngine:
    """An engine that is launched and closed, and runs nothing."""

    def __init__(self, _url: str, **_: object) -> None: ...

    def register(self, *_: object) -> None: ...

    def launch(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture
def start(works: Works, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Start a worker and stop it at once."""
    monkeypatch.setattr(worker, "Engine", StillEngine)
    stop = threading.Event()
    stop.set()
    settings = worker.WorkerSettings("worker-1", "", watches=False)
    return lambda: worker.Worker(works, settings).run(stop)


def _leave_a_part(works: Works) -> Path:
    works.store.files.put(b"kept")
    part = works.store.files.folder / "parts" / f"{'a' * 16}.part"
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
