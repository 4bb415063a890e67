"""The demo's recipes against their recorded portals, whole and with each selector broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fetchers.portals.check import check
from fetchers.portals.manifest import Tier, read_manifest
from fetchers.portals.quality import steps_of, tier_of
from fetchers.portals.recipe import Recipe, read_recipe
from model.outcomes import OutcomeCode
from model.visits import VisitResult
from tests.fetchers.portals.breaking import broken_step, without, wrong
from tests.fetchers.portals.replaying import DEMO, Stage, expected, stage

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
NAMES = sorted(folder.name for folder in DEMO.iterdir())
BREAKS = "vandermeer"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("spools")) as made:
        yield made


def recipe_of(name: str) -> Recipe:
    return read_recipe((DEMO / name / "recipe.yaml").read_text("utf-8"), origin=name)


def is_as_recorded(result: VisitResult, name: str) -> bool:
    """Whether a visit brought the same as the recorded one, byte by byte."""
    told = expected(name)
    files = [one.sha256 for one in result.documents]
    listed = [one.number or "" for one in result.listings]
    return (result.outcome.code.value, listed, files) == (
        told["outcome"],
        told["listed"],
        told["documents"],
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_claims_at_least_silver_and_keeps_its_claim(name: str) -> None:
    manifest = read_manifest((DEMO / name / "manifest.yaml").read_text("utf-8"), origin=name)
    assert manifest.tier.rank >= Tier.SILVER.rank
    assert tier_of(recipe_of(name))[0].rank >= manifest.tier.rank


def test_a_demo_recipe_passes_its_check() -> None:
    checked = check(DEMO / "harbourlane")
    assert checked.ok, checked
    assert (checked.outcome, checked.tier) == ("OK_EMPTY", Tier.SILVER)


@pytest.mark.parametrize("first", [1, 2], ids=["without the first", "without the second, too"])
@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_still_brings_the_same_by_its_other_selectors(
    played: Stage, name: str, first: int
) -> None:
    result = played.visit(name, without(recipe_of(name), first=first))
    assert is_as_recorded(result, name), (result.outcome, result.problems)


@pytest.fixture(scope="module")
def whole(played: Stage) -> VisitResult:
    """What the recipe brings whose steps are broken; see also `breaking`."""
    result = played.visit(BREAKS, recipe_of(BREAKS))
    assert result.outcome.code is OutcomeCode.OK
    return result


@pytest.mark.parametrize("path", [path for path, _ in steps_of(recipe_of(BREAKS))])
def test_a_step_that_is_broken_is_never_a_silent_gap(
    played: Stage, whole: VisitResult, path: str
) -> None:
    result = played.visit(BREAKS, broken_step(recipe_of(BREAKS), path), seconds=12.0)
    assert not wrong(result, whole), result.outcome
