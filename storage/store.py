"""The store: one database and one place of files, opened and brought up to date."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from model.clock import Clock
from model.database_lines import (
    GRANTED_SECONDS,
    KEEP_ALIVE,
    SERVER_S_END,
    SILENT_SECONDS,
    WAIT_SECONDS,
)
from model.errors import SettingsInvalid
from storage import deeds, journal, migrations, removing, sight
from storage.bucket import BucketFiles, Place
from storage.files import FileStore, FolderFiles
from storage.trouble import named
from storage.tx import Tx

__all__ = ["Store", "Tx"]

_ASIDE_SECONDS: Final = 10
_TRIES: Final = 100
_PAUSE: Final = 0.05

# One writer at a time on PostgreSQL as on SQLite: what holds on one database holds on the other,
# change and audit numbers are given in the order of the commits, and nothing can deadlock.
_WRITER_LOCK: Final = 0x62696C6C686F6F6B  # "billhook"
_PRAGMAS: Final = (
    "PRAGMA busy_timeout = 30000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
)


@dataclass(frozen=True, slots=True)
class Store:
    """An open database with the files that its rows name.

    `guard` is called in every write transaction before anything else: what it raises undoes it.
    What is read `for_people` is narrowed to what whoever asks can see, as `storage.sight` says.
    """

    engine: Engine
    files: FileStore
    clock: Clock
    guard: Callable[[Tx], None] | None = None
    for_people: bool = False

    @classmethod
    def open(
        cls, url: str, folder: Path, *, clock: Clock, files: Path | Place | None = None
    ) -> Store:
        """The store at a database URL, its tables up to date.

        `files` is where its files lie, if not in `files/` of the `folder`.

        Raises:
            SettingsInvalid: the URL is neither SQLite's nor PostgreSQL's.
            StorageError: the database was written by a newer Billhook.
            StorageUnreachable: the database server does not answer.
        """
        engine = opened_engine(url)
        store = cls(engine, _files(engine, folder, files), clock)
        with ExitStack() as failed:
            failed.callback(store.close)
            with store.begin() as tx:
                migrations.upgrade(tx.connection)
            failed.pop_all()
        return store

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """The one write transaction; it is committed at the end, or not at all.

        Raises:
            StorageFull: no room on the disk; nothing was written.
            StorageBusy: another writer held the database for longer than the time-out.
            StorageError: the database refused a statement.
        """
        with named(), self.engine.begin() as connection:
            tx = Tx(connection, self.clock, undoable=journal.current() is not None)
            if self.guard is not None:
                self.guard(tx)
            with deeds.kept(tx):
                yield tx

    @contextmanager
    def aside(self) -> Iterator[Tx]:
        """A write that no other writer holds up: one row's own, told to nobody (`heartbeats`).

        Raises:
            StorageBusy: somebody holds that very row; on SQLite, the database.
        """
        with named(), self.engine.execution_options(aside=True).begin() as connection:
            yield Tx(connection, self.clock)

    @contextmanager
    def read(self, *, whole: bool = False) -> Iterator[Tx]:
        """A snapshot that nothing can be written to, and that no writer waits for.

        A `whole` one is not narrowed for people: it proves or counts what nobody is shown.
        """
        with named(), _reader(self.engine).connect() as connection:
            limit = sight.current(connection) if self.for_people and not whole else None
            yield Tx(sight.narrowed(connection, limit), self.clock)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _files(engine: Engine, folder: Path, place: Path | Place | None) -> FileStore:
    if isinstance(place, Place):
        return BucketFiles(place, removing.over_database(engine, folder))
    return FolderFiles(place or folder / "files")


def opened_engine(url: str) -> Engine:
    """The engine of a database URL; nothing is asked of the database yet.

    Raises:
        SettingsInvalid: the URL is neither SQLite's nor PostgreSQL's.
    """
    return _engine(_checked(url))


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsInvalid("The database URL can't be read; see: billhook doctor.") from None
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    raise SettingsInvalid("The database URL must begin with sqlite:///FILE or postgresql://.")


def _engine(url: URL) -> Engine:
    ask = dict(KEEP_ALIVE) if url.get_backend_name() == "postgresql" else {}
    engine = create_engine(
        url, hide_parameters=True, pool_size=8, max_overflow=32, connect_args=ask
    )
    sight.watch(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _reader(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine.execution_options(reading=True)
    return engine.execution_options(
        reading=True, isolation_level="REPEATABLE READ", postgresql_readonly=True
    )


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin too late, without IMMEDIATE
    for pragma in _PRAGMAS:
        _patiently(connection, pragma)


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Run a statement that does not wait by itself.

    Processes that open a new file at once meet at the switch to WAL, which SQLite refuses at once.
    """
    for _ in range(_TRIES):
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(_PAUSE)
        else:
            return
    connection.execute(statement)


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reading)}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    for setting in SERVER_S_END:
        connection.execute(setting)
    connection.commit()  # else it is undone with the first transaction that is


def _begin_postgresql(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("reading", False):
        return
    if options.get("aside", False):
        _limit(connection, wait=_ASIDE_SECONDS, silent=_ASIDE_SECONDS)
        return
    # a writer whose machine was cut off or stopped does not keep all others waiting
    _limit(connection, wait=WAIT_SECONDS, silent=GRANTED_SECONDS)
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
    connection.exec_driver_sql(
        f"SET LOCAL idle_in_transaction_session_timeout = '{SILENT_SECONDS}s'"
    )


def _limit(connection: Connection, *, wait: int, silent: int) -> None:
    """Nothing comes back: how long this transaction waits for a lock, and may say nothing."""
    connection.exec_driver_sql(
        f"SELECT set_config('lock_timeout', '{wait}s', true),"
        f" set_config('idle_in_transaction_session_timeout', '{silent}s', true)"
    )
