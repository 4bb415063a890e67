"""Migrations: how the tables came to be what they are, one step a file in `versions/`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from model.errors import StorageError

_FOLDER: Final = Path(__file__).parent


def upgrade(connection: Connection) -> None:
    """Bring the tables up to date within the caller's transaction.

    Raises:
        StorageError: the database was written by a newer Billhook.
    """
    config = _config(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = revision(connection)
    if current is not None and current not in known:
        raise StorageError(
            "This database was written by a newer Billhook; start that one, or restore a backup."
        )
    command.upgrade(config, "head")


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
