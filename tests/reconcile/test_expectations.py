from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from model.documents import DocumentKind
from model.expectations import Expectation, ExpectationSource
from reconcile.expectations import answer
from tests.reconcile.books import DAY, RECEIVED, document, eur


def expected(**facts: Any) -> Expectation:
    return Expectation(
        "e", "key", facts.pop("supplier_id", "S1"), DocumentKind.INVOICE, ExpectationSource.NOTICE,
        "m", RECEIVED, **facts,
    )  # fmt: skip


def test_the_document_of_the_number_fulfils() -> None:
    found = answer(expected(number="re 4711", amount=eur("119.00")), [document("d")])
    assert (found.document_id, found.fulfilled, found.disagrees) == ("d", True, False)
    assert found.sentence == "RE-4711 over EUR 119.00 is on file."


def test_a_document_goes_by_other_numbers_too_unless_one_has_that_number_itself() -> None:
    names = {"d": {"AHM3K"}, "e": {"AHM3K"}}
    found = answer(expected(number="ahm 3k"), [document("d")], names)
    assert (found.document_id, found.fulfilled) == ("d", True)
    both = [document("d"), document("o", number="AHM3K")]
    assert answer(expected(number="AHM3K"), both, names).document_id == "o"


def test_another_amount_under_the_number_disagrees_with_both_figures() -> None:
    found = answer(expected(number="RE-4711", amount=eur("120.00")), [document("d")])
    assert (found.document_id, found.fulfilled, found.disagrees) == ("d", False, True)
    assert found.sentence == (
        "EUR 120.00 was announced for RE-4711; the document on file says EUR 119.00."
    )


def test_of_two_documents_of_the_number_the_agreeing_one_fulfils() -> None:
    documents = [document("a", gross=eur("120.00")), document("b")]
    assert answer(expected(number="RE-4711", amount=eur("119.00")), documents).document_id == "b"


def test_an_equal_amount_never_answers_for_another_number() -> None:
    found = answer(expected(number="RE-4712", amount=eur("119.00")), [document("d")])
    assert (found.document_id, found.fulfilled, found.disagrees) == (None, False, False)


def test_one_document_fulfils_no_two_expectations_of_different_numbers() -> None:
    documents = [document("d")]
    numbers = ["RE-4711", "RE-4712", "RE-47110", "0RE-4711"]
    fulfilled = [n for n in numbers if answer(expected(number=n), documents).fulfilled]
    assert fulfilled == ["RE-4711"]


def test_without_a_number_the_only_document_of_the_amount_in_time_fulfils() -> None:
    assert answer(expected(amount=eur("119.00"), day=DAY), [document("d")]).fulfilled
    assert answer(expected(amount=eur("119.00")), [document("d")]).fulfilled
    assert answer(expected(day=DAY), [document("d")]).fulfilled


def test_two_equal_amounts_on_one_day_leave_it_open() -> None:
    documents = [document("a"), document("b", number=None)]
    found = answer(expected(amount=eur("119.00"), day=DAY), documents)
    assert found.document_id is None
    assert found.sentence == (
        "2 documents on file could answer this: RE-4711, one without a number."
    )


def test_the_document_of_last_month_is_not_this_one() -> None:
    old = document("d", day=DAY - timedelta(days=31))
    assert not answer(expected(amount=eur("119.00")), [old]).fulfilled
    assert not answer(expected(amount=eur("119.00"), day=DAY), [old]).fulfilled


def test_without_a_date_the_day_it_came_counts() -> None:
    assert answer(expected(amount=eur("119.00")), [document("d", day=None, number=None)]).fulfilled


def test_other_suppliers_accounts_and_kinds_do_not_answer() -> None:
    wanted = expected(number="RE-4711", account_id="mobile")
    for other in (
        {"supplier_id": "S2"},
        {"account_id": "landline"},
        {"kind": DocumentKind.CREDIT_NOTE},
    ):
        assert not answer(wanted, [document("d", **other)]).fulfilled
    assert answer(wanted, [document("d", account_id="mobile")]).fulfilled
    assert answer(wanted, [document("d")]).fulfilled


def test_a_document_without_an_amount_fulfils_by_its_number() -> None:
    found = answer(expected(number="RE-4711"), [document("d", gross=None)])
    assert found.sentence == "RE-4711 is on file."


def test_a_statement_may_be_announced_weeks_after_its_day() -> None:
    kind = DocumentKind.STATEMENT
    old = document("d", kind=kind, day=RECEIVED.date() - timedelta(days=21))
    assert answer(replace(expected(), kind=kind), [old]).fulfilled
    assert not answer(expected(), [replace(old, kind=DocumentKind.INVOICE)]).fulfilled
