"""The contract of a destination: what it needs, what it demands, and its two verbs.

One more kind of destination is one more module (or folder) with a `WAY`, named once in
`feeds.registry`, and a golden file in `tests/feeds/golden` of what it makes of a parcel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from feeds.grants import Issuer
from model.books import BooksPage
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel, Response
from model.einvoices import EInvoice
from model.ports import Lease

PDF: Final = "application/pdf"
ALWAYS: Final = ("number", "date", "gross")
"""Fields of a parcel that every destination demands."""


class Deliver(Protocol):
    """Hands a parcel over."""

    def __call__(
        self, destination: Destination, parcel: Parcel, lease: Lease | None, /, *, clock: Clock
    ) -> Acknowledgement:
        """The proof that it was taken; the same parcel again, by its key, does no harm.

        Raises:
            DestinationUnreachable: it may pass by itself.
            DestinationRefused: a person must act; the message says what to do.
            SettingsInvalid: the destination is not set up so that it could be reached.
        """
        ...


class ReadResponses(Protocol):
    """Reads back what the receiver has decided."""

    def __call__(
        self,
        destination: Destination,
        asked: Mapping[str, str],
        lease: Lease | None,
        /,
        *,
        clock: Clock,
    ) -> tuple[Response, ...]:
        """The decisions on these deliveries, in the order asked. Raises as `Deliver` does.

        `asked` holds by each delivery's key the reference that it was acknowledged with.
        """
        ...


class ReadNews(Protocol):
    """Reads what is new in the receiver's own books."""

    def __call__(
        self, destination: Destination, place: str, lease: Lease | None, /, *, clock: Clock
    ) -> BooksPage:
        """One page from a place on, which an earlier page gave. Raises as `Deliver` does."""
        ...


class ReadStanding(Protocol):
    """Reads which ledger entries the receiver's books have."""

    def __call__(
        self, destination: Destination, lease: Lease | None, /, *, clock: Clock
    ) -> frozenset[str]:
        """The ids of all entries, as `ReadNews` gives them. Raises as `Deliver` does."""
        ...


@dataclass(frozen=True, slots=True)
class Books:
    """How the ledger, orders and receipts of a receiver are read."""

    news: ReadNews
    standing: ReadStanding


@dataclass(frozen=True, slots=True)
class Way:
    """How one kind of destination takes documents.

    `settings` are those that it can't do without; `secret` is what its credential holds, empty
    where it needs none; `demands` are fields of the parcel beside those that all demand; `takes` is
    the one type of file that it takes, None for any. `responses` is its own way to read answers;
    None leaves them to a `status_url`. `tells_payment` says that what was accepted is asked for
    until it is paid. `encloses` says that an e-invoice may go along, `writes` that one is all
    that goes (`feeds.enrichment`). `issuer` gives its access tokens; None where the credential is
    no consent. `by_key` says that the same parcel again is known by its key alone: what was taken
    may be written down moments later, together with others. `largest` is the size in bytes of the
    largest file that it takes, where it names one. `signs_each` says that its credential signs each
    message: refused is then the message, not a sign-in. `books` is how its own books are read, None
    where they are not.
    """

    deliver: Deliver
    settings: tuple[str, ...]
    secret: str = ""
    demands: tuple[str, ...] = ()
    takes: str | None = None
    responses: ReadResponses | None = None
    tells_payment: bool = False
    by_key: bool = False
    encloses: bool = False
    issuer: Issuer | None = None
    largest: int | None = None
    writes: EInvoice | None = None
    signs_each: bool = False
    books: Books | None = None
