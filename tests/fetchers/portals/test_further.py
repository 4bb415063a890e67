"""A row's own page that offers more than one document: an invoice, and what cancels it."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import Response

from model.documents import DocumentKind
from model.outcomes import OutcomeCode
from model.visits import VisitResult
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes, sites
from tests.portals.sites import DOCS, Doc

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
CANCELLATION = Doc("CAN-7001", "04/06/2026", "-88.00", "Cancellation")
NUMBERS = [doc.number for doc in DOCS[:3]]
LINKED = recipes.DETAIL_LIST.replace(
    "click: ['role=button[name=\"Download PDF\"]']", "link: [\"css=main a[href^='/file/']\"]"
)


class Cancelled(sites.Details):
    """The second row's page offers a cancellation too, and links that are no documents of it."""

    besides = (
        f"<li><a href=/file/{CANCELLATION.number}>Cancellation {CANCELLATION.number}</a>"
        f"<li><a href=/file/{NUMBERS[2]}>Credit note {NUMBERS[2]}</a>"
        "<li><a href=/file/terms-2026.pdf>Terms 2026</a>"
        "<li><a href=/help/1001>Help 1001-22</a><li><a href=/file/9>Invoice of 03/05/2026</a>"
    )

    def __init__(self) -> None:
        super().__init__(docs=DOCS[:3], page_size=3)

    async def detail(self, request: Request) -> Response:
        number = request.path_params["number"]
        besides = self.besides if number == NUMBERS[1] else ""
        file = f"<li><a href=/file/{number}>Invoice {number}</a>"
        return self.frame(f"<main><h1>Order</h1><ul>{file}{besides}</ul></main>")

    async def file(self, request: Request) -> Response:
        number = request.path_params["number"]
        if number == CANCELLATION.number:
            return self.cancellation()
        return await super().file(request)

    def cancellation(self) -> Response:
        return self.hand_out(CANCELLATION)


def told(result: VisitResult) -> list[str | None]:
    return [one.listing.number for one in result.documents]


def test_every_document_that_a_rows_page_offers_comes_with_its_number(farm: Farm) -> None:
    origin = farm.serve(Cancelled())
    result = farm.visit(origin, recipes.table(origin, lists=LINKED))
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert told(result) == [*NUMBERS, CANCELLATION.number]
    last = result.documents[-1]
    assert last.path.read_bytes() == CANCELLATION.pdf
    assert (last.listing.kind, last.listing.day, last.listing.amount) == (
        DocumentKind.INVOICE,
        None,
        None,
    )


def test_the_autopilot_brings_them_and_its_recipe_does(farm: Farm) -> None:
    origin = farm.serve(Cancelled())
    found = farm.visit(origin, None)
    assert sorted(map(str, told(found))) == sorted([*NUMBERS, CANCELLATION.number])
    again = farm.visit(origin, found.recipe)
    assert sorted(map(str, told(again))) == sorted(map(str, told(found)))


def test_one_that_is_on_file_is_not_fetched_again(farm: Farm) -> None:
    origin = farm.serve(Cancelled())
    known = frozenset({(DocumentKind.CREDIT_NOTE, "CAN7001")})
    result = farm.visit(origin, recipes.table(origin, lists=LINKED), known=known)
    assert told(result) == NUMBERS


def test_one_that_does_not_come_is_named(farm: Farm) -> None:
    class Lost(Cancelled):
        def cancellation(self) -> Response:
            return Response(status_code=410)

    origin = farm.serve(Lost())
    result = farm.visit(origin, recipes.table(origin, lists=LINKED))
    assert result.outcome.code is OutcomeCode.PARTIAL, result.outcome
    assert told(result) == NUMBERS, result.outcome
    assert "3 of 4" in result.outcome.sentence
    assert CANCELLATION.number in result.outcome.sentence
