"""Responding: what a receiver says of a delivery, by whatever way, and what follows from it.

Answers come twice, late and out of order. Each is kept once; the delivery stands by the one that
was decided last. An answer that fits no delivery, or that we don't understand, is a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from model.deliveries import (
    FINAL_RESPONSES,
    Delivery,
    DeliveryState,
    Destination,
    KeptReply,
    Reply,
    ReplyChannel,
    Response,
    ResponseAction,
    ResponseStatus,
)
from model.exceptions import Action, Answer, ExceptionReason
from model.filing import DocumentStatus
from model.ids import derived_id
from pipeline.asking import ask
from pipeline.reconciling import statements
from storage import audit, deliveries, documents, exceptions, replies
from storage.store import Tx

_ANSWERS: Final = (Answer("1", "Seen", Action.DISMISS),)
_WANTED: Final = {
    ResponseAction.PROVIDE_INFORMATION: "It wants more information.",
    ResponseAction.NEW_INVOICE: "It wants a new invoice.",
    ResponseAction.CREDIT_FULLY: "It wants a credit note over all of it.",
    ResponseAction.CREDIT_PARTLY: "It wants a credit note over a part of it.",
    ResponseAction.CREDIT_AMOUNT: "It wants a credit note over the amount.",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Whose answer it is and by what way it came. `numbers` says that a document's number will do.

    `subject` is what a question about it is about: "message:ID" for a mail; without one it is the
    destination.
    """

    destination: Destination
    channel: ReplyChannel
    numbers: bool = True
    subject: str = ""


def take(tx: Tx, source: Source, came: Iterable[Reply]) -> int:
    """Keep what a receiver answered and let the deliveries stand by it; how many answers were new.

    Called in the transaction in which the answers are taken off their way in.
    """
    return sum(_take(tx, source, reply) for reply in came)


def polled(tx: Tx, destination: Destination, delivery: Delivery, response: Response) -> bool:
    """Whether what a destination says when it is asked is new; then the delivery stands by it."""
    known = (delivery.response, delivery.response_reason)
    if known == (response.status, response.reason):
        return False
    reply = Reply(
        id=derived_id("reply", delivery.key, response.status, response.reason, str(tx.now())),
        said=response.status.value,
        status=response.status,
        key=response.key,
        reason=response.reason,
    )
    source = Source(destination, ReplyChannel.POLL)
    counts = _counts(tx, delivery, reply)
    return counts and _take(tx, source, reply)


def _take(tx: Tx, source: Source, reply: Reply) -> bool:
    reply_id = derived_id("reply", source.destination.id, reply.id)
    if replies.known(tx, reply_id):
        return False
    delivery, why = _meant(tx, source, reply)
    if delivery and reply.status is None:
        why = f"it says {reply.said!r}, which is no status that we know"
    counts = delivery is not None and reply.status is not None and _counts(tx, delivery, reply)
    kept = KeptReply(
        id=reply_id,
        destination_id=source.destination.id,
        delivery_id=delivery.id if delivery else None,
        channel=source.channel,
        said=reply.said,
        status=reply.status,
        reason=reply.reason,
        action=reply.action,
        decided=reply.decided,
        received=tx.now(),
        counts=counts,
    )
    replies.keep(tx, kept)
    if why:
        _ask_what(tx, source, reply, why=why)
    elif delivery and reply.status and counts:
        _stand(tx, source, delivery, reply)
    elif delivery:
        audit.note(
            tx,
            source.destination.name,
            "answered late",
            f"document:{delivery.document_id}",
            _in_words(reply),
        )
    return True


def _meant(tx: Tx, source: Source, reply: Reply) -> tuple[Delivery | None, str]:
    """The delivery that an answer is about; None with the reason why it is not known."""
    to = source.destination.id
    if reply.key:
        found = deliveries.by_key(tx, reply.key)
        known = found is not None and found.destination_id == to
        return (found, "") if known else (None, "its key is of no delivery there")
    if reply.reference and (several := deliveries.by_reference(tx, to, reply.reference)):
        return _only(several, f"the reference {reply.reference}")
    if not reply.number:
        return None, "it names no delivery"
    if not source.numbers:
        return None, "it names a number alone, and nothing proves who sent it"
    return _only(deliveries.by_number(tx, to, reply.number), f"the number {reply.number}")


