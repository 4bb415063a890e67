"""What a visit has brought so far, and the outcome that follows from it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, fields
from typing import Final

from model.documents import DocumentKind, normalise_number
from model.outcomes import Outcome, OutcomeCode
from model.visits import (
    FetchedDocument,
    Listing,
    ListingProblem,
    ListSeen,
    VisitOrder,
    VisitResult,
)

Identity = tuple[str | None, DocumentKind, str]
"""Account, kind and normalised number: what tells a document of a supplier from all others."""

_MOST_NAMED: Final = 10


@dataclass(slots=True)
class Haul:
    """Rows, files and problems, in the order in which they came.

    `short` says that a list did not prove itself complete, `gaps` why; `proofs` are the ways in
    which others did. `renewed` says that a session that ended was renewed, which happens once.
    `counter` is the sum of the portal's own numbers, None where a list shows none.
    """

    listings: list[Listing] = field(default_factory=list)
    documents: list[FetchedDocument] = field(default_factory=list)
    problems: list[ListingProblem] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)
    counts: list[int | None] = field(default_factory=list)
    identities: dict[Identity, Listing] = field(default_factory=dict)
    pages: int = 0
    wanted: int = 0
    short: bool = False
    gaps: list[str] = field(default_factory=list)
    renewed: bool = False
    lists: list[ListSeen] = field(default_factory=list)

    @property
    def counter(self) -> int | None:
        """The portal's own number of documents over all lists; None where one shows none."""
        known = [count for count in self.counts if count is not None]
        return sum(known) if known and len(known) == len(self.counts) else None

    def note(self, listing: Listing) -> None:
        """Nothing comes back: a row that was not met before is kept."""
        self.listings.append(listing)
        identity = identity_of(listing)
        if identity is not None:
            self.identities[identity] = listing

    def fail(self, listing: Listing, outcome: Outcome) -> None:
        """Nothing comes back: why a listed document was not fetched is kept, once."""
        problem = ListingProblem(listing, outcome)
        if problem not in self.problems:
            self.problems.append(problem)

    def cut(self, why: str) -> None:
        """Nothing comes back: a list is not complete, and why is known."""
        self.short = True
        if why not in self.gaps:
            self.gaps.append(why)

    def snapshot(self) -> Haul:
        """The haul as it is now, whatever becomes of this one."""
        return Haul(**{one.name: copy(getattr(self, one.name)) for one in fields(self)})

    def go_back(self, to: Haul) -> None:
        """Nothing comes back: the haul is what it was when the snapshot was taken."""
        for one in fields(self):
            setattr(self, one.name, copy(getattr(to, one.name)))

    def result(self, outcome: Outcome) -> VisitResult:
        """All of it, under an outcome."""
        return VisitResult(
            outcome=outcome,
            listings=tuple(self.listings),
            documents=tuple(self.documents),
            problems=tuple(self.problems),
            counter=self.counter,
            complete=bool(self.counts)
            and not self.short
            and outcome.code is not OutcomeCode.RECIPE_BROKEN,
            pages=self.pages,
            lists=tuple(self.lists),
        )


def identity_of(listing: Listing) -> Identity | None:
    """What tells a document from all others of its account; None where its row has no number."""
    number = normalise_number(listing.number or "")
    return (listing.account, listing.kind, number) if number else None


def agree(one: Listing, other: Listing) -> bool:
    """Whether two rows of one number say the same day and amount, as far as both say them."""
    pairs = ((one.day, other.day), (one.amount, other.amount))
    return all(left == right for left, right in pairs if left is not None and right is not None)


def wanted(listing: Listing, order: VisitOrder) -> bool:
    """Whether a listed document is to be fetched: it is not on file, and not too old."""
    return not on_file(listing, order) and not too_old(listing, order)


def on_file(listing: Listing, order: VisitOrder) -> bool:
    """Whether a listed document is on file, by its number."""
    identity = identity_of(listing)
    return identity is not None and identity[1:] in order.known


def too_old(listing: Listing, order: VisitOrder) -> bool:
    """Whether a listed document is older than what a visit was ordered for."""
    return listing.day is not None and order.since is not None and listing.day < order.since


def verdict(haul: Haul) -> Outcome:
    """The outcome of a visit that went its whole way, from facts alone."""
    missing = haul.wanted - len(haul.documents)
    if any(one.outcome.code is OutcomeCode.DUPLICATE_ID for one in haul.problems):
        return next(o.outcome for o in haul.problems if o.outcome.code is OutcomeCode.DUPLICATE_ID)
    if missing and not haul.documents and _of_one_kind(haul):
        return haul.problems[0].outcome
    if missing or haul.short:
        return _partial(haul)
    if haul.documents:
        return Outcome(OutcomeCode.OK, {"n": str(len(haul.documents))})
    return Outcome(OutcomeCode.OK_EMPTY, {"proof": _proof(haul)})


def _of_one_kind(haul: Haul) -> bool:
    return len({one.outcome.code for one in haul.problems}) == 1


def _partial(haul: Haul) -> Outcome:
    expected = haul.wanted
    if haul.counter is not None:
        expected += max(0, haul.counter - len(haul.listings))
    got = len(haul.documents)
    facts = {"got": str(got), "expected": str(expected), "missing": _missing(haul, expected - got)}
    if expected == got:  # nothing known is missing, but nothing proves the list's end either
        facts = {"got": str(got), "expected": "an unknown number of", "missing": "the rest"}
        facts["missing"] += _named(haul)
    return Outcome(OutcomeCode.PARTIAL, facts)


def _missing(haul: Haul, count: int) -> str:
    return f"{count}{_named(haul)}"


def _named(haul: Haul) -> str:
    """What is known of what is missing: numbers of documents, and places where the list broke."""
    numbers = [one.listing.number or "one without a number" for one in haul.problems]
    told = [*numbers[:_MOST_NAMED], *haul.gaps[:_MOST_NAMED]]
    return f" ({', '.join(told)})" if told else ""


def _proof(haul: Haul) -> str:
    if haul.listings:
        return f"all {len(haul.listings)} listed documents are on file or too old"
    return "; ".join(haul.proofs)
