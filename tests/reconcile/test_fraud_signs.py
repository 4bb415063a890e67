from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from model.exceptions import ExceptionReason
from model.filing import DocumentStatus, FiledDocument
from model.suppliers import Supplier
from reconcile.fraud_signs import check
from tests.reconcile.books import DAY, document, eur

IBAN = "DE89370400440532013000"
NORDWIND = Supplier("S1", "Nordwind", vat_id="DE136695976")
HISTORY = [
    document(
        f"d{n}", number=f"RE-{4700 + n}", gross=eur(f"{97 + n}.13"), day=DAY - timedelta(days=3 * n)
    )
    for n in range(1, 12)
]


def reasons(bill: FiledDocument, **facts: object) -> list[ExceptionReason]:
    found = check(bill, HISTORY, supplier=NORDWIND, **facts)  # type: ignore[arg-type]  # of a test
    return [finding.reason for finding in found]


def test_a_usual_bill_raises_nothing() -> None:
    assert reasons(document("new", number="RE-4712", iban=IBAN), limit=eur("1000.00")) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"number": "RE-990144"},
        {"gross": eur("5000.00")},
        {"gross": eur("990.00")},
        {"iban": "LT601010012345678901"},
    ],
)
def test_one_weak_sign_is_no_question(facts: dict[str, object]) -> None:
    assert reasons(document("new", **facts), limit=eur("1000.00")) == []


def test_weak_signs_add_up_to_a_question_that_names_each() -> None:
    bill = document("new", number="RE-990144", gross=eur("9900.00"))
    (finding,) = check(bill, HISTORY, supplier=NORDWIND, limit=eur("10000.00"))
    assert finding.reason is ExceptionReason.UNUSUAL_INVOICE
    assert finding.sentence == (
        "RE-990144 is out of the supplier's sequence; the last was RE-4701. "
        "EUR 9,900.00 is a round amount; this supplier has never billed one. "
        "EUR 9,900.00 lies just below the limit of EUR 10,000.00."
    )


def test_a_supplier_with_few_documents_has_no_habits_yet() -> None:
    bill = document("new", number="RE-990144", gross=eur("9900.00"))
    assert check(bill, HISTORY[:5], supplier=NORDWIND) == ()


def test_bills_of_one_week_just_below_the_limit_are_one_question() -> None:
    first = document("first", number="RE-4712", gross=eur("980.10"), day=DAY - timedelta(days=3))
    bill = document("new", number="RE-4713", gross=eur("975.00"))
    (finding,) = check(bill, [first], supplier=NORDWIND, limit=eur("1000.00"))
    assert finding.reason is ExceptionReason.SPLIT_UNDER_LIMIT
    assert "RE-4712, RE-4713. Together they pass it." in finding.sentence
    earlier = replace(first, day=DAY - timedelta(days=30))
    assert check(bill, [earlier], supplier=NORDWIND, limit=eur("1000.00")) == ()
    refused = replace(first, status=DocumentStatus.REJECTED)
    assert check(bill, [refused], supplier=NORDWIND, limit=eur("1000.00")) == ()


def test_the_account_of_another_supplier_is_a_question_of_its_own() -> None:
    other = Supplier("S2", "Sturm", ibans=("DE89 3704 0044 0532 0130 00",))
    (finding,) = check(document("new", iban=IBAN), [], supplier=NORDWIND, others=[NORDWIND, other])
    assert finding.reason is ExceptionReason.BANK_DETAILS_SHARED
    assert "the account of Sturm" in finding.sentence
    confirmed = replace(NORDWIND, ibans=(IBAN,))
    assert check(document("new", iban=IBAN), [], supplier=confirmed, others=[other]) == ()


def test_a_first_account_abroad_weighs_only_beside_another_sign() -> None:
    bill = document("new", number="RE-990144", iban="LT601010012345678901")
    assert reasons(bill) == [ExceptionReason.UNUSUAL_INVOICE]
    confirmed = replace(NORDWIND, ibans=(IBAN,))
    assert check(bill, HISTORY, supplier=confirmed) == ()  # a changed account asks by itself
