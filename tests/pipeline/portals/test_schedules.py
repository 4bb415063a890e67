from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from model.clock import FixedClock
from model.documents import DocumentKind
from model.errors import WrongInput
from model.exceptions import ExceptionReason
from model.expectations import Expectation, ExpectationSource, ExpectationState
from model.outcomes import Outcome, OutcomeCode
from model.schedules import Hours, Rhythm, Schedule
from model.visits import Cause, ListingProblem, Run, RunState, VisitProgress, VisitResult
from pipeline import answers, pending
from pipeline.documents import expecting
from pipeline.portals import schedules, visits
from pipeline.portals.concluding import conclude
from pipeline.works import Works
from storage import exceptions, expectations, runs, suppliers
from storage import schedules as stored
from tests.pipeline.conftest import CLERK, Outside, listing, paper


def expect(works: Works, number: str, **facts: object) -> str:
    expectation = Expectation(
        id=f"x-{number}",
        key=f"k-{number}",
        supplier_id="nw",
        kind=DocumentKind.INVOICE,
        source=ExpectationSource.NOTICE,
        source_id="m1",
        opened=works.clock.now(),
        account_id="nw-1",
        portal_id="nw-portal",
        number=number,
        **facts,  # type: ignore[arg-type]
    )
    with works.store.begin() as tx:
        expecting.open_(tx, expectation)
    return expectation.id


def choose(works: Works, **facts: object) -> None:
    with works.store.begin() as tx:
        stored.put(tx, "nw-portal", replace(Schedule(), **facts))  # type: ignore[arg-type]


def waiting(works: Works) -> tuple[Run, ...]:
    with works.store.read() as tx:
        return runs.unfinished(tx)


def ready(works: Works) -> list[str]:
    return [job.subject for job in pending.jobs(works.store, works.clock)]


def due(works: Works) -> int:
    return schedules.request_due(works.store, works.clock.now()).ordered


def make(works: Works) -> Run:
    """Make the visit that is ready, as the engine would."""
    (run_id,) = ready(works)
    brought = visits.go(works, run_id)
    for fetched in brought.fetched:
        visits.file_fetched(works, run_id, fetched)
    conclude(works, run_id, brought)
    with works.store.read() as tx:
        return runs.get(tx, run_id)


def bad(code: OutcomeCode) -> VisitResult:
    return VisitResult(Outcome(code))


def state(works: Works, expectation_id: str) -> Expectation:
    with works.store.read() as tx:
        return expectations.get(tx, expectation_id)


