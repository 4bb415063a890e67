"""Sending again: what was given up, a whole period; and destinations that a person pauses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from model.deliveries import Delivery, DeliveryState
from storage import audit, deliveries, exceptions
from storage.store import Tx

_HERE: Final = frozenset({DeliveryState.HELD, DeliveryState.QUEUED, DeliveryState.RETRYING})


def failed(tx: Tx) -> tuple[Delivery, ...]:
    """All deliveries that were given up, oldest first."""
    return deliveries.in_state(tx, DeliveryState.DEAD_LETTER)


def again(tx: Tx, actor: str, chosen: Iterable[Delivery]) -> int:
    """Put deliveries on their way again, under their old keys; how many were not on it already.

    A receiver that knows the key takes none of them twice. The question about one that was given
    up is answered by it.
    """
    sent = 0
    for delivery in chosen:
        if delivery.state in _HERE:
            continue
        deliveries.replay(tx, delivery.id)
        for item in exceptions.open_of(tx, f"delivery:{delivery.id}"):
            exceptions.close(tx, item.id, f"{actor} sent it again.")
        audit.note(tx, actor, "sent again", f"document:{delivery.document_id}")
        sent += 1
    return sent


def pause(tx: Tx, actor: str, destination_id: str, *, paused: bool) -> None:
    """Let a destination's deliveries wait, or go on. Raises RecordMissing."""
    destination = deliveries.pause(tx, destination_id, paused=paused)
    verb = "paused" if paused else "resumed"
    audit.note(tx, actor, verb, f"destination:{destination_id}", destination.name)
