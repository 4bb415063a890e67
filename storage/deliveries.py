"""Deliveries: the outbox, written in the transaction that decides to deliver."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from model.deliveries import (
    FINAL_RESPONSES,
    Attempt,
    Delivery,
    DeliveryState,
    Destination,
    ResponseAction,
    ResponseStatus,
)
from model.errors import RecordMissing, StaleVersion, WrongInput
from model.ids import derived_id
from model.news import NewsKind
from storage import news, rows, tables
from storage.changes import announce
from storage.tx import Tx

_table = tables.delivery
_column = tables.delivery.c

_TOLD = {
    DeliveryState.DELIVERED: NewsKind.DELIVERY_DELIVERED,
    DeliveryState.DEAD_LETTER: NewsKind.DELIVERY_FAILED,
}
_TICK = timedelta(microseconds=1)
_ON_THEIR_WAY = frozenset({DeliveryState.QUEUED, DeliveryState.RETRYING})


def add_destination(tx: Tx, destination: Destination) -> None:
    """Add a destination, or replace the one with its id; one that was removed is back."""
    rows.put(tx, tables.destination, rows.values(destination) | {"removed": None})
    announce(tx, "deliveries", "")


def remove_destination(tx: Tx, destination_id: str) -> None:
    """Send to a destination no longer; what arrived there stays on record. Raises RecordMissing."""
    where = tables.destination.c.id == destination_id
    if not rows.change(tx, tables.destination, where, removed=tx.now()):
        raise RecordMissing(f"There is no destination with the id {destination_id!r}.")
    announce(tx, "deliveries", "")


def waiting_for(tx: Tx, destination_id: str, state: DeliveryState) -> tuple[Delivery, ...]:
    """All deliveries to a destination in a state, news too, oldest first."""
    return _many(tx, _column.destination_id == destination_id, _column.state == state)


def destinations(tx: Tx) -> tuple[Destination, ...]:
    """All destinations, in the order of their ids; none that was removed."""
    column = tables.destination.c
    query = select(tables.destination).where(column.removed.is_(None)).order_by(column.id)
    return rows.records(tx, query, Destination)


def is_removed(tx: Tx, destination_id: str) -> bool:
    """Whether there was a destination of this id that is none any more."""
    column = tables.destination.c
    gone = select(column.id).where(column.id == destination_id, column.removed.is_not(None))
    return tx.connection.scalar(gone) is not None


def destination(tx: Tx, destination_id: str) -> Destination:
    """One destination. Raises RecordMissing."""
    return rows.get(tx, tables.destination, Destination, destination_id)


def queue(
    tx: Tx,
    document_id: str,
    destination_id: str,
    key: str,
    *,
    held: bool = False,
) -> Delivery:
    """The delivery of this idempotency key: the one that is there, or a new one.

    A new one that is `held` waits until it is let go.
    """
    new = Delivery(
        id=derived_id("delivery", key),
        key=key,
        document_id=document_id,
        destination_id=destination_id,
        state=DeliveryState.HELD if held else DeliveryState.QUEUED,
        queued=_moment(tx, destination_id),
    )
    if rows.put_new(tx, _table, rows.values(new)):
        _announce(tx, new)
    return get(tx, new.id)


def _moment(tx: Tx, destination_id: str) -> datetime:
    """Now, but later than all that waits for a destination: what is released first stays first.

    Several documents may be released in one instant, and a clock may be set back.
    """
    now = tx.now()
    query = select(func.max(_column.queued)).where(
        _column.state.in_((DeliveryState.HELD, *_ON_THEIR_WAY)),
        _column.queued >= now,
        _column.destination_id == destination_id,
    )
    newest = tx.connection.execute(query).scalar_one()
    return newest + _TICK if newest else now


def get(tx: Tx, delivery_id: str) -> Delivery:
    """One delivery. Raises RecordMissing."""
    return rows.get(tx, _table, Delivery, delivery_id)


def of_document(tx: Tx, document_id: str) -> tuple[Delivery, ...]:
    """All deliveries of a document, oldest first."""
    return _many(tx, _column.document_id == document_id, _column.news_id.is_(None))


def unfinished(tx: Tx) -> tuple[Delivery, ...]:
    """All deliveries that are on their way, oldest first."""
    return _many(tx, _column.state.in_(_ON_THEIR_WAY))


def in_state(tx: Tx, state: DeliveryState) -> tuple[Delivery, ...]:
    """All deliveries in a state, oldest first."""
    return _many(tx, _column.state == state)


def unanswered(tx: Tx, destination_id: str) -> tuple[Delivery, ...]:
    """Deliveries to a destination that has not said its last word on them, oldest first."""
    final = _column.response.in_(FINAL_RESPONSES)
    return _many(
        tx,
        _column.destination_id == destination_id,
        _column.state == DeliveryState.DELIVERED,
        _column.response.is_(None) | ~final,
    )


def unpaid(tx: Tx, destination_id: str, since: datetime) -> tuple[Delivery, ...]:
    """Deliveries queued since a moment that a destination has accepted and not paid yet."""
    return _many(
        tx,
        _column.destination_id == destination_id,
        _column.response == ResponseStatus.ACCEPTED,
        _column.queued >= since,
    )


def _many(tx: Tx, *where: rows.Condition) -> tuple[Delivery, ...]:
    query = select(_table).where(*where).order_by(_column.queued, _column.id)
    return rows.records(tx, query, Delivery)


def attempted(
    tx: Tx,
    delivery_id: str,
    attempt: Attempt,
    state: DeliveryState,
    *,
    next_attempt: datetime | None = None,
    reference: str = "",
) -> Delivery:
    """The delivery after one more attempt. One that has arrived stays so. Raises RecordMissing."""
    before = get(tx, delivery_id)
    if before.state is DeliveryState.DELIVERED:
        return before
    after = replace(
        before,
        attempts=(*before.attempts, attempt),
        state=state,
        next_attempt=next_attempt,
        reference=reference or before.reference,
    )
    if (kind := _TOLD.get(state)) and not before.news_id:
        news.tell(tx, kind, delivery_id, document_id=before.document_id)
    return _save(tx, after)


def respond(
    tx: Tx,
    delivery_id: str,
    status: ResponseStatus,
    reason: str,
    *,
    action: ResponseAction | None = None,
) -> Delivery:
    """The delivery with the receiver's answer. Raises RecordMissing."""
    before = get(tx, delivery_id)
    after = replace(before, response=status, response_reason=reason, response_action=action)
    if before.response is not status:
        facts = {"document_id": before.document_id, "response": status.value}
        news.tell(tx, NewsKind.DELIVERY_ANSWERED, before.id, **facts)
    return _save(tx, after)


