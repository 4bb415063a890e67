from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from model.clock import FixedClock
from model.deliveries import Delivery, DeliveryState
from model.errors import DestinationRefused, DestinationUnreachable, WrongInput
from model.exceptions import ExceptionReason
from pipeline import answers
from pipeline.deliveries import delivering
from pipeline.deliveries.outbox import Outbox
from pipeline.desks.outbox_screen import OutboxScreenDesk
from pipeline.works import Works
from storage import deliveries, documents, exceptions
from tests.pipeline.conftest import CLERK, NOW, Outside, paper

Arrive = Callable[..., str]
TODAY = NOW.date()


@pytest.fixture
def desk(works: Works) -> OutboxScreenDesk:
    return OutboxScreenDesk(works.store)


def released(works: Works, arrive: Arrive, number: str = "R-1") -> Delivery:
    document_id = arrive(paper(number, gross=f"1{number[-1]}9.00"))
    with works.store.begin() as tx:
        answers.release(tx, CLERK, document_id, documents.get(tx, document_id).version)
        (delivery,) = deliveries.of_document(tx, document_id)
    return delivery


def state(works: Works, delivery: Delivery) -> DeliveryState:
    with works.store.read() as tx:
        return deliveries.get(tx, delivery.id).state


def test_a_destination_says_whether_it_is_paused_or_down(
    works: Works, outside: Outside, arrive: Arrive, desk: OutboxScreenDesk
) -> None:
    for number in ("R-1", "R-2"):
        released(works, arrive, number)
    outside.refusals += [DestinationUnreachable(), DestinationUnreachable()]
    Outbox(works).turn("approval")
    (shown,) = desk.destinations()
    assert (shown.waiting, shown.failed, shown.paused) == (2, 0, False)
    assert shown.down_since
    assert shown.probe_at
    desk.pause(CLERK, "approval", paused=True)
    assert desk.destinations()[0].paused


def test_what_is_sent_is_shown_as_its_facts(
    works: Works, arrive: Arrive, desk: OutboxScreenDesk
) -> None:
    delivery = released(works, arrive)
    shown = desk.payload(delivery.id)
    assert json.loads(shown.facts)["key"] == delivery.key
    assert shown.file_name == "Nordwind_R-1_2026-10-31.pdf"


def test_all_that_failed_is_sent_again_and_taken_back_before_it_left(
    works: Works, outside: Outside, arrive: Arrive, desk: OutboxScreenDesk
) -> None:
    delivery = released(works, arrive)
    outside.refusals.append(DestinationRefused())
    delivering.attempt(works, delivery.id)
    sent = desk.retry_all(CLERK)
    assert sent == (delivery.id,)
    assert state(works, delivery) is DeliveryState.QUEUED
    assert desk.take_back(CLERK, sent) == 1
    assert state(works, delivery) is DeliveryState.DEAD_LETTER
    with works.store.read() as tx:
        (item,) = exceptions.open_of(tx, f"delivery:{delivery.id}")
    assert item.reason is ExceptionReason.DELIVERY_FAILED
    desk.retry_all(CLERK)
    delivering.attempt(works, delivery.id)
    assert desk.take_back(CLERK, sent) == 0
    assert state(works, delivery) is DeliveryState.DELIVERED


def test_the_deliveries_of_some_days_are_sent_again(
    works: Works, outside: Outside, arrive: Arrive, desk: OutboxScreenDesk, clock: FixedClock
) -> None:
    delivery = released(works, arrive)
    delivering.attempt(works, delivery.id)
    clock.move(timedelta(days=1))
    assert desk.replay(CLERK, TODAY + timedelta(days=1), date.max - timedelta(days=2)) == ()
    assert desk.replay(CLERK, TODAY, TODAY, "elsewhere") == ()
    sent = desk.replay(CLERK, TODAY, TODAY, "approval")
    assert sent == (delivery.id,)
    assert desk.take_back(CLERK, sent) == 1
    assert state(works, delivery) is DeliveryState.DELIVERED
    assert len(outside.taken) == 1
    with pytest.raises(WrongInput, match="before the first"):
        desk.replay(CLERK, TODAY, TODAY - timedelta(days=1))
