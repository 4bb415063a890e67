"""Rows that go with a row: found by the foreign keys, so that a new table is never forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Column, Table, select

from storage import deeds, rows, searching, tables, talk
from storage.tx import Tx

_GO_TOO: Final = frozenset({("reply", "delivery_id")})
"""References that may be empty, of rows that are nothing without what they name."""


def remove(tx: Tx, table: Table, ids: Iterable[str]) -> None:
    """Delete rows with all that belongs to them, and what was said about them.

    What only mentions one forgets it. The audit trail keeps what it says.
    """
    deeds.forget_all(tx)
    for some in rows.portions(ids):
        talk.forget(tx, [f"{table.name}:{one}" for one in some])
        if table is tables.document:
            searching.forget(tx, some)
        for child, column in _mentions(table):
            _let_go(tx, child, column, some)
        tx.connection.execute(table.delete().where(rows.among(tx, table.c.id, some)))


def _let_go(tx: Tx, child: Table, column: Column[Any], ids: Sequence[str]) -> None:
    of_them = rows.among(tx, column, ids)
    if column.nullable and (child.name, column.name) not in _GO_TOO:
        tx.connection.execute(child.update().where(of_them).values({column: None}))
    elif "id" in child.c:
        remove(tx, child, tuple(tx.connection.scalars(select(child.c.id).where(of_them))))
    else:
        tx.connection.execute(child.delete().where(of_them))


def _mentions(table: Table) -> Iterator[tuple[Table, Column[Any]]]:
    """The columns of other tables that name a row of this one."""
    for child in tables.metadata.sorted_tables:
        for key in child.foreign_keys:
            if key.column.table is table and child is not table:
                yield child, child.c[key.parent.name]
