"""Mails in which a receiver answers a delivery: "Approved: …", a bounce, a question back.

A mail that answers ours names the key of the delivery, which only the receiver has seen: in the
mail that it answers (RFC 5322, 3.6.4), or behind the plus of our address. One that names a
document's number alone counts only where our own mail server proved its sender, whom the
destination names. What is unclear is a question; nothing of it is ever taken for a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from feeds.replies import letter_reply
from fetchers.mail.autoreplies import why_automatic
from fetchers.mail.headers import Headers
from fetchers.mail.message import read
from fetchers.mail.quoting import judged_part
from model.deliveries import Delivery, Destination, Reply, ReplyChannel
from model.documents import normalise_number
from model.errors import DocumentRefused
from model.exceptions import ExceptionReason
from model.filing import MessageState, StoredMessage
from model.mail import Authenticity, TriagedMail
from pipeline.asking import ask
from pipeline.deliveries import responding
from pipeline.deliveries.responding import Source
from pipeline.works import Works
from storage import audit, deliveries, documents, suppliers
from storage import mail as stored
from storage.store import Tx

SENDERS: Final = "answers_from"
"""The setting of a destination that names the addresses or domains it answers from."""
_ID: Final = re.compile(r"<([A-Za-z0-9._-]{1,100})@[^<>\s]{1,255}>")
_PLUS: Final = re.compile(r"\+([A-Za-z0-9._-]{1,100})@")
_ANSWERED: Final = ("in-reply-to", "references")
_RECIPIENTS: Final = ("to", "cc", "delivered-to", "x-original-to")
_FAILED: Final = re.compile(rb"(?im)^Action:\s*failed\b")
_NUMBER: Final = re.compile(r"[^\s,;:()\[\]<>\"']{3,40}")
_MOST: Final = 400  # words of a mail in which a number is looked for


class _Came(NamedTuple):
    """A mail that may be an answer, as far as it is read."""

    message: StoredMessage
    raw: bytes
    headers: Headers
    subject: str
    text: str


def take(works: Works, message_id: str) -> bool:
    """Whether a mail is a receiver's answer; it is done then, and no document is looked for."""
    with works.store.read() as tx:
        message = stored.message(tx, message_id)
        senders = _senders(tx)
        raw = works.store.files.get(message.sha256)
        came = _read(message, raw) if senders else None
        delivery = _answered(tx, came.headers) if came else None
    if came is None:
        return False
    if delivery is not None:
        _answer_to(works, came, delivery)
        return True
    destination = _sender_of(senders, came.headers.address("from").address)
    return destination is not None and _by_number(works, came, destination)


def _senders(tx: Tx) -> tuple[tuple[Destination, frozenset[str]], ...]:
    """Every destination with the addresses and domains that it answers from."""
    return tuple((one, _answers_from(one)) for one in deliveries.destinations(tx))


def _answers_from(destination: Destination) -> frozenset[str]:
    named = destination.settings.get(SENDERS, "").casefold().split(",")
    return frozenset(filter(None, (one.strip() for one in named)))


def _sender_of(
    senders: tuple[tuple[Destination, frozenset[str]], ...], address: str
) -> Destination | None:
    """The one destination that answers from an address."""
    found = [
        one
        for one, known in senders
        if address.casefold() in known or address.casefold().rpartition("@")[2] in known
    ]
    return found[0] if len(found) == 1 else None


def _read(message: StoredMessage, raw: bytes) -> _Came | None:
    try:
        mail = read(raw)
    except DocumentRefused:
        return None
    own = judged_part(mail.subject, mail.text)
    return _Came(message, raw, mail.headers, mail.subject, own.text)


def _answered(tx: Tx, headers: Headers) -> Delivery | None:
    """The delivery whose key a mail names."""
    found = (deliveries.by_key(tx, key) for key in _keys(headers))
    return next((one for one in found if one is not None), None)


def _keys(headers: Headers) -> Iterator[str]:
    for name in _ANSWERED:
        yield from _ID.findall(headers.first(name))
    for name in _RECIPIENTS:
        for value in headers.all(name):
            yield from _PLUS.findall(value)


def _answer_to(works: Works, came: _Came, delivery: Delivery) -> None:
    """Keep the answer to a delivery; one that says nothing we know is shown, a bounce too."""
    automatic = why_automatic(came.headers)
    bounced = _FAILED.search(came.raw) is not None and bool(automatic)
    found = letter_reply(came.subject, came.text)
    forged = _triaged(works, came).authenticity is Authenticity.FAIL
    with works.store.begin() as tx:
        destination = deliveries.destination(tx, delivery.destination_id)
        if forged:
            _show(tx, came, destination, "is not proved to come from its sender")
        elif bounced:
            _show(tx, came, destination, "was sent back by a mail server")
        elif found.status is not None and not automatic:
            reply = Reply(
                came.message.identity,
                found.said,
                found.status,
                key=delivery.key,
                reason=found.reason,
                decided=came.headers.date(),
            )
            responding.take(tx, _source(came, destination), (reply,))
        elif automatic:
            subject = f"document:{delivery.document_id}"
            audit.note(tx, destination.name, "answered", subject, f"nothing: {automatic}")
        else:
            _show(tx, came, destination, "is an answer that a person has to read")
        stored.finish(tx, came.message.id, MessageState.DONE)


def _by_number(works: Works, came: _Came, destination: Destination) -> bool:
    """Whether a mail of a receiver says a status of a document that it names by its number."""
    found = letter_reply(came.subject, came.text)
    if found.status is None or why_automatic(came.headers):
        return False
    mail = _triaged(works, came)
    with works.store.begin() as tx:
        proved = mail.authenticity is Authenticity.PASS and not mail.blocked
        number = _number_in(tx, destination, f"{came.subject}\n{came.text}")
        source = _source(came, destination, numbers=proved)
        reply = Reply(
            came.message.identity,
            found.said,
            found.status,
            number=number,
            reason=found.reason,
            decided=came.headers.date(),
        )
        responding.take(tx, source, (reply,))
        stored.finish(tx, came.message.id, MessageState.DONE)
    return True


def _triaged(works: Works, came: _Came) -> TriagedMail:
    with works.store.read() as tx:
        profiles = suppliers.profiles(tx)
    return works.triage(came.raw, profiles)


def _number_in(tx: Tx, destination: Destination, text: str) -> str:
    """The number of a document, as it was delivered there, that a text names; "" for none or many.

    Words are compared with what the destination has taken, so that no other number is one.
    """
    words = {normalise_number(word) for word in _NUMBER.findall(text)[:_MOST]} - {""}
    sent = deliveries.unanswered(tx, destination.id)
    numbers = {documents.get(tx, one.document_id).number or "" for one in sent}
    named = {number for number in numbers if normalise_number(number) in words} - {""}
    return named.pop() if len(named) == 1 else ""


def _source(came: _Came, destination: Destination, *, numbers: bool = False) -> Source:
    subject = f"message:{came.message.id}"
    return Source(destination, ReplyChannel.MAIL, numbers=numbers, subject=subject)


def _show(tx: Tx, came: _Came, destination: Destination, why: str) -> None:
    sentence = f"“{came.subject}” about a delivery to {destination.name} {why}."
    ask(
        tx,
        ExceptionReason.REPLY_UNCLEAR,
        subject=f"message:{came.message.id}",
        sentence=sentence,
        key=("reply mail", came.message.id),
    )
