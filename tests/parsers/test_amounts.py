from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.wording import amounts

CENTS = st.integers(min_value=0, max_value=10**10).map(lambda cents: Decimal(cents).scaleb(-2))


@given(CENTS)
def test_a_grouped_amount_is_read_the_same_in_both_notations(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert amounts.number(english, ".") == value
    assert amounts.number(german, ",") == value


@given(CENTS)
def test_an_amount_tells_its_own_separator(value: Decimal) -> None:
    english = f"{value:,.2f}"
    assert amounts.number(english) == value
    assert amounts.number(english.translate(str.maketrans(",.", ".,"))) == value


@given(CENTS.filter(bool))
def test_each_way_to_write_a_negative_amount_is_negative(value: Decimal) -> None:
    for text in (
        f"-{value:,.2f}",
        f"({value:,.2f})",
        f"{value:,.2f}-",
        f"{value:,.2f} CR",
        f"EUR -{value:,.2f}",
    ):
        assert amounts.number(text) == -value


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none_but_never_an_error(text: str) -> None:
    value = amounts.number(text)
    assert value is None or value.is_finite()


def test_one_vote_decides_for_the_whole_document() -> None:
    assert amounts.vote("1.234,56\n12.50\n3,20") == ","
    assert amounts.vote("1,234.56\n12.50") == "."
    assert amounts.vote("12 boxes") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.000", "1000"), ("1 234,56 €", "1234.56"), ("1'234.50", "1234.50"), ("0,5", "0.5")],
)
def test_an_amount_of_each_country_is_read(text: str, value: str) -> None:
    assert amounts.number(text) == Decimal(value)


def test_an_amount_is_written_with_a_dot_and_two_decimals() -> None:
    assert amounts.canonical(Decimal("-7.9")) == "-7.90"
    assert amounts.canonical(Decimal(-0)) == "0.00"
    assert amounts.canonical(Decimal("0.1234")) == "0.1234"


def test_more_digits_than_any_amount_has_are_no_number() -> None:
    assert amounts.number("9" * 40) is None
    assert amounts.number("9" * 15 + ",50") == Decimal("9" * 15 + ".50")
