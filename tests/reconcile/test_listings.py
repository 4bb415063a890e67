"""A row against its document: another number is a name of its own, or a mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.documents import (
    DocumentFormat,
    DocumentKind,
    Evidence,
    EvidenceSource,
    Field,
    Reading,
    ReadState,
)
from model.money import Money
from model.visits import Listing
from reconcile.listings import Habit, disagreements

DAY, OTHER_DAY = date(2026, 10, 31), date(2026, 11, 3)
EVIDENCE = Evidence(EvidenceSource.TEXT, 0.99, "label")
NEW = Habit()
NAMES_PAPERS = Habit(theirs=3)
NAMES_ORDERS = Habit(others=3)


def paper(number: str | None = "FAIR-00001", **said: str) -> Reading:
    told = {"issue_date": DAY.isoformat(), "currency": "EUR", "gross_total": "119.00", **said}
    if number is not None:
        told["invoice_number"] = number
    return Reading(
        kind=DocumentKind.INVOICE,
        format=DocumentFormat.PDF,
        state=ReadState.READ,
        fields=MappingProxyType({n: Field(n, v, EVIDENCE) for n, v in told.items() if v}),
    )


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


ROW = Listing(DocumentKind.INVOICE, "AHM3K", DAY, euros("119.00"))
BARE = replace(ROW, day=None, amount=None)
ANOTHER = "The portal lists AHM3K, the document says FAIR-00001."


def said(reading: Reading, row: Listing, habit: Habit = NEW) -> list[str]:
    return list(disagreements(reading, row, habit))


@pytest.mark.parametrize(
    ("row", "habit"),
    [
        (ROW, NEW),
        (replace(ROW, amount=None), NEW),
        (replace(ROW, day=None), NEW),
        (replace(ROW, amount=-euros("119.00")), NEW),
        (ROW, NAMES_ORDERS),
        (BARE, NAMES_ORDERS),
        (replace(BARE, number=None), NEW),
        (replace(BARE, number="fair 00001"), NAMES_PAPERS),
    ],
)
def test_a_name_of_the_lists_own_is_no_contradiction(row: Listing, habit: Habit) -> None:
    assert said(paper(), row, habit) == []


@pytest.mark.parametrize(
    ("row", "habit"),
    [
        (BARE, NEW),  # nothing says that the two are one
        (BARE, NAMES_PAPERS),
        (ROW, NAMES_PAPERS),  # two equal amounts of one day are two documents
        (ROW, Habit(theirs=2, others=1)),
    ],
)
def test_another_number_is_asked_about_where_the_list_names_papers_or_nothing_agrees(
    row: Listing, habit: Habit
) -> None:
    assert said(paper(), row, habit) == [ANOTHER]


def test_another_number_of_the_papers_own_series_is_another_paper() -> None:
    row = replace(ROW, number="FAIR-00002")
    sentence = "The portal lists FAIR-00002, the document says FAIR-00001."
    assert said(paper(), row, NAMES_ORDERS) == [sentence]
    assert said(paper("700001"), replace(row, number="100042"), NAMES_ORDERS) == []


def test_another_day_is_named_in_the_question_whatever_the_habit() -> None:
    row = replace(ROW, day=OTHER_DAY)
    sentence = "The portal lists AHM3K of 2026-11-03, the document says FAIR-00001 of 2026-10-31."
    assert said(paper(), row, NAMES_ORDERS) == [sentence]


def test_another_amount_is_asked_about_beside_the_number() -> None:
    amount = "The portal lists EUR 120.00 for FAIR-00001, the document says EUR 119.00."
    row = replace(ROW, amount=euros("120.00"))
    assert said(paper(), row, NAMES_ORDERS) == [ANOTHER, amount]
    assert said(paper(), replace(row, number="FAIR-00001"), NAMES_PAPERS) == [amount]


def test_an_amount_in_another_currency_says_nothing() -> None:
    row = replace(ROW, amount=Money(Decimal("99.00"), "USD"))
    assert said(paper(), row) == []
    assert said(paper(), replace(row, day=None)) == [ANOTHER]


def test_a_paper_that_prints_the_orders_number_is_of_that_order() -> None:
    row = replace(ROW, day=OTHER_DAY)
    assert said(paper(po_number="ahm3k"), row, NAMES_PAPERS) == []


def test_a_paper_without_a_number_is_called_as_its_row() -> None:
    row = replace(ROW, amount=euros("120.00"))
    assert said(paper(None), row) == [
        "The portal lists EUR 120.00 for AHM3K, the document says EUR 119.00."
    ]
    assert said(paper(None), replace(row, number=None)) == [
        "The portal lists EUR 120.00 for it, the document says EUR 119.00."
    ]


@given(
    st.sampled_from([ROW, BARE, replace(ROW, day=OTHER_DAY), replace(ROW, amount=euros("1.00"))]),
    st.integers(0, 4),
    st.integers(0, 4),
)
@settings(max_examples=50)
def test_the_more_a_list_names_its_own_the_less_is_asked(
    row: Listing, theirs: int, others: int
) -> None:
    now, later = Habit(theirs, others), Habit(theirs, others + 1)
    assert set(said(paper(), row, later)) <= set(said(paper(), row, now))
