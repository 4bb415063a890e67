"""The vault's own SQLite file: one snapshot a reading, one transaction a change.

It's a file of its own, not tables of the main database: its own backup, its own permissions, no
free pages with old ciphertext (`secure_delete`), no write-ahead log beside it.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from model.errors import (
    BillhookError,
    StorageFailing,
    StorageFull,
    VaultBusy,
    VaultDamaged,
    VaultError,
)
from vault.boundary import named
from vault.container import Container

BUSY_SECONDS: Final = 20.0
_PRAGMAS: Final = (
    "journal_mode=DELETE",  # a write-ahead log keeps old ciphertext while the file is open
    "synchronous=EXTRA",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)
_SITUATIONS: Final[dict[int, type[BillhookError]]] = {
    sqlite3.SQLITE_BUSY: VaultBusy,
    sqlite3.SQLITE_LOCKED: VaultBusy,
    sqlite3.SQLITE_FULL: StorageFull,
}
_UNWRITABLE: Final = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


class VaultFile(Container):
    """The file at `path`. It opens a connection a transaction, so any thread may use it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = str(path)
        self._engine = create_engine(
            "sqlite://", creator=self._connect, poolclass=NullPool, hide_parameters=True
        )
        event.listen(self._engine, "begin", _begin)

    def exists(self) -> bool:
        """Whether the file is there."""
        return self.path.exists()

    @contextmanager
    def making(self) -> Iterator[Connection]:
        """A transaction in a new file; it appears at its path complete, when the block ends."""
        with new_file(self.path) as file, file.changing() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot of the file: header and records read in two would disagree in between."""
        with named_errors(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """One transaction that nobody else writes in; it is undone where the block raises."""
        engine: Engine = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        with named_errors(self.path), engine.begin() as connection:
            yield connection

    def named_errors(self) -> AbstractContextManager[None]:
        """As `named_errors`, for this file."""
        return named_errors(self.path)

    def _connect(self) -> sqlite3.Connection:
        # mode=rw: a vault that is not there must not appear, empty
        place = f"{self.path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(place, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection


@contextmanager
def new_file(path: Path) -> Iterator[VaultFile]:
    """A new file to fill, mode 0600; it appears at `path` complete, when the block ends.

    Raises:
        VaultError: there is a file already, or none can be made.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise VaultError(f"No vault can be made at {path}: {error.strerror}.") from None
    try:
        yield VaultFile(Path(fresh))
        os.link(fresh, path)  # unlike a rename, it never takes another vault's place
    except FileExistsError:
        raise VaultError(f"There is a vault at {path} already; it was left as it is.") from None
    finally:
        Path(fresh).unlink()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def named_errors(path: Path) -> AbstractContextManager[None]:
    """Every error of the block as one of `model.errors`.

    Raises:
        VaultBusy: another process holds the file.
        StorageFull: the disk is full; nothing was changed.
        StorageFailing: the disk failed; nothing was changed.
        VaultError: the file or its folder can't be written.
        VaultDamaged: anything else.
    """
    return named(lambda error: _named(error, path))


def _named(error: Exception, path: Path) -> BillhookError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    extended = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    code = extended & 0xFF
    if code in _SITUATIONS:
        return _SITUATIONS[code]()
    if code == sqlite3.SQLITE_IOERR and extended != sqlite3.SQLITE_IOERR_SHORT_READ:
        return StorageFailing(f"The disk failed under {path}; nothing was changed. Check the disk.")
    if code in _UNWRITABLE:
        return VaultError(f"{path} can't be opened for writing; check its folder's permissions.")
    return VaultDamaged(f"{path} is damaged ({type(cause).__name__}); restore it from a backup.")
