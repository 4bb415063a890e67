from __future__ import annotations

import copy
import json
import re
import traceback
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import errors
from model.clock import FixedClock, SystemClock
from model.documents import normalise_number
from model.errors import AmountUnreadable, BillhookError, CurrencyMismatch, RecordMissing
from model.ids import derived_id, new_id
from model.money import Money, exponent
from model.outcomes import MEANINGS, Outcome, OutcomeCode, Retry
from model.secret import Secret

UNITS = st.integers(-(10**12), 10**12)
CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])


@given(UNITS, CURRENCIES)
def test_money_of_minor_units_keeps_every_unit(units: int, currency: str) -> None:
    assert Money.of_minor(units, currency).minor() == units


@given(UNITS, UNITS)
def test_money_adds_and_takes_away_exactly(one: int, other: int) -> None:
    a, b = Money.of_minor(one, "EUR"), Money.of_minor(other, "EUR")
    assert (a + b) - b == a
    assert (-a).amount == -a.amount
    assert abs(a).amount >= 0
    assert (a < b) == (one < other)
    assert (a <= b) == (one <= other)


def test_money_is_rounded_to_its_currency_and_shown_with_it() -> None:
    assert Money(Decimal("1.005"), "EUR").amount == Decimal("1.01")
    assert Money(Decimal("-0.001"), "EUR").amount.is_signed() is False
    assert str(Money(Decimal("1928.64"), "EUR")) == "EUR 1,928.64"
    assert [exponent(code) for code in ("JPY", "EUR", "KWD")] == [0, 2, 3]


def test_different_currencies_never_meet() -> None:
    euro, pound = Money(Decimal(1), "EUR"), Money(Decimal(1), "GBP")
    for meet in (lambda: euro + pound, lambda: euro - pound, lambda: euro < pound):
        with pytest.raises(CurrencyMismatch, match=r"EUR 1\.00 and GBP 1\.00"):
            meet()
    assert euro != pound


@pytest.mark.parametrize(
    ("amount", "currency"), [("1", "euro"), ("1", ""), ("NaN", "EUR"), ("Infinity", "EUR")]
)
def test_what_is_no_amount_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(AmountUnreadable):
        Money(Decimal(amount), currency)


def test_zero_is_an_amount_and_true() -> None:
    assert Money(Decimal(0), "EUR")


def test_a_secret_shows_nothing_by_any_way() -> None:
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]} {secret:>20}"
    assert secret == Secret("hunter2")
    assert secret != Secret("other")
    assert (secret == "hunter2") is False
    assert bool(secret)
    assert not Secret("")
    for leak in (copy.deepcopy, json.dumps, hash):
        with pytest.raises(TypeError):
            leak(secret)
    with pytest.raises(RuntimeError) as caught:
        raise RuntimeError(secret)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def test_the_error_tree_in_the_docstring_is_the_tree_in_the_code() -> None:
    drawn = set(re.findall(r"[├└]─ (\w+)", errors.__doc__ or ""))
    defined = {
        name
        for name, found in vars(errors).items()
        if isinstance(found, type) and issubclass(found, BillhookError)
    }
    assert drawn == defined - {"BillhookError"}


def test_an_error_says_its_docstring_unless_a_better_word_is_given() -> None:
    assert RecordMissing().message == "There is no such record."
    assert RecordMissing("No invoice 4711.").message == "No invoice 4711."
    for name, found in vars(errors).items():
        if isinstance(found, type) and issubclass(found, BillhookError):
            assert found("x").message == "x", name


def test_every_outcome_has_a_sentence_without_a_brace() -> None:
    assert set(MEANINGS) == set(OutcomeCode)
    for code in OutcomeCode:
        sentence = Outcome(code).sentence
        assert sentence
        assert "{" not in sentence
        assert Outcome(code).owner
    assert Outcome(OutcomeCode.OK, {"n": "3"}).sentence == "3 new documents."


def test_a_wrong_password_is_never_tried_again() -> None:
    assert Outcome(OutcomeCode.LOGIN_FAILED).retry is Retry.NEVER
    assert not Outcome(OutcomeCode.LOGIN_FAILED).good
    assert Outcome(OutcomeCode.OK_EMPTY).good


@given(st.lists(st.text()), st.lists(st.text()))
def test_derived_ids_are_equal_for_equal_facts_only(one: list[str], other: list[str]) -> None:
    assert (derived_id(*one) == derived_id(*other)) == (one == other)


def test_new_ids_are_never_the_same() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000


@given(st.text())
def test_a_normalised_number_stays_as_it_is(number: str) -> None:
    once = normalise_number(number)
    assert normalise_number(once) == once


def test_clocks_tell_aware_instants() -> None:
    clock = FixedClock(datetime(2026, 11, 2, 8, tzinfo=UTC))
    clock.move(timedelta(hours=20))
    assert clock.today().isoformat() == "2026-11-03"
    assert clock.monotonic() == clock.now().timestamp()
    assert SystemClock().now().tzinfo is UTC
    assert SystemClock().monotonic() <= SystemClock().monotonic()
    assert SystemClock().today() == SystemClock().now().date()
