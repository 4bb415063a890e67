"""Dataclasses to rows and back, and the few statements that all modules share."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import (
    BigInteger,
    ClauseElement,
    ColumnElement,
    RowMapping,
    Select,
    Table,
    Text,
    any_,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from model.errors import RecordMissing
from model.money import Money
from storage.codec import hints
from storage.columns import WHOLE, Flag
from storage.tx import Tx

Record = TypeVar("Record")
Value = TypeVar("Value")
Values = dict[str, Any]
Condition = ColumnElement[bool]
Row = RowMapping
_AT_ONCE: Final = 2_000


def values(record: Any) -> Values:
    """A dataclass as columns; an amount becomes two."""
    found: Values = {}
    for name, hint in hints(type(record)).items():
        value = getattr(record, name)
        found |= money_values(name, value) if _is_money(hint) else {name: value}
    return found


def record(kind: type[Record], row: RowMapping) -> Record:
    """The dataclass that a row holds; columns that it has no field for are left out."""
    return kind(
        **{name: money(row, name) if is_money else row[name] for name, is_money in _fields(kind)}
    )


def money_values(name: str, value: Money | None) -> Values:
    """The two columns of an amount."""
    return {
        f"{name}_minor": None if value is None else value.minor(),
        f"{name}_currency": None if value is None else value.currency,
    }


def money(row: RowMapping, name: str) -> Money | None:
    """The amount in a row."""
    return _amount(row[f"{name}_minor"], row[f"{name}_currency"])


def _amount(units: int | None, currency: str) -> Money | None:
    return None if units is None else Money.of_minor(units, currency)


def _fields(kind: Any) -> tuple[tuple[str, bool], ...]:
    """The fields of a dataclass, and which of them are amounts."""
    return _parts(kind)


@cache
def _parts(kind: Any) -> tuple[tuple[str, bool], ...]:
    return tuple((name, _is_money(hint)) for name, hint in hints(kind).items())


def _is_money(hint: Any) -> bool:
    return hint is Money or Money in typing.get_args(hint)


def put(tx: Tx, table: Table, columns: Mapping[str, Any]) -> None:
    """Insert a row, or replace these columns of the row with the same primary key."""
    keys = {column.name for column in table.primary_key}
    rest = {name: value for name, value in columns.items() if name not in keys}
    statement = _insert(tx, table).values(dict(columns))
    tx.connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=rest))


def put_changed(tx: Tx, table: Table, several: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of the same columns; one that is there already is replaced where it differs.

    Flags are no difference: a row that says what it said before stays as it is, flags too.
    """
    keys = {column.name for column in table.primary_key}
    statement = _insert(tx, table)
    new = {name: statement.excluded[name] for name in several[0] if name not in keys}
    differs = [
        table.c[name].is_distinct_from(value)
        for name, value in new.items()
        if not isinstance(table.c[name].type, Flag)
    ]
    statement = statement.on_conflict_do_update(
        index_elements=list(keys), set_=new, where=or_(*differs)
    )
    tx.connection.execute(statement, list(several))


def put_new(tx: Tx, table: Table, columns: Mapping[str, Any]) -> bool:
    """Insert a row unless one of its unique keys is taken; whether it was inserted."""
    statement = _insert(tx, table).values(dict(columns)).on_conflict_do_nothing()
    return tx.connection.execute(statement.returning(*table.primary_key)).first() is not None


def _insert(tx: Tx, table: Table) -> sqlite.Insert | postgresql.Insert:
    if tx.connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def change(tx: Tx, table: Table, *where: Condition, **columns: Any) -> int:
    """Set columns where all conditions hold; how many rows were changed."""
    statement = table.update().where(*where)
    if any(isinstance(value, ClauseElement) for value in columns.values()):
        return tx.connection.execute(statement.values(columns)).rowcount
    # as parameters, plain values need no clause of their own: half the time of a statement
    return tx.connection.execute(statement, columns).rowcount


def portions(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values, so many at once as one query takes: databases take some ten thousand."""
    waiting = iter(values)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some


def among(tx: Tx, column: ColumnElement[Any], some: Sequence[Any]) -> Condition:
    """Whether a column is one of some hundred values.

    On PostgreSQL as one array, which its driver takes as it is; a list it would take apart, each
    time anew.
    """
    if tx.connection.dialect.name != "postgresql":
        return column.in_(some)
    return column == any_(literal(list(some), postgresql.ARRAY(_plain(column))))


def _plain(column: ColumnElement[Any]) -> TypeEngine[Any]:
    return BigInteger() if column.type is WHOLE else Text()


def get(tx: Tx, table: Table, kind: type[Record], key: str) -> Record:
    """The record with this id.

    Raises:
        RecordMissing: there is none.
    """
    row = find(tx, select(table).where(table.c.id == key))
    if row is None:
        raise RecordMissing(f"There is no {table.name.replace('_', ' ')} with the id {key!r}.")
    return record(kind, row)


def find(tx: Tx, query: Select[Any]) -> RowMapping | None:
    """The first row, or None."""
    return tx.connection.execute(query).mappings().first()


def rows(tx: Tx, query: Select[Any]) -> tuple[RowMapping, ...]:
    """All rows."""
    return tuple(tx.connection.execute(query).mappings())


def records(tx: Tx, query: Select[Any], kind: type[Record]) -> tuple[Record, ...]:
    """All rows as dataclasses; their columns are looked up once, as statements have many lines."""
    found = tx.connection.execute(query)
    columns = {name: place for place, name in enumerate(found.keys())}
    places = [_places(columns, name, is_money) for name, is_money in _fields(kind)]
    return tuple(
        kind(
            *[
                row[place] if currency is None else _amount(row[place], row[currency])
                for place, currency in places
            ]
        )
        for row in found
    )


def _places(places: Mapping[str, int], name: str, is_money: bool) -> tuple[int, int | None]:  # noqa: FBT001 - as `_fields` has it
    """Where a field stands in a row: its column, and for an amount that of its currency."""
    if is_money:
        return places[f"{name}_minor"], places[f"{name}_currency"]
    return places[name], None
