"""Rows without a number: known at a later visit by day, amount and how many there are of them."""

from __future__ import annotations

import pytest

from model.outcomes import OutcomeCode
from model.visits import VisitResult
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes, sites
from tests.portals.sites import DOCS, Doc

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
LIST = recipes.TABLE_LIST.replace("      number: {header: [Number]}\n", "")


class Table(sites.Site):
    """Its fourth and fifth row say the same, on two pages."""

    def __init__(self, docs: tuple[Doc, ...] = DOCS) -> None:
        super().__init__(docs=docs, page_size=4)


def made(farm: Farm, site: Table, *, after: VisitResult | None = None) -> VisitResult:
    """A visit that knows what one before has brought."""
    origin, before = farm.serve(site), after.documents if after else ()
    on_file = tuple(document.listing.unnumbered for document in before)
    return farm.visit(origin, recipes.table(origin, lists=LIST), unnumbered=on_file)


def test_what_is_on_file_is_listed_and_not_fetched_again(farm: Farm) -> None:
    first = made(farm, Table())
    again = made(farm, later := Table(), after=first)
    assert len(first.documents) == len(DOCS)
    assert first.outcome.code is OutcomeCode.OK
    assert again.listings == first.listings
    assert again.outcome.code is OutcomeCode.OK_EMPTY, again.outcome
    assert later.log["files"] == 0


def test_one_more_of_those_that_say_the_same_fetches_them_all_on_whatever_page(farm: Farm) -> None:
    other = Doc("INV-0999", "02/06/2026", "7.00")
    before = (*DOCS[:3], other, *DOCS[4:])
    first = made(farm, Table(before))
    again = made(farm, later := Table(), after=first)
    assert len(first.documents) == len(DOCS)
    brought = {document.sha256 for document in again.documents}
    fresh = brought - {document.sha256 for document in first.documents}
    assert (len(brought), len(fresh)) == (2, 1)
    assert again.outcome.code is OutcomeCode.OK, again.outcome
    assert later.log["files"] == len(brought)
