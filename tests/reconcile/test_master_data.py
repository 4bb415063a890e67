from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.exceptions import ExceptionReason
from model.suppliers import Supplier
from reconcile.master_data import check_bank, masked, valid_iban

KNOWN = "DE89 3704 0044 0532 0130 00"
OTHER = "GB29NWBK60161331926819"
SUPPLIER = Supplier("S1", "Quill & Vale", ibans=(KNOWN,))


@pytest.mark.parametrize(
    "iban", [KNOWN, OTHER, "NO9386011117947", "mt84malt011000012345mtlcast001s"]
)
def test_real_ibans_hold(iban: str) -> None:
    assert valid_iban(iban)


@pytest.mark.parametrize(
    "iban", ["", "DE89", "DE88370400440532013000", "1234", "DE8937040044053201300\uff10"]
)
def test_what_is_no_iban_does_not(iban: str) -> None:
    assert not valid_iban(iban)


@given(st.integers(4, 21), st.sampled_from("123456789"))
def test_one_wrong_digit_is_always_seen(place: int, change: str) -> None:
    iban = "DE89370400440532013000"
    wrong = iban[:place] + str((int(iban[place]) + int(change)) % 10) + iban[place + 1 :]
    assert not valid_iban(wrong)


def test_a_changed_account_is_held_and_both_are_masked() -> None:
    (found,) = check_bank(OTHER, SUPPLIER)
    assert found.reason is ExceptionReason.BANK_DETAILS_CHANGED
    assert found.sentence == (
        "Quill & Vale asks for payment to GB29 … 6819; confirmed until now: DE89 … 3000. "
        "Call the supplier before you accept it."
    )


@pytest.mark.parametrize("iban", [None, "", "de89370400440532013000"])
def test_the_known_account_or_none_is_no_finding(iban: str | None) -> None:
    assert check_bank(iban, SUPPLIER) == ()


def test_a_first_account_is_no_change() -> None:
    assert check_bank(OTHER, Supplier("S2", "New")) == ()


def test_a_first_account_is_asked_about_where_the_company_wants_it() -> None:
    (found,) = check_bank(OTHER, Supplier("S2", "New"), asks_first=True)
    assert found.reason is ExceptionReason.BANK_DETAILS_FIRST
    assert masked(OTHER) in found.sentence
    assert check_bank(KNOWN, SUPPLIER, asks_first=True) == ()
    (found,) = check_bank(OTHER, SUPPLIER, asks_first=True)
    assert found.reason is ExceptionReason.BANK_DETAILS_CHANGED


def test_wrong_check_digits_are_said() -> None:
    (found,) = check_bank("GB28NWBK60161331926819", Supplier("S2", "New"))
    assert found.sentence == "The bank account GB28 … 6819 has wrong check digits: it is mistyped."


def test_a_mask_never_shows_the_middle() -> None:
    assert masked(KNOWN) == "DE89 … 3000"
