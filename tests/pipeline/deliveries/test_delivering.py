from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from model.clock import FixedClock
from model.deliveries import Delivery, DeliveryState, Destination, Response, ResponseStatus
from model.errors import DestinationRefused, DestinationUnreachable
from model.exceptions import ExceptionReason
from model.filing import DocumentStatus
from model.people import Role, User
from pipeline import answers, pending
from pipeline.deliveries import delivering
from pipeline.works import Works
from storage import audit, deliveries, documents, exceptions, settings
from tests.pipeline.conftest import CLERK, Outside, paper

Arrive = Callable[..., str]


def released(works: Works, arrive: Arrive, number: str = "R-1") -> Delivery:
    """The delivery of a document that a clerk released."""
    document_id = arrive(paper(number))
    with works.store.begin() as tx:
        answers.release(tx, CLERK, document_id, documents.get(tx, document_id).version)
        (delivery,) = deliveries.of_document(tx, document_id)
    return delivery


def now(works: Works, delivery: Delivery) -> Delivery:
    with works.store.read() as tx:
        return deliveries.get(tx, delivery.id)


def test_a_document_is_delivered_once_however_often_it_is_tried(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    delivery = released(works, arrive)
    for _ in range(3):
        delivering.attempt(works, delivery.id)
    assert len(outside.taken) == 1
    assert now(works, delivery).state is DeliveryState.DELIVERED
    with works.store.read() as tx:
        assert documents.get(tx, delivery.document_id).status is DocumentStatus.DELIVERED


def test_releasing_twice_is_one_delivery(works: Works, arrive: Arrive) -> None:
    delivery = released(works, arrive)
    with works.store.begin() as tx:
        answers.release(
            tx, CLERK, delivery.document_id, documents.get(tx, delivery.document_id).version
        )
        assert len(deliveries.of_document(tx, delivery.document_id)) == 1


def test_where_the_company_says_so_a_ready_document_goes_by_itself(
    works: Works, arrive: Arrive
) -> None:
    with works.store.begin() as tx:
        settings.put(tx, "auto_deliver", "yes")
    document_id = arrive(paper("R-1"))
    with works.store.read() as tx:
        assert len(deliveries.of_document(tx, document_id)) == 1


def test_a_destination_that_is_down_gets_it_later_under_the_same_key(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    delivery = released(works, arrive)
    outside.refusals.append(DestinationUnreachable())
    delivering.attempt(works, delivery.id)
    waiting = now(works, delivery)
    assert waiting.state is DeliveryState.RETRYING
    assert not [job for job in pending.jobs(works.store, clock) if job.kind == pending.OUTBOX]
    clock.move(timedelta(hours=1))
    assert [job for job in pending.jobs(works.store, clock) if job.kind == pending.OUTBOX]
    delivering.attempt(works, delivery.id)
    assert now(works, delivery).state is DeliveryState.DELIVERED
    assert outside.taken[0].key == delivery.key


def test_only_a_delivery_that_needs_a_secret_waits_for_a_locked_vault(
    works: Works, arrive: Arrive, clock: FixedClock
) -> None:
    delivery = released(works, arrive)
    with works.store.begin() as tx:
        destination = deliveries.destination(tx, delivery.destination_id)
        deliveries.add_destination(tx, replace(destination, credential=None))
    assert pending.jobs(works.store, clock, vault_locked=True)
    with works.store.begin() as tx:
        deliveries.add_destination(tx, replace(destination, credential="erp"))
    assert not pending.jobs(works.store, clock, vault_locked=True)
    assert pending.jobs(works.store, clock)


def test_a_receiver_that_asks_for_soon_is_still_tried_for_days(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    delivery, begun = released(works, arrive), clock.now()
    while now(works, delivery).state is not DeliveryState.DEAD_LETTER:
        outside.refusals.append(DestinationUnreachable(retry_after=timedelta(seconds=5)))
        delivering.attempt(works, delivery.id)
        clock.move((now(works, delivery).next_attempt or clock.now()) - clock.now())
    assert clock.now() - begun > timedelta(days=3)


def test_a_receiver_that_asks_for_later_is_left_alone_so_long(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    delivery = released(works, arrive)
    outside.refusals.append(DestinationUnreachable(retry_after=timedelta(hours=9)))
    delivering.attempt(works, delivery.id)
    assert now(works, delivery).next_attempt == clock.now() + timedelta(hours=9)


def test_after_days_of_trying_a_person_is_asked_and_can_send_again(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    delivery = released(works, arrive)
    tries = 0
    while now(works, delivery).state is not DeliveryState.DEAD_LETTER:
        outside.refusals.append(DestinationUnreachable())
        delivering.attempt(works, delivery.id)
        clock.move(timedelta(days=2))
        tries += 1
        assert tries < 20
    with works.store.begin() as tx:
        (item,) = exceptions.open_of(tx, f"delivery:{delivery.id}")
        assert item.reason is ExceptionReason.DELIVERY_FAILED
        answers.answer(tx, CLERK, item.id, "R")
    delivering.attempt(works, delivery.id)
    assert now(works, delivery).state is DeliveryState.DELIVERED
    assert outside.taken[0].key == delivery.key


def test_a_refusal_is_final_and_says_why(works: Works, outside: Outside, arrive: Arrive) -> None:
    delivery = released(works, arrive)
    outside.refusals.append(DestinationRefused("The receiver wants a PO number."))
    delivering.attempt(works, delivery.id)
    assert now(works, delivery).state is DeliveryState.DEAD_LETTER
    with works.store.read() as tx:
        (item,) = exceptions.open_of(tx, f"delivery:{delivery.id}")
    assert "PO number" in item.sentence


def test_a_rejection_comes_back_to_the_document_with_its_reason(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    delivery = released(works, arrive)
    delivering.attempt(works, delivery.id)
    outside.answers[delivery.key] = Response(delivery.key, ResponseStatus.REJECTED, "PO missing")
    assert delivering.read_responses(works) == 1
    assert delivering.read_responses(works) == 0
    with works.store.read() as tx:
        document = documents.get(tx, delivery.document_id)
        (item,) = exceptions.open_of(tx, f"document:{document.id}")
    assert document.status is DocumentStatus.EXCEPTION
    assert document.note == "Rejected: PO missing"
    assert item.sentence == "Approval rejected it: PO missing."


def test_an_acceptance_comes_back_and_leaves_nothing_open(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    delivery = released(works, arrive)
    delivering.attempt(works, delivery.id)
    outside.answers[delivery.key] = Response(delivery.key, ResponseStatus.ACCEPTED, "")
    delivering.read_responses(works)
    assert now(works, delivery).response is ResponseStatus.ACCEPTED
    with works.store.read() as tx:
        assert not exceptions.open_(tx)
        story = audit.of_subject(tx, f"document:{delivery.document_id}")
    told = [(event.actor, event.verb, event.detail) for event in story[-2:]]
    assert told == [
        ("Billhook", "delivered", "Approval, reference ref-1"),
        ("Approval", "answered", "accepted"),
    ]


def test_a_delivery_that_breaks_in_our_hands_is_shown(works: Works, arrive: Arrive) -> None:
    delivery = released(works, arrive)
    delivering.failed(works, delivery.id, RuntimeError("boom"))
    assert now(works, delivery).state is DeliveryState.DEAD_LETTER


def test_a_paused_destination_keeps_its_deliveries_waiting(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    delivery = released(works, arrive)
    with works.store.begin() as tx:
        (destination,) = deliveries.destinations(tx)
        deliveries.add_destination(tx, _paused(destination))
    delivering.attempt(works, delivery.id)
    assert now(works, delivery).state is DeliveryState.QUEUED
    assert not outside.taken


def test_an_administrator_sends_a_dead_letter_again(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    delivery = released(works, arrive)
    outside.refusals.append(DestinationRefused())
    delivering.attempt(works, delivery.id)
    with works.store.begin() as tx:
        answers.send_again(tx, User("a", "ada", "Ada", Role.ADMIN), delivery.id)
    delivering.attempt(works, delivery.id)
    assert now(works, delivery).state is DeliveryState.DELIVERED


def _paused(destination: Destination) -> Destination:
    return replace(destination, paused=True)
