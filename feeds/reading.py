"""Reading the ledger, orders and receipts of a receiver's own books."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from feeds.contract import Books
from feeds.registry import way
from model.books import BooksPage
from model.clock import Clock, SystemClock
from model.deliveries import Destination
from model.errors import SettingsInvalid
from model.ports import Lease

SETTING: Final = "books"
"""The setting of a destination that holds the minutes between two looks at its books."""
_CLOCK: Final = SystemClock()


def looks_every(destination: Destination) -> timedelta | None:
    """How often a destination's books are looked at; None where they are not."""
    minutes = destination.settings.get(SETTING, "")
    return timedelta(minutes=int(minutes)) if minutes.isdecimal() and int(minutes) else None


def news(
    destination: Destination, place: str, lease: Lease | None, *, clock: Clock = _CLOCK
) -> BooksPage:
    """One page of what is new in a destination's books, from a place on.

    Raises:
        DestinationUnreachable: try again later.
        DestinationRefused: a person must act; the message says what to do.
        SettingsInvalid: its books can't be read, or it is not set up so that it could be reached.
    """
    return _books(destination).news(destination, place, lease, clock=clock)


def standing(
    destination: Destination, lease: Lease | None, *, clock: Clock = _CLOCK
) -> frozenset[str]:
    """The ids of all ledger entries that a destination's books have. Raises as `news` does."""
    return _books(destination).standing(destination, lease, clock=clock)


def _books(destination: Destination) -> Books:
    found = way(destination).books
    if found is None:
        system = destination.kind.system
        raise SettingsInvalid(f"{destination.name} is {system}, whose books are not read yet.")
    return found
