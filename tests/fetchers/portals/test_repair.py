"""Redesigned portals: the recipe is repaired in the visit that it fails in, or its step named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from fetchers.portals.autopilot.proof import key_of
from fetchers.portals.recipe import read_recipe
from model.outcomes import OutcomeCode
from model.visits import VisitResult
from tests.fetchers.portals.conftest import Farm
from tests.fetchers.portals.redesigned import Told, visited
from tests.fetchers.portals.sharing import shared
from tests.portals.farm.paging import NEWEST
from tests.portals.farm.redesigns import REDESIGNS, Changing, MovedSignIn, Redesign
from tests.portals.farm.tongues import ES
from tests.portals.serving import serve

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
NAMES = [one.name for one in REDESIGNS]
Visits = Callable[..., tuple[Told, Changing]]


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """The visits to each portal before, on and after the day of its redesign."""
    with ExitStack() as stack:
        portals = {one.name: one.portal() for one in REDESIGNS}
        origins = {name: stack.enter_context(serve(one)) for name, one in portals.items()}
        spools = tmp_path_factory.mktemp("spools")
        browser = stack.enter_context(shared(origins.values(), spools))

        alike: dict[object, VisitResult] = {}  # one shape and language is the same until Tuesday

        def visit(redesign: Redesign, **how: bool) -> tuple[Told, Changing]:
            portal, shape = portals[redesign.name], (redesign.before, redesign.tongue)
            portal.after.log.clear()  # another test may have visited it before
            before = alike.get(shape)
            told = visited(browser, redesign, portal, origins[redesign.name], before=before, **how)
            if how.get("remembers", True):
                alike[shape] = told.before
            return told, portal

        yield visit


@pytest.mark.parametrize("redesign", REDESIGNS, ids=NAMES)
def test_a_redesigned_portal_is_repaired_or_the_step_is_named(
    visits: Visits, redesign: Redesign
) -> None:
    told, portal = visits(redesign)
    assert told.before.outcome.code is OutcomeCode.OK, told.before.outcome
    assert told.wrong == 0
    assert portal.after.log["paid"] == portal.after.log["refused"] == 0
    assert portal.after.log["posts"] <= 2  # one for each visit
    if redesign.repaired:
        _check_repaired(told)
    else:
        _check_named(told, redesign.step)


def _check_repaired(told: Told) -> None:
    assert told.then.outcome.code is OutcomeCode.OK, (told.then.outcome, told.then.repair)
    assert [one.listing.number for one in told.then.documents] == [NEWEST.number]
    assert set(map(key_of, told.then.listings)) > set(map(key_of, told.before.listings))
    assert told.then.repair is not None
    assert told.then.repair.proven, told.then.repair.doubts
    assert told.later is not None
    assert told.later.outcome.code is OutcomeCode.OK_EMPTY, told.later.outcome
    assert told.later.repair is None
    assert sorted(map(key_of, told.later.listings)) == sorted(map(key_of, told.then.listings))


def _check_named(told: Told, step: str) -> None:
    assert told.then.outcome.code is OutcomeCode.RECIPE_BROKEN
    assert told.then.outcome.facts["step"] == step
    assert told.then.documents == ()
    assert told.then.recipe is None
    assert told.then.repair is None or not told.then.repair.proven


def test_eight_of_ten_redesigns_are_repaired() -> None:
    repaired = [one for one in REDESIGNS if one.repaired]
    assert len(repaired) >= 10
    assert len(repaired) >= 0.75 * len(REDESIGNS)


def test_a_form_that_moved_to_another_origin_gets_no_password(farm: Farm) -> None:
    away = MovedSignIn()
    away.tongue = ES
    elsewhere = farm.serve(away, host="127.0.0.2")

    class Leading(MovedSignIn):
        """The form stands at somebody else's."""

        def login_form(self, error: str = "") -> str:
            return super().login_form(error).replace("action=/access", f"action={elsewhere}/access")

    redesign = Redesign("a form that moved away", Leading, ES)
    portal = redesign.portal()
    portal.after_tuesday = True
    recipe = redesign.recipe(farm.serve(portal))
    origin = read_recipe(recipe).origins[0]
    result = farm.visit(origin, recipe)
    assert not result.outcome.good
    assert result.documents == ()
    assert result.recipe is None
    assert away.log["posts"] == portal.after.log["posts"] == 0


def test_without_anything_on_file_the_page_has_to_name_its_documents(visits: Visits) -> None:
    told, _ = visits(REDESIGNS[0], remembers=False)
    repair = told.then.repair
    assert repair is not None
    assert repair.proven  # nothing is on file, and the page names its invoices
    assert "known from before" not in " ".join(repair.proof)
