"""Tryton's own ledger, orders and receipts, read as they change there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from feeds.tryton import ledger as tryton_ledger
from model.deliveries import Destination
from model.errors import DestinationRefused
from model.exceptions import ExceptionReason
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from model.suppliers import Supplier
from pipeline.reconciling import other_books
from pipeline.reconciling.other_books import Looked
from pipeline.works import Works
from storage import audit, deliveries, exceptions, ledger, orders, suppliers
from storage.store import Store
from tests.pipeline.conftest import Outside
from tests.tryton import books
from tests.tryton.conftest import CLOCK, Users, destination, lease
from tests.tryton.stand import Clerk, Stand

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(2400)]
US = "kontor"
VAT_ID = "DE811193231"


@dataclass
class Desk:
    """Both sides: what Tryton's clerk does, and what is read of it here."""

    works: Works
    clerk: Clerk
    erp: Destination
    party: int

    def look(self, *, whole: bool = False) -> Looked:
        """One look at the books."""
        return other_books.look(self.works, self.erp, whole=whole)

    def entries(self) -> dict[str, LedgerEntry]:
        """What is held of the supplier's ledger, by reference."""
        with self.works.store.read() as tx:
            return {one.reference: one for one in ledger.entries(tx, US)}

    def posted(self, reference: str, net: str, *, currency: str = "EUR") -> int:
        """An invoice that stands in Tryton's ledger."""
        made = books.bill(self.clerk, self.party, reference, net, currency=currency)
        self.clerk.call("account.invoice.post", [made])
        return made


