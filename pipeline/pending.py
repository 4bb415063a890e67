"""What is unfinished, read from the tables: the engine can be seeded again from here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from model.clock import Clock
from model.deliveries import Delivery, DeliveryState
from model.expectations import Expectation
from pipeline.engine import Job
from storage import deliveries, expectations, mail, runs, write_backs
from storage.store import Store, Tx

MAIL: Final = "mail"
VISIT: Final = "visit"
DELIVERY: Final = "delivery"
WRITE_BACK: Final = "write_back"

LINGER: Final = timedelta(seconds=2)
"""A visit waits this long after its request, so that a morning's notices make one visit."""


def jobs(store: Store, clock: Clock, *, vault_locked: bool = False) -> tuple[Job, ...]:
    """All jobs that should be in a lane now.

    While the vault is locked, those that need a secret stay in the tables: they lose no attempt,
    and the first look after unlocking finds them.
    """
    with store.read() as tx:
        if vault_locked:
            return (*_mails(tx), *_deliveries(tx, clock, _without_secret(tx)))
        return (*_mails(tx), *_visits(tx, clock), *_deliveries(tx, clock), *_write_backs(tx))


def request_due_visits(store: Store) -> int:
    """Ask for a visit for every expectation whose time has come; how many were due."""
    with store.read() as tx:
        due = [waiting for waiting in expectations.due(tx) if _timed(waiting)]
    if due:
        with store.begin() as tx:
            for expectation in due:
                _request(tx, expectation)
    return len(due)


def _timed(expectation: Expectation) -> bool:
    return expectation.next_attempt is not None and expectation.portal_id is not None


def _request(tx: Tx, expectation: Expectation) -> None:
    if expectation.portal_id is None:
        return
    runs.request(tx, expectation.portal_id, f"expectation {expectation.id} is due again")
    expectations.await_visit(tx, expectation.id)


def _mails(tx: Tx) -> Iterator[Job]:
    for message_id in mail.unfinished(tx):
        yield Job(f"mail-{message_id}", MAIL, message_id)


def _visits(tx: Tx, clock: Clock) -> Iterator[Job]:
    for run in runs.unfinished(tx):
        if run.started is not None or run.requested + LINGER <= clock.now():
            yield Job(f"visit-{run.id}", VISIT, run.id, key=run.portal_id)


def _without_secret(tx: Tx) -> frozenset[str]:
    """The destinations that take documents without a credential."""
    return frozenset(one.id for one in deliveries.destinations(tx) if one.credential is None)


def _deliveries(tx: Tx, clock: Clock, only: frozenset[str] | None = None) -> Iterator[Job]:
    for delivery in deliveries.unfinished(tx):
        reached = only is None or delivery.destination_id in only
        if reached and _due(delivery, clock):
            turn = len(delivery.attempts)
            key = delivery.destination_id
            yield Job(f"delivery-{delivery.id}-{turn}", DELIVERY, delivery.id, key=key)


def _write_backs(tx: Tx) -> Iterator[Job]:
    for waiting in write_backs.due(tx):
        job = f"write-back-{waiting.key}-{waiting.attempts}"
        yield Job(job, WRITE_BACK, waiting.key, key=waiting.mailbox_id)


def _due(delivery: Delivery, clock: Clock) -> bool:
    waiting = delivery.state is DeliveryState.RETRYING and delivery.next_attempt is not None
    return not waiting or (delivery.next_attempt or clock.now()) <= clock.now()
