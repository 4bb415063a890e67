from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from model.exceptions import ExceptionReason, Finding
from model.money import Money
from model.orders import Order
from reconcile.orders import check
from reconcile.tolerances import Tolerance, Tolerances
from tests.reconcile.books import DAY, document, eur


def order(
    number: str = "PO-48213", net: str = "1572.51", billed: str = "0.00", **facts: Any
) -> Order:
    supplier = facts.pop("supplier_id", "S1")
    return Order(facts.pop("id", "o"), supplier, number, DAY, eur(net), eur(billed), **facts)


def reasons(findings: Iterable[Finding]) -> list[ExceptionReason]:
    return [finding.reason for finding in findings]


def test_an_invoice_over_its_order_says_the_numbers_and_the_limit() -> None:
    (found,) = check(document("d", po_number="PO-48213", net=eur("1620.71")), [order()])
    assert found.reason is ExceptionReason.PO_OVER
    assert found.title == "Over PO-48213"
    assert found.sentence == (
        "PO-48213 has EUR 1,572.51 net open. This invoice is EUR 1,620.71 net (+3.1 %). Limit: 2 %."
    )


@pytest.mark.parametrize(("net", "fits"), [("102.00", True), ("102.01", False), ("-500.00", True)])
def test_the_limit_itself_fits(net: str, fits: bool) -> None:
    found = check(document("d", po_number="po 1", net=eur(net)), [order("PO-1", "100.00")])
    assert (not found) == fits


def test_of_percent_and_absolute_the_tighter_counts() -> None:
    limits = Tolerance(Decimal(2), Decimal("1.00"))
    invoice = document("d", po_number="PO-1", net=eur("101.01"))
    (found,) = check(invoice, [order("PO-1", "100.00")], tolerances=Tolerances(limits))
    assert found.sentence.endswith("Limit: 2 % or EUR 1.00, the smaller counts.")
    assert check(invoice, [order("PO-1", "100.00")]) == ()


def test_what_was_billed_before_is_no_longer_open() -> None:
    spent = order("PO-1", "100.00", "100.00")
    (found,) = check(document("d", po_number="PO-1", net=eur("0.01")), [spent])
    assert found.sentence == (
        "PO-1 has EUR 0.00 net open. This invoice is EUR 0.01 net. Limit: 2 %."
    )


def test_a_missing_number_matters_only_where_an_order_is_required() -> None:
    assert check(document("d"), []) == ()
    assert reasons(check(document("d"), [], required=True)) == [ExceptionReason.PO_MISSING]


def test_a_near_number_is_not_the_order() -> None:
    near = [order("PO-48214"), order("PO-4821")]
    found = check(document("d", po_number="PO-48213"), near)
    assert reasons(found) == [ExceptionReason.PO_NOT_FOUND]


def test_another_suppliers_order_is_named_and_nothing_of_it_is_told() -> None:
    (found,) = check(document("d", po_number="PO-48213"), [order(supplier_id="S2")])
    assert found.reason is ExceptionReason.WRONG_SUPPLIER_ON_PO
    assert "1,572" not in found.sentence


def test_the_own_order_counts_where_two_suppliers_share_a_number() -> None:
    invoice = document("d", po_number="PO-48213", net=eur("1500.00"))
    assert check(invoice, [order(supplier_id="S2", net="1.00", id="a"), order()]) == ()


def test_a_closed_order_takes_nothing_more() -> None:
    (found,) = check(
        document("d", po_number="PO-1"), [order("PO-1", "100.00", "99.00", closed=True)]
    )
    assert found.sentence == "PO-1 is closed: EUR 99.00 of EUR 100.00 net were billed."


def test_another_currency_is_never_compared() -> None:
    invoice = document("d", po_number="PO-1", net=Money(Decimal(5), "GBP"))
    assert reasons(check(invoice, [order("PO-1")])) == [ExceptionReason.CURRENCY_MISMATCH]


def test_an_invoice_without_a_net_amount_is_left_to_the_reading() -> None:
    assert check(document("d", po_number="PO-1", net=None), [order("PO-1")]) == ()