def test_a_portal_is_visited_once_a_day_though_nothing_is_expected(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    for day in range(1, 4):
        clock.move(timedelta(days=1))
        assert due(works) == 1
        assert due(works) == 0
        clock.move(schedules.LINGER)
        outside.brings(tmp_path, paper(f"R-{day}"))
        assert make(works).cause is Cause.REGULAR
        assert due(works) == 0


def test_a_portal_is_left_alone_on_days_that_are_not_its_own(
    works: Works, clock: FixedClock
) -> None:
    choose(works, rhythm=Rhythm.EXPECTED)
    clock.move(timedelta(days=40))
    assert due(works) == 0


def test_a_killed_worker_neither_loses_nor_doubles_a_visit(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    clock.move(timedelta(days=1))
    due(works)
    clock.move(schedules.LINGER)
    (begun,) = ready(works)
    with works.store.begin() as tx:  # the worker is killed when it has begun
        runs.start(tx, begun)
    clock.move(timedelta(days=3))
    assert due(works) == 0
    assert ready(works) == [begun]
    outside.brings(tmp_path, paper("R-1"))
    make(works)
    assert (due(works), ready(works)) == (0, [])


def test_one_visit_at_a_time_however_many_are_ordered(works: Works, clock: FixedClock) -> None:
    expect(works, "R-1")
    with works.store.begin() as tx:
        (first,) = runs.unfinished(tx)
        runs.start(tx, first.id)
    expect(works, "R-2")
    clock.move(timedelta(hours=1))
    assert len(waiting(works)) == 2
    assert ready(works) == [first.id]


def test_what_is_expected_is_fetched_within_seconds_and_at_a_distance_from_the_last_visit(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    choose(works, gap=600)
    expect(works, "R-1")
    assert ready(works) == []
    clock.move(schedules.LINGER)
    outside.brings(tmp_path, paper("R-1"))
    make(works)
    expect(works, "R-2")
    clock.move(timedelta(minutes=9))
    assert ready(works) == []
    clock.move(timedelta(minutes=1))
    assert len(ready(works)) == 1


def test_quiet_hours_are_kept_unless_a_person_asks(works: Works, clock: FixedClock) -> None:
    choose(works, quiet=Hours(time(7), time(12)))  # it is 08:00
    expect(works, "R-1")
    clock.move(timedelta(minutes=5))
    assert ready(works) == []
    with works.store.begin() as tx:
        answers.visit_now(tx, CLERK, "nw-portal")
    assert len(ready(works)) == 1


def test_a_portal_that_needs_somebody_waits_for_office_hours_and_tells_so(
    works: Works, outside: Outside, clock: FixedClock, tmp_path: Path
) -> None:
    first = expect(works, "R-1")
    clock.move(schedules.LINGER)
    outside.visits.append(bad(OutcomeCode.MFA_REQUIRED))
    make(works)
    with works.store.read() as tx:
        (asked,) = exceptions.open_of(tx, "portal:nw-portal")
    assert "Billhook tries again today at 09:00" in asked.sentence
    second = expect(works, "R-2")
    clock.move(timedelta(minutes=50))
    assert (due(works), ready(works)) == (0, [])
    clock.move(timedelta(minutes=10))
    assert due(works) == 1
    clock.move(schedules.LINGER)
    outside.brings(tmp_path, paper("R-2"))
    assert make(works).cause is Cause.RETRY
    assert state(works, first).state is ExpectationState.ABSENT
    assert state(works, second).state is ExpectationState.FULFILLED
    with works.store.read() as tx:
        assert not exceptions.open_of(tx, "portal:nw-portal")


def test_only_what_is_missing_is_fetched_after_a_part(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    first, second = expect(works, "R-1"), expect(works, "R-2")
    clock.move(schedules.LINGER)
    partial = Outcome(
        OutcomeCode.PARTIAL, MappingProxyType({"got": "1", "expected": "2", "missing": "1"})
    )
    problem = ListingProblem(listing("R-2"), Outcome(OutcomeCode.DOWNLOAD_FAILED))
    outside.brings(tmp_path, paper("R-1"), outcome=partial, problems=(problem,), complete=False)
    make(works)
    assert state(works, first).state is ExpectationState.FULFILLED
    left = state(works, second)
    assert left.next_attempt is not None
    assert "1 of 2 documents" in left.reason
    assert "tries again today at 08:1" in left.reason
    with works.store.read() as tx:
        assert not exceptions.open_(tx)
    clock.move(left.next_attempt - clock.now())
    assert due(works) == 1
    clock.move(schedules.LINGER)
    outside.brings(tmp_path, paper("R-2"))
    make(works)
    assert (DocumentKind.INVOICE, "R1") in outside.orders[1].known
    assert state(works, second).state is ExpectationState.FULFILLED


def cut_off(works: Works, clock: FixedClock, *said: VisitProgress) -> str:
    """A visit that a crash cut off after it had said this much; the id of what it was to bring."""
    wanted = expect(works, "R-1")
    clock.move(schedules.LINGER)
    (run_id,) = ready(works)
    with works.store.begin() as tx:
        runs.start(tx, run_id)
        for one in said:
            runs.progress(tx, run_id, one)
    return wanted


def test_a_crash_after_the_password_and_before_the_answer_asks_a_person(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    wanted = cut_off(works, clock, VisitProgress(RunState.SIGNING_IN, sends_password=True))
    assert make(works).outcome == Outcome(
        OutcomeCode.INTERRUPTED, MappingProxyType({"portal": "Nordwind"})
    )
    assert not outside.orders
    assert state(works, wanted).state is ExpectationState.NEEDS_PERSON
    with works.store.begin() as tx:
        (asked,) = exceptions.open_of(tx, "portal:nw-portal")
        assert asked.reason is ExceptionReason.PORTAL_NEEDS_PERSON
        answers.answer(tx, CLERK, asked.id, "1")
    clock.move(schedules.LINGER)
    outside.brings(tmp_path, paper("R-1"))
    make(works)
    assert state(works, wanted).state is ExpectationState.FULFILLED


@pytest.mark.parametrize(
    "proof", [RunState.SECOND_FACTOR, RunState.COLLECTING, RunState.DOWNLOADING]
)
def test_a_crash_after_the_portal_took_the_password_is_made_good_by_itself(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock, proof: RunState
) -> None:
    wanted = cut_off(
        works, clock, VisitProgress(RunState.SIGNING_IN, sends_password=True), VisitProgress(proof)
    )
    outside.brings(tmp_path, paper("R-1"))
    make(works)
    assert state(works, wanted).state is ExpectationState.FULFILLED


def test_a_crash_before_the_password_is_made_good_by_itself(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    wanted = cut_off(works, clock, VisitProgress(RunState.SIGNING_IN))
    outside.brings(tmp_path, paper("R-1"))
    make(works)
    assert state(works, wanted).state is ExpectationState.FULFILLED


def test_older_documents_stay_at_the_portal_unless_one_is_expected(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    choose(works, since=date(2026, 10, 1))
    expect(works, "R-1", day=date(2026, 10, 20))
    clock.move(schedules.LINGER)
    outside.brings(tmp_path, paper("R-1"))
    make(works)
    assert outside.orders[0].since == date(2026, 8, 19)
    clock.move(timedelta(days=1))
    due(works)
    clock.move(schedules.LINGER)
    outside.brings(tmp_path, paper("R-2"))
    make(works)
    assert outside.orders[1].since == date(2026, 10, 1)


def test_documents_are_fetched_back_to_a_day_on_demand(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    with works.store.begin() as tx:
        schedules.fetch_since(tx, CLERK, "nw-portal", date(2026, 1, 1))
    clock.move(schedules.LINGER)
    outside.brings(tmp_path, paper("R-1"))
    assert make(works).cause is Cause.PERSON
    assert outside.orders[0].since == date(2026, 1, 1)


def test_older_documents_are_fetched_once_they_are_wanted(works: Works) -> None:
    with works.store.begin() as tx:
        schedules.change(tx, CLERK, "nw-portal", Schedule(since=date(2026, 6, 1)))
        assert not runs.unfinished(tx)
        schedules.change(tx, CLERK, "nw-portal", Schedule(since=date(2026, 1, 1)))
        (run,) = runs.unfinished(tx)
    assert run.cause is Cause.PERSON


def test_documents_of_the_future_and_of_a_paused_portal_are_not_asked_for(works: Works) -> None:
    with works.store.begin() as tx:
        with pytest.raises(WrongInput, match="to come"):
            schedules.fetch_since(tx, CLERK, "nw-portal", date(2027, 1, 1))
        suppliers.pause_portal(tx, "nw-portal", "It refused the password.")
        with pytest.raises(WrongInput, match="answer its question"):
            schedules.fetch_since(tx, CLERK, "nw-portal", date(2026, 1, 1))
        with pytest.raises(WrongInput, match="answer its question"):
            schedules.record(tx, CLERK, "nw-portal")
    assert due(works) == 0
    assert not waiting(works)


def test_a_person_outweighs_and_comes_before_what_was_ordered_before(
    works: Works, clock: FixedClock
) -> None:
    with works.store.begin() as tx:
        other = replace(suppliers.portal(tx, "nw-portal"), id="other", name="Other")
        suppliers.add_portal(tx, other)
        runs.request(tx, "other", "its schedule", cause=Cause.REGULAR)
    clock.move(timedelta(seconds=1))
    expect(works, "R-1")
    with works.store.begin() as tx:
        answers.visit_now(tx, CLERK, "nw-portal")
        _, run = runs.unfinished(tx)
        assert run.cause is Cause.PERSON
        runs.request(tx, "nw-portal", "its schedule", cause=Cause.REGULAR)
        assert runs.unfinished(tx)[1:] == (run,)
    clock.move(timedelta(minutes=1))
    with works.store.read() as tx:
        line = schedules.ready(tx, clock.now())
        assert [waiting.portal_id for waiting in line] == ["nw-portal", "other"]


def test_a_changed_schedule_is_kept_and_on_the_audit_trail(works: Works, clock: FixedClock) -> None:
    weekly = Schedule(weekdays=frozenset({3}), at=time(10), spread=0)
    with works.store.begin() as tx:
        schedules.change(tx, CLERK, "nw-portal", weekly)
    with works.store.read() as tx:
        assert stored.get(tx, "nw-portal") == weekly
        assert schedules.words(tx, clock.now()) == {
            "nw-portal": "Next visit on Thursday 5 Nov at 10:00 (every Thursday from 10:00)."
        }
