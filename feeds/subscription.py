"""A subscription as destination: news of documents as signed CloudEvents, not the documents.

Signed and repeated as any webhook (`feeds.webhook`). The body is the event as `/api/v1/events` has
it, so that a receiver that was away for long can read on there.
"""

from __future__ import annotations

from typing import Final

from feeds import webhook
from feeds.contract import Way
from model import wire
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.errors import DestinationRefused, SettingsInvalid
from model.news import NewsKind
from model.ports import Lease


def tell(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The receiver's status; any 2xx says that it took the event."""
    if parcel.news is None:
        raise DestinationRefused(f"{destination.name} takes events, no documents.")
    body = wire.packed(wire.event(parcel.news))
    return webhook.send(destination, parcel.key, body, lease, clock=clock)


def check(destination: Destination) -> None:
    """Nothing comes back where all types that a subscription names exist.

    Raises:
        SettingsInvalid: it names one that does not.
    """
    named = [one for one in destination.settings.get("types", "").split(",") if one]
    if unknown := [one for one in named if one not in set(NewsKind)]:
        known = ", ".join(NewsKind)
        raise SettingsInvalid(f"There are no events {', '.join(unknown)}; there are {known}.")


WAY: Final = Way(deliver=tell, settings=("url",), secret="a signing key", signs_each=True)  # noqa: S106 - a word
