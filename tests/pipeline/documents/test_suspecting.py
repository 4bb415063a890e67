"""Bills that may be there twice, or are not what they seem, wait for a person with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from model.errors import NotAllowed
from model.exceptions import ExceptionReason
from model.filing import DocumentStatus
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from model.people import Role
from model.suppliers import Supplier
from pipeline import answers
from pipeline.rules import change
from pipeline.works import Works
from storage import documents, exceptions, ledger, settings, suppliers, users
from tests.pipeline.conftest import APPROVER, CLERK, paper

Arrive = Callable[..., str]
IBAN = "FR1420041010050500013M02606"
NEW_IBAN = "DE02120300000000202051"
NEWCOMER: dict[str, str | None] = {"supplier_id": "new", "account_id": None}


def asked(works: Works, document_id: str) -> dict[ExceptionReason, str]:
    with works.store.read() as tx:
        found = exceptions.of_subject(tx, f"document:{document_id}")
    return {item.reason: item.sentence for item in found}


def book(works: Works, number: str, supplier_id: str = "nw") -> None:
    day = works.clock.today() - timedelta(days=2)
    amount = Money(Decimal("119.00"), "EUR")
    entry = LedgerEntry("L1", supplier_id, EntryKind.INVOICE, number, day, day, amount, "L1")
    with works.store.begin() as tx:
        ledger.load(tx, [entry])


def other_supplier(works: Works) -> None:
    with works.store.begin() as tx:
        suppliers.add(tx, Supplier("sturm", "Sturm", ibans=(IBAN,)))


def test_a_copy_of_what_the_ledger_holds_is_asked_about(works: Works, arrive: Arrive) -> None:
    book(works, "R-20931")
    sentence = asked(works, arrive(paper("R-20931A")))[ExceptionReason.DUPLICATE_POSSIBLE]
    assert sentence.startswith("R-20931 and R-20931A: EUR 119.00 both, a number and its copy")


def test_a_booking_on_another_account_counts_as_well(works: Works, arrive: Arrive) -> None:
    other_supplier(works)
    book(works, "R-20931", "sturm")
    sentence = asked(works, arrive(paper("R-20931")))[ExceptionReason.DUPLICATE_POSSIBLE]
    assert "the same number on two accounts" in sentence


def test_the_same_bill_on_file_of_another_supplier_is_asked_about(
    works: Works, arrive: Arrive
) -> None:
    other_supplier(works)
    arrive(paper("R-20931"), supplier_id="sturm", account_id=None)
    sentence = asked(works, arrive(paper("R-20931")))[ExceptionReason.DUPLICATE_POSSIBLE]
    assert sentence.startswith("Another supplier billed R-20931 over EUR 119.00")


def test_what_is_new_is_not_asked_about(works: Works, arrive: Arrive) -> None:
    book(works, "R-20931")
    assert asked(works, arrive(paper("R-20944"))) == {}


def test_the_bank_account_of_another_supplier_is_asked_about(works: Works, arrive: Arrive) -> None:
    other_supplier(works)
    found = asked(works, arrive(paper("R-1", iban=IBAN)))
    assert found.keys() == {
        ExceptionReason.BANK_DETAILS_CHANGED,
        ExceptionReason.BANK_DETAILS_SHARED,
    }


def test_bills_just_below_our_limit_are_asked_about_together(works: Works, arrive: Arrive) -> None:
    with works.store.begin() as tx:
        settings.put(tx, "approval_limit", "1000")
    assert asked(works, arrive(paper("R-1", "980.00"))) == {}
    assert asked(works, arrive(paper("R-77", "971.10"))).keys() == {
        ExceptionReason.SPLIT_UNDER_LIMIT
    }


@pytest.mark.parametrize(
    ("rule", "gross", "first"),
    [
        ("1000", "999.00", False),
        ("1000", "1190.00", True),
        ("all", "1.19", True),
        ("never", "99999.00", False),
    ],
)
def test_the_first_account_of_a_supplier_is_asked_about_as_the_rule_says(
    works: Works, arrive: Arrive, rule: str, gross: str, first: bool
) -> None:
    unknown_account(works)
    with works.store.begin() as tx:
        change(tx, "ada", "first_bank_details", rule)
    found = asked(works, arrive(paper("R-1", gross, iban=NEW_IBAN), **NEWCOMER))
    assert found.keys() == ({ExceptionReason.BANK_DETAILS_FIRST} if first else set())


def test_a_first_account_is_confirmed_once_for_all_its_bills_and_is_the_known_one_then(
    works: Works, arrive: Arrive
) -> None:
    unknown_account(works)
    ids = [arrive(paper(f"R-{n}", f"{n}190.00", iban=NEW_IBAN), **NEWCOMER) for n in (1, 2, 3)]
    with works.store.begin() as tx:
        (item,) = exceptions.open_of(tx, f"document:{ids[0]}")
        with pytest.raises(NotAllowed):  # nobody else could be the second, and a clerk is none
            answers.answer(tx, CLERK, item.id, "1")
        answers.answer(tx, APPROVER, item.id, "1")
        assert suppliers.get(tx, "new").ibans == (NEW_IBAN,)
        assert all(exceptions.open_of(tx, f"document:{one}") == () for one in ids)
        assert {documents.get(tx, one).status for one in ids} == {DocumentStatus.READY}
    assert asked(works, arrive(paper("R-4", "4190.00", iban=NEW_IBAN), **NEWCOMER)) == {}
    another = asked(works, arrive(paper("R-5", "5.00", iban=IBAN), **NEWCOMER))
    assert another.keys() == {ExceptionReason.BANK_DETAILS_CHANGED}


def test_a_first_account_takes_two_people_where_there_are_two(works: Works, arrive: Arrive) -> None:
    unknown_account(works)
    found = arrive(paper("R-1", "1190.00", iban=NEW_IBAN), **NEWCOMER)
    with works.store.begin() as tx:
        ada = users.add(tx, "ada", "Ada", Role.ADMIN, users.NO_PASSWORD)
        (item,) = exceptions.open_of(tx, f"document:{found}")
        answers.answer(tx, CLERK, item.id, "1")
        assert suppliers.get(tx, "new").ibans == ()
        answers.answer(tx, ada, item.id, "1")
        assert suppliers.get(tx, "new").ibans == (NEW_IBAN,)


def unknown_account(works: Works) -> None:
    """A supplier of whom no account was confirmed."""
    with works.store.begin() as tx:
        suppliers.add(tx, Supplier("new", "Newcomer"))
