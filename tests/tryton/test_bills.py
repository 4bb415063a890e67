"""The demo's bills in a real Tryton: once each, equal to the cent, and their states read back."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from billhook.demo.shapes import Document
from feeds import deliver
from model.deliveries import DeliveryState, ResponseStatus
from model.documents import DocumentKind
from model.errors import DestinationRefused
from pipeline.deliveries import delivering
from pipeline.works import Works
from storage import deliveries, documents, exceptions
from tests.feeds.parcels import parcel
from tests.tryton.books import pay
from tests.tryton.conftest import BILLS, CLOCK, destination, lease, troubles
from tests.tryton.stand import Clerk, Stand

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(2400)]
FIELDS = (
    "description",
    "reference",
    "state",
    "invoice_date",
    "payment_term_date",
    "untaxed_amount",
    "tax_amount",
    "total_amount",
    "currency.code",
    "party.name",
)
EUROS = tuple(one for one in BILLS if one.currency == "EUR" and one.kind is DocumentKind.INVOICE)


@dataclass(frozen=True)
class Held:
    """What Tryton held when all bills had been delivered."""

    marks: Counter[str]
    bills: dict[str, dict[str, Any]]
    lines: Counter[int]
    taxes: dict[int, list[tuple[Decimal, Decimal]]]
    files: list[tuple[str, str]]


@pytest.fixture(scope="module")
def held(clerk: Clerk, delivered: dict[str, str]) -> Held:
    """All of it, read before anybody works with it."""
    numbers = {f"Billhook {key}": number for number, key in delivered.items()}
    found = clerk.find("account.invoice", [["description", "in", list(numbers)]], *FIELDS)
    taxes: dict[int, list[tuple[Decimal, Decimal]]] = {}
    for row in clerk.find("account.invoice.tax", [], "invoice", "base", "amount"):
        taxes.setdefault(row["invoice"], []).append((row["base"], row["amount"]))
    files = clerk.find("ir.attachment", [], "resource", "data")
    return Held(
        Counter(one["description"] for one in found),
        {numbers[one["description"]]: one for one in found},
        Counter(one["invoice"] for one in clerk.find("account.invoice.line", [], "invoice")),
        taxes,
        [(one["resource"], hashlib.sha256(one["data"]).hexdigest()) for one in files],
    )


def test_every_bill_is_there_once_although_every_second_answer_was_lost(
    works: Works, delivered: dict[str, str], held: Held
) -> None:
    assert troubles(works) == []
    assert len(delivered) == len(BILLS) == 62
    assert held.marks == {f"Billhook {key}": 1 for key in delivered.values()}
    with works.store.read() as tx:
        sent = [one for bill in documents.every(tx) for one in deliveries.of_document(tx, bill.id)]
    assert {one.state for one in sent} == {DeliveryState.DELIVERED}
    assert {len(one.attempts) for one in sent} == {1, 2}


@pytest.mark.parametrize("bill", BILLS, ids=lambda one: one.number)
def test_what_tryton_holds_is_the_document_to_the_cent(held: Held, bill: Document) -> None:
    entered = held.bills[bill.number]
    assert (entered["reference"], entered["invoice_date"]) == (bill.number, bill.issued)
    assert entered["payment_term_date"] == bill.due
    assert (entered["currency."]["code"], entered["state"]) == (bill.currency, "draft")
    assert entered["party."]["name"] == f"{bill.seller} (V)"
    sums = (entered["untaxed_amount"], entered["tax_amount"], entered["total_amount"])
    assert sums == (bill.net, bill.tax, bill.gross)
    rows = sorted((row.base, row.amount) for row in bill.tax_rows)
    assert sorted(held.taxes[entered["id"]]) == rows


def test_most_bills_have_their_own_lines(held: Held) -> None:
    whole = [bill for bill in BILLS if held.lines[held.bills[bill.number]["id"]] == len(bill.lines)]
    assert len(whole) >= 55


def test_the_file_lies_at_its_invoice_once(works: Works, held: Held) -> None:
    with works.store.read() as tx:
        sent = {document.number: document.sha256 for document in documents.every(tx)}
    wanted = [
        (f"account.invoice,{entered['id']}", sent[number]) for number, entered in held.bills.items()
    ]
    assert sorted(held.files) == sorted(wanted)


def test_what_happens_in_tryton_comes_back_as_peppol_says_it(
    works: Works, clerk: Clerk, held: Held
) -> None:
    drafted, validated, posted, paid, cancelled, deleted = (one.number for one in EUROS[:6])
    ids = {number: entered["id"] for number, entered in held.bills.items()}
    clerk.call("account.invoice.validate_invoice", [ids[validated]])
    clerk.call("account.invoice.post", [ids[posted], ids[paid]])
    pay(clerk, ids[paid], date(2026, 11, 20))
    clerk.call("account.invoice.cancel", [ids[cancelled]])
    clerk.call("account.invoice.delete", [ids[deleted]])
    delivering.read_responses(works)
    assert _response(works, drafted) is ResponseStatus.ACKNOWLEDGED
    assert _response(works, validated) is ResponseStatus.IN_PROCESS
    assert _response(works, posted) is ResponseStatus.ACCEPTED
    assert _response(works, paid) is ResponseStatus.PAID
    assert _response(works, cancelled) is ResponseStatus.REJECTED
    assert _response(works, deleted) is ResponseStatus.REJECTED
    assert "it was cancelled in Tryton" in _question(works, cancelled)
    assert "it was deleted in Tryton" in _question(works, deleted)
    pay(clerk, ids[posted], date(2026, 11, 21))
    delivering.read_responses(works)
    assert _response(works, posted) is ResponseStatus.PAID


def _response(works: Works, number: str) -> ResponseStatus | None:
    with works.store.read() as tx:
        (bill,) = [one for one in documents.every(tx) if one.number == number]
        (delivery,) = deliveries.of_document(tx, bill.id)
    return delivery.response


def _question(works: Works, number: str) -> str:
    with works.store.read() as tx:
        (bill,) = [one for one in documents.every(tx) if one.number == number]
        asked = exceptions.open_of(tx, f"document:{bill.id}")
    return " ".join(item.sentence for item in asked)


def test_a_supplier_that_tryton_does_not_know_is_said_and_nothing_is_entered(
    stand: Stand, clerk: Clerk
) -> None:
    unknown = parcel(key="unknown-supplier")
    with pytest.raises(DestinationRefused, match="has no parties Quill & Vale Müller; enter it"):
        deliver(destination(stand), unknown, lease(), clock=CLOCK)
    assert not clerk.find("account.invoice", [["description", "=", "Billhook unknown-supplier"]])


def test_a_wrong_password_is_said_and_not_shown(stand: Stand) -> None:
    with pytest.raises(DestinationRefused, match="401") as caught:
        deliver(destination(stand), parcel(), lease(password="canary-Regen"), clock=CLOCK)
    assert "canary" not in repr(caught.value)
