"""The outbox by destination: what is due, in which order, and whether the receiver is down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Select, and_, exists, func, or_, select

from model.deliveries import Delivery, DeliveryState, Destination, OutboxStanding
from model.ids import new_id
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

_delivery = tables.delivery.c
_UNSETTLED: Final = (
    DeliveryState.HELD,
    DeliveryState.QUEUED,
    DeliveryState.RETRYING,
    DeliveryState.DEAD_LETTER,
)
_ON_THEIR_WAY: Final = (DeliveryState.QUEUED, DeliveryState.RETRYING)


def standing(tx: Tx, destination_id: str) -> OutboxStanding:
    """How the way to a destination stands; as at its beginning where nothing was ever sent."""
    row = rows.find(
        tx, select(tables.outbox).where(tables.outbox.c.destination_id == destination_id)
    )
    return rows.record(OutboxStanding, row) if row else OutboxStanding(destination_id)


def next_of(
    tx: Tx, destination: Destination, now: datetime, passed: Sequence[str] = ()
) -> Delivery | None:
    """The delivery whose turn it is; None while nothing is due, or the receiver is left alone.

    `passed` are deliveries that had their try already.
    """
    return next(iter(due(tx, destination, now, passed)), None)


def due(
    tx: Tx,
    destination: Destination,
    now: datetime,
    passed: Sequence[str] = (),
    *,
    most: int = 1,
) -> tuple[Delivery, ...]:
    """The deliveries whose turn it is, at most so many, in their order.

    While a receiver is down, the one delivery that was tried least is its probe: one document that
    it can't bear never holds up the others.
    """
    if destination.paused:
        return ()
    stands = standing(tx, destination.id)
    if stands.probe_at and stands.probe_at > now:
        return ()
    query = select(tables.delivery).where(
        _delivery.destination_id == destination.id, _delivery.state.in_(_ON_THEIR_WAY)
    )
    if passed:
        query = query.where(_delivery.id.not_in(passed))
    if destination.terms.in_order:
        query = query.where(~_held_back())
    chosen = _probes(query) if stands.down_since else _due(query, now).limit(most)
    return rows.records(tx, chosen, Delivery)


def down(tx: Tx, destination_id: str, probe_at: datetime) -> None:
    """Leave a destination that does not answer alone until a moment."""
    before = standing(tx, destination_id)
    since = before.down_since or tx.now()
    _put(tx, replace(before, down_since=since, probe_at=probe_at))


def up(tx: Tx, destination_id: str) -> None:
    """Take a destination for one that answers; after it was down, what waits is due at once."""
    before = standing(tx, destination_id)
    if before.down_since is None:
        return
    rows.change(
        tx,
        tables.delivery,
        _delivery.destination_id == destination_id,
        _delivery.state == DeliveryState.RETRYING,
        next_attempt=tx.now(),
    )
    _put(tx, replace(before, down_since=None, probe_at=None))


def end_turn(tx: Tx, destination_id: str, *, taken: bool = False) -> None:
    """Name the next turn of work anew, so that it is another job than the one that ends."""
    after = replace(standing(tx, destination_id), turn=new_id())
    if taken:
        after = replace(after, taken_at=tx.now())
    rows.put(tx, tables.outbox, rows.values(after))


def waiting(tx: Tx) -> dict[str, int]:
    """How many deliveries are on their way, by destination."""
    return _numbers(tx, _ON_THEIR_WAY)


def failed(tx: Tx) -> dict[str, int]:
    """How many deliveries were given up, by destination."""
    return _numbers(tx, (DeliveryState.DEAD_LETTER,))


def _numbers(tx: Tx, states: Sequence[DeliveryState]) -> dict[str, int]:
    query = (
        select(_delivery.destination_id, func.count().label("number"))
        .where(_delivery.state.in_(states))
        .group_by(_delivery.destination_id)
    )
    return {row["destination_id"]: row["number"] for row in rows.rows(tx, query)}


def _due(query: Select[tuple[object, ...]], now: datetime) -> Select[tuple[object, ...]]:
    again = and_(_delivery.next_attempt.is_not(None), _delivery.next_attempt > now)
    return query.where(~again).order_by(_delivery.queued, _delivery.id)


def _probes(query: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    tried = func.length(_delivery.attempts)
    return query.order_by(tried, _delivery.queued, _delivery.id).limit(1)


def _held_back() -> rows.Condition:
    """Whether an earlier delivery of the same supplier to the same destination is unsettled."""
    other, its = tables.delivery.alias("earlier"), tables.document.alias("of_earlier")
    own = tables.document.alias("own")
    before = or_(
        other.c.queued < _delivery.queued,
        and_(other.c.queued == _delivery.queued, other.c.id < _delivery.id),
    )
    return exists().where(
        other.c.destination_id == _delivery.destination_id,
        other.c.state.in_(_UNSETTLED),
        other.c.document_id == its.c.id,
        own.c.id == _delivery.document_id,
        own.c.supplier_id == its.c.supplier_id,
        before,
    )


def _put(tx: Tx, stands: OutboxStanding) -> None:
    rows.put(tx, tables.outbox, rows.values(stands))
    announce(tx, "deliveries", "")
