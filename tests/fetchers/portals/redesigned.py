"""Visits to a portal before, on and after the day of its redesign."""

from __future__ import annotations

from dataclasses import dataclass

from fetchers.portals.autopilot.proof import key_of
from fetchers.portals.recipe import read_recipe
from fetchers.portals.wire import Credential
from model.secret import Secret
from model.visits import VisitResult
from tests.fetchers.portals.sharing import Shared
from tests.portals.farm.paging import NEWEST
from tests.portals.farm.redesigns import Changing, Redesign
from tests.portals.farm.site import DOCS
from tests.portals.sites import PASSWORD, USER

HASTE = 16.0  # seconds of a visit's time: what does not come is waited for as briefly
FILES = {doc.number: doc.pdf for doc in (*DOCS, NEWEST)}


@dataclass(frozen=True)
class Told:
    """What the visits brought; `later` is None where the recipe was not repaired."""

    before: VisitResult
    then: VisitResult
    later: VisitResult | None

    @property
    def wrong(self) -> int:
        """How many files are not the document of their row."""
        visits = (self.before, self.then, *filter(None, (self.later,)))
        return sum(
            one.path.read_bytes() != FILES.get(one.listing.number or "")
            for visit in visits
            for one in visit.documents
        )


def visited(
    browser: Shared,
    redesign: Redesign,
    portal: Changing,
    origin: str,
    *,
    mends: bool = True,
    remembers: bool = True,
    before: VisitResult | None = None,
) -> Told:
    """The portal's visits, by one recipe as long as it is not repaired.

    One that remembers nothing begins on the day of the redesign, and ends there. `before` is what
    the visit before brought, if one like it was made already.
    """

    def visit(recipe: str, *past: VisitResult) -> VisitResult:
        seen = tuple(row for one in past for row in one.listings)
        return browser.visit(
            read_recipe(recipe),
            Credential(Secret(USER), Secret(PASSWORD)),
            mends=mends,
            start_url=f"{origin}/",
            origins=frozenset({origin}),
            known=frozenset(map(key_of, seen)),
            seen=seen,
            time_limit=HASTE,
        )

    recipe = redesign.recipe(origin)
    if not remembers:
        portal.after_tuesday = True
        then = visit(recipe)
        return Told(then, then, None)
    portal.after_tuesday = False
    before = before or visit(recipe)
    portal.after_tuesday = True
    then = visit(recipe, before)
    return Told(before, then, visit(then.recipe, before, then) if then.recipe else None)
