"""Write-ahead logging for files that others open."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.wal import use_wal


def test_a_file_is_switched_for_good(tmp_path: Path) -> None:
    file = tmp_path / "engine.sqlite"
    use_wal(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_other_databases_are_left_alone(tmp_path: Path) -> None:
    use_wal(f"postgresql:///{tmp_path}/engine")
    assert list(tmp_path.iterdir()) == []
