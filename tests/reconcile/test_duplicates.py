from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from model.money import Money
from model.orders import EntryKind, LedgerEntry
from reconcile.duplicates import suspects
from tests.reconcile.books import DAY, entry

LATER = DAY + timedelta(days=9)


def pairs(entries: list[LedgerEntry]) -> list[tuple[str, str]]:
    return [(found.a, found.b) for found in suspects(entries)]


@pytest.mark.parametrize(
    ("again", "score"),
    [
        ("INV-00104", 0.99),
        ("inv-104", 0.95),
        ("INV-104A", 0.9),
        ("104/B", 0.9),
        ("INV-104-1", 0.9),
    ],
)
def test_the_same_number_and_amount_booked_again_is_suspected(again: str, score: float) -> None:
    (found,) = suspects([entry(7, "INV-00104", "119.00"), entry(8, again, "119.00", day=LATER)])
    assert (found.a, found.b, found.score) == ("7", "8", score)
    assert "EUR 119.00 both" in found.reason
    assert "dated 9 days apart" in found.reason


def test_the_order_of_the_entries_does_not_matter() -> None:
    entries = [entry(n, "INV-104", "119.00") for n in (9, 10, 7)]
    assert suspects(entries) == suspects(entries[::-1])
    assert pairs(entries) == [("7", "9"), ("7", "10")]


def test_two_equal_amounts_on_one_day_are_two_documents() -> None:
    assert pairs([entry(7, "INV-104", "119.00"), entry(8, "INV-377", "119.00")]) == []


def test_the_cost_lines_of_one_voucher_are_no_duplicates() -> None:
    assert pairs([entry(7, "104", "60.00"), entry(8, "104", "60.00", voucher=7)]) == []


def test_payments_are_no_documents() -> None:
    paid = [entry(n, "104", "-60.00", kind=EntryKind.PAYMENT) for n in (7, 8)]
    assert pairs(paid) == []


def test_a_number_of_next_year_is_no_duplicate() -> None:
    next_year = entry(8, "104", "119.00", day=DAY + timedelta(days=365))
    assert pairs([entry(7, "104", "119.00"), next_year]) == []


def test_a_swapped_digit_is_a_slip_and_the_next_number_is_not() -> None:
    assert pairs([entry(7, "12345", "119.00"), entry(8, "12354", "119.00", day=LATER)]) == [
        ("7", "8")
    ]
    assert pairs([entry(7, "12345", "119.00"), entry(8, "12346", "119.00", day=LATER)]) == []
    assert pairs([entry(7, "12345", "119.00"), entry(8, "12745", "119.00")]) == [("7", "8")]


def test_slips_count_neither_in_short_numbers_nor_in_common_amounts() -> None:
    assert pairs([entry(7, "12", "119.00"), entry(8, "21", "119.00")]) == []
    common = [entry(n, f"{n}0{n}77", "119.00") for n in range(20, 26)]
    assert pairs([*common, entry(7, "12345", "119.00"), entry(8, "12354", "119.00")]) == []


def monthly(first: int, count: int, amount: str) -> list[LedgerEntry]:
    """A supplier's bills of one amount, a day and three numbers apart."""
    days = (DAY + timedelta(days=place) for place in range(count))
    return [
        entry(first + place, f"R{10_000 + first * 100 + 3 * place}", amount, day=day)
        for place, day in enumerate(days)
    ]


def test_a_number_out_of_sequence_is_a_slip_even_for_an_amount_that_recurs() -> None:
    bills = monthly(100, 20, "49.00")
    slip = entry(200, "R90030", "49.00", day=DAY + timedelta(days=10))
    (found,) = suspects([*bills, slip])
    assert (found.a, found.b) == ("110", "200")
    assert "R90030 leaves the supplier's sequence" in found.reason
    other_day = entry(200, "R90030", "49.00", day=DAY + timedelta(days=11))
    assert pairs([*bills, other_day]) == []
    in_line = entry(200, "R20031", "49.00", day=DAY + timedelta(days=10))
    assert pairs([*bills, in_line]) == []


