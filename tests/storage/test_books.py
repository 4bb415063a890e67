"""The ledger, and orders with their receipts and bills."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from model.errors import CurrencyMismatch
from model.money import Money
from model.orders import EntryKind, LedgerEntry, Order, OrderLine, Receipt
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
