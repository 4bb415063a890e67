"""Portals of the farm without their recipes: the autopilot brings what they hold, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from fetchers.portals.wire import Credential
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import VisitResult
from tests.fetchers.portals.sharing import shared
from tests.portals.farm.likenesses import LIKENESSES
from tests.portals.farm.site import FarmSite
from tests.portals.farm.table import PORTALS, Portal
from tests.portals.farm.truth import truths_of
from tests.portals.serving import serve
from tests.portals.sites import PASSWORD, USER

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
FARM = (
    "page numbers",
    "virtual",
    "years in tabs",
    "days of a form",
    "printed",
    "menus",
    "all in one archive",
    "frame in a frame",
    "shadow tree",
    "a menu of accounts",
    "a list of accounts",
    "announced",
)
ALL = (*(portal for portal in PORTALS if portal.name in FARM), *LIKENESSES)


@dataclass(frozen=True)
class Visited:
    """A visit's result, and the portal as it was left."""

    result: VisitResult
    site: FarmSite


Visits = Callable[[str], Visited]


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """Visits to the portals by their names, all recipes withheld."""
    portals = {portal.name: portal for portal in (*PORTALS, *LIKENESSES)}
    with ExitStack() as stack:
        sites = {name: portal.site() for name, portal in portals.items()}
        origins = {name: stack.enter_context(serve(site.app())) for name, site in sites.items()}
        browser = stack.enter_context(
            shared(origins.values(), tmp_path_factory.mktemp("autopilot"))
        )

        def visit(name: str) -> Visited:
            origin = origins[name]
            facts: dict[str, Any] = {"start_url": f"{origin}/", "origins": frozenset({origin})}
            facts |= portals[name].order
            result = browser.visit(None, Credential(Secret(USER), Secret(PASSWORD)), **facts)
            return Visited(result, sites[name])

        yield visit


@pytest.mark.parametrize("portal", ALL, ids=lambda portal: portal.name)
def test_a_portal_nobody_described_brings_all_that_it_holds(visits: Visits, portal: Portal) -> None:
    visited = visits(portal.name)
    result, left = visited.result, truths_of(portal, portal.site())
    for document in result.documents:
        right = next((one for one in left if one.is_told_by(document)), None)
        assert right is not None, document.listing
        left.remove(right)
    assert not left, result.outcome
    assert result.outcome.code in (OutcomeCode.OK, OutcomeCode.PARTIAL)
    assert visited.site.log["paid"] == 0


@pytest.mark.parametrize("name", ["payments", "a form that takes a password"])
def test_a_list_without_a_proven_way_to_documents_is_for_a_person(
    visits: Visits, name: str
) -> None:
    visited = visits(name)
    assert visited.result.outcome.code is OutcomeCode.AMBIGUOUS, visited.result.outcome
    assert not visited.result.documents
    assert visited.site.log["changed"] == 0


def test_quotes_beside_the_invoices_are_left_alone(visits: Visits) -> None:
    numbers = {one.number for one in visits("shelves").result.listings}
    assert "Q-77" not in numbers
    assert "ST-06" in numbers
