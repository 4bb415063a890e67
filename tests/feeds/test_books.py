"""Which destinations' books can be read, how often, and from which place on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import check_settings, looks_every, news
from feeds.tryton.place import PARTS, Place
from model.deliveries import Destination, DestinationKind
from model.errors import SettingsInvalid

TRYTON: dict[str, Any] = {"url": "https://erp.example", "database": "ap"}
MOMENTS = st.none() | st.datetimes(timezones=st.just(UTC))


def destination(kind: DestinationKind = DestinationKind.TRYTON, **said: str) -> Destination:
    return Destination("erp", "ERP", kind, MappingProxyType(said), credential="erp")


def test_books_are_looked_at_as_often_as_was_said_and_else_never() -> None:
    assert looks_every(destination(**TRYTON, books="15")) == timedelta(minutes=15)
    assert looks_every(destination(**TRYTON)) is None
    check_settings(destination(**TRYTON, books="15"))


@pytest.mark.parametrize("minutes", ["0", "-5", "soon", ""])
def test_anything_but_a_number_of_minutes_is_refused(minutes: str) -> None:
    with pytest.raises(SettingsInvalid, match="books is the number of minutes between two looks"):
        check_settings(destination(**TRYTON, books=minutes))


def test_a_kind_without_books_says_which_have_some() -> None:
    folder = destination(DestinationKind.FOLDER, path="/srv/out", books="15")
    with pytest.raises(SettingsInvalid, match="no books that are read; Tryton has"):
        check_settings(folder)
    with pytest.raises(SettingsInvalid, match="whose books are not read yet"):
        news(folder, "", None)


@settings(max_examples=50)
@given(since=MOMENTS, newest=MOMENTS, part=st.sampled_from(PARTS), after=st.integers(0, 10**9))
def test_a_place_comes_back_as_it_was_written(
    since: datetime | None, newest: datetime | None, part: str, after: int
) -> None:
    place = Place(since, part, after, newest)
    assert Place.of(place.written) == place


def test_a_look_ends_an_hour_before_the_newest_change_that_it_saw() -> None:
    seen = datetime(2026, 10, 5, 12, tzinfo=UTC)
    record = {"id": 7, "create_date": seen - timedelta(days=1), "write_date": seen}
    behind = Place().behind([record])
    assert (behind.part, behind.after, behind.newest) == ("ledger", 7, seen)
    at = behind
    for _ in PARTS:
        at = at.next_part([])
    assert (at.part, at.after, at.since) == ("ledger", 0, seen - timedelta(hours=1))
    assert Place().next_part([]).next_part([]).next_part([]) == Place()
