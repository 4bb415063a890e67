"""The proof of the audit trail by command: where it breaks, and whether its end is still there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.billhook.conftest import Billhook

pytestmark = pytest.mark.slow


def _meddle(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "data" / "app.sqlite")) as raw, raw:
        triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement)


def test_the_first_break_is_named_and_a_cut_off_end_is_found(
    billhook: Billhook, tmp_path: Path
) -> None:
    for name in ("North", "South", "West"):
        assert billhook("connect", "supplier", name).status == 0
    whole = billhook("audit", "verify", "--json").json()
    assert (whole["whole"], whole["events"], whole["broken_at"]) == (True, 3, None)
    assert billhook("audit", "verify", "--includes", whole["last"]).status == 0
    _meddle(tmp_path, "DELETE FROM event WHERE seq = 3")
    assert billhook("audit", "verify").status == 0
    cut = billhook("audit", "verify", "--includes", whole["last"])
    assert cut.status == 1
    assert "cut off" in cut.err
    _meddle(tmp_path, "UPDATE event SET detail = 'East' WHERE seq = 2")
    broken = billhook("audit", "verify", "--json")
    assert (broken.status, broken.json()["broken_at"], broken.json()["events"]) == (1, 2, 1)
    assert "event 2" in broken.err
    _meddle(tmp_path, "DELETE FROM event WHERE seq = 1")
    assert "event 1 is gone; the next is event 2" in billhook("audit", "verify").err


def test_what_is_no_event_is_wrong_usage(billhook: Billhook) -> None:
    assert billhook("audit", "verify", "--includes", "3412").status == 2
