"""Dates and amounts of cells, read as declared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.values import DateOrder, clean, read_amount, read_date
from model.money import Money

DAY = date(2026, 5, 3)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-05-03", DateOrder.DMY),
        ("03.05.2026", DateOrder.DMY),
        ("3. 5. 2026", DateOrder.DMY),
        ("05/03/2026", DateOrder.MDY),
        ("2026/05/03", DateOrder.YMD),
        ("03/05/26", DateOrder.DMY),
        ("3 May 2026", DateOrder.DMY),
        ("May 3, 2026", DateOrder.MDY),
        ("3. Mai 2026", DateOrder.DMY),
        ("3 mei 2026", DateOrder.DMY),
        ("3 mai 2026", DateOrder.DMY),
        ("3 maggio 2026", DateOrder.DMY),
        ("issued 2026-05-03T10:00:00Z", DateOrder.DMY),
    ],
)
def test_a_date_is_read_in_its_order(text: str, order: DateOrder) -> None:
    assert read_date(text, order) == DAY


@pytest.mark.parametrize("text", ["", "31.02.2026", "99/99/2026", "tomorrow", "May", "12345"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text, DateOrder.DMY) is None


@pytest.mark.parametrize(
    ("text", "decimal", "amount", "currency"),
    [
        ("1.928,64 €", ",", "1928.64", "EUR"),
        ("£1,928.64", ".", "1928.64", "GBP"),
        ("-£13.68", ".", "-13.68", "GBP"),
        ("13.68-", ".", "-13.68", "EUR"),
        ("(13.68)", ".", "-13.68", "EUR"),
        ("13.68 CR", ".", "-13.68", "EUR"),
        ("1\u202f009,98 €", ",", "1009.98", "EUR"),
        ("CHF 1'000.50", ".", "1000.50", "CHF"),
        ("USD 7", ".", "7", "USD"),
        ("\u221289,92 €", ",", "-89.92", "EUR"),
        ("12.400.000,00", ",", "12400000", "EUR"),
    ],
)
def test_an_amount_is_read_with_sign_and_currency(
    text: str, decimal: str, amount: str, currency: str
) -> None:
    assert read_amount(text, decimal=decimal, currency="EUR") == Money(Decimal(amount), currency)


@pytest.mark.parametrize("text", ["1,928.64", "1.2.3", "12,34,56", "", "free"])
def test_an_amount_written_the_other_way_round_is_never_guessed(text: str) -> None:
    assert read_amount(text, decimal=",", currency="EUR") is None


@given(st.decimals(min_value=-999_999, max_value=999_999, places=2), st.sampled_from(".,"))
def test_what_a_portal_writes_is_what_is_read(amount: Decimal, decimal: str) -> None:
    swap = str.maketrans(",.", ".,") if decimal == "," else {}
    assert read_amount(
        f"{amount:,.2f} €".translate(swap), decimal=decimal, currency="GBP"
    ) == Money(amount, "EUR")


@given(st.text())
def test_foreign_text_becomes_one_short_line(text: str) -> None:
    shown = clean(text)
    assert len(shown) <= 200
    assert shown.isprintable()
