from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import WrongInput
from model.schedule_words import days_shown, days_typed, hours_typed, time_typed
from model.schedules import EVERY_DAY, WORKING_DAYS, Hours


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("daily", EVERY_DAY),
        ("mon-fri", WORKING_DAYS),
        ("Mon, Thu", {0, 3}),
        ("sat-mon", {5, 6, 0}),
        ("Wednesday", {2}),
    ],
)
def test_days_are_typed_in_a_few_characters(typed: str, days: frozenset[int]) -> None:
    assert days_typed(typed) == days


@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_days_are_shown_as_they_are_typed(days: frozenset[int]) -> None:
    assert days_typed(days_shown(days)) == days


def test_hours_are_typed_and_shown_alike() -> None:
    assert hours_typed("20:00-7:00") == Hours(time(20), time(7))
    assert str(hours_typed("20:00-7:00")) == "20:00-07:00"


@pytest.mark.parametrize("wrong", ["", "6", "24:00", "6:60", "06:00:00", "noon"])
def test_a_time_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(WrongInput):
        time_typed(wrong)


@pytest.mark.parametrize("wrong", ["", "monday to friday", "m", "mon-", "1-5"])
def test_days_that_are_none_are_refused(wrong: str) -> None:
    with pytest.raises(WrongInput):
        days_typed(wrong)


@pytest.mark.parametrize("wrong", ["20:00", "none", "9-17", "09:00-09:00"])
def test_hours_that_are_none_are_refused(wrong: str) -> None:
    with pytest.raises(WrongInput):
        hours_typed(wrong)
