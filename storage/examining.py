"""What an examination asks of the database itself: its schema, its health, its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from model.deliveries import DeliveryState
from storage import migrations
from storage.files import FileStore
from storage.store import opened_engine
from storage.tables import delivery, document, event
from storage.trouble import named
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Schema:
    """The step at which the tables stand, None for a database without any, and the newest."""

    current: str | None
    newest: str


def schema(url: str) -> Schema:
    """How a database stands, which is neither made nor brought up to date.

    Raises:
        SettingsInvalid: the URL is neither SQLite's nor PostgreSQL's.
        StorageError: it can't be read.
        StorageUnreachable: the server does not answer.
    """
    engine = opened_engine(url)
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file and not Path(file).exists():
        return Schema(None, migrations.newest())
    try:
        with named(), engine.execution_options(reading=True).connect() as connection:
            return Schema(migrations.revision(connection), migrations.newest())
    finally:
        engine.dispose()


def damages(tx: Tx) -> tuple[str, ...]:
    """What SQLite finds damaged in its file, in its own words; PostgreSQL looks by itself."""
    if tx.connection.dialect.name != "sqlite":
        return ()
    said = tx.connection.exec_driver_sql("PRAGMA quick_check(5)").scalars()
    broken = [line for line in said if line != "ok"]
    orphans = tx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
    return (*broken, *(f"a row of {row[0]} names one of {row[2]} that is gone" for row in orphans))


def ahead(tx: Tx) -> timedelta:
    """By how much this machine's clock is before the database server's, which may be this one."""
    if tx.connection.dialect.name == "sqlite":
        return timedelta()
    theirs: datetime = tx.connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return tx.now() - theirs.astimezone(UTC)


def newest_event(tx: Tx, verb: str | None = None) -> datetime | None:
    """When the last thing happened, or the last of a verb, by the clock of then; None for never."""
    query = select(func.max(event.c.at))
    chosen = query if verb is None else query.where(event.c.verb == verb)
    newest: datetime | None = tx.connection.scalar(chosen)
    return newest


def missing_files(tx: Tx, files: FileStore, newest: int) -> tuple[str, ...]:
    """The documents, among so many of the newest, whose file is not in the file store."""
    column = document.c
    query = select(column.id, column.sha256).order_by(column.received.desc()).limit(newest)
    return tuple(one for one, sha256 in tx.connection.execute(query) if not files.known(sha256))


def deliveries_by_state(tx: Tx, destination_id: str) -> dict[DeliveryState, int]:
    """How many deliveries to a destination stand where."""
    column = delivery.c
    query = select(column.state, func.count()).where(column.destination_id == destination_id)
    return dict(tx.connection.execute(query.group_by(column.state)).all())
