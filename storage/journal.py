"""What a transaction changes, row by row, so that a deed can be taken back as a whole.

While a deed is recorded, each row is read before a statement touches it, and all of them once more
at the end. The images are kept beside the deed, in the transaction that changed the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Delete,
    Insert,
    Integer,
    Table,
    Text,
    Update,
    event,
    select,
    type_coerce,
)

from storage import tables
from storage.tx import Tx

Cells = dict[str, Any]
Key = tuple[str, tuple[Any, ...]]

LEFT: Final = frozenset(
    {
        *(tables.event, tables.change, tables.news, tables.deed, tables.deed_step),
        *(tables.run, tables.challenge, tables.run_evidence, tables.outbox, tables.session),
        *(tables.app_user, tables.setting, tables.heartbeat, tables.api_answer),
    }
)
"""What a deed leaves behind when it is taken back: trail and news, and visits that were ordered."""
MOST: Final = 20_000
"""A deed that changes more rows is not recorded, and so can't be taken back."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row, as cells, before and after; None where it was not there."""

    table: str
    before: Cells | None
    after: Cells | None


@dataclass(slots=True)
class Recording:
    """A deed that is being done; its transactions are kept in their order."""

    deed_id: str
    user_id: str
    told: str
    steps: int = 0


_NOW: ContextVar[Recording | None] = ContextVar("deed", default=None)


@contextmanager
def recording(deed: Recording) -> Iterator[None]:
    """Keep what the transactions inside change."""
    token = _NOW.set(deed)
    try:
        yield
    finally:
        _NOW.reset(token)


def current() -> Recording | None:
    """The deed that is recorded here, None where none is."""
    return _NOW.get()


@contextmanager
def watched(tx: Tx) -> Iterator[list[RowChange]]:
    """A list that holds at the end of the block which rows a transaction changed."""
    seen, changes = _Seen(tx.connection), list[RowChange]()
    event.listen(tx.connection, "before_execute", seen.before)
    try:
        yield changes
    finally:
        event.remove(tx.connection, "before_execute", seen.before)
    changes.extend(seen.changes())


def cells(connection: Connection, table: Table, key: Sequence[Any]) -> Cells | None:
    """A row as the database holds it, by its primary key; None where there is none."""
    same = (raw(column) == value for column, value in zip(table.primary_key, key, strict=True))
    row = connection.execute(select(*map(_named, table.c)).where(*same)).mappings().first()
    return None if row is None else dict(row)


def raw(column: Column[Any]) -> Any:
    """A column as text or whole number, whatever it means."""
    whole = isinstance(getattr(column.type, "impl", column.type), Integer)
    return type_coerce(column, BigInteger() if whole else Text())


def key_of(table: Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The primary key of a row, as cells."""
    return tuple(row[column.name] for column in table.primary_key)


def _named(column: Column[Any]) -> Any:
    return raw(column).label(column.name)


@dataclass(slots=True)
class _Seen:
    connection: Connection
    rows: dict[Key, Cells | None] = field(default_factory=dict)

    def before(
        self,
        connection: Connection,
        statement: Any,
        several: Sequence[Mapping[str, Any]],
        one: Mapping[str, Any],
        _options: Mapping[str, Any],
    ) -> None:
        """Read the rows that a statement is about to touch."""
        if not isinstance(statement, (Insert, Update, Delete)):
            return
        table = statement.table
        if not isinstance(table, Table) or table in LEFT:
            return
        for values in several or [one]:
            if isinstance(statement, Insert):
                self._new(connection, table, statement, values)
            else:
                self._old(connection, table, statement, values)

    def changes(self) -> Iterator[RowChange]:
        """All rows that are not as they were."""
        if len(self.rows) > MOST:
            return
        for (name, key), before in self.rows.items():
            after = cells(self.connection, tables.metadata.tables[name], key)
            if before != after and not _is_news(name, before or after or {}):
                yield RowChange(name, before, after)

    def _old(
        self, connection: Connection, table: Table, statement: Update | Delete, values: Any
    ) -> None:
        query = select(*map(_named, table.c))
        if statement.whereclause is not None:
            query = query.where(statement.whereclause)
        for row in connection.execute(query, dict(values)).mappings():
            held = dict(row)
            self.rows.setdefault((table.name, key_of(table, held)), held)

    def _new(
        self, connection: Connection, table: Table, statement: Insert, values: Mapping[str, Any]
    ) -> None:
        given = values or statement.compile(dialect=connection.dialect).params
        key = tuple(
            _written(column, given[column.name], connection) for column in table.primary_key
        )
        if (table.name, key) not in self.rows:
            self.rows[table.name, key] = cells(connection, table, key)


def _written(column: Column[Any], value: Any, connection: Connection) -> Any:
    """A value as the cell that it becomes."""
    write = column.type.bind_processor(connection.dialect)
    return write(value) if write else value


def _is_news(name: str, row: Cells) -> bool:
    """Whether it is news on its way: what was told can't be untold."""
    return name == tables.delivery.name and row.get("news_id") is not None
