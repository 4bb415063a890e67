"""The audit trail: what was done with which secret, chained so that nothing can be left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from model.errors import VaultTampered
from vault import seal
from vault.header import Tip
from vault.hierarchy import DataKey
from vault.seal import AES_256_GCM, DOMAIN, Sealed
from vault.wire import canonical, pack, pad, read_canonical, unpad

START: Final = Tip(0, b"")
_PAD: Final = 64  # events are many and short


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done: `actor` did `verb` to `name`, why, and how it went.

    `name` is empty where the whole vault was meant.
    """

    seq: int
    at: datetime
    actor: str
    verb: str
    name: str
    purpose: str
    outcome: str


class EventRow(NamedTuple):
    """A row of `vault_event`, in the order of its columns.

    `record` is the opaque id; the record's name and the purpose are sealed in `detail`, so that a
    stolen file doesn't tell which suppliers the company has.
    """

    seq: int
    at: str
    actor: str
    verb: str
    record: str
    outcome: str
    nonce: bytes
    detail: bytes
    prev: bytes
    mac: bytes

    @property
    def tip(self) -> Tip:
        """This event as the end of the trail."""
        return Tip(self.seq, self.mac)


def chained(key: DataKey, event: Event, *, record: str, prev: bytes) -> EventRow:
    """The event as the row that follows the one with the MAC `prev`."""
    detail = canonical({"name": event.name, "purpose": event.purpose})
    sealed = seal.seal(key.sub("event"), pad(detail, _PAD), bound_to=_binding(key, event.seq))
    row = EventRow(
        seq=event.seq,
        at=event.at.isoformat(),
        actor=event.actor,
        verb=event.verb,
        record=record,
        outcome=event.outcome,
        nonce=sealed.nonce,
        detail=sealed.text,
        prev=prev,
        mac=b"",
    )
    return row._replace(mac=_mac(key, row))


def trail(key: DataKey, rows: Iterable[EventRow], tip: Tip) -> list[Event]:
    """All events, oldest first, each proved against the one before and the last against the header.

    Raises:
        VaultTampered: an event was changed, added, moved or left out.
    """
    events: list[Event] = []
    last = START
    for row in rows:
        follows = row.seq == last.seq + 1 and seal.same(row.prev, last.mac)
        if not follows or not seal.same(row.mac, _mac(key, row)):
            raise VaultTampered
        events.append(opened(key, row))
        last = row.tip
    if last != tip:
        raise VaultTampered
    return events


def opened(key: DataKey, row: EventRow) -> Event:
    """One event, proved by its own seal alone: that none is missing beside it, `trail` proves.

    Raises:
        VaultTampered: it isn't what was written here.
    """
    sealed = Sealed(row.nonce, row.detail)
    body = unpad(seal.unseal(key.sub("event"), sealed, bound_to=_binding(key, row.seq)))
    detail = read_canonical(body)
    return Event(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        actor=row.actor,
        verb=row.verb,
        name=detail["name"],
        purpose=detail["purpose"],
        outcome=row.outcome,
    )


def _binding(key: DataKey, seq: int) -> bytes:
    return pack(DOMAIN, "event", AES_256_GCM, key.vault, seq, key.gen)


def _mac(key: DataKey, row: EventRow) -> bytes:
    facts = (row.prev, row.seq, row.at, row.actor, row.verb, row.record, row.outcome)
    return seal.mac(key.sub("audit"), pack(*facts, row.nonce, row.detail))
