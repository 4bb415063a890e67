"""What is new in Tryton's books, a page at a time: the ledger, then orders, then receipts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from feeds.tryton import ledger, orders
from feeds.tryton.place import PARTS, Place
from feeds.tryton.rpc import Session, Values, signed_in
from model.books import BooksPage
from model.clock import Clock
from model.deliveries import Destination
from model.ports import Lease

_NAMED: Final = "party_"


def news(destination: Destination, place: str, lease: Lease | None, *, clock: Clock) -> BooksPage:
    """One page of the books from a place on.

    Raises:
        DestinationUnreachable: try again later.
        DestinationRefused: a person must act; the message says what to do.
    """
    at = Place.of(place)
    with signed_in(destination, lease, clock) as session:
        if at.part == PARTS[0]:
            return _of_ledger(session, at)
        if not orders.are_kept(session):
            return _turned(session, BooksPage(), Place(at.since, PARTS[-1], 0, at.newest), ())
        return _of_orders(session, at) if at.part == PARTS[1] else _of_receipts(session, at)


def _of_ledger(session: Session, at: Place) -> BooksPage:
    found = ledger.moves(session, at.domain)
    page = BooksPage(entries=found.entries, gone=found.gone)
    return _turned(session, page, at, found.read, full=len(found.read) == ledger.MOST)


def _of_orders(session: Session, at: Place) -> BooksPage:
    read, papers = orders.orders(session, at.domain)
    return _turned(session, BooksPage(orders=papers), at, read, full=len(read) == orders.MOST)


def _of_receipts(session: Session, at: Place) -> BooksPage:
    read, papers = orders.receipts(session, at.domain)
    return _turned(session, BooksPage(receipts=papers), at, read, full=len(read) == orders.MOST)


def _turned(
    session: Session,
    page: BooksPage,
    at: Place,
    read: tuple[Values, ...],
    *,
    full: bool = False,
) -> BooksPage:
    """The page with the names of its suppliers, and the place behind it."""
    following = at.behind(read) if full else at.next_part(read)
    told = (
        *(one.seller for one in page.entries),
        *(one.seller for one in page.orders),
        *(one.seller for one in page.receipts),
    )
    return BooksPage(
        entries=page.entries,
        gone=page.gone,
        orders=page.orders,
        receipts=page.receipts,
        sellers=_sellers(session, told),
        place=following.written,
        more=full or at.part != PARTS[-1],
    )


def _sellers(session: Session, parties: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The names of parties: the destination's own word for them, their VAT ids, their name."""
    ids = sorted(set(map(int, parties)))
    if not ids:
        return {}
    codes = session.find("party.identifier", [["party", "in", ids]], "party", "code")
    settings = session.destination.settings
    named = {
        there: name.removeprefix(_NAMED)
        for name, there in settings.items()
        if name.startswith(_NAMED)
    }
    return {
        str(one["id"]): (
            *((named[one["name"]],) if one["name"] in named else ()),
            *(code["code"] for code in codes if code["party"] == one["id"]),
            one["name"] or "",
        )
        for one in session.find("party.party", [["id", "in", ids]], "name")
    }
