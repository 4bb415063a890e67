from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from model.orders import EntryKind, LedgerEntry
from reconcile.ageing import aged
from tests.reconcile.books import DAY, entry, eur


def paid(number: int, reference: str, amount: str) -> LedgerEntry:
    return entry(number, reference, f"-{amount}", kind=EntryKind.PAYMENT)


def old(number: int, reference: str, amount: str, days: int) -> LedgerEntry:
    return entry(number, reference, amount, day=DAY - timedelta(days=days))


def test_open_documents_stand_in_the_bucket_of_their_age() -> None:
    entries = [old(1, "R-1", "10.00", 0), old(2, "R-2", "20.00", 45), old(3, "R-3", "40.00", 91)]
    (found,) = aged(entries, day=DAY)
    assert found.buckets == (eur("10.00"), eur("20.00"), eur("0.00"), eur("40.00"))
    assert found.total == eur("70.00")


def test_a_payment_settles_what_it_names_and_then_the_oldest() -> None:
    entries = [old(1, "R-1", "10.00", 80), old(2, "R-2", "20.00", 5)]
    (named,) = aged([*entries, paid(3, "R-2", "15.00")], day=DAY)
    assert named.buckets == (eur("5.00"), eur("0.00"), eur("10.00"), eur("0.00"))
    (oldest,) = aged([*entries, paid(3, "BACS", "15.00")], day=DAY)
    assert oldest.buckets == (eur("15.00"), eur("0.00"), eur("0.00"), eur("0.00"))


def test_what_was_paid_too_much_stands_apart() -> None:
    (found,) = aged([old(1, "R-1", "10.00", 5), paid(2, "", "25.00")], day=DAY)
    assert found.unallocated == eur("-15.00")
    assert found.total == eur("-15.00")


def test_settled_accounts_and_later_bookings_are_left_out() -> None:
    assert aged([old(1, "R-1", "10.00", 5), paid(2, "", "10.00")], day=DAY) == ()
    assert aged([old(1, "R-1", "10.00", -5)], day=DAY) == ()


@given(st.lists(st.tuples(st.integers(-9_999, 9_999), st.integers(0, 200)), max_size=12))
def test_the_buckets_always_add_up_to_the_balance(lines: list[tuple[int, int]]) -> None:
    entries = [
        old(place, f"R-{place % 3}", f"{cents / 100:.2f}", days)
        for place, (cents, days) in enumerate(lines)
    ]
    total = sum((one.amount for one in entries), eur("0.00"))
    assert sum((one.total for one in aged(entries, day=DAY)), eur("0.00")) == total
