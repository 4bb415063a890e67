"""One delivery: checked, handed over the way its destination takes documents, acknowledged."""

from __future__ import annotations

from typing import Final, Protocol

from feeds import folder, mail, webhook
from feeds.preflight import preflight
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, DestinationKind, Parcel
from model.errors import DestinationRefused
from model.ports import Lease


class _Way(Protocol):
    """How one kind of destination takes a parcel."""

    def __call__(
        self, destination: Destination, parcel: Parcel, lease: Lease | None, /, *, clock: Clock
    ) -> Acknowledgement: ...


_WAYS: Final[dict[DestinationKind, _Way]] = {
    DestinationKind.EMAIL: mail.send,
    DestinationKind.FOLDER: folder.store,
    DestinationKind.WEBHOOK: webhook.post,
}


def deliver(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The destination's proof that it took the parcel; the same parcel again does no harm.

    Raises:
        DestinationUnreachable: try again later, with the same parcel.
        DestinationRefused: a person must act; the message says what to do.
        SettingsInvalid: the destination is not set up so that it could be reached.
    """
    if missing := preflight(destination, parcel):
        raise DestinationRefused(" ".join(missing))
    return _WAYS[destination.kind](destination, parcel, lease, clock=clock)
