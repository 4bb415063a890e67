"""The overview's figures: each document in one week, each missing one in one age."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from model.adoption import Effort
from model.filing import Channel
from model.money import Money
from model.overview import Arrived, Awaited, DueDay
from pipeline.desks.overview import WEEKS, flow, forecasts, last_months, waiting

TODAY = date(2026, 11, 21)  # a Saturday
EFFORT = Effort(Decimal(3), Decimal("1.5"))


def due(day: date, amount: str = "10.00", *, sent: bool = False, currency: str = "EUR") -> DueDay:
    return DueDay("nw", day, Money(Decimal(amount), currency), 1, sent=sent)


def amounts(found: Iterable[DueDay]) -> Decimal:
    return sum((one.amount.amount for one in found), Decimal(0))


def test_a_week_begins_on_its_monday_and_what_is_past_is_late() -> None:
    yesterday, sunday, monday = (TODAY + timedelta(days) for days in (-1, 1, 2))
    (found,) = forecasts([due(yesterday), due(TODAY), due(sunday, sent=True), due(monday)], TODAY)
    assert found.late.here == Money(Decimal(10), "EUR")
    this, following, *others = found.weeks
    assert (this.begins, this.here.amount, this.sent.amount) == (date(2026, 11, 16), 10, 10)
    assert (following.begins, following.here.amount) == (date(2026, 11, 23), 10)
    assert not any(week.documents for week in (*others, found.later))


days = st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=200))
cents = st.integers(-(10**9), 10**9).map(lambda minor: Money.of_minor(minor, "EUR"))
dues = st.builds(DueDay, st.just("nw"), days, cents, st.integers(1, 9), st.booleans())


@given(st.lists(dues, max_size=20))
@settings(max_examples=50)
def test_nothing_is_counted_twice_or_forgotten(every: list[DueDay]) -> None:
    for found in forecasts(every, TODAY):
        parts = (found.late, *found.weeks, found.later)
        assert len(found.weeks) == WEEKS
        assert sum(part.documents for part in parts) == sum(one.documents for one in every)
        assert sum((part.amount.amount for part in parts), Decimal(0)) == amounts(every)


def test_currencies_are_not_added_and_the_most_used_comes_first() -> None:
    found = forecasts([due(TODAY, currency="CHF"), due(TODAY), due(TODAY)], TODAY)
    assert [one.currency for one in found] == ["EUR", "CHF"]


def test_the_last_months_end_with_this_one() -> None:
    months = last_months(date(2026, 1, 31))
    assert (months[0], months[-1], len(months)) == (date(2025, 2, 1), date(2026, 1, 1), 12)


def test_a_month_without_anything_is_shown_all_the_same() -> None:
    october, november = date(2026, 10, 1), date(2026, 11, 1)
    came = [Arrived("nw", november, Channel.MAIL, 4), Arrived("x", november, Channel.MAIL, 1)]
    before, now = flow((october, november), came, {"2026-11": (2, 4)}, EFFORT)
    assert (sum(before.came.values()), before.saved.minutes) == (0, 0)
    assert (now.came[Channel.MAIL], now.saved.minutes) == (5, 12)


def test_missing_documents_are_counted_in_one_age_each() -> None:
    ages = (-1, 0, 1, 2, 7, 8, 30, 31, 400)
    missing = [Awaited("nw", TODAY - timedelta(days=age), 1, asked=age > 7) for age in ages]
    found = waiting(missing, TODAY)
    assert [one.machine for one in found] == [3, 2, 0, 0, 0]
    assert [one.person for one in found] == [0, 0, 1, 1, 2]
