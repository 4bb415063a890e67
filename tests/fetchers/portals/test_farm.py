"""Every portal of the farm, visited by its recipe: exactly its documents, exactly its outcome."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from fetchers.portals.browser import browser
from fetchers.portals.den import den
from fetchers.portals.fence import Fence
from fetchers.portals.flow import ByRecipe, run
from fetchers.portals.recipe import read_recipe
from fetchers.portals.session import Session
from fetchers.portals.wire import Credential
from model.clock import SystemClock
from model.secret import Secret
from model.visits import VisitOrder, VisitResult
from tests.portals.farm.paging import NEWEST
from tests.portals.farm.site import DOCS, FarmSite
from tests.portals.farm.table import PORTALS, Portal
from tests.portals.serving import serve
from tests.portals.sites import PASSWORD, USER

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
NAMES = [portal.name for portal in PORTALS]
FILES = {doc.number: doc.pdf for doc in (*DOCS, NEWEST)}


@dataclass(frozen=True)
class Visited:
    """A visit's result, and the portal as it was left."""

    result: VisitResult
    site: FarmSite


Visits = Callable[[str], Visited]


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """Visits to the portals by their names, in one browser, each with a page of its own."""
    runs = itertools.count()
    with ExitStack() as stack:
        sites = {portal.name: portal.site() for portal in PORTALS}
        origins = {name: stack.enter_context(serve(site.app())) for name, site in sites.items()}
        home = stack.enter_context(den())
        fence = Fence(frozenset(origins.values()))
        context = stack.enter_context(browser(home, fence, set(), language=None))

        def visit(name: str) -> Visited:
            portal = next(one for one in PORTALS if one.name == name)
            spool = tmp_path_factory.mktemp(f"spool{next(runs)}")
            return Visited(_visited(context, portal, origins[name], spool), sites[name])

        yield visit


def _visited(context: BrowserContext, portal: Portal, origin: str, spool: Path) -> VisitResult:
    context.clear_cookies()
    order = VisitOrder(
        run_id="r",
        portal=portal.name,
        start_url=f"{origin}/",
        origins=frozenset({origin}),
        spool=spool,
        recipe=portal.recipe(origin),
        loopback_http=True,
        time_limit=120.0,
        **portal.order,
    )
    session = Session(
        context=context,
        page=context.new_page(),
        order=order,
        credential=Credential(Secret(USER), Secret(PASSWORD)),
        fence=Fence(order.origins),
        clock=SystemClock(),
        tell=lambda _progress: None,
    )
    try:
        return run(session, ByRecipe(read_recipe(order.recipe or "", origin=portal.name)))
    finally:
        for page in context.pages:
            page.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_portal_of_the_farm_brings_exactly_its_documents(visits: Visits, name: str) -> None:
    portal = next(one for one in PORTALS if one.name == name)
    visited = visits(name)
    result = visited.result
    told = (result.outcome, [problem.outcome for problem in result.problems])
    assert result.outcome.code is portal.outcome, told
    assert sorted(one.listing.number or "" for one in result.documents) == sorted(portal.brings), (
        told
    )
    assert {one.listing.number: one.outcome.code for one in result.problems} == portal.fails
    assert portal.says in result.outcome.sentence
    assert result.complete or not result.outcome.good, told
    assert visited.site.log["paid"] == 0
    assert visited.site.log["posts"] <= 2
    assert visited.site.log["refused"] == 0
    for one in result.documents:
        content = one.path.read_bytes()
        if content.startswith(b"%PDF-1.4\n% ") and one.listing.number in FILES:
            assert content == FILES[one.listing.number]


def test_the_farm_speaks_many_languages() -> None:
    assert len({portal.tongue.code for portal in PORTALS}) >= 8
    assert len(PORTALS) >= 25
    assert len(set(NAMES)) == len(NAMES)
