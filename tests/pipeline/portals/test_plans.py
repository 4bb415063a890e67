"""The retry policy, on every history that visits can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.outcomes import BACKOFF, Outcome, OutcomeCode, Retry
from model.schedules import Hours, Rhythm, Schedule
from model.suppliers import Portal, PortalState
from model.takeovers import Standing, verdict
from model.visits import Cause, Run, RunState
from pipeline.portals import plans
from pipeline.portals.plans import HISTORY, WINDOWS, Past, Plan

UTC_ZONE = ZoneInfo("UTC")
MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
PORTAL = Portal("p", "s", "Nordwind", "https://p.example", frozenset(), connected=MONDAY)
NIGHT = Hours(time(20), time(7))
LINGER = timedelta(seconds=2)


def made(
    code: OutcomeCode,
    at: datetime = MONDAY,
    *,
    said: Mapping[str, str] | None = None,
    **facts: object,
) -> Run:
    """A finished visit."""
    given = {"cause": Cause.EXPECTED, "requested": at, "finished": at, **facts}
    return Run(
        id=f"r-{at:%d%H%M%S}",
        portal_id="p",
        state=RunState.DONE,
        why="",
        outcome=Outcome(code, MappingProxyType({"portal": "Nordwind", **(said or {})})),
        **given,  # type: ignore[arg-type]
    )


def past(*visits: Run, schedule: Schedule | None = None, portal: Portal = PORTAL) -> Past:
    return Past(portal, schedule or Schedule(), visits, UTC_ZONE)


def after(*codes: OutcomeCode, **facts: Any) -> Plan:
    """The plan after these visits, the newest last; all but the first were our own retries."""
    made_so = [
        made(code, MONDAY + timedelta(days=number), cause=cause, **facts)
        for number, (code, cause) in enumerate(
            zip(codes, [Cause.EXPECTED] + [Cause.RETRY] * len(codes), strict=False)
        )
    ]
    return plans.plan(past(*reversed(made_so)))


def _is_no_portal(last: Run) -> bool:
    """Whether a site was set aside after the only visit that an imported sign-in gets."""
    if last.cause is not Cause.TAKEOVER or last.outcome is None:
        return False
    return verdict(last.outcome, last.fetched) is Standing.NO_PORTAL


RUNS = st.lists(
    st.builds(
        made,
        st.sampled_from(OutcomeCode),
        cause=st.sampled_from(Cause),
        fetched=st.sampled_from([0, 0, 0, 2]),
        password_sent=st.none() | st.just(MONDAY),
    ),
    max_size=HISTORY + 5,
)


@given(RUNS)
def test_a_refused_password_is_never_sent_again_by_ourselves(visits: list[Run]) -> None:
    plan = plans.plan(past(made(OutcomeCode.LOGIN_FAILED), *visits))
    assert (plan.at, plan.pauses, plan.asks, plan.leaves) == (None, True, True, True)


@given(RUNS)
def test_a_password_nobody_answered_is_never_sent_again_by_ourselves(visits: list[Run]) -> None:
    for code in (OutcomeCode.INTERRUPTED, OutcomeCode.UNKNOWN):
        plan = plans.plan(past(made(code, password_sent=MONDAY), *visits))
        assert plan.at is None
        assert plan.pauses


@given(RUNS)
def test_a_plan_lies_ahead_or_a_person_is_asked_or_it_is_no_portal(visits: list[Run]) -> None:
    plan = plans.plan(past(*visits))
    if visits and _is_no_portal(visits[0]):
        assert (plan.at, plan.leaves, plan.asks) == (None, True, False)
    elif plan.at is None:
        assert plan.pauses
        assert plan.asks
    elif visits:
        assert plan.at > (visits[0].finished or MONDAY)
    assert not (plan.pauses and plan.at)
    assert plan.holds or not plan.attended


@given(st.lists(st.sampled_from(OutcomeCode), min_size=1, max_size=60))
def test_no_portal_is_tried_again_more_than_the_backoff_allows(codes: list[OutcomeCode]) -> None:
    """Whatever a portal answers, a failure brings at most four attempts of ours, then a person."""
    visits: list[Run] = []
    in_a_row = 0
    for code in codes:
        plan = plans.plan(past(*visits[:HISTORY]))
        if plan.at is None:
            return
        visits.insert(0, made(code, plan.at, cause=plan.cause))
        waited = code in (OutcomeCode.VAULT_LOCKED, OutcomeCode.CANCELLED)
        if visits[0].outcome is not None and visits[0].outcome.good:
            in_a_row = 0
        elif plan.cause is Cause.RETRY and not waited:
            in_a_row += 1
        assert in_a_row <= len(BACKOFF)


def test_a_portal_that_is_down_is_tried_after_ever_longer_waits() -> None:
    for done, wait in enumerate(BACKOFF):
        plan = after(*[OutcomeCode.SITE_DOWN] * (done + 1))
        assert plan.at is not None
        waited = plan.at - (MONDAY + timedelta(days=done))
        assert wait <= waited <= wait * 1.1
        assert (plan.attempt, plan.attempts, plan.asks) == (done + 1, 4, False)


def test_after_the_last_wait_a_person_is_asked_and_the_schedule_goes_on() -> None:
    plan = after(*[OutcomeCode.SITE_DOWN] * 5)
    assert (plan.cause, plan.asks, plan.leaves, plan.pauses) == (Cause.REGULAR, True, True, False)
    assert plan.at is not None


def test_a_portal_that_blocks_us_is_tried_twice_more_at_most() -> None:
    assert after(*[OutcomeCode.BOT_BLOCKED] * 2).attempts == 2
    assert after(*[OutcomeCode.BOT_BLOCKED] * 3).pauses


def test_what_is_not_understood_is_tried_once_more_at_once() -> None:
    plan = after(OutcomeCode.UNKNOWN)
    assert plan.at == MONDAY + timedelta(seconds=10)
    assert after(OutcomeCode.UNKNOWN, OutcomeCode.UNKNOWN).pauses


def test_a_refused_code_was_tried_again_inside_the_visit_already() -> None:
    assert after(OutcomeCode.MFA_WRONG).pauses


def test_a_portal_that_needs_somebody_is_visited_when_somebody_comes() -> None:
    plan = after(OutcomeCode.MFA_REQUIRED)
    assert plan.at == datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    assert plan.holds
    assert after(*[OutcomeCode.MFA_REQUIRED] * (WINDOWS + 1)).pauses


def test_progress_begins_the_waits_anew() -> None:
    partly = [
        made(OutcomeCode.PARTIAL, MONDAY + timedelta(hours=hour), cause=Cause.RETRY, fetched=got)
        for hour, got in ((2, 1), (1, 0), (0, 0))
    ]
    assert plans.plan(past(*partly)).attempt == 2
    assert plans.plan(past(*partly[1:])).attempt == 3


def until(**wait: float) -> Mapping[str, str]:
    """The fact of an instant that the portal named, so long after the visit."""
    return {"at": (MONDAY + timedelta(**wait)).isoformat()}


@pytest.mark.parametrize(
    "code", [OutcomeCode.MAINTENANCE, OutcomeCode.LOCKED, OutcomeCode.BOT_BLOCKED]
)
def test_an_end_that_the_portal_names_is_waited_for_exactly(code: OutcomeCode) -> None:
    plan = plans.plan(past(made(code, said=until(hours=9, minutes=7))))
    assert plan.at == MONDAY + timedelta(hours=9, minutes=7)
    assert (plan.cause, plan.holds, plan.leaves, plan.pauses) == (Cause.RETRY, True, False, False)


def test_an_end_that_comes_at_once_is_waited_for_as_long_as_any_trouble() -> None:
    plan = plans.plan(past(made(OutcomeCode.MAINTENANCE, said=until(minutes=1))))
    assert plan.at == MONDAY + BACKOFF[0]


def test_an_end_that_is_too_far_off_is_not_believed() -> None:
    far = past(made(OutcomeCode.MAINTENANCE, said=until(days=15)))
    assert plans.plan(far) == plans.plan(past(made(OutcomeCode.MAINTENANCE)))
    assert plans.plan(past(made(OutcomeCode.LOCKED, said=until(days=15)))).pauses


def test_a_lock_that_ends_by_itself_is_tried_once_after_its_end() -> None:
    first = made(OutcomeCode.LOCKED, said=until(minutes=30))
    again = made(
        OutcomeCode.LOCKED, MONDAY + timedelta(hours=1), said=until(hours=2), cause=Cause.RETRY
    )
    assert plans.plan(past(again, first)).pauses


def test_a_locked_vault_is_waited_for_and_counts_as_no_attempt() -> None:
    plan = after(OutcomeCode.SITE_DOWN, OutcomeCode.VAULT_LOCKED)
    assert plan.at == MONDAY + timedelta(days=1, minutes=1)
    assert (plan.attempts, plan.asks) == (0, False)
    assert (
        after(OutcomeCode.SITE_DOWN, OutcomeCode.VAULT_LOCKED, OutcomeCode.SITE_DOWN).attempt == 2
    )


def test_an_unlocked_vault_wakes_nobody_for_a_code() -> None:
    plan = after(OutcomeCode.MFA_REQUIRED, OutcomeCode.VAULT_LOCKED)
    evening = made(OutcomeCode.VAULT_LOCKED, MONDAY.replace(hour=22), cause=Cause.RETRY)
    waits = plans.plan(past(evening, made(OutcomeCode.MFA_REQUIRED)))
    assert plan.cause is waits.cause is Cause.RETRY
    assert waits.at == datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (OutcomeCode.SITE_DOWN, "Tried again today at 08:1"),
        (OutcomeCode.MFA_REQUIRED, "when somebody is there (attempt 1 of 3)."),
        (OutcomeCode.OK, "Next visit tomorrow at 06:"),
    ],
)
def test_a_clerk_reads_when_the_next_attempt_is(code: OutcomeCode, words: str) -> None:
    assert words in plans.words(past(made(code)), MONDAY)


def test_a_clerk_reads_why_no_attempt_comes() -> None:
    paused = replace(PORTAL, state=PortalState.PAUSED)
    proposed = replace(PORTAL, state=PortalState.PROPOSED)
    silent = Schedule(Rhythm.EXPECTED)
    assert "answered" in plans.words(past(portal=paused), MONDAY)
    assert "confirmed its host" in plans.words(past(portal=proposed), MONDAY)
    assert "expected" in plans.words(past(schedule=silent), MONDAY)
    assert plans.moment(MONDAY, MONDAY, UTC_ZONE) == "at once"
    later = MONDAY + timedelta(days=3)
    assert plans.moment(later, MONDAY, UTC_ZONE) == "on Thursday 5 Nov at 08:00"


def ordered(cause: Cause, at: datetime = MONDAY) -> Run:
    return Run("new", "p", RunState.QUEUED, at, "", cause=cause)


def test_an_expected_document_is_fetched_within_seconds() -> None:
    assert plans.ready_at(past(), ordered(Cause.EXPECTED), LINGER) == MONDAY + LINGER


def test_visits_keep_their_distance_but_a_person_does_not_wait() -> None:
    schedule = Schedule(gap=600)
    good = past(made(OutcomeCode.OK), schedule=schedule)
    assert plans.ready_at(good, ordered(Cause.EXPECTED), LINGER) == MONDAY + timedelta(minutes=10)
    assert plans.ready_at(good, ordered(Cause.PERSON), LINGER) == MONDAY + LINGER
    down = past(made(OutcomeCode.SITE_DOWN))
    assert plans.ready_at(down, ordered(Cause.EXPECTED), LINGER) == MONDAY + timedelta(minutes=2)
    assert plans.ready_at(down, ordered(Cause.RETRY), LINGER) == MONDAY + timedelta(seconds=10)


def test_a_document_expected_in_quiet_hours_waits_for_their_end() -> None:
    late = MONDAY.replace(hour=22)
    quiet = past(schedule=Schedule(quiet=NIGHT))
    assert plans.ready_at(quiet, ordered(Cause.EXPECTED, late), LINGER) == datetime(
        2026, 11, 3, 7, 0, tzinfo=UTC
    )
    assert plans.ready_at(quiet, ordered(Cause.PERSON, late), LINGER) == late + LINGER


@pytest.mark.parametrize("code", [c for c in OutcomeCode if Outcome(c).retry is Retry.WINDOW])
def test_what_is_expected_wakes_nobody_for_a_code(code: OutcomeCode) -> None:
    needy = past(made(code))
    assert plans.ready_at(needy, ordered(Cause.EXPECTED), LINGER) is None
    assert plans.ready_at(needy, ordered(Cause.RETRY), LINGER) is not None
    assert plans.ready_at(needy, ordered(Cause.PERSON), LINGER) == MONDAY + LINGER
