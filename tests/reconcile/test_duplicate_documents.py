from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from model.documents import DocumentKind
from model.money import Money
from reconcile.duplicate_documents import of_document
from tests.reconcile.books import DAY, document, eur


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
        ({"day": DAY - timedelta(days=90)}, 0.8),
        ({"gross": Money(eur("119.00").amount, "USD")}, 0.85),
        ({"gross": eur("114.00"), "day": DAY - timedelta(days=30)}, 0.8),
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
        {"day": DAY - timedelta(days=365)},
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
