"""A private PostgreSQL for tests: one cluster a session, one empty database a test."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from model.clock import SystemClock
from storage.store import Store

PROGRAMS = max(  # the newest that is installed; where Debian puts it
    Path("/usr/lib/postgresql").glob("*/bin"),
    key=lambda folder: int(folder.parent.name),
    default=Path("/usr/bin"),
)
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root
OWNER = "billhook"

_MADE = "tables_alone"
_SHARED = "tables_shared"
_NAMES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_OTHERS_END = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_MOST_GROWN = 2**20
_SHAPE = """
WITH ours AS (SELECT oid FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)')
SELECT c.oid::text, c.relname, a.attname, a.atttypid::text || a.attnotnull
FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace IN (SELECT oid FROM ours)
UNION ALL SELECT oid::text, xmin::text, '', '' FROM pg_trigger
UNION ALL SELECT oid::text, xmin::text, '', '' FROM pg_constraint
UNION ALL SELECT oid::text, xmin::text, '', '' FROM pg_namespace
UNION ALL SELECT oid::text, xmin::text, '', '' FROM pg_proc
WHERE pronamespace IN (SELECT oid FROM ours)
ORDER BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Postgres:
    """A running cluster that only this machine's users can reach, by its socket in `folder`."""

    folder: Path

    def url(self, database: str) -> str:
        """The URL of a database, for SQLAlchemy."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run one statement, outside a transaction."""
        with self.connect() as connection:
            connection.execute(statement.encode())

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection to a database, or to that which is always there."""
        return psycopg.connect(host=str(self.folder), user=OWNER, dbname=database, autocommit=True)


class Cluster:
    """A cluster in a folder of its own, which can crash."""

    def __init__(self, folder: Path) -> None:
        self.postgres = Postgres(folder)
        self._user = _user()
        if self._user is not None:
            shutil.chown(folder, self._user)
        locale = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")
        initdb = (PROGRAMS / "initdb", "-D", self._data, "-U", OWNER, "-A", "trust", "-N")
        command = (*initdb, "-E", "UTF8", *locale)
        subprocess.run(command, check=True, capture_output=True, user=self._user, cwd=folder)
        self._process = self._started()

    @property
    def _data(self) -> Path:
        return self.postgres.folder / "data"

    @contextmanager
    def crashed(self) -> Iterator[None]:
        """Every line was cut, and nobody answers meanwhile."""
        self._process.send_signal(signal.SIGQUIT)  # at once, as if it had been killed
        self._process.wait(timeout=30)
        try:
            yield
        finally:
            self._process = self._started()

    def end(self) -> None:
        """Nothing comes back: the server has ended."""
        self._process.send_signal(signal.SIGINT)  # do not wait for open connections
        self._process.wait(timeout=30)

    def _started(self) -> subprocess.Popen[bytes]:
        folder = self.postgres.folder
        server = (PROGRAMS / "postgres", "-D", self._data, "-k", folder, "-h", "")
        quick = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=50")
        # where dead rows swell the estimates, compiling a query takes longer than all its answers
        plain = ("-c", "jit=off")
        with (folder / "log").open("ab") as log:
            process = subprocess.Popen(
                (*server, *quick, *plain), stderr=log, user=self._user, cwd=folder
            )
        _until_ready(self.postgres, process)
        return process


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A cluster whose text sorts by an English dictionary unless it is told otherwise."""
    folder = Path(tempfile.mkdtemp(prefix="billhook-pg-"))
    try:
        one = Cluster(folder)
        try:
            yield one
        finally:
            one.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The session's cluster."""
    with cluster() as one:
        yield one.postgres


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of an empty database, dropped after the test."""
    name = f"test_{secrets.token_hex(8)}"
    postgres.execute(f"CREATE DATABASE {name}")
    yield postgres.url(name)
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def tables_url(tables: Tables) -> Iterator[str]:
    """The URL of a database with a store's tables and no rows; afterwards it has none again."""
    yield tables.url
    tables.empty()


@pytest.fixture(scope="session")
def tables(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The database with a store's tables that the session's tests have one after the other."""
    postgres.execute(f"CREATE DATABASE {_MADE}")
    Store.open(postgres.url(_MADE), tmp_path_factory.mktemp(_MADE), clock=SystemClock()).close()
    return Tables(postgres)


class Tables:
    """A database with a store's tables, without rows at each test's begin.

    In a database of its own each test would pay .35 s of processor time for the copy, and for a
    catalogue that nobody has read yet; to empty one takes 10 ms. Where a test has changed more than
    rows, or so many that what is left of them slows others down, the next one gets a new database.
    """

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres
        self._anew()
        with postgres.connect(_SHARED) as connection:
            found = [name for (name,) in connection.execute(_NAMES)]
            looks = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in found)
            self._look = " UNION ALL ".join(looks)
            self._stays = self._filled(connection)  # rows that the migrations themselves write
            self._shape = self._shape_of(connection)
            self._begun = self._bytes(connection)

    @property
    def url(self) -> str:
        """The URL of the database, for SQLAlchemy."""
        return self._postgres.url(_SHARED)

    def empty(self) -> None:
        """Nothing comes back: whatever was done to it, it is as it was in the beginning."""
        with self._postgres.connect(_SHARED) as connection:
            connection.execute(_OTHERS_END)  # a line that a test left open holds its locks
            grown = self._bytes(connection) - self._begun  # dead rows, which every scan passes by
            if whole := grown < _MOST_GROWN and self._shape == self._shape_of(connection):
                filled = sorted(self._filled(connection) - self._stays)
                # neither the order of the references nor the trail that only grows
                connection.execute("SET session_replication_role = replica")
                connection.execute("; ".join(f'DELETE FROM "{name}"' for name in filled).encode())
        if not whole:
            self._anew()

    def _anew(self) -> None:
        self._postgres.execute(f"DROP DATABASE IF EXISTS {_SHARED} WITH (FORCE)")
        self._postgres.execute(f"CREATE DATABASE {_SHARED} TEMPLATE {_MADE} STRATEGY FILE_COPY")

    def _filled(self, connection: psycopg.Connection) -> frozenset[str]:
        return frozenset(name for (name,) in connection.execute(self._look.encode()))

    def _bytes(self, connection: psycopg.Connection) -> int:
        ((size,),) = connection.execute("SELECT pg_database_size(current_database())")
        return int(size)

    def _shape_of(self, connection: psycopg.Connection) -> list[object]:
        kept = (f'SELECT t::text FROM "{name}" t ORDER BY 1' for name in sorted(self._stays))
        rows = [connection.execute(one.encode()).fetchall() for one in kept]
        return [*connection.execute(_SHAPE).fetchall(), *rows]


def _user() -> str | None:
    """Whom the server runs as: another than root, who is refused."""
    return pwd.getpwnam(UNPRIVILEGED).pw_name if os.geteuid() == 0 else None


def _until_ready(server: Postgres, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError((server.folder / "log").read_text())
