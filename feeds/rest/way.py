"""The way into an accounting system: bills are entered, and asked for until they are paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from feeds.contract import Way
from feeds.grants import Issuer
from feeds.rest.bill import Books, decisions, enter
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel, Response
from model.ports import Lease

Opening = Callable[[Destination, Lease | None, Clock], Books]
"""What opens a company's books. Raises DestinationRefused, SettingsInvalid."""


def way_into(
    opened: Opening,
    *,
    settings: tuple[str, ...],
    secret: str,
    issuer: Issuer | None = None,
    largest: int | None = None,
) -> Way:
    """The way into the books that are opened so; what is named is as `Way` has it."""

    def deliver(
        destination: Destination, parcel: Parcel, lease: Lease | None, /, *, clock: Clock
    ) -> Acknowledgement:
        books = opened(destination, lease, clock)
        return enter(books, books.prepared(parcel))

    def responses(
        destination: Destination,
        asked: Mapping[str, str],
        lease: Lease | None,
        /,
        *,
        clock: Clock,
    ) -> tuple[Response, ...]:
        return decisions(opened(destination, lease, clock), asked) if asked else ()

    return Way(
        deliver=deliver,
        settings=settings,
        secret=secret,
        responses=responses,
        tells_payment=True,
        issuer=issuer,
        largest=largest,
    )
