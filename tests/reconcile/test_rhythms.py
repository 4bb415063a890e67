"""Rhythms of bills: kept ones are found, others are not, and late is later than a holiday."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.rhythms import rhythm
from reconcile.workdays import easter, is_working, later, next_working


def monthly(day: int, months: Sequence[int], year: int = 2026) -> list[date]:
    return [date(year, month, day) for month in months]


@pytest.mark.parametrize(
    ("days", "words", "due"),
    [
        (monthly(3, range(1, 10)), "monthly", date(2026, 10, 5)),  # the 3rd is a Saturday
        ([date(2026, month, 28 if month == 2 else 30) for month in range(1, 10)], "monthly", None),
        ([date(2026, 1, 5) + timedelta(days=7 * week) for week in range(10)], "weekly", None),
        (
            [date(2026, 1, 5) + timedelta(days=14 * n) for n in range(8)],
            "every two weeks",
            None,
        ),
        (monthly(10, (1, 4, 7, 10)), "quarterly", date(2027, 1, 11)),
        ([date(year, 6, 15) for year in (2024, 2025, 2026)], "yearly", date(2027, 6, 15)),
    ],
)
def test_a_rhythm_that_was_kept_says_when_the_next_bill_is_due(
    days: list[date], words: str, due: date | None
) -> None:
    found = rhythm(days)
    assert found is not None
    assert found.cycle.words == words
    assert due in (None, found.due)
    assert found.due > days[-1]


def test_the_last_day_of_the_month_is_a_day_of_its_own() -> None:
    ends = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    found = rhythm(ends)
    assert found is not None
    assert found.due == date(2026, 6, 1)  # May 31st is a Sunday


def test_days_around_the_usual_one_and_one_missing_month_keep_the_rhythm() -> None:
    days = [date(2025, m, d) for m, d in ((1, 3), (2, 5), (3, 3), (4, 2), (5, 6), (7, 3))]
    days += [date(2025, m, 3) for m in range(8, 13)]
    found = rhythm(days)
    assert found is not None
    assert found.cycle.words == "monthly"


@pytest.mark.parametrize(
    "days",
    [
        [],
        monthly(3, range(1, 4)),  # three turns prove no month
        [date(2026, 1, 3), date(2026, 2, 17), date(2026, 3, 9), date(2026, 5, 28)],
        [date(2026, 1, 1) + timedelta(days=3 * n) for n in range(60)],  # by need
        [date(2026, 1, 1) + timedelta(days=n) for n in range(90)],
    ],
)
def test_what_keeps_no_rhythm_has_none(days: list[date]) -> None:
    assert rhythm(days) is None


def test_late_is_behind_weekends_holidays_and_the_usual_delay() -> None:
    days = monthly(24, range(6, 12))
    found = rhythm(days)
    assert found is not None
    assert found.due == date(2026, 12, 24)
    assert found.overdue == date(2026, 12, 30)  # 25th and 26th, and the weekend, count nothing
    slow = rhythm(days, delay=5)
    assert slow is not None
    assert slow.overdue > found.overdue


def test_the_sentence_says_what_was_kept_and_what_is_missing() -> None:
    found = rhythm(monthly(3, range(1, 10)))
    assert found is not None
    assert found.sentence("Nordwind", date(2026, 10, 9)) == (
        "Nordwind has billed monthly 9 times, last on 2026-09-03; "
        "the bill due on 2026-10-05 has not come by 2026-10-09."
    )


@pytest.mark.parametrize(
    "day", [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28)]
)
def test_easter_is_where_the_calendar_has_it(day: date) -> None:
    assert easter(day.year) == day
    assert not is_working(day + timedelta(days=1))


def test_national_holidays_count_where_they_are_kept() -> None:
    unity = date(2025, 10, 3)  # a Friday
    assert is_working(unity)
    assert not is_working(unity, "DE")
    assert next_working(unity, "DE") == date(2025, 10, 6)
    assert later(date(2025, 10, 2), 1, "DE") == date(2025, 10, 6)


@given(st.lists(st.dates(date(2020, 1, 1), date(2026, 12, 31)), max_size=40))
def test_whatever_the_dates_the_next_bill_is_due_after_the_last(days: list[date]) -> None:
    found = rhythm(days)
    assert found is None or max(days) <= found.due + timedelta(days=found.cycle.window)
    assert found is None or found.due <= found.overdue
