"""Every portal of the farm, visited by its recipe: exactly its documents, exactly its outcome."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pytest

from fetchers.portals.getting import ways
from fetchers.portals.paging import scrolling
from fetchers.portals.recipe import read_recipe
from fetchers.portals.wire import Credential
from model.secret import Secret
from model.visits import VisitResult
from tests.fetchers.portals.sharing import shared
from tests.portals.farm.paging import NEWEST, EndlessUneven
from tests.portals.farm.site import DOCS, FarmSite
from tests.portals.farm.table import PORTALS, Parts, Portal
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


class Visits(Protocol):
    """Visits a portal by its name; `pages` is another way in which its recipe turns the list."""

    def __call__(self, name: str, pages: Parts | None = None) -> Visited: ...


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """Visits to the portals by their names."""
    with ExitStack() as stack:
        sites = {portal.name: portal.site() for portal in PORTALS}
        origins = {name: stack.enter_context(serve(site.app())) for name, site in sites.items()}
        spools = tmp_path_factory.mktemp("spools")
        browser = stack.enter_context(shared(origins.values(), spools))

        def visit(name: str, pages: Parts | None = None) -> Visited:
            portal, origin = portal_of(name), origins[name]
            if pages is not None:
                portal = replace(portal, part={**portal.part, "pages": pages})
            recipe = read_recipe(portal.recipe(origin), origin=name)
            sites[name].log.clear()
            facts = {"start_url": f"{origin}/", "origins": frozenset({origin}), **portal.order}
            result = browser.visit(recipe, Credential(Secret(USER), Secret(PASSWORD)), **facts)
            return Visited(result, sites[name])

        yield visit


def portal_of(name: str) -> Portal:
    return next(portal for portal in PORTALS if portal.name == name)


@pytest.mark.parametrize("name", NAMES)
def test_a_portal_of_the_farm_brings_exactly_its_documents(visits: Visits, name: str) -> None:
    portal = portal_of(name)
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


@pytest.mark.parametrize("told", [{"batch": 2}, {"prompt": True}])
def test_a_list_that_is_scrolled_ends_where_none_is_asked_for_that_would_be(
    visits: Visits, monkeypatch: pytest.MonkeyPatch, told: Parts
) -> None:
    def in_vain(*_given: object) -> bool:
        pytest.fail("it was looked at until nothing came for long")

    monkeypatch.setattr(scrolling, "_not_scrolled", in_vain)
    monkeypatch.setattr(scrolling, "_AT_ONCE", 60.0)  # however busy the machine is
    pages = {"scroll": ["css=.box"], **told}
    result = visits("scroll by uneven batches", pages).result
    assert len(result.documents) == len(DOCS), result.outcome


def test_a_list_that_no_longer_asks_at_once_is_waited_for(
    visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EndlessUneven, "late", 700)
    pages = {"scroll": ["css=.box"], "prompt": True}
    result = visits("scroll by uneven batches", pages).result
    assert len(result.documents) == len(DOCS), result.outcome


def test_rows_that_a_list_shows_twice_are_fetched_once(
    visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = EndlessUneven.row
    monkeypatch.setattr(EndlessUneven, "row", lambda site, doc: row(site, doc) * 2)
    result = visits("scroll by uneven batches").result
    assert len(result.documents) == len(DOCS), result.outcome


def test_a_row_that_says_where_its_script_leads_is_opened_beside_the_list(
    visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed: list[object] = []
    press = ways._by_script

    def noted(*given: Any) -> Any:
        pressed.append(given)
        return press(*given)

    monkeypatch.setattr(ways, "_by_script", noted)
    result = visits("detail page").result
    assert len(result.documents) == len(DOCS), result.outcome
    assert len(pressed) == 1


def test_the_farm_speaks_many_languages() -> None:
    assert len({portal.tongue.code for portal in PORTALS}) >= 8
    assert len(PORTALS) >= 25
    assert len(set(NAMES)) == len(NAMES)


def test_years_that_ended_before_the_wanted_day_are_not_asked_for(visits: Visits) -> None:
    visited = visits("years since 2025")
    asked = {name for name in visited.site.log if name.startswith("year ")}
    assert asked == {"year 2026", "year 2025"}


def test_a_form_for_two_days_is_filled_from_the_wanted_day(visits: Visits) -> None:
    visited = visits("days since 2026")
    assert visited.site.log["asked"] == visited.site.log["from 2026-03-01"] > 0


def test_a_form_that_takes_more_than_days_is_not_sent(visits: Visits) -> None:
    visited = visits("a form that takes a password")
    assert visited.result.outcome.facts["step"] == "invoices.span"
    assert visited.site.log["changed"] == 0
