from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.documents import DocumentKind
from model.filing import Channel, DocumentStatus
from model.inbox_words import Between, Narrowing, filter_of, read, with_filter

TODAY = date(2026, 11, 22)


def test_words_and_filters_are_told_apart() -> None:
    found = read("Fisher KIND:invoice lab status:ready source:portal for:me", TODAY)
    assert found.words == ("fisher", "lab")
    assert found.kinds == (DocumentKind.INVOICE,)
    assert found.statuses == (DocumentStatus.READY,)
    assert found.sources == (Channel.PORTAL,)
    assert found.assigned == ("me",)


def test_a_name_of_several_words_stands_in_quotes() -> None:
    assert read('supplier:"Nordwind Energie" x', TODAY).suppliers == ("nordwind energie",)
    assert read('supplier:"Nordwind Ene', TODAY).suppliers == ("nordwind ene",)


@pytest.mark.parametrize(
    ("typed", "least", "most"),
    [
        (">1000", "1000", None),
        (">=1000", "1000", None),
        ("<50,5", None, "50.5"),
        ("100..200", "100", "200"),
        ("..200", None, "200"),
        ("1928.64", "1928.64", "1928.64"),
    ],
)
def test_amounts_are_typed_as_people_write_them(
    typed: str, least: str | None, most: str | None
) -> None:
    (between,) = read(f"amount:{typed}", TODAY).amounts
    assert between == Between(
        Decimal(least) if least else None,
        Decimal(most) if most else None,
    )


@pytest.mark.parametrize(
    ("typed", "least", "most"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        (">2026-02", date(2026, 2, 1), None),
        ("2026-01..2026-02", date(2026, 1, 1), date(2026, 2, 28)),
        ("today", TODAY, TODAY),
        ("week", TODAY, date(2026, 11, 29)),
        ("overdue", None, date(2026, 11, 21)),
    ],
)
def test_days_are_typed_in_parts_or_by_name(
    typed: str, least: date | None, most: date | None
) -> None:
    assert read(f"due:{typed}", TODAY).due == (Between(least, most),)


def test_a_week_that_is_past_looks_back() -> None:
    assert read("received:week", TODAY).received == (Between(date(2026, 11, 15), TODAY),)


@pytest.mark.parametrize("typed", ["amount:much", "due:2026-13", "due:2026-02-30", "kind:bill"])
def test_a_filter_that_says_nothing_is_a_word_and_is_explained(typed: str) -> None:
    found = read(typed, TODAY)
    assert found.words == (typed,)
    (why,) = found.misread
    assert why.startswith(typed.partition(":")[0])


def test_a_word_with_a_colon_is_just_a_word() -> None:
    assert read("re:4711", TODAY).words == ("re:4711",)
    assert not read("re:4711", TODAY).misread


def test_picking_a_filter_replaces_the_one_that_was_typed() -> None:
    typed = with_filter("fisher kind:invoice", "kind", "credit_note")
    assert typed == "fisher kind:credit_note"
    assert filter_of(typed, "kind") == "credit_note"
    assert with_filter(typed, "kind", "") == "fisher"
    assert with_filter("", "supplier", "Nordwind Energie") == 'supplier:"Nordwind Energie"'


@given(st.text(max_size=60))
@settings(max_examples=50)
def test_whatever_is_typed_is_understood_or_looked_for(typed: str) -> None:
    found = read(typed, TODAY)
    assert bool(typed.split()) == (found != Narrowing())


@given(st.text(st.characters(exclude_characters='"'), max_size=20), st.text(max_size=40))
@settings(max_examples=50)
def test_what_is_picked_is_what_stands_there(value: str, typed: str) -> None:
    value = " ".join(value.split())
    assert filter_of(with_filter(typed, "supplier", value), "supplier") == value
