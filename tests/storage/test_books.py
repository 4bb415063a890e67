"""The ledger, and orders with their receipts and bills."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from model.errors import CurrencyMismatch
from model.money import Money
from model.orders import EntryKind, LedgerEntry, Order, OrderLine, Receipt, Wanted
from storage import ledger, orders
from storage.store import Store
from tests.storage import samples

ENTRY = LedgerEntry(
    id="entry-1",
    supplier_id="nordwind",
    kind=EntryKind.INVOICE,
    reference="RE-1",
    doc_date=date(2026, 10, 1),
    post_date=date(2026, 10, 3),
    amount=samples.euros("100.00"),
    voucher="entry-1",
)
ORDER = Order(
    id="order-1",
    supplier_id="nordwind",
    number="PO-48213",
    day=date(2026, 9, 1),
    net=samples.euros("2000.00"),
    billed=samples.euros("427.49"),
    lines=(OrderLine(1, "Strom", Decimal(5000), Decimal("0.2210"), received=Decimal("1.5")),),
)


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx)
        orders.load(tx, (ORDER,))


def test_the_ledger_comes_back_in_the_order_of_posting(store: Store) -> None:
    earlier = replace(ENTRY, id="entry-2", post_date=date(2026, 10, 2), document_id="doc-1")
    with store.begin() as tx:
        ledger.load(tx, (ENTRY, earlier))
        assert ledger.entries(tx, "nordwind") == (earlier, ENTRY)
        assert ledger.entries(tx, "fisher") == ()


def test_loading_again_replaces(store: Store) -> None:
    corrected = replace(ENTRY, amount=samples.euros("-100.00"), kind=EntryKind.CREDIT)
    with store.begin() as tx:
        ledger.load(tx, (ENTRY,))
        ledger.load(tx, (corrected,))
        assert ledger.entries(tx, "nordwind") == (corrected,)


def test_an_order_is_found_however_its_number_is_written(store: Store) -> None:
    with store.begin() as tx:
        assert orders.by_number(tx, "po 48213") == (ORDER,)
        assert orders.by_number(tx, "48213") == ()


def test_receipts_and_bills_are_counted_once(store: Store) -> None:
    receipts = (
        Receipt("receipt-1", "order-1", 1, Decimal("2.25"), date(2026, 10, 1)),
        Receipt("receipt-2", "order-1", 1, Decimal(1), date(2026, 10, 2)),
        Receipt("receipt-3", "order-1", 9, Decimal(1), date(2026, 10, 2)),
    )
    with store.begin() as tx:
        for _ in range(2):
            orders.load_receipts(tx, receipts)
            orders.bill(tx, "order-1", "doc-1", samples.euros("1620.71"))
        (counted,) = orders.by_number(tx, "PO-48213")
    assert counted.lines == (replace(ORDER.lines[0], received=Decimal("4.75")),)
    assert counted.billed == samples.euros("2048.20")


def test_bills_of_another_currency_are_never_added(store: Store) -> None:
    with store.begin() as tx:
        orders.bill(tx, "order-1", "doc-1", Money(Decimal(10), "GBP"))
        with pytest.raises(CurrencyMismatch):
            orders.by_number(tx, "PO-48213")


def test_only_entries_that_share_something_with_the_lines_are_read(store: Store) -> None:
    other = replace(ENTRY, amount=samples.euros("7.00"), doc_date=date(2025, 1, 1))
    paid = replace(other, id="entry-5", kind=EntryKind.PAYMENT, doc_date=date(2026, 10, 1))
    entries = (
        replace(other, id="entry-1", amount=samples.euros("100.00")),
        replace(other, id="entry-2", reference="0815-41O4"),
        replace(other, id="entry-3", doc_date=date(2026, 10, 1)),
        replace(other, id="entry-4"),
        paid,
    )
    with store.begin() as tx:
        ledger.load(tx, entries)
        asked = {
            "entry-1": Wanted("nordwind", amounts=frozenset(range(9_999, 13_000))),
            "entry-2": Wanted("nordwind", endings=frozenset({"-4104"})),
            "entry-3": Wanted("nordwind", documents=((date(2026, 9, 30), date(2026, 10, 1)),)),
            "entry-5": Wanted("nordwind", payments=((date(2026, 10, 1), date(2026, 10, 2)),)),
        }
        for found, wanted in asked.items():
            assert [entry.id for entry in ledger.relevant(tx, wanted)] == [found]
        across = Wanted("fisher", elsewhere=frozenset({("4104", 700), ("4104", 10_000)}))
        assert [entry.id for entry in ledger.relevant(tx, across)] == ["entry-2"]
        assert ledger.relevant(tx, Wanted("nordwind")) == ()
        before = ledger.balance(tx, "nordwind", "EUR", before=date(2026, 1, 1))
        assert before == samples.euros("114.00")
        assert ledger.since(tx, "nordwind", date(2026, 1, 1)) == (entries[2], paid)


def test_an_entry_has_arrived_once_and_again_when_it_changes(store: Store) -> None:
    changed = replace(ENTRY, amount=samples.euros("90.00"))
    with store.begin() as tx:
        ledger.load(tx, (ENTRY,))
        assert ledger.arrived(tx, "nordwind") == (ENTRY,)
        ledger.load(tx, (ENTRY,))
        assert ledger.arrived(tx, "nordwind") == ()
        ledger.load(tx, (changed,))
        assert ledger.arrived(tx, "nordwind") == (changed,)
        assert ledger.numbered(tx, "nordwind", ["re 1"]) == (changed,)
