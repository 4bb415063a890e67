"""Write-ahead logging for SQLite files that others open: the mode persists in the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Final

_SQLITE: Final = "sqlite:///"


def use_wal(url: str) -> None:
    """Switch a SQLite database (by URL) to WAL; other databases are left alone."""
    if not url.startswith(_SQLITE):
        return
    with closing(sqlite3.connect(url.removeprefix(_SQLITE))) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
