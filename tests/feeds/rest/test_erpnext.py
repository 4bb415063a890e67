"""ERPNext in particular: its own field, its statuses, its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.responses import JSONResponse

from feeds import deliver, responses
from model.deliveries import ResponseStatus
from model.errors import DestinationRefused
from tests.feeds.parcels import parcel
from tests.feeds.peers import Site
from tests.feeds.rest.erpnext_peer import ErpNext
from tests.feeds.rest.peer import Fault
from tests.feeds.rest.stands import CLOCK, ERPNEXT, Stand, standing
from tests.feeds.rest.test_every_system import BILL, CREDIT, VAT

pytestmark = pytest.mark.slow


@pytest.fixture
def stand(site: Site) -> Iterator[Stand]:
    with standing(site, ERPNEXT) as opened:
        yield opened


def books(stand: Stand) -> ErpNext:
    assert isinstance(stand.peer, ErpNext)
    return stand.peer


def send(stand: Stand, **facts: Any) -> str:
    return deliver(stand.to, replace(BILL, **facts), stand.lease, clock=CLOCK).reference


def test_without_the_field_for_its_key_no_bill_is_made(stand: Stand) -> None:
    books(stand).has_key_field = False
    with pytest.raises(DestinationRefused, match="not permitted in query: custom_billhook_key"):
        send(stand)
    assert books(stand).invoices == []


def test_what_an_invoice_is_there_comes_back_in_peppols_words(stand: Stand) -> None:
    send(stand)
    (invoice,) = books(stand).invoices
    held = {"on_hold": 1, "hold_comment": "Wrong\nprice"}
    stages: list[tuple[dict[str, Any], ResponseStatus, str]] = [
        ({}, ResponseStatus.ACKNOWLEDGED, ""),
        ({"docstatus": 1, "status": "Overdue"}, ResponseStatus.ACCEPTED, ""),
        ({"docstatus": 1, "status": "Unpaid", **held}, ResponseStatus.UNDER_QUERY, "Wrong price"),
        ({"on_hold": 0, "status": "Paid"}, ResponseStatus.PAID, ""),
        (
            {"docstatus": 2, "status": "Cancelled"},
            ResponseStatus.REJECTED,
            "it was cancelled in ERPNext",
        ),
    ]
    for changed, status, reason in stages:
        invoice.update(changed)
        (said,) = responses(stand.to, {BILL.key: ""}, stand.lease, clock=CLOCK)
        assert (said.key, said.status, said.reason) == (BILL.key, status, reason)


def test_many_keys_are_asked_for_in_lines_that_the_server_takes(stand: Stand) -> None:
    send(stand)
    keys = {f"{number:064}": "" for number in range(60)} | {BILL.key: ""}
    said = responses(stand.to, keys, stand.lease, clock=CLOCK)
    assert [one.key for one in said] == list(keys)
    assert said[-1].status is ResponseStatus.ACKNOWLEDGED


def test_a_copy_of_a_bill_is_not_taken_for_it(stand: Stand) -> None:
    first = send(stand)
    invoices = books(stand).invoices
    invoices.append({**invoices[0], "name": "ACC-PINV-COPY"})
    assert send(stand) == first


def test_a_return_has_negative_quantities_and_no_earlier_due_date(stand: Stand) -> None:
    early = {**vars_of(CREDIT), "due": BILL.day.replace(year=2020) if BILL.day else None}
    send(stand, **early)
    (invoice,) = books(stand).invoices
    assert (invoice["is_return"], invoice["items"][0]["qty"]) == (1, -4)
    assert invoice["due_date"] == invoice["posting_date"]


def vars_of(bill: Any) -> dict[str, Any]:
    return {name: getattr(bill, name) for name in ("kind", "gross", "net", "lines", "tax_rows")}


def test_what_frappe_says_to_a_person_is_what_a_person_reads(stand: Stand) -> None:
    stand.set(account="Nowhere - U")
    with pytest.raises(DestinationRefused, match=r"417: Could not find Account: Nowhere - U$"):
        send(stand)


def test_a_user_without_the_right_is_named(stand: Stand) -> None:
    refusal = JSONResponse({"exc_type": "PermissionError"}, 403)
    books(stand).faults = {0: Fault(refusal)}
    with pytest.raises(DestinationRefused, match="403"):
        send(stand)


def test_settings_name_account_and_unit(stand: Stand) -> None:
    stand.set(account="Power - U", uom="Unit")
    send(stand)
    (item, _) = books(stand).invoices[0]["items"]
    assert (item["expense_account"], item["uom"], item["qty"]) == ("Power - U", "Unit", 5200)


def test_a_tax_without_a_rate_is_found_by_what_it_makes(stand: Stand) -> None:
    send(stand, tax_rows=(replace(VAT, rate=None),))
    assert books(stand).invoices[0]["taxes"][0]["account_head"] == "VAT 19"


def test_no_order_and_no_due_date_are_no_hindrance(stand: Stand) -> None:
    send(stand, po_number=None, due=None)
    assert books(stand).invoices[0]["remarks"] == ""
    assert parcel().po_number
