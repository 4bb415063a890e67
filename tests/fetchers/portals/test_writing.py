"""What the autopilot writes down: several selectors a step, and a recording that replays it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from fetchers.portals.check import RECIPE, check, note_recording
from fetchers.portals.quality import steps_of, tier_of
from fetchers.portals.recipe import read_recipe
from model.outcomes import OutcomeCode
from model.visits import VisitOrder
from tests.fetchers.portals.conftest import Farm
from tests.portals import sites
from tests.portals.farm.manners import Masked
from tests.portals.farm.redesigns import Cards, MovedMenu
from tests.portals.sites import DOCS, Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
FEW = 3


class MaskedCards(Masked, Cards):
    """Cards whose classes are others on every page."""


@dataclass
class Broad(MovedMenu):
    """A portal with many pages whose names promise something; the list is behind the last."""

    page_size = 50
    asked: Counter[str] = field(default_factory=Counter)
    overview, leads = "My account", "Overview"
    promising = ("Orders", "Payments", "Payment history", "Order history", "Transactions")

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/more/{number:int}", self.guarded(self.another))]

    async def another(self, _request: Request) -> Response:
        """A page without documents."""
        return self.frame("<h1>Farm</h1><p>Nothing to see.</p>")

    def frame(self, body: str) -> HTMLResponse:
        self.asked["pages"] += 1
        links = "".join(
            f"<a href=/more/{at}>{words}</a> " for at, words in enumerate(self.promising)
        )
        text = bytes(super().frame(body).body).decode()
        return HTMLResponse(text.replace("<header>", f"<header>{links}"))


def needed(recipe: str) -> dict[str, tuple[str, ...]]:
    """The steps of a recipe that must be found on every visit."""
    steps = dict(steps_of(read_recipe(recipe)))
    return {
        path: one
        for path, one in steps.items()
        if not path.endswith((".skip", "consent", ".absent"))
    }


@pytest.mark.parametrize("make", [Site, sites.Details, Cards, MaskedCards])
def test_each_step_is_written_with_three_selectors_and_the_recording_replays_it(
    farm: Farm, tmp_path: Path, make: type[Site]
) -> None:
    origin = farm.serve(make())
    folder = tmp_path / "farm"
    tape = folder / "fixture"
    result = farm.visit(origin, None, record=tape)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert result.recipe is not None
    few = {path: one for path, one in needed(result.recipe).items() if len(set(one)) < FEW}
    assert few == {}
    order = VisitOrder(
        run_id="r1",
        portal="Farm",
        start_url=f"{origin}/",
        origins=frozenset({origin}),
        spool=farm.spool,
    )
    (folder / RECIPE).write_text(result.recipe)
    note_recording(folder, order, result)
    checked = check(folder)
    assert checked.ok, checked
    assert checked.documents == len(result.documents) > 0
    _, lacking = tier_of(read_recipe(result.recipe))
    assert not [one for one in lacking if "selector" in one or "a build made up" in one]


def test_the_second_visit_searches_for_nothing(farm: Farm) -> None:
    site = Broad()
    origin = farm.serve(site)
    first = farm.visit(origin, None)
    assert first.outcome.code is OutcomeCode.OK, first.outcome
    searched = site.asked["pages"]
    second = farm.visit(origin, first.recipe)
    assert second.outcome.code is OutcomeCode.OK, second.outcome
    assert second.listings == first.listings
    assert [one.sha256 for one in second.documents] == [one.sha256 for one in first.documents]
    assert searched >= 3 * (site.asked["pages"] - searched)


def test_words_with_numbers_are_no_names(farm: Farm) -> None:
    result = farm.visit(farm.serve(Site()), None)
    recipe = result.recipe or ""
    for doc in DOCS:
        assert doc.number not in recipe
