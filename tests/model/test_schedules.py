from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import WrongInput
from model.plain import from_plain, to_plain
from model.schedules import (
    WORKING_DAYS,
    Hours,
    Rhythm,
    Schedule,
    at_work,
    leave_quiet,
    next_attended,
    next_regular,
    spread,
)

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
NIGHT = Hours(time(20), time(7))
INSTANTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda late: MONDAY + timedelta(minutes=late))
TIMES = st.times().map(lambda at: at.replace(microsecond=0))
HOURS = st.tuples(TIMES, TIMES).filter(lambda two: two[0] != two[1]).map(lambda two: Hours(*two))
DAYS = st.frozensets(st.integers(0, 6), min_size=1)
SCHEDULES = st.builds(
    Schedule,
    rhythm=st.sampled_from([Rhythm.WEEKDAYS, Rhythm.MONTHLY]),
    weekdays=DAYS,
    month_day=st.integers(1, 31),
    at=TIMES,
    spread=st.integers(0, 720),
    quiet=st.none() | HOURS,
    attended=HOURS,
    attended_days=DAYS,
)


@given(SCHEDULES, INSTANTS)
def test_the_next_regular_visit_comes_later_and_never_in_quiet_hours(
    schedule: Schedule, after: datetime
) -> None:
    at = next_regular(schedule, after, zone=BERLIN, seed="p")
    assert at is not None
    assert after < at <= after + timedelta(days=34)
    local = at.astimezone(BERLIN)
    if schedule.quiet and local.time() in schedule.quiet:
        assert local.utcoffset() != (local - timedelta(hours=3)).utcoffset()  # the clock was moved
    assert next_regular(schedule, after, zone=BERLIN, seed="p") == at


@given(SCHEDULES, INSTANTS)
def test_no_day_of_the_rhythm_is_skipped(schedule: Schedule, after: datetime) -> None:
    first = next_regular(schedule, after, zone=BERLIN, seed="p")
    assert first is not None
    assert next_regular(schedule, first - timedelta(seconds=1), zone=BERLIN, seed="p") == first


@given(SCHEDULES, INSTANTS)
def test_somebody_is_there_when_somebody_comes(schedule: Schedule, after: datetime) -> None:
    at = next_attended(schedule, after, zone=BERLIN)
    assert after < at <= after + timedelta(days=8)
    assert at_work(schedule, at_work(schedule, after, zone=BERLIN), zone=BERLIN) >= after


def test_a_daily_visit_comes_within_its_spread() -> None:
    at = next_regular(Schedule(), MONDAY, zone=BERLIN, seed="p")
    assert at is not None
    local = at.astimezone(BERLIN)
    assert local.date() == date(2026, 11, 3)
    assert time(6) <= local.time() < time(7)
    assert next_regular(Schedule(), MONDAY, zone=BERLIN, seed="another") != at


def test_a_monthly_visit_comes_on_the_last_day_of_a_short_month() -> None:
    monthly = Schedule(Rhythm.MONTHLY, month_day=31, spread=0)
    at = next_regular(monthly, MONDAY, zone=BERLIN, seed="p")
    assert at is not None
    assert at.astimezone(BERLIN) == datetime(2026, 11, 30, 6, 0, tzinfo=BERLIN)


def test_a_weekly_visit_keeps_its_local_time_when_the_clocks_change() -> None:
    weekly = Schedule(weekdays=frozenset({6}), spread=0)
    at = next_regular(weekly, datetime(2026, 3, 25, tzinfo=UTC), zone=BERLIN, seed="p")
    assert at == datetime(2026, 3, 29, 4, 0, tzinfo=UTC)  # 06:00 summer time
    assert next_regular(weekly, at, zone=BERLIN, seed="p") == at + timedelta(days=7)


def test_a_portal_without_rhythm_is_visited_when_something_is_expected() -> None:
    silent = Schedule(Rhythm.EXPECTED)
    assert next_regular(silent, MONDAY, zone=BERLIN, seed="p") is None
    assert silent.words == "only when a document is expected"


@pytest.mark.parametrize(
    ("hour", "leaves"),
    [(21, (3, 7)), (3, (2, 7)), (12, (2, 12))],
)
def test_quiet_hours_end_in_the_morning(hour: int, leaves: tuple[int, int]) -> None:
    at = datetime(2026, 11, 2, hour, 0, tzinfo=BERLIN)
    left = leave_quiet(Schedule(quiet=NIGHT), at, zone=BERLIN).astimezone(BERLIN)
    assert (left.day, left.hour) == leaves


def test_somebody_is_there_on_working_days_only() -> None:
    friday = datetime(2026, 11, 6, 17, 0, tzinfo=BERLIN)
    there = next_attended(Schedule(), friday, zone=BERLIN).astimezone(BERLIN)
    assert (there.strftime("%A"), there.hour) == ("Monday", 9)
    noon = friday.replace(hour=12)
    assert at_work(Schedule(), noon, zone=BERLIN) == noon
    night = Schedule(attended=Hours(time(22), time(6)), attended_days=frozenset({4}))
    saturday = datetime(2026, 11, 7, 3, 0, tzinfo=BERLIN)  # the shift that began on Friday
    assert at_work(night, saturday, zone=BERLIN) == saturday


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (Schedule(), "every day from 06:00"),
        (Schedule(weekdays=WORKING_DAYS, at=time(7, 30)), "every working day from 07:30"),
        (Schedule(weekdays=frozenset({3, 0})), "every Monday and Thursday from 06:00"),
        (Schedule(Rhythm.MONTHLY, month_day=3), "every month on day 3 from 06:00"),
    ],
)
def test_a_rhythm_is_said_as_a_clerk_says_it(schedule: Schedule, words: str) -> None:
    assert schedule.words == words


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekdays": frozenset()},
        {"weekdays": frozenset({7})},
        {"attended_days": frozenset()},
        {"attended_days": frozenset({9})},
        {"month_day": 0},
        {"spread": 721},
        {"gap": -1},
    ],
)
def test_a_schedule_that_can_not_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(WrongInput):
        replace(Schedule(), **wrong)  # type: ignore[arg-type]


def test_hours_that_end_when_they_start_are_refused() -> None:
    with pytest.raises(WrongInput, match="none"):
        Hours(time(9), time(9))


@given(SCHEDULES)
def test_a_schedule_is_written_down_and_read_back(schedule: Schedule) -> None:
    assert from_plain(Schedule, to_plain(schedule)) == schedule


@given(st.text(), st.timedeltas(timedelta(0), timedelta(days=2)))
def test_a_spread_is_below_its_most_and_always_the_same(seed: str, most: timedelta) -> None:
    assert timedelta(0) <= spread(seed, most) <= most
    assert spread(seed, most) == spread(seed, most)
