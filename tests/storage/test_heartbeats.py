"""Heartbeats: who lives and who fell silent."""

from __future__ import annotations

from datetime import timedelta

from model.clock import FixedClock
from storage import changes, heartbeats
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


def test_a_locked_vault_counts_as_long_as_its_worker_lives(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        heartbeats.beat(tx, "worker-1")
        assert not heartbeats.any_locked(tx, MINUTE)
        heartbeats.beat(tx, "worker-2", vault_locked=True)
        assert heartbeats.any_locked(tx, MINUTE)
        clock.move(2 * MINUTE)
        assert not heartbeats.any_locked(tx, MINUTE)


def test_screens_hear_of_a_vault_once_a_change(store: Store) -> None:
    told = []
    for locked in (False, False, True, True, False):
        with store.begin() as tx:
            heartbeats.beat(tx, "worker-1", vault_locked=locked)
            told.append(changes.last(tx))
    assert told == [1, 1, 2, 2, 3]