def requeue(tx: Tx, delivery_id: str) -> Delivery:
    """The failed delivery, on its way again under its old key.

    Raises:
        RecordMissing: there is no such delivery.
        StaleVersion: it has arrived, or is on its way.
        WrongInput: its destination was removed.
    """
    before = get(tx, delivery_id)
    _prove_there(tx, before)
    if before.state in {DeliveryState.DELIVERED, DeliveryState.QUEUED, DeliveryState.HELD}:
        raise StaleVersion
    return _save(tx, replace(before, state=DeliveryState.QUEUED, next_attempt=None))


def let_go(tx: Tx, delivery_id: str, leaves: datetime | None = None) -> Delivery:
    """The delivery, on its way if it was held; not before it `leaves`. Raises RecordMissing."""
    before = get(tx, delivery_id)
    if before.state is not DeliveryState.HELD:
        return before
    return _save(tx, replace(before, state=DeliveryState.QUEUED, next_attempt=leaves))


def call_back(tx: Tx, document_id: str) -> bool:
    """Whether all that was let go of a document is given up again: nothing of it was tried yet."""
    every = of_document(tx, document_id)
    going = [one for one in every if one.state in _ON_THEIR_WAY]
    if not going or not all(_waits_to_leave(one, tx.now()) for one in going):
        return False
    for one in going:
        cancel(tx, one.id)
    return True


def hold(tx: Tx, delivery_id: str) -> Delivery:
    """The delivery that was cancelled, kept here again. Raises RecordMissing."""
    before = get(tx, delivery_id)
    if before.state is not DeliveryState.CANCELLED:
        return before
    return _save(tx, replace(before, state=DeliveryState.HELD))