def _only(found: Sequence[Delivery], named: str) -> tuple[Delivery | None, str]:
    if len(found) == 1:
        return found[0], ""
    return None, f"{len(found) or 'no'} deliveries there have {named}"


def _counts(tx: Tx, delivery: Delivery, reply: Reply) -> bool:
    """Whether a delivery stands by this answer: late ones don't count.

    By the instants where both tell one; else a last word is replaced by another one only, and
    nothing but a rejection takes back that it was paid.
    """
    before = delivery.response
    if before is None or reply.status is None:
        return True
    counted = (one.decided for one in replies.of_delivery(tx, delivery.id) if one.counts)
    latest = max(filter(None, counted), default=None)
    if latest and reply.decided:
        return reply.decided >= latest
    if before is ResponseStatus.PAID:
        return reply.status in (ResponseStatus.PAID, ResponseStatus.REJECTED)
    return before not in FINAL_RESPONSES or reply.status in FINAL_RESPONSES


def _stand(tx: Tx, source: Source, delivery: Delivery, reply: Reply) -> None:
    """Let a delivery stand by an answer, and its document with it."""
    status = reply.status
    if status is None or _says_the_same(delivery, reply):
        return
    deliveries.respond(tx, delivery.id, status, reply.reason, action=reply.action)
    if ResponseStatus.PAID in (status, delivery.response):
        statements.told_paid(tx, delivery.document_id)
    subject = f"document:{delivery.document_id}"
    audit.note(tx, source.destination.name, "answered", subject, _in_words(reply))
    if status is ResponseStatus.REJECTED:
        _rejected(tx, source.destination, delivery, reply)
    elif delivery.response is ResponseStatus.REJECTED:
        _taken_back(tx, source.destination, delivery)


def _says_the_same(delivery: Delivery, reply: Reply) -> bool:
    said = (delivery.response, delivery.response_reason, delivery.response_action)
    return said == (reply.status, reply.reason, reply.action)


def _rejected(tx: Tx, destination: Destination, delivery: Delivery, reply: Reply) -> None:
    """Open a document again that its receiver rejected, with the reason and what it wants."""
    wanted = _WANTED.get(reply.action, "") if reply.action else ""
    why = reply.reason or "no reason given"
    ask(
        tx,
        ExceptionReason.REJECTED,
        subject=f"document:{delivery.document_id}",
        sentence=f"{destination.name} rejected it: {why}. {wanted}".strip(),
        key=("rejected", delivery.id, reply.reason, *(_again(tx, delivery))),
    )
    note = f"Rejected: {reply.reason}"
    documents.set_status(tx, delivery.document_id, DocumentStatus.EXCEPTION, note)


def _again(tx: Tx, delivery: Delivery) -> tuple[str, ...]:
    """What tells a later rejection for the same reason from the first."""
    before = replies.of_delivery(tx, delivery.id)
    times = sum(one.counts and one.status is ResponseStatus.REJECTED for one in before)
    return (str(times),) if times > 1 else ()


def _taken_back(tx: Tx, destination: Destination, delivery: Delivery) -> None:
    """Close the question about a rejection that the receiver took back."""
    for item in exceptions.open_of(tx, f"document:{delivery.document_id}"):
        if item.reason is ExceptionReason.REJECTED:
            exceptions.close(tx, item.id, f"{destination.name} took its rejection back.")
    open_ = exceptions.open_of(tx, f"document:{delivery.document_id}")
    if not open_ and delivery.state is DeliveryState.DELIVERED:
        documents.set_status(tx, delivery.document_id, DocumentStatus.DELIVERED, "")


def _ask_what(tx: Tx, source: Source, reply: Reply, *, why: str) -> None:
    """Show an answer to a person that is about nothing we know, or says nothing that we know."""
    named = reply.number or reply.reference or reply.key or "nothing"
    ask(
        tx,
        ExceptionReason.REPLY_UNCLEAR,
        subject=source.subject or f"destination:{source.destination.id}",
        sentence=f"{source.destination.name} answered {_in_words(reply)} about {named},"
        f" by {source.channel.value}: {why}.",
        key=("reply", source.destination.id, reply.id),
        answers=_ANSWERS,
    )


def _in_words(reply: Reply) -> str:
    said = reply.status.name.replace("_", " ").lower() if reply.status else repr(reply.said)
    return ": ".join(filter(None, (said, reply.reason)))
