"""Documents that rows' own pages offer besides those of the rows, such as a cancellation."""

from __future__ import annotations

from typing import Final

from fetchers.portals.endings import VisitEnded
from fetchers.portals.files import Further, Got
from fetchers.portals.getting.addresses import at_address
from fetchers.portals.getting.keeping import kept
from fetchers.portals.paging.walk import Walk
from fetchers.portals.row_values import Row
from model.documents import normalise_number
from model.visits import FetchedDocument, Listing

_MOST: Final = 5  # of one row; a page that offers more lists other rows' documents


def take_besides(walk: Walk, row: Row, got: Got) -> None:
    """Nothing comes back: what a row's page offers besides is held until the list is read."""
    known = {number for _, number in walk.session.order.known}
    fresh = [one for one in got.further if normalise_number(one.number) not in known]
    if len(fresh) > _MOST:
        number = row.listing.number or "one without a number"
        walk.cut(f"the page of {number} offers {len(fresh)} more files")
        return
    for one in fresh:
        if one.address not in walk.further:
            walk.further[one.address] = _fetched(walk, _row(row, one), one)


def _row(row: Row, one: Further) -> Row:
    """A row for a document whose number is all that its link says."""
    told = row.listing
    return Row(Listing(told.kind, one.number, None, None, account=told.account))


def _fetched(walk: Walk, row: Row, one: Further) -> FetchedDocument | None:
    try:
        return kept(
            walk.session.order.spool, walk.part, row, at_address(walk.session, one.address, row)
        )
    except VisitEnded as ended:
        walk.haul.wanted += 1
        walk.haul.fail(row.listing, ended.outcome)
        return None


def keep_besides(walk: Walk) -> None:
    """Nothing comes back: what is of no row by its number or file is in the haul, each file once.

    Some portals name other rows' documents on a row's page; those come, or do not, by their rows.
    """
    listed = {normalise_number(one.number or "") for one in walk.haul.listings}
    held = set(walk.came)
    for document in walk.further.values():
        if document is None or normalise_number(document.listing.number or "") in listed:
            continue
        if document.sha256 not in held:
            held.add(document.sha256)
            walk.haul.wanted += 1
            walk.haul.documents.append(document)
