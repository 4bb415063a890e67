"""A recipe that is only tried: a few files of each list, what proves each list, and no mending."""

from __future__ import annotations

import pytest

from model.outcomes import OutcomeCode
from model.visits import VisitResult
from tests.fetchers.portals.conftest import Farm
from tests.portals.recipes import table
from tests.portals.sites import Site

pytestmark = pytest.mark.e2e


def tried(farm: Farm, change: tuple[str, str] = ("", "")) -> VisitResult:
    """What a test of the farm's recipe brings, one thing in it changed."""
    origin = farm.serve(Site())
    recipe = table(origin)
    return farm.visit(origin, recipe.replace(*change) if change[0] else recipe, dry=True)


def test_all_rows_are_read_and_three_files_got(farm: Farm) -> None:
    result = tried(farm)
    assert result.outcome.code is OutcomeCode.OK
    assert len(result.documents) == 3
    (seen,) = result.lists
    assert seen.rows == len(result.listings) > 3
    assert (seen.counter, seen.proof) == (result.counter, "its counter")


def test_a_step_that_fails_is_named_and_not_found_again(farm: Farm) -> None:
    result = tried(farm, ("css=a.pdf", "css=a.gone"))
    assert result.outcome.code is OutcomeCode.RECIPE_BROKEN
    assert "document" in result.outcome.facts["step"]
    assert result.repair is None
    assert result.recipe is None
