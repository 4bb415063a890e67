"""Who may remove files from a bucket: one at a time, and nobody while a backup is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from storage.bucket import Removing
from storage.trouble import named

_LOCK: Final = 0x72656D6F76696E67  # "removing"


def over_database(engine: Engine, folder: Path) -> Removing:
    """The lock of an installation: its database server's, or a file's beside its SQLite."""
    if engine.dialect.name == "sqlite":
        return partial(_by_file, folder / "removing.lock")
    return partial(_by_server, engine)


@contextmanager
def _by_server(engine: Engine, wait: bool) -> Iterator[bool]:  # noqa: FBT001 - as `Removing` says
    """A lock of the session: it ends with its process, however that ends."""
    ask = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
    with named(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        may = connection.exec_driver_sql(f"SELECT {ask}({_LOCK})").scalar() is not False
        try:
            yield may
        finally:
            if may:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_LOCK})")


@contextmanager
def _by_file(path: Path, wait: bool) -> Iterator[bool]:  # noqa: FBT001 - as `Removing` says
    lock = FileLock(path, timeout=-1 if wait else 0)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
