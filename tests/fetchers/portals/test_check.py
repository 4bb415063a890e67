"""Recipes played against a portal that is only on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fetchers.portals.check import check, record
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import VisitOrder
from tests.fetchers.portals.conftest import Farm, FarmLease
from tests.fetchers.portals.test_visits import SEED, WithCodes
from tests.portals import recipes, sites
from tests.portals.serving import serve
from tests.portals.sites import DOCS, PASSWORD, Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def recorded(folder: Path, site: Site, recipe: Callable[[str], str]) -> None:
    """A recipe's folder with its recording; the site is gone afterwards."""
    folder.mkdir()
    with serve(site.app()) as origin:
        (folder / "recipe.yaml").write_text(recipe(origin))
        order = VisitOrder(
            run_id="r",
            portal="Farm",
            start_url=f"{origin}/",
            origins=frozenset({origin}),
            spool=folder / "spool",
            loopback_http=True,
            time_limit=60.0,
        )
        lease = FarmLease(frozenset({origin}), totp=Secret(SEED))
        assert record(folder, order, lease).outcome.code is OutcomeCode.OK


@pytest.mark.parametrize(
    ("make", "recipe"),
    [
        (Site, recipes.table),
        (WithCodes, lambda origin: recipes.table(origin, sign_in=recipes.TWO_STEP)),
        (sites.Spa, lambda origin: recipes.table(origin, lists=recipes.SPA_LIST)),
        (sites.Details, lambda origin: recipes.table(origin, lists=recipes.DETAIL_LIST)),
    ],
)
def test_a_recorded_portal_answers_the_same_without_being_there(
    tmp_path: Path, make: type[Site], recipe: Callable[[str], str]
) -> None:
    folder = tmp_path / "farm"
    recorded(folder, make(), recipe)
    checked = check(folder)
    assert checked.ok, checked
    assert (checked.name, checked.outcome, checked.documents) == ("farm", "OK", len(DOCS))
    kept = b"".join(path.read_bytes() for path in (folder / "fixture").iterdir())
    assert PASSWORD.encode() not in kept
    assert b"set-cookie" not in kept.lower()


def test_a_broken_recipe_fails_its_check(tmp_path: Path) -> None:
    folder = tmp_path / "farm"
    recorded(folder, Site(), recipes.table)
    text = (folder / "recipe.yaml").read_text().replace("tr.doc", "tr.nothing")
    (folder / "recipe.yaml").write_text(text)
    checked = check(folder)
    assert (checked.ok, checked.outcome, checked.documents) == (False, "RECIPE_BROKEN", 0)
    assert "differ" in checked.detail


def test_a_folder_without_a_recording_says_so(tmp_path: Path) -> None:
    (tmp_path / "recipe.yaml").write_text(recipes.table("https://a.example"))
    checked = check(tmp_path)
    assert not checked.ok
    assert "no recording" in checked.detail


def test_a_recording_can_not_name_a_file_outside_itself(farm: Farm, tmp_path: Path) -> None:
    folder = tmp_path / "farm"
    recorded(folder, Site(), recipes.table)
    secret = tmp_path / "secret"
    secret.write_text("%PDF-1.4 not for you")
    answers = folder / "fixture" / "answers.json"
    told = json.loads(answers.read_text())
    for one in told:
        if "/file/" in one["url"]:
            one["body"] = "../../secret"
    answers.write_text(json.dumps(told))
    checked = check(folder)
    assert not checked.ok
    assert checked.documents == 0
