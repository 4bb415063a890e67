"""The Deliveries screen's desk: destinations, what they get, and sending again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from feeds import facts, file_name
from model.deliveries import Delivery, Destination, KeptReply
from model.errors import WrongInput
from model.outbox_desk import DestinationView, PayloadView
from model.people import User
from pipeline.access.rights import guarded
from pipeline.deliveries import parcels, replaying
from storage import deliveries, outbox, replies
from storage.store import Store, Tx


@guarded
class OutboxScreenDesk:
    """`model.outbox_desk.OutboxDesk` on a store; every call is one short transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def destinations(self) -> tuple[DestinationView, ...]:
        """All destinations, those in trouble first."""
        with self._store.read() as tx:
            waiting, failed = outbox.waiting(tx), outbox.failed(tx)
            views = [
                _view(tx, one, waiting.get(one.id, 0), failed.get(one.id, 0))
                for one in deliveries.destinations(tx)
            ]
        return tuple(sorted(views, key=lambda one: (_fine(one), one.name.casefold())))

    def replies(self, delivery_id: str) -> tuple[KeptReply, ...]:
        """What the receiver has answered about a delivery, oldest first."""
        with self._store.read() as tx:
            return replies.of_delivery(tx, delivery_id)

    def payload(self, delivery_id: str) -> PayloadView:
        """What the destination gets. Raises RecordMissing."""
        with self._store.read() as tx:
            parcel = parcels.facts(tx, deliveries.get(tx, delivery_id))
        told = json.dumps(facts(parcel), ensure_ascii=False, indent=2)
        return PayloadView(file_name(parcel), parcel.media_type, told)

    def pause(self, user: User, destination_id: str, *, paused: bool) -> None:
        """Let a destination's deliveries wait, or go on. Raises RecordMissing."""
        with self._store.begin() as tx:
            replaying.pause(tx, user.name, destination_id, paused=paused)

    def retry_all(self, user: User) -> tuple[str, ...]:
        """The ids of all deliveries that were given up, now on their way again."""
        with self._store.begin() as tx:
            return replaying.send(tx, user.name, replaying.failed(tx))

    def replay(
        self, user: User, since: date, until: date, destination_id: str = ""
    ) -> tuple[str, ...]:
        """The ids of all deliveries of these days, now on their way again. Raises WrongInput."""
        if until < since:
            raise WrongInput("The last day is before the first.")
        with self._store.begin() as tx:
            return replaying.send(tx, user.name, _of_days(tx, since, until, destination_id or None))

    def take_back(self, user: User, delivery_ids: Sequence[str]) -> int:
        """How many of the deliveries that were sent again had not left, and stand as before."""
        with self._store.begin() as tx:
            return replaying.take_back(tx, user.name, delivery_ids)


def _of_days(tx: Tx, since: date, until: date, destination_id: str | None) -> tuple[Delivery, ...]:
    begin = datetime.combine(since, time(), UTC)
    end = datetime.combine(until, time(), UTC) + timedelta(days=1)
    return deliveries.queued_between(tx, begin, end, destination_id)


def _view(tx: Tx, destination: Destination, waiting: int, failed: int) -> DestinationView:
    stands = outbox.standing(tx, destination.id)
    return DestinationView(
        id=destination.id,
        name=destination.name,
        kind=destination.kind.value,
        paused=destination.paused,
        waiting=waiting,
        failed=failed,
        down_since=stands.down_since,
        probe_at=stands.probe_at,
    )


def _fine(view: DestinationView) -> bool:
    return not (view.paused or view.down_since or view.failed)
