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

    def connect(self) -> psycopg.Connection:
        """A connection to the database that is always there."""
        return psycopg.connect(
            host=str(self.folder), user=OWNER, dbname="postgres", autocommit=True
        )


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
        with (folder / "log").open("ab") as log:
            process = subprocess.Popen((*server, *quick), stderr=log, user=self._user, cwd=folder)
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
    with _database(postgres, "CREATE DATABASE {}") as url:
        yield url


@pytest.fixture
def tables_url(postgres: Postgres, tables: str) -> Iterator[str]:
    """The URL of a database with a store's tables and no rows, dropped after the test."""
    with _database(postgres, f"CREATE DATABASE {{}} TEMPLATE {tables} STRATEGY FILE_COPY") as url:
        yield url


@pytest.fixture(scope="session")
def tables(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database whose tables were made once for all tests of the session."""
    name = "tables_alone"
    postgres.execute(f"CREATE DATABASE {name}")
    folder = tmp_path_factory.mktemp(name)
    Store.open(postgres.url(name), folder, clock=SystemClock()).close()
    return name


@contextmanager
def _database(postgres: Postgres, made: str) -> Iterator[str]:
    name = f"test_{secrets.token_hex(8)}"
    postgres.execute(made.format(name))
    yield postgres.url(name)
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


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
