"""Sums of a parcel: whatever the document says, the parts make its totals to the cent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.sums import lines_of, priced, shares_of, sums_of, taxed
from model.documents import Line, TaxRow
from model.errors import DestinationRefused
from model.money import Money
from tests.feeds.parcels import PARCEL

CENTS = st.decimals(min_value=-5000, max_value=5000, places=2)
RATES = st.sampled_from([None, Decimal(7), Decimal(19), Decimal("5.5")])
ROWS = st.lists(st.builds(TaxRow, CENTS, CENTS, RATES), max_size=4).map(tuple)
LINES = st.lists(
    st.builds(Line, st.just("x"), CENTS, st.none(), CENTS, st.none() | CENTS, RATES), max_size=6
).map(tuple)


@settings(max_examples=50)
@given(ROWS, LINES, CENTS)
@example((TaxRow(Decimal("0.00"), Decimal("0.01"), Decimal(7)),), (), Decimal("0.01"))
def test_shares_add_up_to_net_and_tax_whatever_the_lines_say(
    rows: tuple[TaxRow, ...], lines: tuple[Line, ...], net: Decimal
) -> None:
    gross = Money(net + sum((row.amount for row in rows), Decimal(0)), "EUR")
    bill = replace(PARCEL, gross=gross, net=Money(net, "EUR"), tax_rows=rows, lines=lines)
    sums = sums_of(bill, "Books")
    shares = shares_of(bill, sums)
    assert sum(share.net for share in shares) == net
    parts = [part for share in shares for _, part in taxed(share)]
    assert sum(parts, Decimal(0)) == sums.tax == gross.amount - net


@given(CENTS, CENTS, st.decimals(min_value=-9, max_value=9, places=4))
@settings(max_examples=50)
def test_quantity_times_price_is_the_lines_total(
    total: Decimal, quantity: Decimal, price: Decimal
) -> None:
    for line in (
        Line("x", quantity, None, price, total),
        Line("x", quantity, None, price, quantity * price),
    ):
        times, each = priced(line, digits=2)
        assert times * each == line.total


def test_lines_are_kept_under_the_tax_that_they_name() -> None:
    book = Line("Book", total=Decimal("20.00"), tax_rate=Decimal(7))
    lamp = Line("Lamp", total=Decimal("90.00"), tax_rate=Decimal(19))
    gift = Line("Card", total=Decimal("10.00"), tax_rate=Decimal(0))
    rows = (
        TaxRow(Decimal("90.00"), Decimal("17.10"), Decimal(19)),
        TaxRow(Decimal("20.00"), Decimal("1.40"), Decimal(7)),
        TaxRow(Decimal("10.00"), Decimal("0.00"), Decimal(0)),
    )
    money: Any = {"gross": Money(Decimal("138.50"), "EUR"), "net": Money(Decimal("120.00"), "EUR")}
    bill = replace(PARCEL, lines=(book, lamp, gift), tax_rows=rows, **money)
    shares = shares_of(bill, sums_of(bill, "Books"))
    assert [share.lines for share in shares] == [(lamp,), (book,), (gift,)]


def test_totals_that_the_taxes_do_not_explain_are_refused() -> None:
    row = TaxRow(Decimal("1620.71"), Decimal("300.00"), Decimal(19))
    with pytest.raises(DestinationRefused, match=r"add up to 300\.00, and its totals differ by"):
        sums_of(replace(PARCEL, tax_rows=(row,)), "Books")
    with pytest.raises(DestinationRefused, match="needs the gross amount"):
        sums_of(replace(PARCEL, gross=None), "Books")


def test_lines_without_totals_become_one() -> None:
    assert lines_of(replace(PARCEL, lines=(Line("x"),)), Decimal(5)) == (
        Line(PARCEL.number, total=Decimal(5)),
    )
