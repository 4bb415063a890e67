"""Dataclasses as text: nothing is lost on the way there and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.documents import (
    Box,
    Check,
    DocumentFormat,
    DocumentKind,
    Evidence,
    EvidenceSource,
    Field,
    Line,
    Reading,
    ReadState,
    StatementLine,
    StatementReading,
    TaxRow,
)
from model.mail import Attachment, Notice, TriagedMail
from model.money import Money
from model.outcomes import Outcome
from storage import codec
from storage.columns import Day, Exact, Instant

_anything = st.text(st.characters())  # lone surrogates and NUL as well
_numbers = st.decimals(allow_nan=False, allow_infinity=False)
_floats = st.floats(allow_nan=False, allow_infinity=False)
_instants = st.datetimes(
    min_value=datetime(2, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    timezones=st.timezones(),
)
_money = st.builds(
    Money,
    st.decimals(min_value=-(10**9), max_value=10**9, places=3),
    st.sampled_from(["EUR", "JPY", "KWD"]),
)
_boxes = st.none() | st.builds(Box, _floats, _floats, _floats, _floats)
_fields = st.builds(
    Field,
    _anything,
    _anything,
    st.builds(Evidence, st.sampled_from(EvidenceSource), _floats, _anything, box=_boxes),
)
_lines = st.builds(Line, _anything, quantity=st.none() | _numbers, total=_numbers, box=_boxes)
_statements = st.builds(
    StatementReading,
    lines=st.lists(
        st.builds(StatementLine, amount=_money, reference=_anything, box=_boxes, balance=_numbers),
        max_size=3,
    ).map(tuple),
)
_readings = st.builds(
    Reading,
    kind=st.sampled_from(DocumentKind),
    format=st.sampled_from(DocumentFormat),
    state=st.sampled_from(ReadState),
    fields=st.dictionaries(_anything, _fields, max_size=3),
    lines=st.lists(_lines, max_size=3).map(tuple),
    tax_rows=st.lists(st.builds(TaxRow, _numbers, _numbers), max_size=2).map(tuple),
    statement=st.none() | _statements,
    checks=st.lists(st.builds(Check), max_size=2).map(tuple),
    detail=_anything,
)


@given(_readings)
def test_a_reading_comes_back_as_it_was(reading: Reading) -> None:
    text = codec.pack(reading)
    assert text.isascii()
    assert codec.unpack(Reading, text) == reading


@given(
    st.builds(
        TriagedMail,
        subject=_anything,
        notices=st.lists(
            st.builds(Notice, confidence=_floats, amount=st.none() | _money), max_size=2
        ).map(tuple),
        sent=st.none() | st.datetimes(timezones=st.just(UTC)),
        attachments=st.lists(st.builds(Attachment), max_size=2).map(tuple),
    )
)
def test_a_triaged_mail_comes_back_as_it_was(triaged: TriagedMail) -> None:
    assert codec.unpack(TriagedMail, codec.pack(triaged)) == triaged


@given(st.builds(Outcome, facts=st.dictionaries(_anything, _anything, max_size=3)))
def test_an_outcome_comes_back_as_it_was(outcome: Outcome) -> None:
    assert codec.unpack(Outcome, codec.pack(outcome)) == outcome


def test_the_same_set_is_the_same_text() -> None:
    assert codec.pack(frozenset("abc")) == codec.pack(frozenset("cba")) == '["a","b","c"]'


def test_pairs_of_different_types_keep_their_types() -> None:
    items = (("open", Money(Decimal("1.00"), "EUR")),)
    assert codec.unpack(tuple[tuple[str, Money], ...], codec.pack(items)) == items


def test_what_this_room_does_not_store_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        codec.pack(object())


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        codec.pack(float("nan"))


@given(_instants, _instants)
def test_instants_are_kept_exactly_and_sort_as_text(
    local_one: datetime, local_two: datetime
) -> None:
    kind = Instant()
    # the doubled hour of a time change equals nothing in another zone
    one, two = local_one.astimezone(UTC), local_two.astimezone(UTC)
    first, second = kind.written(local_one), kind.written(local_two)
    assert kind.read(first) == one
    assert (first < second) == (one < two)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Instant().written(datetime(2026, 11, 21))  # noqa: DTZ001 - what is refused


@given(st.dates(), _numbers)
def test_days_and_decimals_are_kept_exactly(day: date, number: Decimal) -> None:
    assert Day().read(Day().written(day)) == day
    assert str(Exact().read(Exact().written(number))) == str(number)
