"""Bills that may be there twice, or are not what they seem, wait for a person with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from model.exceptions import ExceptionReason
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from model.suppliers import Supplier
from pipeline.works import Works
from storage import exceptions, ledger, settings, suppliers
from tests.pipeline.conftest import paper

Arrive = Callable[..., str]
IBAN = "FR1420041010050500013M02606"


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
