"""Bills beside orders and receipts, from the first question to what settles by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from model.documents import DocumentKind, Line
from model.errors import SettingsInvalid, WrongInput
from model.exceptions import ExceptionItem, ExceptionReason
from model.filing import DocumentStatus
from model.money import Money
from model.orders import OrderLine, OrderPaper, ReceiptPaper
from pipeline import answers
from pipeline.reconciling import order_books
from pipeline.rules import RULES
from pipeline.works import Works
from storage import documents, exceptions, expectations, orders, settings
from tests.pipeline.conftest import CLERK, paper

Arrive = Callable[..., str]
PAPER = OrderLine(1, "Copy paper A4", Decimal(100), Decimal("1.00"), unit="C62")


def take(works: Works, number: str = "PO-1", *lines: OrderLine) -> None:
    held = lines or (PAPER,)
    net = sum((line.quantity * line.unit_price for line in held), Decimal(0))
    day = works.clock.today() - timedelta(days=30)
    with works.store.begin() as tx:
        one = OrderPaper("Nordwind", number, day, Money(net, "EUR"), held)
        order_books.take_orders(tx, [one])


def receive(works: Works, quantity: int, receipt: str = "G1", number: str = "PO-1") -> None:
    with works.store.begin() as tx:
        day = works.clock.today()
        order_books.take_receipts(tx, [ReceiptPaper(receipt, number, 1, Decimal(quantity), day)])


def bill(arrive: Arrive, number: str, quantity: int, po_number: str | None = "PO-1") -> str:
    net = Decimal(quantity)
    said = {} if po_number is None else {"po_number": po_number}
    reading = paper(number, str(net * Decimal("1.19")), **said)
    line = Line("Copy paper A4", net, "Stk", Decimal(1), net)
    return arrive(replace(reading, lines=(line,)))


def open_questions(works: Works, document_id: str) -> tuple[ExceptionItem, ...]:
    with works.store.read() as tx:
        return exceptions.open_of(tx, f"document:{document_id}")


def reasons(works: Works, document_id: str) -> list[ExceptionReason]:
    return [item.reason for item in open_questions(works, document_id)]


def test_two_bills_are_counted_line_by_line_and_the_third_is_too_much(
    works: Works, arrive: Arrive
) -> None:
    take(works)
    assert reasons(works, bill(arrive, "R-1", 60)) == []
    assert reasons(works, bill(arrive, "R-22", 40)) == []
    with works.store.read() as tx:
        (order,) = orders.by_number(tx, "po 1")
    assert (order.lines[0].billed, order.billed) == (Decimal(100), Money(Decimal(100), "EUR"))
    assert reasons(works, bill(arrive, "R-333", 20)) == [ExceptionReason.QTY_OVER_ORDERED]


def test_a_bill_waits_for_its_goods_and_goes_on_when_they_arrive(
    works: Works, arrive: Arrive
) -> None:
    take(works)
    receive(works, 50)
    found = bill(arrive, "R-1", 80)
    assert reasons(works, found) == [ExceptionReason.QTY_OVER_RECEIVED]
    receive(works, 30, "G2")
    assert reasons(works, found) == []
    with works.store.read() as tx:
        assert documents.get(tx, found).status is DocumentStatus.READY


def test_receipts_can_be_demanded_by_a_rule(works: Works, arrive: Arrive) -> None:
    take(works)
    with works.store.begin() as tx:
        settings.put(tx, "receipt_required", "yes")
    assert reasons(works, bill(arrive, "R-1", 80)) == [ExceptionReason.NOT_RECEIVED]


def test_a_person_takes_one_of_two_near_identical_orders_with_one_key(
    works: Works, arrive: Arrive
) -> None:
    take(works, "PO-1")
    take(works, "PO-2")
    found = bill(arrive, "R-1", 100, None)
    (question,) = open_questions(works, found)
    assert question.reason is ExceptionReason.ORDER_PROPOSED
    assert [answer.label for answer in question.answers] == [
        "PO-1",
        "PO-2",
        "No order",
        "Reject",
    ]
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, "2")
        document = documents.get(tx, found)
        assert (document.po_number, document.status) == ("PO-2", DocumentStatus.READY)
        (first,), (second,) = orders.by_number(tx, "PO-1"), orders.by_number(tx, "PO-2")
        assert (first.lines[0].billed, second.lines[0].billed) == (0, 100)


def test_no_order_lets_the_bill_go_on_without(works: Works, arrive: Arrive) -> None:
    take(works)
    found = bill(arrive, "R-1", 100, None)
    (question,) = open_questions(works, found)
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, "2")
        assert documents.get(tx, found).status is DocumentStatus.READY
        assert documents.get(tx, found).po_number is None


def test_goods_that_went_back_after_they_were_billed_make_a_credit_expected(
    works: Works, arrive: Arrive
) -> None:
    take(works)
    receive(works, 100)
    bill(arrive, "R-1", 100)
    receive(works, -10, "G2")
    receive(works, -10, "G2")  # told twice
    with works.store.read() as tx:
        (expected,) = expectations.unfulfilled(tx, "nw")
    assert expected.kind is DocumentKind.CREDIT_NOTE
    assert expected.reason


def test_a_return_before_the_bill_expects_nothing(works: Works, arrive: Arrive) -> None:
    take(works)
    receive(works, 100)
    receive(works, -10, "G2")
    bill(arrive, "R-1", 90)
    with works.store.read() as tx:
        assert expectations.unfulfilled(tx, "nw") == ()


def test_a_supplier_has_tolerances_of_its_own(works: Works, arrive: Arrive) -> None:
    take(works)
    with works.store.begin() as tx:
        wide = "supplier Nordwind: quantity_percent 10, percent 10; category energy: freight 5"
        settings.put(tx, "po_deviations", wide)
        settings.put(tx, "po_tolerance_amount", "50")
    assert reasons(works, bill(arrive, "R-1", 110)) == []


@pytest.mark.parametrize(
    "wrong",
    ["Nordwind: percent 5", "supplier Nordwind", "supplier N: width 5", "supplier N: percent -1"],
)
def test_a_deviation_that_cannot_be_understood_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsInvalid):
        RULES["po_deviations"].check(wrong)


def test_unknown_suppliers_and_orders_are_named(works: Works) -> None:
    with pytest.raises(WrongInput, match="no order PO-9"):
        receive(works, 5, number="PO-9")
    one = OrderPaper("Sturm", "PO-9", works.clock.today(), Money(Decimal(1), "EUR"))
    with works.store.begin() as tx, pytest.raises(WrongInput, match="no supplier Sturm"):
        order_books.take_orders(tx, [one])


def test_names_of_columns_are_remembered_for_the_next_file(works: Works) -> None:
    with works.store.begin() as tx:
        assert order_books.column_names(tx, "orders", {"number": "PONo"}) == {"number": "PONo"}
        assert order_books.column_names(tx, "orders", {"day": "Dt"})["number"] == "PONo"
        assert order_books.column_names(tx, "receipts", {}) == {}
