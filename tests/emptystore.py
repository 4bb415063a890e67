"""Stores on SQLite whose tables were made once for all tests of a process, and copied."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from model.clock import Clock, SystemClock
from storage.store import Store


def opened(file: Path, clock: Clock) -> Store:
    """A store without rows on this file, which must not exist; its files lie beside it."""
    assert not file.exists()
    file.write_bytes(_without_rows())
    return Store.open(f"sqlite:///{file}", file.parent, clock=clock)


@cache
def _without_rows() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "empty.sqlite")
        Store.open(f"sqlite:///{file}", file.parent, clock=SystemClock()).close()
        return file.read_bytes()
