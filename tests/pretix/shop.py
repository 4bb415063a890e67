"""What the shop has sold: orders with an invoice, without one, and one that was cancelled."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

BUYER = "ap@kaufmann.example"
NEWCOMER = "office@neuland.example"  # has an account, and has ordered nothing
PASSWORD = "Tulpe-9-Regen"
TOKEN = "seed-of-a-test-that-reaches-loopback-only"  # as in shop.json


@dataclass(frozen=True)
class Order:
    """An order as the customer's list shows it, and what its own page offers to download."""

    code: str
    day: date
    gross: Decimal
    invoice: str | None = None
    cancellation: str | None = None


ORDERS = (
    Order("AHM3K", date(2026, 1, 30), Decimal("1190.00"), "FAIR-00001"),
    Order("BXW7Q", date(2026, 3, 3), Decimal("238.00")),
    Order("CJ9TR", date(2026, 4, 14), Decimal("4522.00"), "FAIR-00002"),
    Order("DLZ8F", date(2026, 5, 27), Decimal("714.00"), "FAIR-00003", "FAIR-00004"),
    Order("EPG3N", date(2026, 7, 8), Decimal("1190.00"), "FAIR-00005"),
    Order("FV7CS", date(2026, 8, 19), Decimal("59.50")),
    Order("GTK9D", date(2026, 9, 2), Decimal("2261.00"), "FAIR-00006"),
    Order("HR8YB", date(2026, 10, 21), Decimal("1190.00"), "FAIR-00007"),
)


def sell(origin: str) -> None:
    """Nothing comes back: both customers have an account, and the buyer has ordered."""
    with _office(origin) as office:
        _post(office, "events/fair/quotas/", name="Stands", size=100, items=[1], variations=[])
        _post(office, "customers/", **_customer(NEWCOMER))
        buyer = _post(office, "customers/", **_customer(BUYER))
        for order in ORDERS:
            _sell(office, order, str(buyer["identifier"]))


def backdate(database: Path) -> None:
    """Nothing comes back: orders and invoices bear their days, and no invoice is printed yet."""
    with closing(sqlite3.connect(database)) as rows:
        for order in ORDERS:
            noon = f"{order.day} 12:00:00"
            rows.execute(
                "UPDATE pretixbase_order SET datetime = ? WHERE code = ?", (noon, order.code)
            )
            rows.execute(
                "UPDATE pretixbase_invoice SET date = ?, file = '' WHERE order_id ="
                " (SELECT id FROM pretixbase_order WHERE code = ?)",
                (order.day.isoformat(), order.code),
            )
        rows.commit()


def print_invoices(origin: str) -> None:
    """Nothing comes back: every invoice is a file, of its own day."""
    with _office(origin) as office:
        for order in ORDERS:
            for number in filter(None, (order.invoice, order.cancellation)):
                office.get(f"events/fair/invoices/{number}/download/").raise_for_status()


def _sell(office: httpx.Client, order: Order, customer: str) -> None:
    address = f"events/fair/orders/{order.code}"
    _post(
        office,
        "events/fair/orders/",
        code=order.code,
        email=BUYER,
        customer=customer,
        locale="en",
        sales_channel="web",
        status="p",
        payment_provider="manual",
        invoice_address=_ADDRESS,
        positions=[{"item": 1, "price": str(order.gross)}],
    )
    if order.invoice:
        made = _post(office, f"{address}/create_invoice/")
        assert made["number"] == order.invoice
    if order.cancellation:
        _post(office, f"{address}/mark_canceled/", send_email=False)


_NAME = {"_scheme": "full", "full_name": "Maya Okafor"}
_ADDRESS = {
    "is_business": True,
    "company": "Kaufmann GmbH",
    "name_parts": _NAME,
    "street": "Ring 1",
    "zipcode": "10115",
    "city": "Berlin",
    "country": "DE",
    "vat_id": "",
}


def _customer(email: str) -> dict[str, Any]:
    known = {"is_active": True, "is_verified": True, "send_email": False}
    return {"email": email, "name_parts": _NAME, "password": PASSWORD, **known}


def _office(origin: str) -> httpx.Client:
    """The seller's own door, by which a shop is run: pretix's REST API."""
    return httpx.Client(
        base_url=f"{origin}/api/v1/organizers/nordhalle/",
        headers={"Authorization": f"Token {TOKEN}"},
        timeout=120,
    )


def _post(office: httpx.Client, path: str, **said: Any) -> dict[str, Any]:
    answer = office.post(path, json=said)
    assert answer.is_success, answer.text
    made: dict[str, Any] = answer.json()
    return made
