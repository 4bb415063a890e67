"""Heartbeats: who lives and who fell silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.errors import MachineTaken, TakenOver
from storage import changes, claims, heartbeats
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


def test_who_was_taken_for_gone_writes_nothing_more_in_that_life(
    store: Store, clock: FixedClock
) -> None:
    with store.begin() as tx:
        first = heartbeats.begin(tx, "worker-1", machine="m")
        heartbeats.beat(tx, "worker-1")
        assert claims.hold(tx, claims.MAILBOXES, "worker-1")
        assert not claims.hold(tx, claims.MAILBOXES, "worker-2")
        stale, clock_then = heartbeats.signs(tx)["worker-1"], clock.now()
        clock.move(MINUTE)
        heartbeats.beat(tx, "worker-1")
        assert not heartbeats.retire(tx, "worker-1", stale), "it has beaten since"
        assert clock.now() > clock_then
        assert heartbeats.retire(tx, "worker-1", heartbeats.signs(tx)["worker-1"])
        assert heartbeats.gone(tx) == ("worker-1",)
        assert heartbeats.signs(tx) == {}
        assert heartbeats.alive(tx, 2 * MINUTE) == ()
        assert claims.hold(tx, claims.MAILBOXES, "worker-2")
        with pytest.raises(TakenOver):
            heartbeats.prove(tx, first)
        with pytest.raises(TakenOver):
            heartbeats.leave(tx, first)
        again = heartbeats.begin(tx, "worker-1", machine="m")
        heartbeats.prove(tx, again)
        assert heartbeats.gone(tx) == ()
        heartbeats.leave(tx, again)
        assert heartbeats.gone(tx) == ("worker-1",)


def test_a_worker_of_the_version_before_comes_back_by_beating(
    store: Store, clock: FixedClock
) -> None:
    with store.begin() as tx:
        heartbeats.beat(tx, "worker-1")  # it says no life
        assert heartbeats.retire(tx, "worker-1", heartbeats.signs(tx)["worker-1"])
        clock.move(MINUTE)
        heartbeats.beat(tx, "worker-1")
        assert heartbeats.gone(tx) == ()


def test_two_machines_of_one_name_are_told(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        heartbeats.begin(tx, "worker-1@ap", machine="one")
        heartbeats.begin(tx, "worker-1@ap", machine="one")  # started again
        with pytest.raises(MachineTaken):
            heartbeats.begin(tx, "worker-1@ap", machine="other")
        clock.move(MINUTE)
        heartbeats.begin(tx, "worker-1@ap", machine="other")  # it has moved


def test_claims_end_with_their_worker_or_when_given_up(store: Store) -> None:
    with store.begin() as tx:
        assert claims.hold_one(tx, ("browser 1", "browser 2"), "worker-1") == "browser 1"
        assert claims.hold_one(tx, ("browser 1", "browser 2"), "worker-2") == "browser 2"
        assert claims.hold_one(tx, ("browser 1", "browser 2"), "worker-3") is None
        claims.free(tx, ("browser 1",), "worker-2")
        assert claims.holder(tx, "browser 1") == "worker-1", "it is not worker-2's to give up"
        claims.free_all(tx, "worker-1", but=("browser 1",))
        assert claims.holder(tx, "browser 1") == "worker-1"
        heartbeats.begin(tx, "worker-1", machine="")
        assert claims.holder(tx, "browser 1") is None
