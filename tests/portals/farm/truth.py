"""What a portal of the farm really holds, to judge a visit by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from starlette.responses import Response

from model.documents import DocumentKind
from model.money import Money
from model.visits import FetchedDocument
from tests.portals.farm.paging import NEWEST
from tests.portals.farm.places import Shelves
from tests.portals.farm.site import DOCS, FarmSite
from tests.portals.farm.table import Portal
from tests.portals.farm.tongues import day_of
from tests.portals.sites import Doc

_KINDS: Final = {
    "Credit note": DocumentKind.CREDIT_NOTE,
    "Statement": DocumentKind.STATEMENT,
}
_KNOWN: Final[Mapping[str, Doc]] = {
    doc.number: doc
    for doc in (*DOCS, NEWEST, *(doc for docs in Shelves.shelves.values() for doc in docs))
}


@dataclass(frozen=True)
class Truth:
    """One document as the portal holds it; `files` are the bytes that are it, None: any PDF."""

    number: str
    kind: DocumentKind
    day: date
    amount: Money
    files: frozenset[bytes] | None

    def is_told_by(self, fetched: FetchedDocument) -> bool:
        """Whether a fetched document is this one, in its bytes and in all that its row says."""
        row = fetched.listing
        number = row.number is None or row.number == self.number
        told = (row.kind, row.day, row.amount) == (self.kind, self.day, self.amount)
        return number and told and self._holds(fetched.path.read_bytes())

    def _holds(self, content: bytes) -> bool:
        return content.startswith(b"%PDF-") if self.files is None else content in self.files


def truths_of(portal: Portal, site: FarmSite) -> list[Truth]:
    """All documents that a visit to the portal can bring; a quote is none."""
    own = {doc.number: doc for doc in site.docs}
    numbers = portal.brings if portal.holds is None else portal.holds
    docs = [own.get(number) or _KNOWN[number] for number in numbers]
    return [_truth(portal, site, doc) for doc in docs if doc.kind != "Quote"]


def _truth(portal: Portal, site: FarmSite, doc: Doc) -> Truth:
    amount = Money(Decimal(doc.amount.replace(",", "")), portal.tongue.currency)
    return Truth(
        number=doc.number,
        kind=_KINDS.get(doc.kind, DocumentKind.INVOICE),
        day=day_of(doc.day),
        amount=amount,
        files=None if site.prints else frozenset({doc.pdf, _handed_out(site, doc)}),
    )


def _handed_out(site: FarmSite, doc: Doc) -> bytes:
    """The file as the portal hands it out, at its first visit."""
    before = site.log
    site.log = Counter()
    answer: Response = site.hand_out(doc)
    site.log = before
    return bytes(answer.body)
