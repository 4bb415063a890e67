"""The three tables of a vault file, and the statements on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, column, delete, func, insert, select, table, update

from model.errors import VaultDamaged, VaultTampered
from vault.audit import START, EventRow
from vault.header import Tip
from vault.rows import Row

# STRICT: a flipped bit must not turn a text into a blob. WITHOUT ROWID: there is no second index
# that can disagree with the table. The text is part of the format: `prove_schema` compares it.
_DDL: Final = (
    (
        "CREATE TABLE vault_header ("
        "k INTEGER PRIMARY KEY CHECK (k = 1), body BLOB NOT NULL, mac BLOB NOT NULL"
        ") STRICT"
    ),
    (
        "CREATE TABLE vault_record ("
        "id TEXT PRIMARY KEY, kind TEXT NOT NULL, version INTEGER NOT NULL, gen INTEGER NOT NULL, "
        "alg INTEGER NOT NULL, digest BLOB NOT NULL, nonce BLOB NOT NULL, ct BLOB NOT NULL"
        ") STRICT, WITHOUT ROWID"
    ),
    (
        "CREATE TABLE vault_event ("
        "seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, verb TEXT NOT NULL, "
        "record TEXT NOT NULL, outcome TEXT NOT NULL, nonce BLOB NOT NULL, detail BLOB NOT NULL, "
        "prev BLOB NOT NULL, mac BLOB NOT NULL"
        ") STRICT, WITHOUT ROWID"
    ),
)
HEADER: Final = "vault_header"
# PostgreSQL has neither STRICT (it always is) nor WITHOUT ROWID; ids sort by their bytes.
_COLUMNS: Final = {
    "vault_header": ("k BIGINT PRIMARY KEY CHECK (k = 1)", "body BYTEA", "mac BYTEA"),
    "vault_record": (
        *('id TEXT COLLATE "C" PRIMARY KEY', "kind TEXT", "version BIGINT", "gen BIGINT"),
        *("alg BIGINT", "digest BYTEA", "nonce BYTEA", "ct BYTEA"),
    ),
    "vault_event": (
        *("seq BIGINT PRIMARY KEY", "at TEXT", "actor TEXT", "verb TEXT", "record TEXT"),
        *("outcome TEXT", "nonce BYTEA", "detail BYTEA", "prev BYTEA", "mac BYTEA"),
    ),
}
_TYPES: Final = {"BIGINT": "bigint", "BYTEA": "bytea", "TEXT": "text"}
_LOOK: Final = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = current_schema() AND starts_with(table_name, 'vault_')
"""
_MEDDLERS: Final = """
SELECT count(*) FROM pg_class AS c
LEFT JOIN pg_trigger AS t ON t.tgrelid = c.oid AND NOT t.tgisinternal
LEFT JOIN pg_rewrite AS r ON r.ev_class = c.oid
LEFT JOIN pg_inherits AS i ON c.oid IN (i.inhrelid, i.inhparent)
WHERE c.relnamespace = current_schema()::regnamespace
  AND c.relname IN ('vault_header', 'vault_record', 'vault_event')
  AND (t.oid IS NOT NULL OR r.oid IS NOT NULL OR i.inhrelid IS NOT NULL OR c.relrowsecurity
       OR c.relkind <> 'r')
"""
_ALL_ROWS: Final = f"SELECT {', '.join(Row._fields)} FROM vault_record ORDER BY id"  # noqa: S608  # our own names
_header = table(HEADER, column("k"), column("body"), column("mac"))
_record = table("vault_record", *map(column, Row._fields))
_event = table("vault_event", *map(column, EventRow._fields))


def create(connection: Connection, body: bytes, mac: bytes) -> None:
    """Make the tables, with their first header."""
    for statement in _DDL if _is_file(connection) else _postgres_ddl():
        connection.exec_driver_sql(statement)
    connection.execute(insert(_header).values(k=1, body=body, mac=mac))


def copy(source: Connection, target: Connection) -> None:
    """Make the tables anew, with all that another container's hold."""
    create(target, *read_header(source))
    for cells in read_rows(source):
        put_row(target, Row(*cells))
    for event in read_events(source):
        add_event(target, event)


