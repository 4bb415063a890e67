"""One delivery: checked, handed over the way its destination takes documents, acknowledged."""

from __future__ import annotations

from feeds.enrichment import enriched
from feeds.preflight import preflight
from feeds.registry import way
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.errors import DestinationRefused
from model.ports import Lease


def deliver(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The destination's proof that it took the parcel; the same parcel again does no harm.

    Raises:
        DestinationUnreachable: try again later, with the same parcel.
        DestinationRefused: a person must act; the message says what to do.
        SettingsInvalid: the destination is not set up so that it could be reached.
    """
    if parcel.news:  # no document goes out, so none lacks anything
        return way(destination).deliver(destination, parcel, lease, clock=clock)
    if missing := preflight(destination, parcel):
        raise DestinationRefused(" ".join(lack.sentence for lack in missing))
    ready = enriched(destination, parcel)
    return way(destination).deliver(destination, ready, lease, clock=clock)