def test_two_slips_count_for_a_rare_amount_where_the_number_leaves_the_sequence() -> None:
    bills = [
        entry(n, f"R{30_000 + n}", f"{n}.37", day=DAY + timedelta(days=n % 28))
        for n in range(100, 140)
    ]
    wrong = entry(200, "R93117", "117.37", day=DAY + timedelta(days=9))
    (found,) = suspects([*bills, wrong])
    assert (found.a, found.b, found.score) == ("117", "200", 0.65)
    assert "two slips apart" in found.reason
    in_line = entry(200, "R30128", "117.37", day=DAY + timedelta(days=9))
    assert pairs([*bills, in_line]) == []


def test_a_slip_on_another_account_is_told_by_the_numbers_of_that_account() -> None:
    home = monthly(100, 12, "49.00")
    away = [
        replace(one, id=f"9{one.id}", voucher=f"9{one.id}", supplier_id="S2", reference=f"7{n}")
        for n, one in enumerate(monthly(300, 12, "81.00"), start=100)
    ]
    again = entry(200, "R99030", "49.00", day=DAY + timedelta(days=10), supplier="S2")
    assert pairs([*home, *away, again]) == []  # two characters
    again = entry(200, "R90030", "49.00", day=DAY + timedelta(days=10), supplier="S2")
    assert pairs([*home, *away, again]) == [("110", "200")]


def test_numbers_of_two_series_are_two_documents() -> None:
    assert pairs([entry(7, "CN-104", "119.00"), entry(8, "INV-104", "119.00")]) == []
    assert pairs([entry(7, "104", "119.00"), entry(8, "INV-104", "119.00")]) == [("7", "8")]


def test_a_letter_behind_the_letter_of_a_number_marks_a_copy() -> None:
    assert pairs([entry(7, "A104B", "119.00"), entry(8, "A104BA", "119.00", day=LATER)]) == [
        ("7", "8")
    ]


def test_the_same_number_under_a_later_date_is_suspected_where_it_leaves_the_sequence() -> None:
    bills = [
        entry(n, f"R{1_000 + n}", f"{n}.00", day=DAY + timedelta(days=3 * n)) for n in range(1, 80)
    ]
    again = entry(200, "R1005", "5.00", day=DAY + timedelta(days=200))
    assert pairs([*bills, again]) == [("5", "200")]


def test_the_same_number_and_figure_in_another_currency_is_suspected() -> None:
    dollars = replace(entry(8, "104", "119.00"), amount=Money(Decimal("119.00"), "USD"))
    (found,) = suspects([entry(7, "104", "119.00"), dollars])
    assert found.reason == (
        "104 and 104: EUR 119.00 and USD 119.00, the same number in another currency, "
        "dated 0 days apart."
    )
    assert pairs([entry(7, "104", "119.00"), replace(dollars, reference="105")]) == []


def test_without_a_number_only_days_apart_are_suspected() -> None:
    near, far = entry(8, "", "119.00"), entry(8, "", "119.00", day=LATER)
    assert pairs([entry(7, "12345", "119.00"), near]) == [("7", "8")]
    assert pairs([entry(7, "12345", "119.00"), far]) == []


def test_the_same_document_on_two_accounts_is_suspected() -> None:
    elsewhere = entry(8, "12345", "119.00", supplier="S2")
    assert pairs([entry(7, "INV-12345", "119.00"), elsewhere]) == [("7", "8")]
    slip = entry(8, "12354", "119.00", supplier="S2")
    assert pairs([entry(7, "INV-12345", "119.00"), slip]) == [("7", "8")]
    assert pairs([entry(7, "12", "119.00"), entry(8, "12", "119.00", supplier="S2")]) == []
