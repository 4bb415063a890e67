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
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

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


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A cluster whose text sorts by an English dictionary unless it is told otherwise."""
    folder = Path(tempfile.mkdtemp(prefix="billhook-pg-"))
    try:
        yield from _served(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of an empty database, dropped after the test."""
    database = f"test_{secrets.token_hex(8)}"
    postgres.execute(f"CREATE DATABASE {database}")
    yield postgres.url(database)
    postgres.execute(f"DROP DATABASE {database} WITH (FORCE)")


def _served(folder: Path) -> Iterator[Postgres]:
    user = _user()
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"
    locale = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")
    initdb = (PROGRAMS / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-N", "-E", "UTF8")
    subprocess.run((*initdb, *locale), check=True, capture_output=True, user=user, cwd=folder)
    server = (PROGRAMS / "postgres", "-D", data, "-k", folder, "-h", "")
    quick = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=50")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen((*server, *quick), stderr=log, user=user, cwd=folder)
    try:
        yield _ready(Postgres(folder), process)
    finally:
        process.send_signal(signal.SIGINT)  # do not wait for open connections
        process.wait(timeout=30)


def _user() -> str | None:
    """Whom the server runs as: another than root, who is refused."""
    return pwd.getpwnam(UNPRIVILEGED).pw_name if os.geteuid() == 0 else None


def _ready(cluster: Postgres, process: subprocess.Popen[bytes]) -> Postgres:
    while process.poll() is None:
        try:
            cluster.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return cluster
    raise RuntimeError((cluster.folder / "log").read_text())
