"""Sending again: what was given up, a whole period; and destinations that a person pauses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from model.deliveries import Delivery, DeliveryState
from pipeline.access import four_eyes
from storage import audit, deliveries, exceptions
from storage.store import Tx

_HERE: Final = frozenset({DeliveryState.HELD, DeliveryState.QUEUED, DeliveryState.RETRYING})


def failed(tx: Tx) -> tuple[Delivery, ...]:
    """All deliveries that were given up, oldest first; none to a destination that was removed."""
    there = {one.id for one in deliveries.destinations(tx)}
    given_up = deliveries.in_state(tx, DeliveryState.DEAD_LETTER)
    return tuple(one for one in given_up if one.destination_id in there)


def again(tx: Tx, actor: str, chosen: Iterable[Delivery]) -> int:
    """Put deliveries on their way again, under their old keys; how many were not on it already.

    A receiver that knows the key takes none of them twice. The question about one that was given
    up is answered by it.
    """
    return len(send(tx, actor, chosen))


def send(tx: Tx, actor: str, chosen: Iterable[Delivery]) -> tuple[str, ...]:
    """The ids of those that `again` puts on their way."""
    sent = []
    for delivery in chosen:
        if delivery.state in _HERE:
            continue
        deliveries.replay(tx, delivery.id)
        for item in exceptions.open_of(tx, f"delivery:{delivery.id}"):
            exceptions.close(tx, item.id, f"{actor} sent it again.")
        audit.note(tx, actor, "sent again", f"document:{delivery.document_id}")
        sent.append(delivery.id)
    return tuple(sent)


def take_back(tx: Tx, actor: str, delivery_ids: Iterable[str]) -> int:
    """How many deliveries that were sent again had not left yet, and stand as before."""
    back = 0
    for delivery_id in delivery_ids:
        delivery = deliveries.take_back(tx, delivery_id)
        if delivery is None:
            continue
        if delivery.state is DeliveryState.DEAD_LETTER:
            _ask_again(tx, delivery_id)
        audit.note(tx, actor, "took back", f"document:{delivery.document_id}")
        back += 1
    return back


def _ask_again(tx: Tx, delivery_id: str) -> None:
    """Let the last question about a delivery that was given up stand again."""
    asked = exceptions.of_subject(tx, f"delivery:{delivery_id}")
    if asked:
        exceptions.reopen(tx, asked[-1].id)


def way_to(destination_id: str) -> str:
    """What a question about a destination that lets nobody in is about."""
    return f"way:{destination_id}"


def let_in(tx: Tx, actor: str, destination_id: str) -> None:
    """Let a destination go on that waited for a credential which it takes. Raises RecordMissing."""
    stuck = exceptions.open_of(tx, way_to(destination_id))
    if stuck and not four_eyes.waits(tx, destination_id):
        pause(tx, actor, destination_id, paused=False)


def pause(tx: Tx, actor: str, destination_id: str, *, paused: bool) -> None:
    """Let a destination's deliveries wait, or go on. Raises RecordMissing."""
    if not paused:
        four_eyes.prove_may_resume(tx, destination_id)
    destination = deliveries.pause(tx, destination_id, paused=paused)
    verb = "paused" if paused else "resumed"
    audit.note(tx, actor, verb, f"destination:{destination_id}", destination.name)
    if not paused:
        for item in exceptions.open_of(tx, way_to(destination_id)):
            exceptions.close(tx, item.id, f"{actor} let it go on.")
