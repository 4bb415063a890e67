"""Rows whose own page offers no file: an order without an invoice, or a page that changed."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from starlette.requests import Request
from starlette.responses import Response

from model.documents import DocumentKind, normalise_number
from model.outcomes import OutcomeCode
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes, sites
from tests.portals.sites import DOCS

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
LONG = {"time_limit": 180.0}  # each page without a file is waited on, twice where it is repaired
NUMBERS = [doc.number for doc in DOCS]


class Orders(sites.Details):
    """Some rows' own pages have no file."""

    def __init__(self, lacking: Collection[str]) -> None:
        super().__init__(docs=DOCS[:3], page_size=3)
        self.lacking = lacking

    async def detail(self, request: Request) -> Response:
        number = request.path_params["number"]
        if number in self.lacking:
            return self.frame(f"<h1>Invoice {number}</h1><p>Paid</p>")
        return await super().detail(request)


def test_a_row_without_a_file_is_named_and_the_others_come(farm: Farm) -> None:
    origin = farm.serve(Orders(NUMBERS[:1]))
    result = farm.visit(origin, recipes.table(origin, lists=recipes.DETAIL_LIST), **LONG)
    assert result.outcome.code is OutcomeCode.PARTIAL, result.outcome
    assert [one.listing.number for one in result.documents] == NUMBERS[1:3]
    (problem,) = result.problems
    assert problem.listing.number == NUMBERS[0]
    assert problem.outcome.code is OutcomeCode.NOT_YET_AVAILABLE
    assert result.complete


def test_a_list_of_which_no_row_has_a_file_has_changed(farm: Farm) -> None:
    origin = farm.serve(Orders(NUMBERS))
    result = farm.visit(origin, recipes.table(origin, lists=recipes.DETAIL_LIST), **LONG)
    assert result.outcome.code is OutcomeCode.RECIPE_BROKEN, result.outcome
    assert not result.complete


KNOWN = frozenset(
    (kind, normalise_number(number))
    for number in NUMBERS[1:]
    for kind in (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)
)


def test_where_all_others_are_on_file_their_pages_prove_that_nothing_changed(farm: Farm) -> None:
    site = Orders(NUMBERS[:1])
    origin = farm.serve(site)
    result = farm.visit(
        origin, recipes.table(origin, lists=recipes.DETAIL_LIST), known=KNOWN, **LONG
    )
    assert result.outcome.code is OutcomeCode.NOT_YET_AVAILABLE, result.outcome
    assert not result.documents
    assert site.log["files"] == 0
    assert result.complete


def test_where_pages_of_what_is_on_file_offer_it_no_more_they_have_changed(farm: Farm) -> None:
    origin = farm.serve(Orders(NUMBERS))
    result = farm.visit(
        origin, recipes.table(origin, lists=recipes.DETAIL_LIST), known=KNOWN, **LONG
    )
    assert result.outcome.code is OutcomeCode.RECIPE_BROKEN, result.outcome


def test_the_autopilot_keeps_its_recipe_where_a_file_is_still_to_come(farm: Farm) -> None:
    origin = farm.serve(Orders(NUMBERS[1:2]))
    found = farm.visit(origin, None, **LONG)
    assert found.outcome.code is OutcomeCode.PARTIAL, found.outcome
    again = farm.visit(origin, found.recipe, **LONG)
    assert again.outcome == found.outcome
    assert [one.sha256 for one in again.documents] == [one.sha256 for one in found.documents]
