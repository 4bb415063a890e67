"""One process a role and data folder: a second one is told so, and does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from model.errors import AlreadyRunning


@contextmanager
def only_one(data: Path, role: str) -> Iterator[None]:
    """Hold a role of a data folder until the end; the system lets go when the process dies.

    Raises:
        AlreadyRunning: another process holds it.
    """
    lock = FileLock(data / f"{role}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise AlreadyRunning(
            f"Another Billhook ({role}) is running on {data}. Stop it, or name another --data."
        ) from None
    try:
        yield
    finally:
        lock.release()


def is_held(data: Path, role: str) -> bool:
    """Whether a process holds a role of a data folder now."""
    try:
        with only_one(data, role):
            return False
    except AlreadyRunning:
        return True
