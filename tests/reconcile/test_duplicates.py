from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from model.documents import DocumentKind
from model.orders import EntryKind, LedgerEntry
from reconcile.duplicates import of_document, suspects
from tests.reconcile.books import DAY, document, entry, eur

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


def test_slips_count_neither_in_short_numbers_nor_in_common_or_small_amounts() -> None:
    assert pairs([entry(7, "123", "119.00"), entry(8, "132", "119.00")]) == []
    assert pairs([entry(7, "12345", "19.00"), entry(8, "12354", "19.00")]) == []
    common = [entry(n, f"{n}0{n}77", "119.00") for n in range(20, 26)]
    assert pairs([*common, entry(7, "12345", "119.00"), entry(8, "12354", "119.00")]) == []


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


def sign(**facts: Any) -> list[tuple[str, float]]:
    found = of_document(document("new"), [document("old", **facts)])
    return [(suspect.b, suspect.score) for suspect in found]


def test_a_document_filed_again_is_suspected_with_its_reason() -> None:
    (found,) = of_document(document("new"), [document("old")])
    assert (found.a, found.b, found.score) == ("new", "old", 0.98)
    assert found.reason == (
        "RE-4711 over EUR 119.00, dated 2026-10-14 has the same number and amount."
    )


def test_the_same_file_is_certain_even_without_a_number() -> None:
    first, again = document("x", number=None), document("x", number=None)
    (found,) = of_document(first, [document("y", gross=eur("1.00")), replace(again, id="z")])
    assert (found.b, found.score) == ("z", 1.0)


def test_a_document_is_no_duplicate_of_itself() -> None:
    assert of_document(document("new"), [document("new")]) == ()


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        ({"gross": eur("120.00")}, 0.7),
        ({"gross": None}, 0.7),
        ({"number": "RE-4711-1"}, 0.9),
        ({"number": "RE-4171"}, 0.75),
        ({"number": None}, 0.6),
        ({"supplier_id": "S2"}, 0.85),
        ({"day": None}, 0.98),
    ],
)
def test_each_sign_has_its_weight(facts: dict[str, Any], score: float) -> None:
    assert sign(**facts) == [("old", score)]


@pytest.mark.parametrize(
    "facts",
    [
        {"number": "RE-9900"},
        {"number": "RE-9900", "gross": eur("120.00")},
        {"number": None, "day": DAY - timedelta(days=30)},
        {"kind": DocumentKind.REMINDER},
        {"supplier_id": "S2", "gross": eur("120.00")},
    ],
)
def test_what_is_another_document_is_not_suspected(facts: dict[str, Any]) -> None:
    assert of_document(document("new"), [document("old", **facts)]) == ()


def test_the_same_amount_on_one_order_within_weeks_is_suspect_but_a_month_apart_recurs() -> None:
    first = document("a", number="KIT-20931", po_number="PO-1")
    again = document("b", number="KIT-20944", po_number="PO 1", day=DAY + timedelta(days=14))
    (suspect,) = of_document(again, [first])
    assert "same order PO 1" in suspect.reason
    assert not of_document(replace(again, day=DAY + timedelta(days=30)), [first])
    assert not of_document(replace(again, po_number="PO-2"), [first])
    assert not of_document(replace(again, po_number=None), [first])