@pytest.fixture(scope="module")
def desk(stand: Stand, clerk: Clerk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An inbox that knows one of Tryton's suppliers."""
    folder, outside = tmp_path_factory.mktemp("books"), Outside()
    party = books.seller(clerk, "Kontor Nord AG (V)", VAT_ID)
    store = Store.open(f"sqlite:///{folder}/app.sqlite", folder, clock=CLOCK)
    erp = destination(stand, books="15")
    with store.begin() as tx:
        suppliers.add(tx, Supplier(US, "Kontor Nord", VAT_ID))
        deliveries.add_destination(tx, erp)
    works = Works(
        store=store,
        vault=Users(),  # type: ignore[arg-type]  # nothing is put into the vault
        clock=CLOCK,
        folder=Path(folder),
        visit=outside.visit,
        read=outside.read,
        triage=outside.triage,
        deliver=outside.deliver,
        responses=outside.responses,
    )
    yield Desk(works, clerk, erp, party)
    store.close()


def test_what_is_posted_and_paid_is_read_once_in_the_currency_of_the_document(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tryton_ledger, "MOST", 2)  # several pages
    paid = desk.posted("S-1", "100.00")
    desk.posted("S-2", "250.00")
    desk.posted("S-3", "10.00", currency="GBP")
    desk.posted("C-1", "-20.00")
    draft = books.bill(desk.clerk, desk.party, "S-4", "77.00")
    books.pay(desk.clerk, paid, date(2026, 11, 2))
    assert desk.look().entries >= 5
    found = desk.entries()
    own = ("S-1", "S-2", "S-3", "S-4", "C-1")
    amounts = {name: (found[name].kind, found[name].amount) for name in own if name in found}
    assert amounts == {
        "S-1": (EntryKind.INVOICE, Money(Decimal("100.00"), "EUR")),
        "S-2": (EntryKind.INVOICE, Money(Decimal("250.00"), "EUR")),
        "S-3": (EntryKind.INVOICE, Money(Decimal("10.00"), "GBP")),
        "C-1": (EntryKind.CREDIT, Money(Decimal("-20.00"), "EUR")),
    }
    (payment,) = [one for one in found.values() if one.kind is EntryKind.PAYMENT]
    assert (payment.amount, payment.doc_date) == (Money(Decimal(-100), "EUR"), date(2026, 11, 2))
    assert found["S-1"].doc_date == date(2026, 10, 5)
    again = desk.look()
    assert again.gone == 0
    assert desk.entries() == found
    desk.clerk.call("account.invoice.delete", [draft])


def test_what_was_cancelled_in_tryton_is_taken_out_and_said(desk: Desk) -> None:
    wrong = desk.posted("S-9", "900.00")
    desk.look()
    held = desk.entries()["S-9"]
    desk.clerk.call("account.invoice.cancel", [wrong])
    assert desk.look().gone == 1
    assert "S-9" not in desk.entries()
    with desk.works.store.read() as tx:
        (event,) = audit.of_subject(tx, f"ledger:{held.id}")
    assert event.detail.startswith("S-9 over EUR 900.00")
    assert event.detail.endswith("Tryton has cancelled it")
    assert desk.look(whole=True).gone == 0  # nothing that the books have is taken out


def test_an_entry_that_tryton_no_longer_has_is_found_by_the_whole_look(desk: Desk) -> None:
    desk.posted("S-8", "80.00")
    desk.look(whole=True)
    with desk.works.store.begin() as tx:
        (held,) = ledger.by_ids(tx, [desk.entries()["S-8"].id])
        lost = LedgerEntry(
            f"books:{desk.erp.id}:999999.{desk.party}",
            US,
            held.kind,
            "S-0",
            held.doc_date,
            held.post_date,
            held.amount,
            "999999",
        )
        ledger.load(tx, [lost])
    assert desk.look(whole=True).gone == 1
    assert {"S-0", "S-8"} & set(desk.entries()) == {"S-8"}


def test_orders_and_what_arrived_for_them_are_read_line_by_line(desk: Desk) -> None:
    item = books.product(desk.clerk, "Rope 10 mm", "R-10")
    purchase = books.order(desk.clerk, desk.party, item, 10.0, 4.0)
    (known,) = desk.clerk.find("purchase.purchase", [["id", "=", purchase]], "number")
    assert desk.look().orders >= 1
    with desk.works.store.read() as tx:
        (order,) = orders.by_number(tx, known["number"])
    assert (order.supplier_id, order.net) == (US, Money(Decimal("35.00"), "EUR"))
    said = [(one.position, one.quantity, one.unit_price, one.unit) for one in order.lines]
    assert said == [
        (1, Decimal(10), Decimal("2.50"), "Unit"),
        (2, Decimal(4), Decimal("2.50"), "Unit"),
    ]
    assert [one.received for one in order.lines] == [0, 0]
    books.receive(desk.clerk, desk.party, purchase, 8.0, 4.0)
    assert desk.look().receipts == 2
    desk.look()  # the same again changes nothing
    with desk.works.store.read() as tx:
        (order,) = orders.by_number(tx, known["number"])
    assert [one.received for one in order.lines] == [Decimal(8), Decimal(4)]


def test_what_is_only_asked_for_is_no_order(desk: Desk) -> None:
    item = books.product(desk.clerk, "Hook", "H-1")
    purchase = books.order(desk.clerk, desk.party, item, 3.0, buttons=["quote"])
    (known,) = desk.clerk.find("purchase.purchase", [["id", "=", purchase]], "number", "state")
    desk.look()
    assert (known["state"], bool(known["number"])) == ("quotation", True)
    with desk.works.store.read() as tx:
        assert not orders.by_number(tx, known["number"])


def test_a_supplier_that_nobody_connected_is_said_and_read_whole_once_it_is(desk: Desk) -> None:
    stranger = books.seller(desk.clerk, "Fremde Seile GmbH", "DE136695976")
    made = books.bill(desk.clerk, stranger, "F-1", "12.00")
    desk.clerk.call("account.invoice.post", [made])
    assert "Fremde Seile GmbH" in desk.look().strangers
    with desk.works.store.read() as tx:
        asked = exceptions.open_of(tx, f"destination:{desk.erp.id}")
    assert ExceptionReason.BOOKS_UNREAD in {one.reason for one in asked}
    with desk.works.store.begin() as tx:
        suppliers.add(tx, Supplier("fremde", "Fremde Seile GmbH"))
    assert "Fremde Seile GmbH" not in desk.look().strangers
    with desk.works.store.read() as tx:
        (entry,) = ledger.entries(tx, "fremde")
    assert (entry.reference, entry.amount) == ("F-1", Money(Decimal("12.00"), "EUR"))


def test_a_wrong_password_is_said_and_not_shown(stand: Stand) -> None:
    with pytest.raises(DestinationRefused, match="401") as caught:
        tryton_ledger.every_id(destination(stand), lease(password="canary-Regen"), clock=CLOCK)
    assert "canary" not in repr(caught.value)
