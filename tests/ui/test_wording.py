from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.deliveries import DeliveryState, ResponseStatus
from model.documents import DocumentKind
from model.exceptions import ExceptionReason
from model.expectations import ExpectationState
from model.matches import MatchStatus
from model.money import Money
from model.views import STATUSES
from model.visits import RunState
from tests.ui.sample_documents import NOW
from ui import wording
from ui.languages import formats

TODAY = date(2026, 10, 27)


@pytest.mark.parametrize(
    ("words", "members"),
    [
        (wording.KIND_WORDS, DocumentKind),
        (wording.RUN_WORDS, RunState),
        (wording.DELIVERY_WORDS, DeliveryState),
        (wording.DELIVERY_LOOKS, DeliveryState),
        (wording.RESPONSE_WORDS, ResponseStatus),
        (wording.RESPONSE_LOOKS, ResponseStatus),
        (wording.MATCH_WORDS, MatchStatus),
        (wording.REASON_WORDS, ExceptionReason),
        (wording.EXPECTATION_WORDS, ExpectationState),
        (wording.EXPECTATION_LOOKS, ExpectationState),
        (wording.STATUS_WORDS, STATUSES),
    ],
)
def test_every_state_has_its_word(words: Mapping[object, str], members: Iterable[object]) -> None:
    assert set(words) == set(members)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12
    )
)
def test_a_figure_reads_back_as_the_amount_it_shows(amount: Decimal) -> None:
    shown = wording.figure(amount)
    assert Decimal(shown.replace(",", "").replace(formats.MINUS, "-")) == amount


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Money(Decimal("1928.64"), "EUR"), "EUR 1,928.64"),
        (Money(Decimal("-236.1"), "EUR"), "EUR \N{MINUS SIGN}236.10"),
        (Money(Decimal(184500), "JPY"), "JPY 184,500"),
        (Money(Decimal("429.295"), "BHD"), "BHD 429.295"),
        (None, wording.DASH),
    ],
)
def test_money_is_shown_with_the_decimals_of_its_currency(amount: Money | None, shown: str) -> None:
    assert wording.money(amount) == shown


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (17, ("17 d", "")),
        (4, ("4 d", "soon")),
        (0, ("today", "soon")),
        (-5, ("5 d late", "late")),
    ],
)
def test_what_is_due_soon_or_late_is_marked(days: int, expected: tuple[str, str]) -> None:
    assert wording.due(TODAY + timedelta(days=days), TODAY) == expected


def test_without_a_due_date_nothing_is_said() -> None:
    assert wording.due(None, TODAY) == ("", "")


@pytest.mark.parametrize(
    ("past", "shown"),
    [
        (timedelta(seconds=30), "just now"),
        (timedelta(minutes=2), "2 min ago"),
        (timedelta(hours=30), "30 h ago"),
        (timedelta(days=5), "5 days ago"),
        (timedelta(seconds=-30), "just now"),
    ],
)
def test_an_age_is_told_in_the_unit_a_person_would_use(past: timedelta, shown: str) -> None:
    assert wording.age(NOW - past, NOW) == shown


def test_a_time_near_now_is_told_by_its_day() -> None:
    here = NOW.astimezone().replace(hour=12)
    day_before = here - timedelta(days=1)
    assert wording.clock_time(here, here) == f"today {here:%H:%M}"
    assert wording.clock_time(day_before, here) == f"yesterday {day_before:%H:%M}"
    assert wording.clock_time(datetime(2024, 3, 9, 8, 5).astimezone(), here).startswith(
        "9 Mar 2024"
    )


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 lines"), (1, "1 line"), (1200, "1,200 lines")]
)
def test_a_count_agrees_with_its_noun(number: int, shown: str) -> None:
    assert wording.count(number, "line") == shown
