"""What all tables are made of: names of constraints, and columns in a word."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.schema import SchemaItem

from storage.columns import (
    Words,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *parts: SchemaItem) -> Table:
    """A table of this name; on SQLite a strict one."""
    return Table(name, metadata, *parts, sqlite_strict=True)


def id_() -> Column[Any]:
    """The column that every record is known by."""
    return Column("id", Words(), primary_key=True)


def need(
    name: str,
    kind: Any = None,
    *parts: SchemaItem,
    default: Any = None,
    before: str | None = None,
) -> Column[Any]:
    """A column with a value in every row; `before` is what rows older than the column have."""
    return Column(
        name, kind or Words(), *parts, nullable=False, default=default, server_default=before
    )


def maybe(name: str, kind: Any = None, *parts: SchemaItem) -> Column[Any]:
    """A column that may be empty."""
    return Column(name, kind or Words(), *parts, nullable=True)