def prove_schema(connection: Connection) -> None:
    """Nothing, where the file holds these tables, letter for letter, and nothing else.

    Raises:
        VaultTampered: there is another table, a trigger, a view or an index.
    """
    if _is_file(connection):
        found = connection.exec_driver_sql("SELECT sql FROM sqlite_schema").scalars()
        sound = set(found) == set(_DDL)
    else:
        sound = _is_sound_in_postgres(connection)
    if not sound:
        raise VaultTampered


def quick_check(connection: Connection) -> None:
    """Nothing, where SQLite finds the file's structure sound.

    Raises:
        VaultDamaged: it doesn't.
    """
    if not _is_file(connection):
        return  # a server looks after its own pages
    if connection.exec_driver_sql("PRAGMA quick_check").scalars().all() != ["ok"]:
        raise VaultDamaged


def read_header(connection: Connection) -> tuple[bytes, bytes]:
    """The header's text and its MAC."""
    only = select(_header.c.body, _header.c.mac).where(_header.c.k == 1)
    body, mac = connection.execute(only).one()
    return body, mac


def write_header(connection: Connection, body: bytes, mac: bytes) -> None:
    """Put a new header in the place of the old one."""
    connection.execute(update(_header).values(body=body, mac=mac))


def read_rows(connection: Connection) -> list[tuple[Any, ...]]:
    """The cells of all records, in the order of their ids, as the driver gives them.

    Every transaction reads every record, so nothing of SQLAlchemy's is wrapped around each.
    """
    cursor = connection.connection.cursor()
    try:
        cursor.execute(_ALL_ROWS)
        return list(cursor.fetchall())
    finally:
        cursor.close()


def put_row(connection: Connection, row: Row) -> None:
    """Put a record in the place of the one with its id, or beside the others."""
    drop_row(connection, row.id)
    connection.execute(insert(_record).values(row._asdict()))


def drop_row(connection: Connection, record: str) -> None:
    """Take a record out."""
    connection.execute(delete(_record).where(_record.c.id == record))


def read_events(connection: Connection) -> Iterable[EventRow]:
    """The whole audit trail, oldest first."""
    found = connection.execute(select(_event).order_by(_event.c.seq))
    return (EventRow(*row) for row in found)


def last_tip(connection: Connection) -> Tip:
    """The newest event's place in the trail."""
    newest = select(_event.c.seq, _event.c.mac).order_by(_event.c.seq.desc()).limit(1)
    found = connection.execute(newest).one_or_none()
    return Tip(*found) if found else START


def last_leases(connection: Connection) -> dict[str, str]:
    """When each record was last leased, by its id."""
    newest = func.max(_event.c.at)
    query = select(_event.c.record, newest).where(_event.c.verb == "lease")
    found = connection.execute(query.group_by(_event.c.record))
    return {row[0]: row[1] for row in found}


def events_of(connection: Connection, record: str, most: int) -> Iterable[EventRow]:
    """The newest events of a record, newest first."""
    found = select(_event).where(_event.c.record == record).order_by(_event.c.seq.desc())
    return (EventRow(*row) for row in connection.execute(found.limit(most)))


def events_with(connection: Connection, verbs: Iterable[str]) -> Iterable[EventRow]:
    """The events with one of these verbs, oldest first."""
    found = select(_event).where(_event.c.verb.in_(tuple(verbs))).order_by(_event.c.seq)
    return (EventRow(*row) for row in connection.execute(found))


def add_event(connection: Connection, row: EventRow) -> None:
    """Append an event."""
    connection.execute(insert(_event).values(row._asdict()))


def clear_events(connection: Connection) -> None:
    """Take all events out; only for putting them back under a new key."""
    connection.execute(delete(_event))


def _is_file(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _postgres_ddl() -> Iterable[str]:
    for name, columns in _COLUMNS.items():
        required = (f"{column} NOT NULL" for column in columns)
        yield f"CREATE TABLE {name} ({', '.join(required)})"


def _is_sound_in_postgres(connection: Connection) -> bool:
    """Whether the tables have their columns, and no trigger, rule, child or policy meddles."""
    expected = {
        (name, column.split()[0], _TYPES[column.split()[1]])
        for name, columns in _COLUMNS.items()
        for column in columns
    }
    found = {tuple(row) for row in connection.exec_driver_sql(_LOOK)}
    meddlers = connection.exec_driver_sql(_MEDDLERS).scalar_one()
    return found == expected and not meddlers
