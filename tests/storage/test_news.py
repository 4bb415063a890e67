"""News: told with what happened, never without it, in order and without a gap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model import wire
from model.api import Asked
from model.deliveries import Attempt, DeliveryState, ResponseStatus
from model.expectations import ExpectationState
from model.filing import DocumentStatus
from storage import deliveries, documents, exceptions, expectations, shelves
from storage.store import Store, Tx
from tests.storage import samples


def told(tx: Tx, after: int = 0) -> list[tuple[str, str]]:
    """Types and facts of the news since."""
    page = shelves.page(tx, wire.Event, Asked(100, filters={"after": after}))
    return [
        (one.type.removeprefix("billhook."), " ".join(f"{k}={v}" for k, v in one.data.items()))
        for one in page.records
    ]


@pytest.fixture(autouse=True)
def company(sqlite_store: Store) -> None:
    with sqlite_store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx)


def test_filing_and_each_change_of_status_is_told_once(sqlite_store: Store) -> None:
    with sqlite_store.begin() as tx:
        for _ in range(2):
            documents.set_status(tx, "doc-1", DocumentStatus.DELIVERED, "")
        documents.update(tx, replace(documents.get(tx, "doc-1"), po_number="other"))
        assert told(tx) == [
            ("document.filed", "supplier_id=nordwind kind=invoice status=ready"),
            ("document.changed", "status=delivered"),
        ]


def test_questions_are_told_when_they_open_and_when_they_end(sqlite_store: Store) -> None:
    with sqlite_store.begin() as tx:
        for _ in range(2):
            exceptions.raise_(tx, samples.question("q-1"))
            exceptions.raise_(tx, samples.question("q-2"))
        exceptions.answer(tx, "q-1", "1", "maya")
        exceptions.close(tx, "q-2", "It no longer stands.")
        exceptions.reopen(tx, "q-2")
        opened = ("exception.opened", "about=document:doc-1 reason=po_over")
        assert told(tx, 1) == [
            opened,
            opened,
            ("exception.answered", "about=document:doc-1 answer=1"),
            ("exception.answered", "about=document:doc-1"),
            opened,
        ]


def test_expectations_are_told_when_they_open_and_when_they_end(sqlite_store: Store) -> None:
    with sqlite_store.begin() as tx:
        for _ in range(2):
            expectations.expect(tx, samples.expectation())
        expectations.postpone(tx, "exp-1", next_attempt=None, reason="later")
        expectations.settle(tx, "exp-1", ExpectationState.ABSENT, "none")
        expectations.reopen(tx, "exp-1")
        assert told(tx, 1) == [
            ("expectation.opened", "supplier_id=nordwind"),
            ("expectation.closed", "state=absent"),
            ("expectation.opened", "supplier_id=nordwind"),
        ]


def test_deliveries_are_told_when_they_end_and_when_they_are_answered(
    sqlite_store: Store,
) -> None:
    with sqlite_store.begin() as tx:
        sent = deliveries.queue(tx, "doc-1", "erp", "key-1")
        tried = Attempt(samples.NOON, False, "no", 0.1)
        deliveries.attempted(tx, sent.id, tried, DeliveryState.RETRYING)
        deliveries.attempted(tx, sent.id, tried, DeliveryState.DEAD_LETTER)
        deliveries.attempted(tx, sent.id, tried, DeliveryState.DELIVERED)
        for _ in range(2):
            deliveries.respond(tx, sent.id, ResponseStatus.ACCEPTED, "")
        assert told(tx, 1) == [
            ("delivery.failed", "document_id=doc-1"),
            ("delivery.delivered", "document_id=doc-1"),
            ("delivery.answered", "document_id=doc-1 response=AP"),
        ]


def test_what_was_taken_back_was_never_told(sqlite_store: Store) -> None:
    def broken() -> None:
        with sqlite_store.begin() as tx:
            exceptions.raise_(tx, samples.question())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    with sqlite_store.begin() as tx:
        exceptions.raise_(tx, samples.question())
        page = shelves.page(tx, wire.Event, Asked(100))
        assert [one.sequence for one in page.records] == [1, 2]
