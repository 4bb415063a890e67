"""Releasing: to which destinations a document goes, and what they still lack of it.

The decision to deliver and its deliveries are one transaction. Where a destination demands what the
document has not, the delivery is held here, with a question that names the fields to fill: filled,
it is on its way by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from feeds import lacks
from model.deliveries import Delivery, DeliveryState, Lack
from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason
from model.filing import FiledDocument
from model.ids import derived_id
from model.news import NewsKind
from model.worklist import LEAVES_AFTER
from pipeline.asking import ask, question_id
from pipeline.deliveries import delivering, parcels, terms
from pipeline.works import BILLHOOK
from storage import audit, deliveries, documents, exceptions, news
from storage.store import Tx

_ANSWERS: Final = (
    Answer("1", "Look again", Action.RETRY),
    Answer("2", "Don't send it there", Action.DISMISS),
    Answer("3", "Reject", Action.REJECT),
)


def queue(
    tx: Tx,
    document: FiledDocument,
    *,
    by_person: bool = False,
    leaves: datetime | None = None,
) -> int:
    """Queue a document for every destination whose terms it meets; how many take it.

    Called in the transaction of the decision to deliver: never decided without being queued. What
    a destination demands and the document lacks is asked for; a person's word brings back what was
    cancelled. What `leaves` at a moment can be taken back until then.
    """
    reading, entity = documents.reading(tx, document.id), terms.entity_of(tx, document)
    takers = [
        taker
        for taker in deliveries.destinations(tx)
        if terms.admits(taker, document, reading, by_person=by_person, entity=entity)
    ]
    every = deliveries.of_document(tx, document.id)
    known = {one.key for one in every if not (by_person and _withdrawn(one))}
    keys = [derived_id("delivery", one.id, document.id, document.sha256) for one in takers]
    if not known.issuperset(keys):
        news.tell(tx, NewsKind.DOCUMENT_APPROVED, document.id)
    for destination, key in zip(takers, keys, strict=True):
        delivery = deliveries.queue(tx, document.id, destination.id, key, held=True)
        if by_person:
            delivery = deliveries.hold(tx, delivery.id)
        _pass(tx, delivery, leaves)
    return len(takers)


def _withdrawn(delivery: Delivery) -> bool:
    return delivery.state is DeliveryState.CANCELLED


def resume(tx: Tx, document_id: str) -> None:
    """Send what was held of a document and lacks nothing more."""
    for delivery in _held(tx, document_id):
        _pass(tx, delivery)


def recheck(tx: Tx, document_id: str) -> None:
    """Close the questions that a document answers by now; what it still lacks is asked anew.

    What then lacks nothing is sent by `resume`, once nothing else about the document is open.
    """
    for delivery in _held(tx, document_id):
        missing = _missing(tx, delivery)
        for item in _questions(tx, delivery):
            if not missing:
                exceptions.close(tx, item.id, "The document has what the destination needs.")
            elif item.sentence != _sentence(missing):
                exceptions.close(tx, item.id, "The destination needs something else by now.")
        if missing:
            _ask(tx, delivery, missing)


def leave(tx: Tx, document_id: str, question: ExceptionItem) -> None:
    """Give up the delivery that a question is about; the document goes to the others alone."""
    for delivery in _held(tx, document_id):
        if question.id in set(_ids(tx, delivery)):
            deliveries.cancel(tx, delivery.id)
    delivering.settle(tx, document_id)


def give_up(tx: Tx, delivery: Delivery, why: str) -> None:
    """Give up a delivery that has not arrived, and what was asked about it."""
    for item in (*_questions(tx, delivery), *exceptions.open_of(tx, f"delivery:{delivery.id}")):
        exceptions.close(tx, item.id, why)
    deliveries.cancel(tx, delivery.id)


def withdraw(tx: Tx, document_id: str) -> None:
    """Give up all that is held of a document that a person rejected."""
    for delivery in _held(tx, document_id):
        deliveries.cancel(tx, delivery.id)


def _held(tx: Tx, document_id: str) -> list[Delivery]:
    every = deliveries.of_document(tx, document_id)
    return [one for one in every if one.state is DeliveryState.HELD]


def _pass(tx: Tx, delivery: Delivery, leaves: datetime | None = None) -> None:
    """Send a delivery that is held, or ask for what it lacks."""
    if delivery.state is not DeliveryState.HELD:
        return
    if missing := _missing(tx, delivery):
        _ask(tx, delivery, missing)
    else:
        soon = tx.now() + LEAVES_AFTER if tx.undoable else None
        deliveries.let_go(tx, delivery.id, leaves or soon)


def _missing(tx: Tx, delivery: Delivery) -> tuple[Lack, ...]:
    destination = deliveries.destination(tx, delivery.destination_id)
    return lacks(destination, parcels.facts(tx, delivery))


def _ask(tx: Tx, delivery: Delivery, missing: Sequence[Lack]) -> None:
    """Ask for what is missing, unless it is asked for already."""
    if any(_questions(tx, delivery)):
        return
    fields = tuple(dict.fromkeys(lack.field for lack in missing if lack.field))
    sentence, subject = _sentence(missing), f"document:{delivery.document_id}"
    ask(
        tx,
        ExceptionReason.DELIVERY_LACKS,
        subject=subject,
        sentence=sentence,
        key=_key(delivery, len(_asked(tx, delivery.document_id))),
        answers=_ANSWERS,
        fields=fields,
    )
    audit.note(tx, BILLHOOK, "asked", subject, sentence)


def _sentence(missing: Sequence[Lack]) -> str:
    return " ".join(lack.sentence for lack in missing)


def _questions(tx: Tx, delivery: Delivery) -> Iterator[ExceptionItem]:
    """The open question about what a delivery lacks."""
    mine = set(_ids(tx, delivery))
    for item in _asked(tx, delivery.document_id):
        if item.answered is None and item.id in mine:
            yield item


def _ids(tx: Tx, delivery: Delivery) -> Iterator[str]:
    """The ids that questions about a delivery may have: it is asked about again, now and then."""
    for turn in range(len(_asked(tx, delivery.document_id)) + 1):
        yield question_id(*_key(delivery, turn))


def _key(delivery: Delivery, turn: int) -> tuple[str, ...]:
    return ("lacks", delivery.id, str(turn))


def _asked(tx: Tx, document_id: str) -> list[ExceptionItem]:
    every = exceptions.of_subject(tx, f"document:{document_id}")
    return [item for item in every if item.reason is ExceptionReason.DELIVERY_LACKS]
