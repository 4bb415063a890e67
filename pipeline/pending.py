"""What is unfinished, read from the tables: the engine can be seeded again from here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from types import MappingProxyType
from typing import Final

from model.clock import Clock
from model.visits import Cause
from pipeline.engine import Job
from pipeline.notices import sending
from pipeline.portals import schedules
from pipeline.reconciling import other_books
from storage import deliveries, mail, outbox, write_backs
from storage.store import Store, Tx

MAIL: Final = "mail"
VISIT: Final = "visit"
TAKEOVER: Final = "takeover"
TEST: Final = "test"
OUTBOX: Final = "outbox"
WRITE_BACK: Final = "write_back"
BOOKS: Final = "books"
NOTICE: Final = "notice"
MOST: Final = 200
"""So many jobs of a kind are looked at, the first of them all: a lane holds fewer."""
VISITS: Final = 64
"""The same of visits, each of which is worked out from its portal's past: enough for 16 workers."""

_KINDS: Final = MappingProxyType({Cause.TAKEOVER: TAKEOVER, Cause.TEST: TEST})


def jobs(store: Store, clock: Clock, *, vault_locked: bool = False) -> tuple[Job, ...]:
    """All jobs that should be in a lane now; of very many mails and visits those that come first.

    While the vault is locked, those that need a secret stay in the tables: they lose no attempt,
    and the first look after unlocking finds them.
    """
    with store.read() as tx:
        if vault_locked:
            return (
                *_mails(tx),
                *_outboxes(tx, clock, _without_secret(tx)),
                *_notices(tx, vault_locked=True),
            )
        return (
            *_mails(tx),
            *_visits(tx, clock),
            *_outboxes(tx, clock),
            *_write_backs(tx),
            *_books(tx, clock),
            *_notices(tx, vault_locked=False),
        )


def _mails(tx: Tx) -> Iterator[Job]:
    for message_id in mail.next_unfinished(tx, MOST):
        yield Job(f"mail-{message_id}", MAIL, message_id)


def _visits(tx: Tx, clock: Clock) -> Iterator[Job]:
    for run in islice(schedules.ready(tx, clock.now()), VISITS):
        kind = _KINDS.get(run.cause, VISIT)
        yield Job(f"visit-{run.id}", kind, run.id, key=run.portal_id)


def _without_secret(tx: Tx) -> frozenset[str]:
    """The destinations that take documents without a credential."""
    return frozenset(one.id for one in deliveries.destinations(tx) if one.credential is None)


def _outboxes(tx: Tx, clock: Clock, only: frozenset[str] | None = None) -> Iterator[Job]:
    """A turn at each destination that something is due for."""
    for destination in deliveries.destinations(tx):
        reached = only is None or destination.id in only
        if reached and outbox.next_of(tx, destination, clock.now()):
            turn = outbox.standing(tx, destination.id).turn
            yield Job(f"outbox-{destination.id}-{turn}", OUTBOX, destination.id, key=destination.id)


def _write_backs(tx: Tx) -> Iterator[Job]:
    for waiting in write_backs.due(tx):
        job = f"write-back-{waiting.key}-{waiting.attempts}"
        yield Job(job, WRITE_BACK, waiting.key, key=waiting.mailbox_id)


def _notices(tx: Tx, *, vault_locked: bool) -> Iterator[Job]:
    """The mails to our own people, one after the other."""
    for notice in sending.due(tx, vault_locked=vault_locked)[:MOST]:
        yield Job(f"notice-{notice.id}-{notice.attempts}", NOTICE, notice.id, key="notices")


def _books(tx: Tx, clock: Clock) -> Iterator[Job]:
    """A look at the books of each destination where one is due."""
    for destination, turn in other_books.due(tx, clock.now()):
        job = f"books-{destination.id}-{turn}"
        yield Job(job, BOOKS, destination.id, key=f"books of {destination.id}")
