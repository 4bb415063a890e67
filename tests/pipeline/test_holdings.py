"""What a worker holds alone, whom it takes for gone, and what it may write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.errors import TakenOver, VisitNotStarted
from pipeline.holdings import Holdings
from pipeline.roll import GONE, RollCall
from pipeline.works import Works
from storage import heartbeats, settings


def _holdings(works: Works, name: str, browsers: int = 0) -> Holdings:
    with works.store.begin() as tx:
        return Holdings(heartbeats.begin(tx, name, machine=name), browsers)


def test_no_two_visits_are_at_one_portal_whosever_they_are(works: Works) -> None:
    ours, theirs = _holdings(works, "worker-1"), _holdings(works, "worker-2")
    with ours.visit(works.store, "p1"), theirs.visit(works.store, "p2"):
        for one in (ours, theirs):
            with pytest.raises(VisitNotStarted, match="at this portal"):
                one._taken(works.store, one.worker.executor, "portal p1")
    with theirs.visit(works.store, "p1"):
        pass


def test_no_more_browsers_are_open_on_all_machines_than_are_wanted(works: Works) -> None:
    ours, theirs = _holdings(works, "worker-1", 2), _holdings(works, "worker-2", 2)
    with ours.visit(works.store, "p1"):
        with theirs.visit(works.store, "p2"), pytest.raises(VisitNotStarted, match="as may be"):
            ours._taken(works.store, "worker-1", "portal p3")
        with ours.visit(works.store, "p3"):
            pass


def test_a_visit_keeps_its_place_until_a_browser_is_free_or_its_worker_ends(works: Works) -> None:
    ours, theirs = _holdings(works, "worker-1", 1), _holdings(works, "worker-2", 1)

    def visit() -> None:
        with theirs.visit(works.store, "p2"):
            pass

    with ThreadPoolExecutor(1) as pool:
        with ours.visit(works.store, "p1"):
            waiting = pool.submit(visit)
            assert not wait([waiting], 1.0).done
        waiting.result(60)
    theirs.ending.set()
    with ours.visit(works.store, "p1"), pytest.raises(VisitNotStarted, match="as may be"):
        visit()


def test_what_could_not_be_given_up_is_given_up_later(works: Works) -> None:
    ours, theirs = _holdings(works, "worker-1"), _holdings(works, "worker-2")
    ours._give_up(ours._taken(works.store, "worker-1", "portal p1"))
    with works.store.begin() as tx:
        assert ours.watches(tx)
    ours.tidy(works.store)
    with works.store.read() as tx:
        assert ours.watching(tx)
        assert theirs.watching(tx) is False
    with theirs.visit(works.store, "p1"):
        pass


def test_nothing_is_written_by_a_worker_that_was_taken_for_gone(works: Works) -> None:
    ours = _holdings(works, "worker-1")
    guarded = replace(works.store, guard=ours.prove)
    with guarded.begin() as tx:
        settings.put(tx, "company", "before")
    with works.store.begin() as tx:
        heartbeats.retire(tx, "worker-1", heartbeats.signs(tx)["worker-1"])
    with pytest.raises(TakenOver), guarded.begin() as tx:
        settings.put(tx, "company", "after")
    with works.store.read() as tx:
        assert settings.get(tx, "company", "") == "before"


def test_who_gives_no_sign_for_a_minute_is_gone(clock: FixedClock) -> None:
    roll, step = RollCall(clock), timedelta(seconds=5)
    for beat in range(int(GONE / step)):
        assert roll.silent({"silent": "1", "alive": str(beat)}) == ()
        clock.move(step)
    assert roll.silent({"silent": "1", "alive": "x"}) == ("silent",)
    assert roll.silent({"silent": "2", "alive": "y"}) == ()


def test_nobody_is_gone_because_the_watcher_was_away(clock: FixedClock) -> None:
    roll = RollCall(clock)
    assert roll.silent({"other": "1"}) == ()
    clock.move(2 * GONE)
    assert roll.silent({"other": "1"}) == ()
    clock.move(timedelta(seconds=5))
    assert roll.silent({"other": "1"}) == ()
