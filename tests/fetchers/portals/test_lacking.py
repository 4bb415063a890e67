"""Rows whose own page offers no file: an order without an invoice, or a page that changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from model.documents import DocumentKind, normalise_number
from model.outcomes import OutcomeCode
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes, sites
from tests.portals.sites import DOCS

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
LONG: dict[str, Any] = {
    "time_limit": 180.0
}  # each page without a file is waited on, twice where it is repaired
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


class Papers(Orders):
    """An order's page is what its server sends, with the shop's script; some have no file."""

    SCRIPT = "<script>document.title = 'Order ' + 4711</script>"

    def __init__(self, lacking: Collection[str], rows: int = 3) -> None:
        super().__init__(lacking)
        self.docs = tuple(
            sites.Doc(f"INV-{2000 + at}", f"{1 + at:02}/06/2026", f"{10 + at}.00")
            for at in range(rows)
        )
        self.page_size = rows

    async def detail(self, request: Request) -> Response:
        number = request.path_params["number"]
        offer = "" if number in self.lacking else self.offer(number)
        return self.frame(f"<h1>Order {number}</h1><main>{offer}</main>{self.SCRIPT}")

    def offer(self, number: str) -> str:
        return f'<a href="/file/{number}">Download PDF</a>'


LINKS = recipes.TABLE_LIST.replace(
    "document: {link: [css=a.pdf]}", 'document: {detail: [css=a.open], link: ["text=Download PDF"]}'
)


def by_links(farm: Farm, site: Papers, **order: Any) -> tuple[list[str], list[str]]:
    """The numbers of what came, and of what is still to come, of a visit to a portal."""
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin, lists=LINKS), **{**LONG, **order})
    codes = {problem.outcome.code for problem in result.problems}
    assert codes <= {OutcomeCode.NOT_YET_AVAILABLE}, result.problems
    came = sorted(one.listing.number or "" for one in result.documents)
    return came, [problem.listing.number or "" for problem in result.problems]


def test_many_rows_without_a_file_are_told_from_their_pages_without_a_wait_each(
    farm: Farm,
) -> None:
    numbers = [f"INV-{2000 + at}" for at in range(16)]
    site = Papers(numbers[:15], rows=16)
    known = frozenset({(DocumentKind.INVOICE, normalise_number(numbers[15]))})
    came, lacking = by_links(farm, site, known=known, time_limit=100.0)  # 8 s each are 120
    assert (came, lacking) == ([], numbers[:15])


class Late(Papers):
    """Its link is put there by a script, some time after the page has come."""

    SCRIPT = """<script>
      const number = location.pathname.split('/').pop();
      if (!%s.includes(number)) setTimeout(() => {
        document.querySelector('main').innerHTML = `<a href="/file/${number}">Download PDF</a>`;
      }, 2500);
    </script>"""

    def frame(self, body: str) -> HTMLResponse:
        return super().frame(body.replace("%s", str(list(self.lacking))))

    def offer(self, _number: str) -> str:
        return ""


def test_a_link_that_a_script_puts_there_late_is_waited_for(farm: Farm) -> None:
    came, lacking = by_links(farm, Late(["INV-2001"]))
    assert (came, lacking) == (["INV-2000", "INV-2002"], ["INV-2001"])


class Mixed(Papers):
    """The link of its last order is made on demand, by a script that the other pages lack."""

    def offer(self, number: str) -> str:
        if number != "INV-2002":
            return super().offer(number)
        return (
            "<p>We are preparing your invoice.</p><script>setTimeout(() => { document"
            f".querySelector('main').innerHTML = '{super().offer(number)}' }}, 2500)</script>"
        )


def test_a_page_that_runs_another_script_than_the_others_is_waited_for(farm: Farm) -> None:
    came, lacking = by_links(farm, Mixed(["INV-2001"]))
    assert (came, lacking) == (["INV-2000", "INV-2002"], ["INV-2001"])


class Leading(Papers):
    """Pages without a script that lead on to the one with the file: by a header, by themselves."""

    SCRIPT = ""
    WAYS = ("header", "element", "handler")

    async def detail(self, request: Request) -> Response:
        number = request.path_params["number"]
        target = f"/invoice/{number}?ready=1"
        if "ready" in request.query_params:
            return await super().detail(request)
        way = self.WAYS[int(number[-1]) % 3]
        element = f'<meta http-equiv=refresh content="1; url={target}">'
        handler = f"<img src=/nothing.png onerror=\"setTimeout(() => location='{target}', 1000)\">"
        told = self.frame(
            {"header": "", "element": element, "handler": handler}[way] + "One moment"
        )
        if way == "header":
            told.headers["Refresh"] = f"1; url={target}"
        return told


def test_a_page_that_leads_on_by_itself_is_waited_for(farm: Farm) -> None:
    came, lacking = by_links(farm, Leading([]))
    assert (came, lacking) == ([f"INV-200{at}" for at in range(3)], [])
