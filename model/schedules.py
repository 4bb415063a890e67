"""When a portal is visited of our own accord: its rhythm, its quiet hours, and who is there when.

All times of day are local; `zone` is the company's time zone. What varies from day to day (the
spread, so that not every portal is visited on the stroke) follows from a seed and the day alone:
asked twice, or by two workers, it is the same instant.
"""

from __future__ import annotations

import calendar
import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from model.errors import WrongInput

EVERY_DAY: Final = frozenset(range(7))
WORKING_DAYS: Final = frozenset(range(5))
WEEKDAYS: Final = (
    *("Monday", "Tuesday", "Wednesday", "Thursday"),
    *("Friday", "Saturday", "Sunday"),
)
"""Names of the days, in the order of `date.weekday()`."""

_LAST_OF_MONTH: Final = 31
_MOST_SPREAD: Final = 720  # minutes
_MOST_GAP: Final = 86_400  # seconds
_LOOK_AHEAD: Final = 400  # days: more than any month or week skips


class Rhythm(StrEnum):
    """How often."""

    WEEKDAYS = "weekdays"  # on chosen days of the week: daily, weekly, or anything between
    MONTHLY = "monthly"
    EXPECTED = "expected"  # only when a document is expected


@dataclass(frozen=True, slots=True)
class Hours:
    """From one time of day to another; across midnight where it ends before it starts."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise WrongInput("Hours that end when they start are none; name another end.")

    def __contains__(self, at: time) -> bool:
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


_OFFICE: Final = Hours(time(9), time(17))


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a portal is visited of our own accord, and how closely upon each other.

    `at` is the time of the regular visit, which comes up to `spread` minutes later. During `quiet`
    hours no visit begins of our own accord. `attended` on `attended_days` is when a person is there
    to answer a portal. `gap` seconds lie between two visits. Documents from before `since` stay at
    the portal, unless one of them is expected.
    """

    rhythm: Rhythm = Rhythm.WEEKDAYS
    weekdays: frozenset[int] = EVERY_DAY
    month_day: int = 1
    at: time = time(6)
    spread: int = 60
    quiet: Hours | None = None
    attended: Hours = _OFFICE
    attended_days: frozenset[int] = WORKING_DAYS
    gap: int = 10
    since: date | None = None

    def __post_init__(self) -> None:
        for condition, sentence in (
            (self.weekdays, "A rhythm by weekdays needs one at least."),
            (self.weekdays <= EVERY_DAY, "Weekdays go from Monday to Sunday."),
            (self.attended_days, "Somebody must be there on one day at least."),
            (self.attended_days <= EVERY_DAY, "Weekdays go from Monday to Sunday."),
            (1 <= self.month_day <= _LAST_OF_MONTH, "The day of the month lies between 1 and 31."),
            (0 <= self.spread <= _MOST_SPREAD, "The spread lies between 0 and 720 minutes."),
            (0 <= self.gap <= _MOST_GAP, "The gap lies between 0 and 86400 seconds."),
        ):
            if not condition:
                raise WrongInput(sentence)

    @property
    def words(self) -> str:
        """The rhythm as a clerk says it: "every day from 06:00"."""
        if self.rhythm is Rhythm.EXPECTED:
            return "only when a document is expected"
        return f"{self._days} from {self.at:%H:%M}"

    @property
    def _days(self) -> str:
        if self.rhythm is Rhythm.MONTHLY:
            return f"every month on day {self.month_day}"
        if self.weekdays == EVERY_DAY:
            return "every day"
        if self.weekdays == WORKING_DAYS:
            return "every working day"
        return "every " + " and ".join(WEEKDAYS[day] for day in sorted(self.weekdays))


def next_regular(
    schedule: Schedule, after: datetime, *, zone: ZoneInfo, seed: str
) -> datetime | None:
    """The first regular visit after an instant; None where the rhythm has none."""
    # what was to come the day before may come now: late by its spread, and by quiet hours
    first = after.astimezone(zone).date() - timedelta(days=2)
    for number in range(_LOOK_AHEAD):
        day = first + timedelta(days=number)
        if _falls_on(schedule, day):
            slot = leave_quiet(schedule, _slot(schedule, day, zone, seed), zone=zone)
            if slot > after:
                return slot
    return None


def leave_quiet(schedule: Schedule, at: datetime, *, zone: ZoneInfo) -> datetime:
    """The instant itself, or the end of the quiet hours that it falls into."""
    local = at.astimezone(zone)
    if schedule.quiet is None or local.time() not in schedule.quiet:
        return at
    over_midnight = local.time() >= schedule.quiet.start > schedule.quiet.end
    day = local.date() + timedelta(days=over_midnight)
    return max(at, _instant(day, schedule.quiet.end, zone))


def at_work(schedule: Schedule, at: datetime, *, zone: ZoneInfo) -> datetime:
    """The instant itself where a person is there then, else when one comes next."""
    local = at.astimezone(zone)
    begun_yesterday = schedule.attended.start > schedule.attended.end > local.time()
    day = local.date() - timedelta(days=begun_yesterday)
    there = local.time() in schedule.attended and day.weekday() in schedule.attended_days
    return at if there else next_attended(schedule, at, zone=zone)


def next_attended(schedule: Schedule, after: datetime, *, zone: ZoneInfo) -> datetime:
    """When a person comes next: the first beginning of such hours after an instant."""
    day = after.astimezone(zone).date()
    while True:
        begins = _instant(day, schedule.attended.start, zone)
        if day.weekday() in schedule.attended_days and begins > after:
            return begins
        day += timedelta(days=1)


def spread(seed: str, most: timedelta) -> timedelta:
    """A share of `most`, below it, in whole seconds; for one seed always the same."""
    draw = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big") / 2**64
    return timedelta(seconds=int(most.total_seconds() * draw))


def _falls_on(schedule: Schedule, day: date) -> bool:
    match schedule.rhythm:
        case Rhythm.WEEKDAYS:
            return day.weekday() in schedule.weekdays
        case Rhythm.MONTHLY:
            last = calendar.monthrange(day.year, day.month)[1]
            return day.day == min(schedule.month_day, last)
    return False


def _slot(schedule: Schedule, day: date, zone: ZoneInfo, seed: str) -> datetime:
    late = spread(f"{seed} {day.isoformat()}", timedelta(minutes=schedule.spread))
    return _instant(day, schedule.at, zone) + late


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
