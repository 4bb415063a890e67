"""Lines of invoices beside orders and receipts: each difference with its numbers and its limit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.documents import Line
from model.exceptions import Action, ExceptionReason
from model.orders import Order, OrderLine
from reconcile import order_lines
from reconcile.orders import check, parts
from reconcile.tolerances import Tolerance, Tolerances
from tests.reconcile.books import DAY, document, eur

STRICT = Tolerances(Tolerance(percent=Decimal(2), absolute=Decimal(50)))


def ordered(position: int, text: str, quantity: str, price: str, **facts: Any) -> OrderLine:
    exact: dict[str, Any] = {n: Decimal(facts.pop(n)) for n in ("received", "billed") if n in facts}
    return OrderLine(position, text, Decimal(quantity), Decimal(price), **exact, **facts)


PAPER = ordered(1, "Copy paper A4 80 g", "100", "4.20", unit="C62")
TONER = ordered(2, "Toner black XL", "4", "89.00")


def order(*lines: OrderLine, number: str = "PO-1", **facts: Any) -> Order:
    net = sum((line.quantity * line.unit_price for line in lines), Decimal(0))
    return Order(f"id-{number}", "S1", number, DAY, eur(str(net)), eur("0.00"), lines, **facts)


def billed(
    text: str, quantity: str | None, price: str, unit: str | None = None, **facts: Any
) -> Line:
    amount = Decimal(quantity) if quantity is not None else None
    total = (amount if amount is not None else 1) * Decimal(price)
    return Line(text, amount, unit, Decimal(price), total, **facts)


def reasons(lines: Sequence[Line], held: Order, **facts: Any) -> list[ExceptionReason]:
    net = eur(str(sum((line.total or Decimal(0) for line in lines), Decimal(0))))
    bill = document("d", po_number=held.number, net=net)
    facts = {"tolerances": STRICT, **facts}
    return [finding.reason for finding in check(bill, [held], lines=lines, **facts)]


def test_lines_as_ordered_raise_nothing_whatever_their_order() -> None:
    lines = [billed("Toner Black XL", "4", "89.00"), billed("Copy paper A4, 80g", "100", "4.20")]
    assert reasons(lines, order(PAPER, TONER)) == []


def test_partial_deliveries_are_billed_one_by_one() -> None:
    half = ordered(1, "Copy paper A4 80 g", "100", "4.20", billed="50", received="100")
    assert reasons([billed("Copy paper A4 80 g", "50", "4.20")], order(half)) == []


def test_more_than_is_left_of_the_order_is_asked_about() -> None:
    most = ordered(1, "Copy paper A4 80 g", "100", "4.20", billed="80")
    held = order(most)
    (found,) = check(
        document("d", po_number="PO-1", net=eur("126.00")),
        [held],
        lines=[billed("Copy paper A4 80 g", "30", "4.20")],
        tolerances=STRICT,
    )
    assert found.reason is ExceptionReason.QTY_OVER_ORDERED
    assert found.sentence == (
        "PO-1 line 1 (Copy paper A4 80 g): 100 ordered, 80 billed before; this invoice bills 30. "
        "Limit: 0 % more."
    )


def test_two_lines_of_one_invoice_count_together() -> None:
    lines = [billed("Copy paper A4 80 g", "60", "4.20")] * 2
    assert reasons(lines, order(PAPER)) == [ExceptionReason.QTY_OVER_ORDERED]


def test_nothing_received_and_too_little_received_are_told_apart() -> None:
    line = [billed("Copy paper A4 80 g", "100", "4.20")]
    assert reasons(line, order(PAPER)) == []
    assert reasons(line, order(PAPER), received=True) == [ExceptionReason.NOT_RECEIVED]
    some = ordered(1, "Copy paper A4 80 g", "100", "4.20", received="80")
    assert reasons(line, order(some)) == [ExceptionReason.QTY_OVER_RECEIVED]
    ten_times = ordered(1, "Copy paper A4 80 g", "100", "4.20", received="10")
    assert reasons(line, order(ten_times)) == [ExceptionReason.QTY_OVER_RECEIVED]


def test_what_went_back_is_no_longer_received() -> None:
    back = ordered(1, "Copy paper A4 80 g", "100", "4.20", received="90")
    assert reasons([billed("Copy paper A4 80 g", "90", "4.20")], order(back)) == []
    assert reasons([billed("Copy paper A4 80 g", "100", "4.20")], order(back)) == [
        ExceptionReason.QTY_OVER_RECEIVED
    ]


@pytest.mark.parametrize(("price", "asked"), [("4.28", False), ("4.30", True), ("3.50", False)])
def test_a_price_change_counts_beyond_the_limit(price: str, asked: bool) -> None:
    found = reasons([billed("Copy paper A4 80 g", "10", price)], order(PAPER))
    assert found == ([ExceptionReason.PRICE_VARIANCE] if asked else [])


def test_a_price_far_below_the_order_is_asked_about_with_both_prices() -> None:
    bill = document("d", po_number="PO-1", net=eur("21.00"))
    lines = [billed("Copy paper A4 80 g", "10", "2.10")]
    (found,) = check(bill, [order(PAPER)], lines=lines, tolerances=STRICT)
    assert found.title == "Price below the order"
    assert found.sentence == (
        "PO-1 line 1 (Copy paper A4 80 g) was ordered at EUR 4.2 and is billed at EUR 2.1 "
        "(-50.0 %). Limit: 2 % or EUR 50.00, the smaller counts."
    )


def test_of_percent_and_amount_the_tighter_counts_for_a_price() -> None:
    large = order(ordered(1, "Steel coil", "100", "100.00"))
    assert reasons([billed("Steel coil", "100", "101.00")], large) == [
        ExceptionReason.PRICE_VARIANCE
    ]


def test_freight_has_a_limit_of_its_own() -> None:
    lines = [billed("Copy paper A4 80 g", "10", "4.20"), billed("Versandkosten", "1", "12.90")]
    assert reasons(lines, order(PAPER)) == [ExceptionReason.FREIGHT_NOT_ORDERED]
    allowed = Tolerances(Tolerance(freight=Decimal(15)))
    assert reasons(lines, order(PAPER), tolerances=allowed) == []
    with_freight = order(PAPER, ordered(2, "Versandkosten", "1", "12.90"))
    assert reasons(lines, with_freight) == []


def test_a_line_that_was_not_ordered_is_named() -> None:
    lines = [billed("Copy paper A4 80 g", "10", "4.20"), billed("Office chair Aeron", "1", "9.90")]
    assert reasons(lines, order(PAPER, TONER)) == [ExceptionReason.LINE_NOT_ON_PO]


def test_units_are_converted_or_asked_about() -> None:
    sand = order(ordered(1, "Sand 0-2", "2000", "0.05", unit="KGM"))
    assert reasons([billed("Sand 0-2", "2", "50.00", "t")], sand) == []
    assert reasons([billed("Sand 0-2", "2", "50.00", "Pal")], sand) == [
        ExceptionReason.UNIT_MISMATCH
    ]
    assert reasons([billed("Copy paper A4 80 g", "10", "4.20", "Stk.")], order(PAPER)) == []


def test_the_tolerance_of_a_supplier_counts_before_that_of_a_category() -> None:
    energy = order(ordered(1, "Strom", "1000", "0.30", category="Energy"))
    lines = [billed("Strom", "1080", "0.30")]
    wide = Tolerance(quantity_percent=Decimal(10), percent=Decimal(10))
    assert reasons(lines, energy) == [ExceptionReason.QTY_OVER_ORDERED]
    assert reasons(lines, energy, tolerances=Tolerances(categories={"energy": wide})) == [
        ExceptionReason.PO_OVER  # the whole has the tolerance of the supplier
    ]
    assert reasons(lines, energy, tolerances=Tolerances(suppliers={"S1": wide})) == []
    narrow = Tolerances(suppliers={"S1": Tolerance()}, categories={"energy": wide})
    assert reasons(lines, energy, tolerances=narrow) == [ExceptionReason.QTY_OVER_ORDERED]


def test_one_invoice_for_two_orders_is_compared_with_each() -> None:
    other = order(TONER, number="PO-2")
    lines = [
        billed("Copy paper A4 80 g", "100", "4.20", order_number="PO 1"),
        billed("Toner black XL", "5", "89.00", order_number="PO-2"),
    ]
    bill = document("d", po_number="PO-1", net=eur("865.00"))
    (found,) = check(bill, [order(PAPER), other], lines=lines, tolerances=STRICT)
    assert found.reason is ExceptionReason.QTY_OVER_ORDERED
    assert found.sentence.startswith("PO-2 line 2")
    nets = [(held.number, net) for held, _, net in parts(bill, lines, [order(PAPER), other])]
    assert nets == [("PO-1", eur("420.00")), ("PO-2", eur("445.00"))]


def test_a_line_of_an_order_that_is_not_there_is_not_accepted() -> None:
    lines = [billed("Copy paper A4 80 g", "10", "4.20", order_number="PO-9")]
    bill = document("d", po_number="PO-1", net=eur("42.00"))
    (found,) = check(bill, [order(PAPER)], lines=lines, tolerances=STRICT)
    assert found.reason is ExceptionReason.PO_NOT_FOUND
    assert "PO-9" in found.sentence


def test_a_credit_note_is_not_held_against_the_order() -> None:
    bill = document("d", po_number="PO-1", net=eur("-42.00"))
    lines = [billed("Something else", "1", "-42.00")]
    assert check(bill, [order(PAPER)], lines=lines, tolerances=STRICT) == ()


def test_what_is_billed_is_counted_by_position_in_the_unit_of_the_order() -> None:
    held = order(ordered(7, "Sand 0-2", "2000", "0.05", unit="kg"))
    lines = [billed("Sand 0-2", "1.5", "50.00", "t")] * 2
    assert order_lines.billed(lines, held) == ((7, Decimal("3000.0")),)


def test_of_equal_lines_the_open_one_is_billed() -> None:
    first = ordered(1, "Maintenance", "1", "500.00", billed="1")
    second = ordered(2, "Maintenance", "1", "500.00")
    assert reasons([billed("Maintenance", "1", "500.00")], order(first, second)) == []


def test_an_article_number_is_proof_whatever_the_text_says() -> None:
    held = order(ordered(1, "Kopierpapier", "10", "4.20", code="KP-80"))
    assert reasons([billed("KP-80 ream white", "10", "4.20")], held) == []


def test_an_order_is_proposed_where_none_is_named_and_never_taken() -> None:
    bill = document("d", po_number=None, net=eur("420.00"))
    lines = [billed("Copy paper A4 80 g", "100", "4.20")]
    (found,) = check(bill, [order(PAPER), order(TONER, number="PO-2")], lines=lines)
    assert found.reason is ExceptionReason.ORDER_PROPOSED
    assert found.title == "PO-1?"
    assert [(answer.label, answer.action) for answer in found.answers] == [
        ("PO-1", Action.TAKE_ORDER),
        ("No order", Action.ACCEPT),
        ("Reject", Action.REJECT),
    ]


def test_two_near_identical_orders_are_a_question_with_both() -> None:
    bill = document("d", po_number=None, net=eur("420.00"))
    lines = [billed("Copy paper A4 80 g", "100", "4.20")]
    twin = order(ordered(1, "Copy paper A4, 80 g", "100", "4.20"), number="PO-2")
    (found,) = check(bill, [twin, order(PAPER)], lines=lines)
    assert found.title == "Which order?"
    assert [answer.label for answer in found.answers] == ["PO-1", "PO-2", "No order", "Reject"]


def test_orders_that_do_not_fit_are_not_proposed() -> None:
    bill = document("d", po_number=None, net=eur("420.00"))
    chair = [billed("Office chair Aeron", "1", "420.00")]
    assert check(bill, [order(PAPER)], lines=chair) == ()
    dear = [billed("Copy paper A4 80 g", "100", "9.20")]
    assert check(document("d", po_number=None, net=eur("920.00")), [order(PAPER)], lines=dear) == ()


@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 60), st.integers(0, 10))
def test_no_more_is_accepted_than_was_ordered_and_arrived(
    wanted: int, before: int, arrived: int, more: int
) -> None:
    line = ordered(1, "Bolt M8", str(wanted), "1.00", billed=str(before), received=str(arrived))
    found = reasons([billed("Bolt M8", str(more + 1), "1.00")], order(line), received=True)
    fits = before + more + 1 <= min(wanted, arrived)
    assert (not found) == fits
