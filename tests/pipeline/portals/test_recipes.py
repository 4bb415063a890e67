"""Recipes over time: what visits write and repair, what people edit, accept and put back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from model.errors import WrongInput
from model.outcomes import Outcome, OutcomeCode
from model.people import Role, User
from model.recipes import RecipeOrigin, RecipeState, Repair
from model.visits import VisitResult
from pipeline.desks.recipe_screen import RecipeScreenDesk
from pipeline.portals import recipes
from pipeline.works import Works
from storage import audit, runs, suppliers, users
from storage import recipes as stored
from tests.pipeline.conftest import Outside, listing, paper
from tests.pipeline.portals.test_visits import expect, run_all

CLERK = User("u1", "maya", "Maya Okafor", Role.CLERK)
WRITTEN = "billhook_recipe: 1\nname: Nordwind\nrows: old\n"
CHANGED = WRITTEN.replace("old", "new")
REPAIR = Repair("invoices.rows", ("invoices.rows",), ("9 of 9 are known",), (), CHANGED)
DOUBTED = replace(REPAIR, proof=(), doubts=("none of 9 documents is listed",))


def ask(works: Works) -> None:
    """Order a visit."""
    with works.store.begin() as tx:
        runs.request(tx, "nw-portal", "asked for")


def brought(outside: Outside, code: OutcomeCode = OutcomeCode.OK, **facts: object) -> None:
    """The next visit's result."""
    told = {"step": "invoices.rows"} if code is OutcomeCode.RECIPE_BROKEN else {}
    result = VisitResult(Outcome(code, told), **facts)  # type: ignore[arg-type]
    outside.visits.append(result)


def visited(works: Works, outside: Outside, **facts: object) -> str:
    """A visit made; the text of the recipe that it went by."""
    ask(works)
    brought(outside, **facts)  # type: ignore[arg-type]
    run_all(works)
    return outside.orders[-1].recipe or ""


def recipe_file(works: Works) -> Path:
    with works.store.read() as tx:
        name = suppliers.portal(tx, "nw-portal").recipe
    return works.recipes / (name or "none") / "recipe.yaml"


def versions(works: Works) -> list[tuple[RecipeOrigin, RecipeState]]:
    with works.store.read() as tx:
        return [(one.origin, one.state) for one in stored.of_portal(tx, "nw-portal")]


def test_the_first_visit_writes_a_recipe_and_the_next_goes_by_it(
    works: Works, outside: Outside
) -> None:
    assert visited(works, outside, recipe=WRITTEN) == ""
    assert recipe_file(works).read_text() == WRITTEN
    assert visited(works, outside) == WRITTEN
    assert versions(works) == [(RecipeOrigin.AUTOPILOT, RecipeState.CURRENT)]
    with works.store.read() as tx:
        (version,) = stored.of_portal(tx, "nw-portal")
    assert version.run_id == outside.orders[0].run_id


def test_the_first_visit_is_recorded_as_a_test_of_what_it_wrote(
    works: Works, outside: Outside
) -> None:
    visited(works, outside, recipe=WRITTEN)
    assert outside.orders[-1].record is not None


UNMARKED = {"recipe": CHANGED, "unmarked": "It is visited by browser from now on."}


def test_a_recipe_that_asks_for_a_browser_again_is_gone_by_at_once(
    works: Works, outside: Outside
) -> None:
    visited(works, outside, recipe=WRITTEN)
    visited(works, outside, code=OutcomeCode.LOGIN_FAILED, **UNMARKED)
    assert recipe_file(works).read_text() == CHANGED
    assert versions(works) == [
        (RecipeOrigin.AUTOPILOT, RecipeState.FORMER),
        (RecipeOrigin.REPAIR, RecipeState.CURRENT),
    ]
    with works.store.read() as tx:
        current = stored.current(tx, "nw-portal")
    assert current.why == UNMARKED["unmarked"]


def test_a_browser_is_asked_for_again_also_where_a_repair_is_in_doubt(
    works: Works, outside: Outside
) -> None:
    visited(works, outside, recipe=WRITTEN)
    visited(works, outside, repair=replace(DOUBTED, recipe=WRITTEN + "x: 1\n"), **UNMARKED)
    assert recipe_file(works).read_text() == CHANGED
    assert [state for _origin, state in versions(works)][-1] is RecipeState.PROPOSED


def test_a_proven_repair_is_used_at_once_and_audited(works: Works, outside: Outside) -> None:
    visited(works, outside, recipe=WRITTEN)
    visited(works, outside, recipe=CHANGED, repair=REPAIR)
    assert recipe_file(works).read_text() == CHANGED
    assert versions(works) == [
        (RecipeOrigin.AUTOPILOT, RecipeState.FORMER),
        (RecipeOrigin.REPAIR, RecipeState.CURRENT),
    ]
    with works.store.read() as tx:
        said = [one.verb for one in audit.of_subject(tx, "portal:nw-portal")]
    assert "repaired the recipe" in said
    assert visited(works, outside) == CHANGED


