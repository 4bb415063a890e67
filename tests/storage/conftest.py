"""A store on each database, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from model.clock import FixedClock
from storage.store import Store
from tests import emptystore
from tests.postgres import postgres, postgres_url, tables, tables_url

__all__ = ["postgres", "postgres_url", "tables", "tables_url"]

SQLITE = "sqlite"
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.e2e)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 21, 9, 30, tzinfo=UTC))


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database of either kind that nothing was written to."""
    if request.param == SQLITE:
        return f"sqlite:///{tmp_path}/billhook.sqlite"
    return str(request.getfixturevalue("tables_url"))


@pytest.fixture
def store(url: str, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """A store on either database."""
    if url.startswith(SQLITE):
        opened = emptystore.opened(tmp_path / "billhook.sqlite", clock)
    else:
        opened = Store.open(url, tmp_path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """A store on SQLite, for what is the same on both or concerns SQLite alone."""
    opened = emptystore.opened(tmp_path / "billhook.sqlite", clock)
    yield opened
    opened.close()
