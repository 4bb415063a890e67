"""Deliveries: one per key, tried until they arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.deliveries import Attempt, Delivery, DeliveryState, ResponseStatus
from model.errors import RecordMissing, StaleVersion
from storage import deliveries
from storage.store import Store, Tx
from tests.storage import samples

FAILED = Attempt(samples.NOON, ok=False, detail="503", seconds=0.25)
ARRIVED = Attempt(samples.NOON, ok=True, detail="taken", seconds=1.5)


def _queue(tx: Tx, key: str = "key-1") -> Delivery:
    return deliveries.queue(tx, "doc-1", "erp", key)


@pytest.fixture(autouse=True)
def company(request: pytest.FixtureRequest) -> None:
    name = "store" if "store" in request.fixturenames else "sqlite_store"
    with request.getfixturevalue(name).begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx)


def test_one_key_is_one_delivery(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        first = _queue(tx)
        clock.move(timedelta(hours=1))
        assert _queue(tx) == first
        assert deliveries.of_document(tx, "doc-1") == (first,)
        assert deliveries.unfinished(tx) == (first,)


def test_destinations_come_back_as_they_were(store: Store) -> None:
    paused = replace(samples.DESTINATION, paused=True)
    with store.begin() as tx:
        assert deliveries.destinations(tx) == (samples.DESTINATION,)
        deliveries.add_destination(tx, paused)
        assert deliveries.destination(tx, "erp") == paused


def test_attempts_are_counted_until_it_arrives(store: Store, clock: FixedClock) -> None:
    later = clock.now() + timedelta(minutes=5)
    with store.begin() as tx:
        delivery = _queue(tx)
        retrying = deliveries.attempted(
            tx, delivery.id, FAILED, DeliveryState.RETRYING, next_attempt=later
        )
        assert (retrying.attempts, retrying.next_attempt) == ((FAILED,), later)
        arrived = deliveries.attempted(
            tx, delivery.id, ARRIVED, DeliveryState.DELIVERED, reference="ERP-1"
        )
        assert (arrived.attempts, arrived.next_attempt) == ((FAILED, ARRIVED), None)
        late = deliveries.attempted(tx, delivery.id, FAILED, DeliveryState.DEAD_LETTER)
        assert late == arrived == deliveries.get(tx, delivery.id)
        assert deliveries.unfinished(tx) == ()
        assert deliveries.unanswered(tx, "erp") == (arrived,)


def test_a_failed_delivery_goes_again_under_its_old_key(store: Store) -> None:
    with store.begin() as tx:
        delivery = _queue(tx)
        with pytest.raises(StaleVersion):
            deliveries.requeue(tx, delivery.id)
        deliveries.attempted(tx, delivery.id, FAILED, DeliveryState.DEAD_LETTER)
        again = deliveries.requeue(tx, delivery.id)
        assert (again.key, again.state) == ("key-1", DeliveryState.QUEUED)
        deliveries.attempted(tx, delivery.id, ARRIVED, DeliveryState.DELIVERED)
        with pytest.raises(StaleVersion):
            deliveries.requeue(tx, delivery.id)


def test_an_answered_delivery_is_not_asked_for_again(store: Store) -> None:
    with store.begin() as tx:
        delivery = _queue(tx)
        deliveries.attempted(tx, delivery.id, ARRIVED, DeliveryState.DELIVERED)
        deliveries.respond(tx, delivery.id, ResponseStatus.IN_PROCESS, "")
        assert len(deliveries.unanswered(tx, "erp")) == 1
        deliveries.respond(tx, delivery.id, ResponseStatus.ACCEPTED, "")
        assert deliveries.unanswered(tx, "erp") == ()
        assert len(deliveries.unpaid(tx, "erp", delivery.queued)) == 1
        assert deliveries.unpaid(tx, "erp", delivery.queued + timedelta(seconds=1)) == ()
        deliveries.respond(tx, delivery.id, ResponseStatus.PAID, "")
        assert deliveries.unpaid(tx, "erp", delivery.queued) == ()


def test_what_was_never_sent_is_named(store: Store) -> None:
    with store.begin() as tx:
        assert deliveries.by_key(tx, "key-9") is None
        with pytest.raises(RecordMissing, match="nothing"):
            deliveries.respond(tx, "nothing", ResponseStatus.PAID, "")
        with pytest.raises(RecordMissing):
            deliveries.destination(tx, "nowhere")
