"""The audit trail: what happened, in order, chained so that nothing can be changed unseen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ColumnElement, literal, or_, select, union_all

from model.errors import AuditBroken
from model.people import Event
from storage import rows
from storage.columns import storable
from storage.tables import document, event, portal, supplier
from storage.tx import Tx

START: Final = ""
"""What stands in the first event's place of the one before."""
BACKED_UP: Final = "backed up"
"""The verb of a backup that was written whole."""


_WORDS: Final = (event.c.actor, event.c.verb, event.c.subject, event.c.detail)


def note(tx: Tx, actor: str, verb: str, subject: str, detail: str = "") -> Event:
    """The event, now the last of the trail. `subject` is written as "document:ID"."""
    before = tx.trail[0] if tx.trail else _last(tx)
    new = _chained(
        before.digest if before else START,
        Event(
            seq=before.seq + 1 if before else 1,
            at=tx.now().astimezone(UTC),
            actor=storable(actor),
            verb=storable(verb),
            subject=storable(subject),
            detail=storable(detail),
            digest="",
        ),
    )
    tx.connection.execute(event.insert(), rows.values(new))
    tx.trail[:] = [new]
    return new


@dataclass(frozen=True, slots=True)
class Trail:
    """What a proof of the trail found: its events that hold, and the first that does not.

    `head` is the last event that holds, written as "seq:digest": whoever keeps it elsewhere can
    tell later that none up to it was cut off or written anew. `broken` is None where all hold.
    """

    events: int
    head: str
    broken: int | None = None
    why: str = ""
    kept: bool = True

    @property
    def whole(self) -> bool:
        """Whether every event holds, and the one that was kept elsewhere is among them."""
        return self.broken is None and self.kept


def verify(tx: Tx) -> int:
    """The number of events, each proved against the one before.

    Raises:
        AuditBroken: an event was changed, added, moved or left out.
    """
    proved = prove(tx)
    if proved.broken is not None:
        raise AuditBroken(f"The audit trail was changed at event {proved.broken}.")
    return proved.events


def prove(tx: Tx, kept: str = "") -> Trail:
    """How far the trail holds, and whether it still has the event whose "seq:digest" was kept."""
    digest, seq, seen = START, 0, not kept
    for row in tx.connection.execute(select(event).order_by(event.c.seq)).mappings():
        found = rows.record(Event, row)
        if why := _break(digest, seq, found):
            return Trail(seq, f"{seq}:{digest}", seq + 1, why, seen)
        digest, seq = found.digest, found.seq
        seen = seen or kept == f"{seq}:{digest}"
    return Trail(seq, f"{seq}:{digest}", kept=seen)


def _break(digest: str, seq: int, found: Event) -> str:
    """Why an event does not follow the one before; empty where it does."""
    if found.seq != seq + 1:
        return f"event {seq + 1} is gone; the next is event {found.seq}"
    if found != _chained(digest, found):
        return (
            f"event {found.seq}, dated {found.at:%Y-%m-%d %H:%M:%S} UTC, is not as it was written"
        )
    return ""


def of_subject(tx: Tx, subject: str) -> tuple[Event, ...]:
    """All events about one thing, oldest first."""
    query = select(event).where(event.c.subject == subject).order_by(event.c.seq)
    return rows.records(tx, query, Event)


def page(
    tx: Tx, *, before: int | None = None, size: int = 100, text: str = ""
) -> tuple[Event, ...]:
    """The newest events, or those older than the event number `before`; newest first.

    Where there is a `text`, those that hold each of its words, in capitals or not: in what is
    written, or in what the document, the portal or the supplier that they are about is called.
    """
    query = select(event).order_by(event.c.seq.desc()).limit(size)
    if before is not None:
        query = query.where(event.c.seq < before)
    for word in storable(text).split():
        query = query.where(or_(*(_holds(column, word) for column in _WORDS), _about(word)))
    return rows.records(tx, query, Event)


def _about(word: str) -> ColumnElement[bool]:
    """Whether an event's subject has the word in its name now; the trail itself has ids alone."""
    theirs = select(supplier.c.id).where(_holds(supplier.c.name, word))
    numbered = or_(_holds(document.c.number, word), document.c.supplier_id.in_(theirs))
    return event.c.subject.in_(
        union_all(
            select(literal("document:") + document.c.id).where(numbered),
            select(literal("portal:") + portal.c.id).where(_holds(portal.c.name, word)),
            select(literal("supplier:") + supplier.c.id).where(_holds(supplier.c.name, word)),
        )
    )


def _holds(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return column.icontains(word, autoescape=True)


def _last(tx: Tx) -> Event | None:
    return next(iter(page(tx, size=1)), None)


def _chained(previous: str, found: Event) -> Event:
    """The event with the digest that belongs to it after the digest `previous`."""
    facts = (found.seq, found.at, found.actor, found.verb, found.subject, found.detail)
    digest = hashlib.sha256()
    for fact in (previous, *facts):
        digest.update(_tagged(fact))
    return Event(*facts, digest=digest.hexdigest())


def _tagged(fact: str | int | datetime) -> bytes:
    """A fact with its type and length, so that no two lists of facts read alike."""
    content = (fact.isoformat() if isinstance(fact, datetime) else str(fact)).encode()
    return b"%s:%d:%s" % (type(fact).__name__.encode(), len(content), content)
