"""A regular bill that did not come is expected, once, and its arrival settles it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from model.expectations import Expectation, ExpectationSource, ExpectationState
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from model.suppliers import Account
from pipeline.documents import rhythms
from pipeline.works import Works
from storage import expectations, ledger, suppliers
from tests.pipeline.conftest import paper

Arrive = Callable[..., str]
MONTHS = range(1, 10)  # today is November 2nd


def book(works: Works, *days: date) -> None:
    amount = Money(Decimal("119.00"), "EUR")
    entries = [
        LedgerEntry(f"L{day}", "nw", EntryKind.INVOICE, f"R{day}", day, day, amount, f"L{day}")
        for day in days
    ]
    with works.store.begin() as tx:
        ledger.load(tx, entries)


def expected(works: Works) -> list[Expectation]:
    with works.store.read() as tx:
        return [o for o in expectations.every(tx) if o.source is ExpectationSource.RHYTHM]


def test_a_bill_that_did_not_come_is_expected_once_at_its_portal(works: Works) -> None:
    book(works, *(date(2026, month, 12) for month in MONTHS))
    assert rhythms.check(works.store) == 1
    assert rhythms.check(works.store) == 0
    (one,) = expected(works)
    assert (one.portal_id, one.day) == ("nw-portal", date(2026, 10, 12))
    assert one.reason.startswith("Nordwind has billed monthly 9 times, last on 2026-09-12")


def test_a_bill_that_comes_late_settles_it(works: Works, arrive: Arrive) -> None:
    book(works, *(date(2026, month, 12) for month in MONTHS))
    rhythms.check(works.store)
    arrive(paper("R-9", issue_date="2026-10-14"))
    assert [one.state for one in expected(works)] == [ExpectationState.FULFILLED]


@pytest.mark.parametrize("day", [20, 31])
def test_a_bill_that_is_not_late_yet_is_not_expected(works: Works, day: int) -> None:
    last = 10 if day == 20 else 11  # the 31st of October was a Saturday
    book(works, *(date(2026, m, min(day, 30 if m != 2 else 28)) for m in range(1, last)))
    if day == 31:
        assert rhythms.check(works.store) == 0
    else:
        assert rhythms.check(works.store) == 1


def test_a_rhythm_that_ended_long_ago_expects_nothing(works: Works) -> None:
    book(works, *(date(2025, month, 12) for month in MONTHS))
    assert rhythms.check(works.store) == 0


def test_accounts_have_rhythms_of_their_own(works: Works, arrive: Arrive) -> None:
    with works.store.begin() as tx:
        suppliers.add_account(tx, Account("nw-2", "nw", "K-2"))
    for month in range(4, 10):
        arrive(paper(f"A-{month}00", issue_date=f"2026-{month:02d}-05"), account_id="nw-1")
        arrive(paper(f"B-{month}77", issue_date=f"2026-{month:02d}-20"), account_id="nw-2")
    arrive(paper("A-1000", issue_date="2026-10-05"), account_id="nw-1")
    assert rhythms.check(works.store) == 1
    (one,) = expected(works)
    assert (one.account_id, one.day) == ("nw-2", date(2026, 10, 20))
