"""Migrations: how the tables came to be what they are, one step a file in `versions/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from model.errors import StorageError

_FOLDER: Final = Path(__file__).parent
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
    return step in {script.revision for script in _steps().walk_revisions()}


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
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The step that this Billhook brings a database to."""
    return str(_steps().get_current_head())


def _climb(connection: Connection, step: str) -> None:
    """What `alembic upgrade` does, with steps that were read once for all databases."""
    steps = _steps()

    def upgrade(revision: Any, _context: MigrationContext) -> Any:
        return steps._upgrade_revs(step, revision)  # noqa: SLF001 - as alembic.command does

    config = Config(attributes={"connection": connection})
    with EnvironmentContext(config, steps, fn=upgrade, destination_rev=step):
        steps.run_env()


@cache
def _steps() -> ScriptDirectory:
    """All steps, whose files are read once: 40 ms for each database that was opened otherwise."""
    return ScriptDirectory(_FOLDER)