def test_a_repair_leaves_a_recipe_alone_that_other_portals_may_share(
    works: Works, outside: Outside
) -> None:
    shared = works.recipes / "acme" / "recipe.yaml"
    shared.parent.mkdir(parents=True)
    shared.write_text(WRITTEN)
    with works.store.begin() as tx:
        suppliers.set_recipe(tx, "nw-portal", "acme")
    visited(works, outside, recipe=CHANGED, repair=REPAIR)
    assert shared.read_text() == WRITTEN
    assert recipe_file(works).read_text() == CHANGED
    assert versions(works)[0] == (RecipeOrigin.PERSON, RecipeState.FORMER)


def test_a_doubtful_repair_is_proposed_once_and_not_used(works: Works, outside: Outside) -> None:
    visited(works, outside, recipe=WRITTEN)
    for _ in range(2):
        visited(works, outside, code=OutcomeCode.RECIPE_BROKEN, repair=DOUBTED)
    assert recipe_file(works).read_text() == WRITTEN
    assert versions(works) == [
        (RecipeOrigin.AUTOPILOT, RecipeState.CURRENT),
        (RecipeOrigin.REPAIR, RecipeState.PROPOSED),
    ]
    desk = RecipeScreenDesk(works.store)
    change = desk.change("nw-portal")
    assert change.proposed
    assert [(one.mark, one.text) for one in change.lines][-2:] == [
        ("-", "rows: old"),
        ("+", "rows: new"),
    ]
    desk.accept(CLERK, "nw-portal")
    assert visited(works, outside) == CHANGED


def test_a_refused_proposal_is_not_made_again(works: Works, outside: Outside) -> None:
    visited(works, outside, recipe=WRITTEN)
    visited(works, outside, code=OutcomeCode.RECIPE_BROKEN, repair=DOUBTED)
    desk = RecipeScreenDesk(works.store)
    desk.refuse(CLERK, "nw-portal")
    visited(works, outside, code=OutcomeCode.RECIPE_BROKEN, repair=DOUBTED)
    assert versions(works)[1:] == [(RecipeOrigin.REPAIR, RecipeState.REFUSED)]
    with pytest.raises(WrongInput):
        desk.accept(CLERK, "nw-portal")


def test_the_version_before_a_repair_is_put_back_and_forth(works: Works, outside: Outside) -> None:
    visited(works, outside, recipe=WRITTEN)
    visited(works, outside, recipe=CHANGED, repair=REPAIR)
    desk = RecipeScreenDesk(works.store)
    desk.put_back(CLERK, "nw-portal")
    assert visited(works, outside) == WRITTEN
    assert recipe_file(works).read_text() == WRITTEN
    desk.put_back(CLERK, "nw-portal")
    assert visited(works, outside) == CHANGED


def test_without_a_version_before_nothing_is_put_back(works: Works, outside: Outside) -> None:
    visited(works, outside, recipe=WRITTEN)
    with pytest.raises(WrongInput), works.store.begin() as tx:
        recipes.put_back(tx, CLERK, "nw-portal")


def test_a_recipe_edited_in_its_file_is_a_version(works: Works, outside: Outside) -> None:
    visited(works, outside, recipe=WRITTEN)
    edited = WRITTEN + "# by hand\n"
    recipe_file(works).write_text(edited)
    assert visited(works, outside) == edited
    assert versions(works)[-1] == (RecipeOrigin.PERSON, RecipeState.CURRENT)


def test_what_a_good_visit_listed_proves_the_next_repair(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    expect(works, "R-1")
    outside.brings(tmp_path, paper("R-1"), paper("R-2"))
    run_all(works)
    visited(works, outside)
    assert [one.number for one in outside.orders[-1].seen] == ["R-1", "R-2"]
    assert outside.orders[-1].seen[0] == listing("R-1")


def test_what_a_person_showed_is_a_version_of_its_own_and_can_be_taken_back(
    works: Works, outside: Outside
) -> None:
    visited(works, outside, recipe=WRITTEN)
    with works.store.begin() as tx:
        maya = users.add(tx, "maya", "Maya Okafor", Role.CLERK, users.NO_PASSWORD)
    ask(works)
    with works.store.begin() as tx:
        (run,) = runs.unfinished(tx)
        runs.attend(tx, run.id, maya.id)
    brought(outside, OutcomeCode.PARTIAL, recipe=CHANGED, shown="7 rows: number, date.")
    run_all(works)
    assert recipe_file(works).read_text() == CHANGED
    assert versions(works)[-1] == (RecipeOrigin.SHOWN, RecipeState.CURRENT)
    change = RecipeScreenDesk(works.store).change("nw-portal")
    assert change.why == "Shown by maya, who said yes to: 7 rows: number, date."
    assert change.can_put_back
    with works.store.read() as tx:
        trail = [(one.actor, one.verb) for one in audit.of_subject(tx, "portal:nw-portal")]
    assert ("maya", "showed the list") in trail
