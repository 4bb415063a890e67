"""Books of another system, read page by page: cut off, refused, cancelled, and with strangers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest

from model.books import BooksPage
from model.clock import FixedClock
from model.deliveries import Destination, DestinationKind
from model.errors import DestinationRefused, DestinationUnreachable
from model.exceptions import ExceptionItem
from model.money import Money
from model.orders import EntryKind, EntryPaper, OrderLine, OrderPaper, ReceiptPaper
from model.ports import Lease
from model.suppliers import Supplier
from pipeline import answers, pending
from pipeline.reconciling import other_books
from pipeline.works import Works
from storage import audit, deliveries, exceptions, ledger, orders, suppliers
from tests.pipeline.conftest import CLERK

DAY = date(2026, 10, 15)
ERP = Destination(
    "erp", "Tryton", DestinationKind.TRYTON, MappingProxyType({"books": "15"}), credential=None
)
NORDWIND = {"7": ("DE129273398", "Nordwind")}


@dataclass
class Ledgers:
    """What another system says, page by page; `cut` raises instead of the page of that place."""

    pages: list[BooksPage] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    cut: dict[str, Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def news(self, _erp: Destination, place: str, _lease: Lease | None) -> BooksPage:
        """The page at the place; a place is the number of pages before it."""
        self.asked.append(place)
        if trouble := self.cut.pop(place, None):
            raise trouble
        at = int(place or 0)
        if at >= len(self.pages):
            return BooksPage(place=place)
        return replace(self.pages[at], place=str(at + 1), more=at + 1 < len(self.pages))

    def standing(self, _erp: Destination, _lease: Lease | None) -> frozenset[str]:
        """All ids that it has."""
        return frozenset(self.ids)


def entry(number: str, seller: str = "7") -> EntryPaper:
    money = Money(Decimal("119.00"), "EUR")
    return EntryPaper(number, seller, EntryKind.INVOICE, f"R-{number}", DAY, DAY, money)


def page(*entries: EntryPaper, **said: object) -> BooksPage:
    return BooksPage(entries=entries, sellers=NORDWIND, **said)  # type: ignore[arg-type]


def order(*, cancelled: bool = False) -> OrderPaper:
    line = OrderLine(1, "Rope", Decimal(10), Decimal("2.50"))
    return OrderPaper("7", "PO-1", DAY, Money(Decimal(25), "EUR"), (line,), cancelled=cancelled)


@pytest.fixture
def books() -> Ledgers:
    return Ledgers()


@pytest.fixture
def desk(works: Works, books: Ledgers) -> Works:
    with works.store.begin() as tx:
        deliveries.add_destination(tx, ERP)
    return replace(works, news=books.news, standing=books.standing)


def held(works: Works, supplier_id: str = "nw") -> set[str]:
    with works.store.read() as tx:
        return {one.reference for one in ledger.entries(tx, supplier_id)}


def questions(works: Works) -> tuple[ExceptionItem, ...]:
    with works.store.read() as tx:
        return exceptions.open_of(tx, "destination:erp")


def due(works: Works) -> list[str]:
    with works.store.read() as tx:
        return [destination.id for destination, _ in other_books.due(tx, works.clock.now())]


async def turn(works: Works) -> None:
    async def step(function: object, *args: object) -> object:
        return function(*args)  # type: ignore[operator]

    await other_books.turn(works, step, "erp")  # type: ignore[arg-type]


def test_a_look_that_is_cut_off_keeps_its_pages_and_goes_on_there(
    desk: Works, books: Ledgers
) -> None:
    books.pages = [page(entry("1")), page(entry("2")), page(entry("3"))]
    books.ids = {"1", "2", "3"}
    books.cut = {"2": DestinationUnreachable("Tryton does not answer.")}
    with pytest.raises(DestinationUnreachable):
        other_books.look(desk, ERP)
    assert held(desk) == {"R-1", "R-2"}
    assert other_books.look(desk, ERP).entries == 1
    assert held(desk) == {"R-1", "R-2", "R-3"}
    assert books.asked == ["", "1", "2", "2"]


async def test_a_look_is_due_after_its_time_and_told_to_the_lane(
    desk: Works, books: Ledgers, clock: FixedClock
) -> None:
    assert due(desk) == ["erp"]
    kinds = {job.kind for job in pending.jobs(desk.store, clock)}
    assert pending.BOOKS in kinds
    await turn(desk)
    assert due(desk) == []
    clock.move(timedelta(minutes=15))
    assert due(desk) == ["erp"]


def test_what_the_books_cancelled_goes_without_a_question(desk: Works, books: Ledgers) -> None:
    books.pages = [page(*(entry(str(n)) for n in range(9)))]
    books.ids = {str(n) for n in range(9)}
    other_books.look(desk, ERP)
    books.pages.append(page(gone=tuple(str(n) for n in range(1, 9))))
    assert other_books.look(desk, ERP).gone == 8
    assert held(desk) == {"R-0"}


def test_once_a_day_what_was_deleted_is_found_and_much_of_it_is_asked_about(
    desk: Works, books: Ledgers, clock: FixedClock
) -> None:
    books.pages = [page(*(entry(str(n)) for n in range(9)))]
    books.ids = {str(n) for n in range(9)}
    other_books.look(desk, ERP)
    books.ids = {"0"}
    assert other_books.look(desk, ERP).asked == 0  # not before a day is over
    clock.move(timedelta(days=1))
    assert other_books.look(desk, ERP).asked == 8
    assert len(held(desk)) == 9
    with desk.store.begin() as tx:
        (question,) = exceptions.open_of(tx, "ledger:erp")
        answers.answer(tx, CLERK, question.id, "1")
    assert held(desk) == {"R-0"}


def test_orders_and_receipts_follow_and_a_cancelled_order_is_forgotten(
    desk: Works, books: Ledgers
) -> None:
    arrived = ReceiptPaper("G-1", "PO-1", 1, Decimal(4), DAY, seller="7")
    unknown = replace(arrived, id="G-2", order_number="PO-9")
    books.pages = [page(orders=(order(),)), page(receipts=(arrived, unknown))]
    looked = other_books.look(desk, ERP)
    assert (looked.orders, looked.receipts) == (1, 1)
    with desk.store.read() as tx:
        (found,) = orders.by_number(tx, "PO-1")
    assert found.lines[0].received == Decimal(4)
    books.pages.append(page(orders=(order(cancelled=True),)))
    other_books.look(desk, ERP)
    with desk.store.read() as tx:
        assert not orders.by_number(tx, "PO-1")
        (event,) = audit.of_subject(tx, f"order:{found.id}")
    assert (event.verb, event.detail) == ("took out", "PO-1 was cancelled.")


def test_a_stranger_is_said_once_and_all_is_read_when_it_is_connected(
    desk: Works, books: Ledgers
) -> None:
    both = NORDWIND | {"8": ("DE999", "Fremde Seile")}
    books.pages = [BooksPage(entries=(entry("1"), entry("2", "8")), sellers=both)]
    books.ids = {"1", "2"}
    assert other_books.look(desk, ERP).strangers == ("Fremde Seile",)
    other_books.look(desk, ERP)
    (question,) = questions(desk)
    assert "left out: Fremde Seile." in question.sentence
    with desk.store.begin() as tx:
        suppliers.add(tx, Supplier("fremde", "Fremde Seile"))
    assert other_books.look(desk, ERP).strangers == ()
    assert held(desk, "fremde") == {"R-2"}
    assert not questions(desk)


async def test_a_refusal_is_asked_about_until_a_look_goes_well(desk: Works, books: Ledgers) -> None:
    books.cut = {"": DestinationRefused("Tryton answered 401.")}
    await turn(desk)
    (question,) = questions(desk)
    assert question.sentence == "The books of Tryton are not read: Tryton answered 401."
    assert due(desk) == []
    with desk.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, "R")
    assert due(desk) == ["erp"]
    await turn(desk)
    assert not questions(desk)


async def test_what_passes_by_itself_is_asked_about_after_a_day(
    desk: Works, books: Ledgers, clock: FixedClock
) -> None:
    for wait in (timedelta(0), timedelta(hours=23), timedelta(hours=2)):
        assert not questions(desk)
        clock.move(wait)
        books.cut = {"": DestinationUnreachable("Tryton does not answer.")}
        await turn(desk)
    (question,) = questions(desk)
    assert "Tryton does not answer." in question.sentence
    await turn(desk)
    assert not questions(desk)


def test_what_breaks_in_our_hands_is_said(desk: Works) -> None:
    other_books.failed(desk, "erp", KeyError("x"))
    (question,) = questions(desk)
    assert "Something broke (KeyError)" in question.sentence
