"""Runs: one visit waits at a portal, one end stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import MappingProxyType

import pytest

from model.clock import FixedClock
from model.errors import RecordMissing
from model.outcomes import Outcome, OutcomeCode
from model.visits import RunState, VisitProgress
from storage import runs
from storage.store import Store
from tests.storage import samples

OK = Outcome(OutcomeCode.OK, MappingProxyType({"n": "2"}))


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)


def test_a_visit_that_waits_is_not_ordered_twice(store: Store) -> None:
    def ask(_: int) -> str:
        with store.begin() as tx:
            return runs.request(tx, "portal-1", "a notice").id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1


def test_a_visit_under_way_does_not_stand_for_a_new_order(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        first = runs.request(tx, "portal-1", "a notice")
        begun = runs.start(tx, first.id)
        clock.move(timedelta(minutes=1))
        second = runs.request(tx, "portal-1", "another notice")
        assert second.id != first.id
        assert (begun.state, begun.started) == (RunState.PREPARING, first.requested)
        assert runs.start(tx, first.id) == begun
        assert [run.id for run in runs.unfinished(tx)] == [first.id, second.id]
        assert runs.last(tx, "portal-1") == second
        assert runs.last(tx, "portal-2") is None


def test_progress_is_shown_until_the_end_and_not_after_it(store: Store, clock: FixedClock) -> None:
    seen = VisitProgress(RunState.DOWNLOADING, 7, 12)
    with store.begin() as tx:
        run = runs.start(tx, runs.request(tx, "portal-1", "a notice").id)
        runs.progress(tx, run.id, seen)
        shown = runs.get(tx, run.id)
        assert (shown.state, shown.done, shown.total) == (RunState.DOWNLOADING, 7, 12)
        ended = runs.finish(tx, run.id, OK, fetched=2, counter=12)
        runs.progress(tx, run.id, seen)
        late = Outcome(OutcomeCode.SITE_DOWN)
        assert runs.finish(tx, run.id, late, fetched=0) == ended
        assert runs.get(tx, run.id) == ended
        assert runs.unfinished(tx) == ()
    assert (ended.state, ended.outcome, ended.fetched) == (RunState.DONE, OK, 2)
    assert (ended.counter, ended.finished) == (12, clock.now())


def test_only_what_brought_an_answer_ends_well(store: Store) -> None:
    def ended(code: OutcomeCode) -> RunState:
        run = runs.request(tx, "portal-1", "a notice")
        return runs.finish(tx, run.id, Outcome(code), fetched=0).state

    with store.begin() as tx:
        well = {code for code in OutcomeCode if ended(code) is RunState.DONE}
    assert well == {OutcomeCode.OK, OutcomeCode.OK_EMPTY, OutcomeCode.PARTIAL}


def test_evidence_is_kept_once(store: Store) -> None:
    with store.begin() as tx:
        run = runs.request(tx, "portal-1", "a notice")
        for sha256 in ("b" * 64, "a" * 64, "b" * 64):
            runs.note_evidence(tx, run.id, sha256)
        assert runs.evidence(tx, run.id) == ("a" * 64, "b" * 64)


def test_a_missing_run_is_named(store: Store) -> None:
    with store.begin() as tx, pytest.raises(RecordMissing, match="no run"):
        runs.start(tx, "run-9")
