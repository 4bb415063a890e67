"""Where invoices stand in Tryton, in the words of Peppol's Invoice Response."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from feeds.tryton.bill import INVOICE, mark
from feeds.tryton.rpc import Session, signed_in
from model.clock import Clock
from model.deliveries import Destination, Response, ResponseStatus
from model.ports import Lease

_BATCH: Final = 500
_MEANS: Final[Mapping[str, ResponseStatus]] = {
    "draft": ResponseStatus.ACKNOWLEDGED,
    "validated": ResponseStatus.IN_PROCESS,
    "posted": ResponseStatus.ACCEPTED,
    "paid": ResponseStatus.PAID,
    "cancelled": ResponseStatus.REJECTED,
}
_WHY: Final[Mapping[ResponseStatus, str]] = {
    ResponseStatus.REJECTED: "it was cancelled in Tryton",
}
_GONE: Final = "it was deleted in Tryton"


def decisions(
    destination: Destination, asked: Mapping[str, str], lease: Lease | None, *, clock: Clock
) -> tuple[Response, ...]:
    """The decisions on these deliveries; one that Tryton has no more was rejected.

    Raises:
        DestinationUnreachable: try again later.
        DestinationRefused: a person must act; the message says what to do.
    """
    if not asked:
        return ()
    keys = tuple(asked)
    with signed_in(destination, lease, clock) as session:
        batches = (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))
        return tuple(said for batch in batches for said in _decided(session, batch))


def _decided(session: Session, keys: Sequence[str]) -> Iterator[Response]:
    marks = {mark(key): key for key in keys}
    domain = [["description", "in", list(marks)]]
    found = session.find(INVOICE, domain, "description", "state")
    # newest first: of copies under one mark the first is ours, and its state is the last word
    states = {marks[one["description"]]: str(one["state"]) for one in reversed(found)}
    for key in keys:
        if key not in states:
            yield Response(key, ResponseStatus.REJECTED, _GONE)
        elif status := _MEANS.get(states[key]):
            yield Response(key, status, _WHY.get(status, ""))
