"""Heartbeats: who lives and who fell silent."""

from __future__ import annotations

from datetime import timedelta

from model.clock import FixedClock
from storage import heartbeats
from storage.store import Store

MINUTE = timedelta(minutes=1)


def test_a_worker_lives_as_long_as_it_is_heard(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        heartbeats.beat(tx, "worker-1")
        heartbeats.beat(tx, "worker-2")
        clock.move(2 * MINUTE)
        heartbeats.beat(tx, "worker-2")
        heartbeats.beat(tx, "worker-2")
        assert heartbeats.alive(tx, MINUTE) == ("worker-2",)
        assert heartbeats.silent(tx, MINUTE) == ("worker-1",)
        assert heartbeats.silent(tx, 2 * MINUTE) == ()
