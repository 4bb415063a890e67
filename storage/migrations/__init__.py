"""Migrations: how the tables came to be what they are, one step a file in `versions/`.

A file's name begins with its step, so that a program whose database is up to date, which is each
but the first, sees that without Alembic: loading it and all steps takes 200 ms of processor time.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from model.errors import StorageError

_STEPS: Final = Path(__file__).parent / "versions"
_VERSION: Final = "alembic_version"
_INDEX: Final = "document_words"
_FUNCTION: Final = "event_append_only"


def upgrade(connection: Connection) -> None:
    """Bring the tables up to date within the caller's transaction.

    Raises:
        StorageError: the database was written by a newer Billhook.
    """
    current = revision(connection)
    if current == newest():
        return
    if current is not None and not known(current):
        raise StorageError(
            "This database was written by a newer Billhook; start that one, or restore a backup."
        )
    _climb(connection, "head")


def known(step: str) -> bool:
    """Whether this Billhook has the step: it is its own, or an older one's."""
    return step in _steps()


def begin_at(connection: Connection, step: str) -> None:
    """Make the tables of an empty database those of an older step, within the transaction."""
    connection.execute(text(f"DROP TABLE IF EXISTS {_INDEX}"))  # others are parts of it
    cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
    ours = inspect(connection).get_sorted_table_and_fkc_names()
    for name in filter(None, (name for name, _ in reversed(ours))):  # SQLite looks at who refers
        connection.execute(text(f'DROP TABLE "{name}"{cascade}'))
    if cascade:
        connection.execute(text(f"DROP FUNCTION IF EXISTS {_FUNCTION}()"))
    _climb(connection, step)


def revision(connection: Connection) -> str | None:
    """The step that the database stands at; None where it is empty."""
    if not inspect(connection).has_table(_VERSION):
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {_VERSION}")).scalar()  # noqa: S608 - a name of ours
    return found


def newest() -> str:
    """The step that this Billhook brings a database to."""
    return max(_steps())


def _climb(connection: Connection, step: str) -> None:
    from storage.migrations.climbing import climb  # late: it loads Alembic

    climb(connection, step)


@cache
def _steps() -> frozenset[str]:
    return frozenset(path.name.partition("_")[0] for path in _STEPS.glob("[0-9]*_*.py"))
