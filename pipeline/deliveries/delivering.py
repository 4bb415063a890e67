"""Deliveries: tried until taken, given up with a question, answered by the receiver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Final

from feeds import backoff, signs_each, status_credential, tells, tells_payment
from model.deliveries import (
    Admits,
    Attempt,
    Delivery,
    DeliveryState,
    Destination,
    Parcel,
)
from model.errors import (
    BillhookError,
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    LeaseOver,
    VaultLocked,
)
from model.exceptions import Action, Answer, ExceptionReason
from model.filing import DocumentStatus
from pipeline import tracing
from pipeline.asking import ask
from pipeline.deliveries import parcels, replaying, responding, terms
from pipeline.deliveries.passes import Passage, with_lease
from pipeline.works import BILLHOOK, Works
from storage import audit, deliveries, documents, exceptions
from storage.store import Tx

_ON_THEIR_WAY: Final = frozenset({DeliveryState.QUEUED, DeliveryState.RETRYING})
_PAID_WITHIN: Final = timedelta(days=180)
"""So long a bill that was accepted is looked after until it is paid."""


class Tried(Enum):
    """What came of an attempt."""

    TAKEN = auto()
    UNREACHABLE = auto()  # it is tried again later
    ENDED = auto()  # refused for good, or there was nothing to do any more
    SHUT = auto()  # the destination lets nobody in; all that waits there waits for one answer
    LOCKED = auto()  # the vault gives nothing now; no attempt was made


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery whose turn it is, with its destination and the facts of its document."""

    delivery: Delivery
    destination: Destination
    facts: Parcel


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that was taken, and is still to be written down."""

    claim: Claim
    attempt: Attempt
    reference: str


def attempt(works: Works, delivery_id: str) -> Tried:
    """Try once to hand a document over, and write down what came of it."""
    with works.store.read() as tx:
        delivery = deliveries.get(tx, delivery_id)
        claimed = claim(tx, deliveries.destination(tx, delivery.destination_id), delivery)
    if delivery.state not in _ON_THEIR_WAY or claimed.destination.paused:
        return Tried.ENDED
    taken: list[Taken] = []
    with Passage(works, claimed.destination) as passage:
        tried = hand_over(works, claimed, passage, taken)
    write_down(works, taken)
    return tried


def claim(tx: Tx, destination: Destination, delivery: Delivery) -> Claim:
    """All that handing a delivery over needs, beside its file."""
    return Claim(delivery, destination, parcels.facts(tx, delivery))


def hand_over(works: Works, claimed: Claim, passage: Passage, taken: list[Taken]) -> Tried:
    """Try once to hand a document over. What is taken joins `taken`; the rest is written down."""

    def arrived() -> tracing.Mark | None:
        with works.store.read() as tx:
            filed = documents.get(tx, claimed.delivery.document_id)
            return tracing.first_arrival(documents.sources(tx, filed.id), filed.sha256)

    sent = claimed.delivery
    with tracing.span(
        "delivery", parent=arrived, delivery=sent.id, document=sent.document_id
    ) as span:
        tried = _hand_over(works, claimed, passage, taken)
        span.note(outcome=tried.name.lower(), destination=claimed.destination.kind.value)
        return tried


def _hand_over(works: Works, claimed: Claim, passage: Passage, taken: list[Taken]) -> Tried:
    delivery, begun = claimed.delivery, works.clock.monotonic()
    try:
        parcel = parcels.filled(works.store.files, claimed.facts)
        proof = passage.go(
            delivery.id, lambda lease: works.deliver(claimed.destination, parcel, lease)
        )
    except (VaultLocked, LeaseOver):
        return Tried.LOCKED
    except DestinationUnreachable as later:
        _try_again(works, delivery, later, begun)
        return Tried.UNREACHABLE
    except DestinationRefused as refused:
        if isinstance(refused, CredentialRefused) and not signs_each(claimed.destination):
            _shut(works, claimed, refused.message, begun)
            return Tried.SHUT
        _give_up(works, delivery, refused.message, begun)
        return Tried.ENDED
    tried = Attempt(works.clock.now(), True, proof.detail, works.clock.monotonic() - begun)
    taken.append(Taken(claimed, tried, proof.reference))
    return Tried.TAKEN


def write_down(works: Works, taken: list[Taken]) -> None:
    """Write down what was taken, all of it in one transaction, and forget it here."""
    if not taken:
        return
    with works.store.begin() as tx:
        for one in taken:
            _delivered(tx, one)
    taken.clear()


def failed(works: Works, delivery_id: str, error: Exception) -> None:
    """Write down that a delivery broke in our own hands."""
    with works.store.read() as tx:
        delivery = deliveries.get(tx, delivery_id)
    why = error.message if isinstance(error, BillhookError) else type(error).__name__
    _give_up(works, delivery, f"It could not be prepared: {why}", works.clock.monotonic())


def read_responses(works: Works) -> int:
    """Ask every destination that tells what it decided; how many answers were new."""
    with works.store.read() as tx:
        asked = [
            (destination, _waiting(works, tx, destination))
            for destination in deliveries.destinations(tx)
            if tells(destination)
        ]
    return sum(_read_from(works, destination, waiting) for destination, waiting in asked)


def _waiting(works: Works, tx: Tx, destination: Destination) -> tuple[Delivery, ...]:
    """The deliveries about which a destination may still have something to say."""
    waiting = deliveries.unanswered(tx, destination.id)
    if not tells_payment(destination):
        return waiting
    return (*waiting, *deliveries.unpaid(tx, destination.id, works.clock.now() - _PAID_WITHIN))


def _read_from(works: Works, destination: Destination, waiting: tuple[Delivery, ...]) -> int:
    if not waiting:
        return 0
    asked = {delivery.key: delivery.reference for delivery in waiting}
    try:
        responses = with_lease(
            works,
            destination,
            status_credential(destination),
            "responses",
            lambda lease: works.responses(destination, asked, lease),
        )
    except (DestinationUnreachable, DestinationRefused, VaultLocked):
        return 0  # the deliveries stay unanswered on the screen; the next round asks again
    known = {delivery.key: delivery for delivery in waiting}
    with works.store.begin() as tx:
        return sum(
            responding.polled(tx, destination, known[answer.key], answer) for answer in responses
        )


def _try_again(works: Works, delivery: Delivery, error: BillhookError, begun: float) -> None:
    if delivery.next_attempt and works.clock.now() < delivery.next_attempt:
        return  # a probe of a receiver that is down: it uses up none of the tries of days
    wait = backoff(len(delivery.attempts) + 1)
    if wait is None:
        _give_up(works, delivery, f"{error.message} It was tried for days.", begun)
        return
    asked: timedelta = getattr(error, "retry_after", None) or wait
    # Retry-After is a minimum (RFC 9110, 10.2.3); a short one alone would use up the tries of days
    due = max(asked, wait)
    tried = Attempt(works.clock.now(), False, error.message, works.clock.monotonic() - begun)
    with works.store.begin() as tx:
        deliveries.attempted(
            tx, delivery.id, tried, DeliveryState.RETRYING, next_attempt=tried.at + due
        )


def _shut(works: Works, claimed: Claim, why: str, begun: float) -> None:
    """Let all that is due at a destination wait until a person says that it lets us in again."""
    tried = Attempt(works.clock.now(), False, why, works.clock.monotonic() - begun)
    destination = claimed.destination
    with works.store.begin() as tx:
        deliveries.attempted(
            tx, claimed.delivery.id, tried, DeliveryState.RETRYING, next_attempt=tried.at
        )
        replaying.pause(tx, BILLHOOK, destination.id, paused=True)
        ask(
            tx,
            ExceptionReason.DELIVERY_FAILED,
            subject=replaying.way_to(destination.id),
            sentence=f"{why} All that waits for {destination.name} goes on with one answer.",
            key=("way", claimed.delivery.id, str(len(claimed.delivery.attempts))),
            answers=(Answer("R", "Go on", Action.RETRY),),
        )


def _give_up(works: Works, delivery: Delivery, why: str, begun: float) -> None:
    tried = Attempt(works.clock.now(), False, why, works.clock.monotonic() - begun)
    with works.store.begin() as tx:
        deliveries.attempted(tx, delivery.id, tried, DeliveryState.DEAD_LETTER)
        ask(
            tx,
            ExceptionReason.DELIVERY_FAILED,
            subject=f"delivery:{delivery.id}",
            sentence=why,
            key=("dead letter", delivery.id, str(len(delivery.attempts))),
            answers=(
                Answer("R", "Send again", Action.RETRY),
                Answer("2", "Leave it", Action.DISMISS),
            ),
        )


def _delivered(tx: Tx, taken: Taken) -> None:
    delivery, name = taken.claim.delivery, taken.claim.destination.name
    deliveries.attempted(
        tx, delivery.id, taken.attempt, DeliveryState.DELIVERED, reference=taken.reference
    )
    if delivery.news_id:
        return
    detail = f"{name}, reference {taken.reference}"
    audit.note(tx, BILLHOOK, "delivered", f"document:{delivery.document_id}", detail)
    settle(tx, delivery.document_id)


def settle(tx: Tx, document_id: str) -> None:
    """Take a document for delivered, once it is everywhere where it is to go."""
    if _all_settled(tx, document_id):
        documents.set_status(tx, document_id, DocumentStatus.DELIVERED, "")


def _all_settled(tx: Tx, document_id: str) -> bool:
    """Whether a document is everywhere where it is to go, and nothing about it is open."""
    sent = deliveries.of_document(tx, document_id)
    states = {one.state for one in sent} - {DeliveryState.CANCELLED}
    return (
        states == {DeliveryState.DELIVERED}
        and not exceptions.open_of(tx, f"document:{document_id}")
        and not _waits_for_person(tx, document_id, {one.destination_id for one in sent})
    )


def _waits_for_person(tx: Tx, document_id: str, sent_to: set[str]) -> bool:
    """Whether a person's key would bring a document to a destination where it is not yet."""
    left = [
        one
        for one in deliveries.destinations(tx)
        if one.terms.admits is Admits.BY_PERSON and one.id not in sent_to
    ]
    if not left:
        return False
    document, reading = documents.get(tx, document_id), documents.reading(tx, document_id)
    entity = terms.entity_of(tx, document)
    return any(terms.admits(one, document, reading, by_person=True, entity=entity) for one in left)
