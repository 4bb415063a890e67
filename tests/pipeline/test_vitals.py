"""Readiness as the store tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.clock import SystemClock
from model.secret import Secret
from pipeline.vitals import StoreVitals
from storage import heartbeats
from tests import emptystore

pytestmark = pytest.mark.slow


def test_readiness_is_the_database_s_and_the_worker_is_said_beside_it(tmp_path: Path) -> None:
    store = emptystore.opened(tmp_path / "app.sqlite", SystemClock())
    desk = StoreVitals(store)
    assert not desk.readiness().worker
    with store.begin() as tx:
        heartbeats.beat(tx, "worker-1", vault_locked=True)
    ready = desk.readiness()
    assert (ready.database, ready.worker, ready.vault_open) == (True, True, False)
    with store.begin() as tx:
        heartbeats.beat(tx, "worker-1")
    assert desk.readiness().vault_open
    assert desk.holder(Secret("nobody's")) is None
    store.close()
    (tmp_path / "app.sqlite").write_bytes(b"no database" * 1000)
    assert not desk.readiness().database
