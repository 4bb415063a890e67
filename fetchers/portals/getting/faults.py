"""How getting a file fails, in one place."""

from __future__ import annotations

from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.fence import origin_of
from fetchers.portals.recipe import DocumentList
from fetchers.portals.row_values import Row
from model.outcomes import OutcomeCode
from model.visits import Listing

NOT_READY = frozenset({202, 204, 425})
"""Answers that promise a file for later: accepted, no content, too early (RFC 9110, RFC 8470)."""
TOO_LARGE = "the file is larger than Billhook takes"


class FileLacking(VisitEnded):
    """A row's own page offers no file: not yet, or the page is another than the recipe knows."""

    def __init__(self, part: DocumentList) -> None:
        missed = broken(f"{part.name}.document", "the row's page has no such link").outcome
        super().__init__(missed.code, **missed.facts)


def failed(row: Row, cause: str) -> VisitEnded:
    """The ending for a file that did not come."""
    return VisitEnded(OutcomeCode.DOWNLOAD_FAILED, number=row.listing.number or "", cause=cause)


def not_yet(listing: Listing) -> VisitEnded:
    """The ending for a file that is announced and not there."""
    return VisitEnded(OutcomeCode.NOT_YET_AVAILABLE, number=listing.number or "")


def no_document(row: Row, seen: str) -> VisitEnded:
    """The ending for something that came and is no document."""
    return VisitEnded(OutcomeCode.NOT_A_DOCUMENT, number=row.listing.number or "", seen=seen)


def elsewhere(row: Row, address: str) -> VisitEnded:
    """The ending for a file that would come from outside the portal."""
    seen = origin_of(address) or "no address"
    return VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=seen, number=row.listing.number or "")
