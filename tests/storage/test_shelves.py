"""Lists for the API, on each database: whole, in order, page by page, by every filter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from model import wire
from model.api import Asked, Place
from model.errors import CursorInvalid, RecordMissing
from model.news import NewsKind
from storage import deliveries, exceptions, expectations, shelves, statements
from storage.store import Store, Tx
from tests.storage import samples

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FILTERS: dict[type[Any], dict[str, Any]] = {
    wire.Document: {"status": "ready", "kind": "invoice", "sha256": "a" * 64, "since": LONG_AGO},
    wire.Statement: {"supplier_id": "nordwind", "since": LONG_AGO},
    wire.StatementLine: {},
    wire.ExceptionItem: {"open": True, "reason": "po_over", "subject": "document:doc-1"},
    wire.Expectation: {"state": "open", "portal_id": "portal-1", "since": LONG_AGO},
    wire.Delivery: {"state": "queued", "destination_id": "erp", "since": LONG_AGO},
    wire.Event: {"type": NewsKind.DOCUMENT_FILED, "after": 0},
    wire.Supplier: {"vat_id": "DE296559190", "proposed": False},
    wire.Account: {"supplier_id": "nordwind"},
    wire.Portal: {"supplier_id": "nordwind"},
}


@pytest.fixture
def filled(store: Store) -> Store:
    with store.begin() as tx:
        samples.found_company(tx)
        for number in range(5):
            document = f"doc-{number}"
            samples.file_invoice(tx, document, number=f"N-{number}")
            statements.add(tx, document, "nordwind", None, samples.STATEMENT_READING)
            exceptions.raise_(tx, samples.question(f"q-{number}", subject="document:doc-1"))
            expectations.expect(tx, samples.expectation(f"exp-{number}"))
            deliveries.queue(tx, document, "erp", f"key-{number}")
    return store


def walked(tx: Tx, kind: type[Any], /, **filters: Any) -> list[Any]:
    """All records, two at once."""
    found: list[Any] = []
    after: Place | None = None
    while True:
        part = shelves.page(tx, kind, Asked(2, after, filters))
        found += part.records
        if part.next is None:
            return found
        after = part.next


def test_every_list_is_whole_in_order_and_found_by_its_filters(filled: Store) -> None:
    with filled.read() as tx:
        for kind, filters in FILTERS.items():
            whole = shelves.page(tx, kind, Asked(200)).records
            assert walked(tx, kind) == list(whole), kind
            chosen = walked(tx, kind, **filters)
            assert chosen, kind
            assert all(one in whole for one in chosen), kind


def test_what_is_not_there_is_missing_and_what_is_no_place_is_refused(filled: Store) -> None:
    with filled.read() as tx:
        for kind in (wire.Document, wire.Delivery, wire.Supplier, wire.Portal):
            with pytest.raises(RecordMissing):
                shelves.one(tx, kind, "nothing")
        for key in ("", "2026-11-20", "x"):
            with pytest.raises(CursorInvalid):
                shelves.page(tx, wire.Document, Asked(2, Place(key, "x")))
        for key in ("-1", "²", "9" * 30):
            with pytest.raises(CursorInvalid):
                shelves.page(tx, wire.Event, Asked(2, Place(key, "x")))
