"""Migrations: how the tables came to be what they are, one step a file in `versions/`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
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
    if current is not None and not known(current):
        raise StorageError(
            "This database was written by a newer Billhook; start that one, or restore a backup."
        )
    command.upgrade(_config(connection), "head")


def known(step: str) -> bool:
    """Whether this Billhook has the step: it is its own, or an older one's."""
    steps = ScriptDirectory.from_config(_located()).walk_revisions()
    return step in {script.revision for script in steps}


def begin_at(connection: Connection, step: str) -> None:
    """Make the tables of an empty database those of an older step, within the transaction."""
    connection.execute(text(f"DROP TABLE IF EXISTS {_INDEX}"))  # others are parts of it
    cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
    ours = inspect(connection).get_sorted_table_and_fkc_names()
    for name in filter(None, (name for name, _ in reversed(ours))):  # SQLite looks at who refers
        connection.execute(text(f'DROP TABLE "{name}"{cascade}'))
    if cascade:
        connection.execute(text(f"DROP FUNCTION IF EXISTS {_FUNCTION}()"))
    command.upgrade(_config(connection), step)


def revision(connection: Connection) -> str | None:
    """The step that the database stands at; None where it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The step that this Billhook brings a database to."""
    return str(ScriptDirectory.from_config(_located()).get_current_head())


def _config(connection: Connection) -> Config:
    config = _located()
    config.attributes["connection"] = connection
    return config


def _located() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config
