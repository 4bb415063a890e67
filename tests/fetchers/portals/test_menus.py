"""Ways to a list that are no links: menus, buttons, tabs; what does something is left alone."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from model.outcomes import OutcomeCode
from tests.fetchers.portals.conftest import Farm
from tests.portals.farm.site import DOCS, FarmSite, page
from tests.portals.sites import Doc

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOW = "for (const one of document.querySelectorAll('.{name}')) one.hidden = !one.hidden"


class Buttons(FarmSite):
    """Buttons lead on; others make things."""

    page_size = 50

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/create", self.guarded(self.create))]

    async def create(self, _request: Request) -> Response:
        """What no visit may ever reach."""
        self.log["paid"] += 1
        return self.frame("<h1>Created</h1>")

    def frame(self, body: str) -> HTMLResponse:
        return page(self.tongue, f"<nav>{self.menu()}</nav><main>{body}</main>")

    def menu(self) -> str:
        """What leads on, and what does not."""
        return "".join(
            f"<button onclick=\"location='{path}'\">{words}</button>"
            for path, words in (
                ("/create", "Create invoice"),
                ("/pay", "Pay invoices"),
                ("/invoices", "Invoices"),
                ("/logout", "Log out"),
            )
        )


class Hamburger(Buttons):
    """The menu is folded behind a control without a word."""

    def menu(self) -> str:
        return (
            f'<button aria-expanded=false class=burger onclick="{SHOW.format(name="items")}">'
            "</button><style>.burger{width:2em;height:2em}</style>"
            "<div class=items hidden><a href=/pay>Pay now</a> <a href=/invoices>Invoices</a></div>"
            "<a href=/logout>Log out</a>"
        )


class Panel(Hamburger):
    """The list stands in a tab's panel of the first page."""

    def menu(self) -> str:
        return "<a href=/logout>Log out</a>"

    async def home(self, _request: Request) -> Response:
        """The first page, whose second tab holds the list."""
        return self.frame(
            "<h1>Farm</h1><div role=tablist><button role=tab aria-selected=true>Overview</button>"
            f'<button role=tab onclick="{SHOW.format(name="list")}">Documents</button></div>'
            f"<section class=list hidden>{self.listing(1)}</section>"
        )


class Unfolding(Panel):
    """The list stands under a heading that unfolds."""

    async def home(self, _request: Request) -> Response:
        """The first page."""
        return self.frame(
            "<h1>Farm</h1><details><summary>Delete account</summary></details>"
            f"<details><summary>Invoices</summary>{self.listing(1)}</details>"
        )


class Hovering(Buttons):
    """The menu opens only under the pointer."""

    def menu(self) -> str:
        return (
            "<style>.m ul { display: none } .m:hover ul { display: block }</style><div class=m>"
            "<span>My account</span><ul><li><a href=/pay>Pay invoices</a></li>"
            "<li><a href=/invoices>Invoices</a></li></ul></div><a href=/logout>Log out</a>"
        )


class InTabs(Buttons):
    """Each row's page opens in a tab, by script alone."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/invoice/{number}", self.guarded(self.paper))]

    def row(self, doc: Doc) -> str:
        opens = f"onclick=\"window.open('/invoice/{doc.number}')\""
        return super().row(doc).replace("<tr class=doc>", f"<tr class=doc {opens}>")

    def way(self, _doc: Doc) -> str:
        return ""

    async def paper(self, request: Request) -> Response:
        """A row's page."""
        number = request.path_params["number"]
        return page(self.tongue, f"<h1>{number}</h1><a href='/file/{number}'>Download PDF</a>")


@pytest.mark.parametrize("make", [Buttons, Hamburger, Panel, Unfolding, Hovering, InTabs])
def test_a_list_behind_a_control_is_found_and_found_again(farm: Farm, make: type[Buttons]) -> None:
    site = make(docs=DOCS[:3])
    origin = farm.serve(site)
    first = farm.visit(origin, None)
    assert first.outcome.code is OutcomeCode.OK, first.outcome
    assert len(first.documents) == len(site.docs)
    assert first.recipe is not None
    second = farm.visit(origin, first.recipe)
    assert second.outcome.code is OutcomeCode.OK, second.outcome
    assert second.listings == first.listings
    assert site.log["paid"] == 0