def _prove_there(tx: Tx, delivery: Delivery) -> None:
    if is_removed(tx, delivery.destination_id):
        name = destination(tx, delivery.destination_id).name
        raise WrongInput(f"{name} was removed in the settings; connect it again first.")


def _waits_to_leave(delivery: Delivery, now: datetime) -> bool:
    leaves = delivery.next_attempt
    return leaves is not None and leaves > now and not delivery.attempts


def replay(tx: Tx, delivery_id: str) -> Delivery:
    """The delivery, on its way again under its old key although it may have arrived.

    Raises:
        RecordMissing: there is no such delivery.
        WrongInput: its destination was removed.
    """
    before = get(tx, delivery_id)
    _prove_there(tx, before)
    if before.state in _ON_THEIR_WAY or before.state is DeliveryState.HELD:
        return before
    return _save(tx, replace(before, state=DeliveryState.QUEUED, next_attempt=None))


def take_back(tx: Tx, delivery_id: str) -> Delivery | None:
    """A delivery that was sent again and has not left yet, as it was before; None for any other.

    Raises:
        RecordMissing: there is no such delivery.
    """
    before = get(tx, delivery_id)
    if before.state is not DeliveryState.QUEUED or not before.attempts:
        return None
    arrived = before.attempts[-1].ok
    state = DeliveryState.DELIVERED if arrived else DeliveryState.DEAD_LETTER
    return _save(tx, replace(before, state=state))


def cancel(tx: Tx, delivery_id: str) -> Delivery:
    """The delivery, given up by a person. Raises StaleVersion for one that has arrived."""
    before = get(tx, delivery_id)
    if before.state is DeliveryState.DELIVERED:
        raise StaleVersion
    return _save(tx, replace(before, state=DeliveryState.CANCELLED, next_attempt=None))


def queued_between(
    tx: Tx, since: datetime, until: datetime, destination_id: str | None = None
) -> tuple[Delivery, ...]:
    """All deliveries queued from a moment and before another, oldest first.

    Without a destination those to all that are one still.
    """
    where = [_column.queued >= since, _column.queued < until]
    if destination_id is None:
        column = tables.destination.c
        there = select(column.id).where(column.removed.is_(None))
        where.append(_column.destination_id.in_(there))
    if destination_id is not None:
        where.append(_column.destination_id == destination_id)
    return _many(tx, *where)


def pause(tx: Tx, destination_id: str, *, paused: bool) -> Destination:
    """The destination, with its deliveries waiting, or going on. Raises RecordMissing."""
    changed = replace(destination(tx, destination_id), paused=paused)
    rows.change(tx, tables.destination, tables.destination.c.id == destination_id, paused=paused)
    announce(tx, "deliveries", "")
    return changed


def by_key(tx: Tx, key: str) -> Delivery | None:
    """The delivery of this idempotency key, None where we never sent anything under it."""
    return next(iter(_many(tx, _column.key == key)), None)


def by_reference(tx: Tx, destination_id: str, reference: str) -> tuple[Delivery, ...]:
    """The deliveries that a destination knows by a reference of its own."""
    return _many(tx, _column.destination_id == destination_id, _column.reference == reference)


def by_number(tx: Tx, destination_id: str, number: str) -> tuple[Delivery, ...]:
    """What a destination took of the documents with a number as it is printed."""
    document = tables.document.c
    query = (
        select(_table)
        .join(tables.document)
        .where(
            document.number == number,
            _column.destination_id == destination_id,
            _column.state == DeliveryState.DELIVERED,
        )
    )
    return rows.records(tx, query.order_by(_column.queued, _column.id), Delivery)


def _save(tx: Tx, delivery: Delivery) -> Delivery:
    rows.change(tx, _table, _column.id == delivery.id, **rows.values(delivery))
    _announce(tx, delivery)
    return delivery


def _announce(tx: Tx, delivery: Delivery) -> None:
    announce(tx, "deliveries", delivery.id)
    announce(tx, "inbox", delivery.document_id)
