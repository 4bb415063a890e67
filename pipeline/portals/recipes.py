"""The recipe that a portal is visited by: its versions, what visits wrote, what people decided.

Visits read `recipes/NAME/recipe.yaml` in the data folder, where a person can edit it. Each text
that was ever visited by is a version in the database: one that a visit wrote, one that was edited
in the file, one that was put back.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Final

from fetchers.portals.check import FIXTURE, MANIFEST, RECIPE
from model.errors import WrongInput
from model.outcomes import OutcomeCode
from model.people import User
from model.recipes import RecipeOrigin, RecipeState, RecipeVersion, Repair
from model.suppliers import Portal
from model.visits import Cause, VisitResult
from pipeline.works import BILLHOOK, Works
from storage import audit, recipes, runs, suppliers, users
from storage.store import Tx

EDITED: Final = "Edited in its file."
_MOST_SAID: Final = 6
_WRITTEN: Final = "written.sha256"
_LOOKED_AT: Final = 20  # visits, of which the last that was really made counts


def to_visit_by(works: Works, tx: Tx, portal: Portal) -> str | None:
    """The text of the portal's recipe, its file and its versions made to agree; None without one.

    Where they differ, a person has done something: chosen another version in the dashboard, whose
    text then goes to the file, or edited the file, which then is a version.
    """
    if portal.recipe is None:
        return None
    path = works.recipes / portal.recipe / RECIPE
    versions = recipes.of_portal(tx, portal.id)
    current = recipes.current(tx, portal.id)
    if current is not None and not path.exists():  # it was written on another machine
        _write(works, tx, portal, current.text)
        return current.text
    text = path.read_text(encoding="utf-8")
    if current is None:  # other machines, and the dashboard, know it from now on
        note_registered(tx, portal, text)
        return text
    if current.text == text:
        return text
    if any(one.text == text for one in versions) or as_written(path.parent, text):
        _write(works, tx, portal, current.text)
        return current.text
    recipes.add(tx, portal.id, text, origin=RecipeOrigin.PERSON, why=EDITED)
    return text


def learn(works: Works, portal: Portal, run_id: str, result: VisitResult) -> None:
    """Keep what a visit wrote: a recipe, new or shown by a person, or a repair, proven or not."""
    with works.store.begin() as tx:
        if result.outcome.good and result.complete and result.listings:
            recipes.note_seen(tx, portal.id, result.listings)
        if result.unmarked and not (result.repair and result.repair.proven):
            _note_visited_by(works, tx, portal)
            _keep_unmarked(works, tx, portal, run_id, result)
        if result.shown and result.recipe is not None:
            _note_visited_by(works, tx, portal)
            _keep_shown(works, tx, portal, run_id, result)
        elif result.repair is not None:
            _note_visited_by(works, tx, portal)
            _keep_repair(works, tx, portal, run_id, result.repair)
        elif result.recipe is not None and result.outcome.good and not result.unmarked:
            why = "Written by a visit that found the way by itself."
            recipes.add(
                tx,
                portal.id,
                result.recipe,
                origin=RecipeOrigin.AUTOPILOT,
                why=why,
                run_id=run_id,
            )
            _write(works, tx, portal, result.recipe)


def _note_visited_by(works: Works, tx: Tx, portal: Portal) -> None:
    """Nothing comes back: the recipe before the first repair is a version, and can come back."""
    if recipes.current(tx, portal.id) is None and portal.recipe is not None:
        text = (works.recipes / portal.recipe / RECIPE).read_text(encoding="utf-8")
        note_registered(tx, portal, text)


def note_registered(tx: Tx, portal: Portal, text: str) -> None:
    """Nothing comes back: the text that a portal was registered with is its first version."""
    recipes.add(tx, portal.id, text, origin=RecipeOrigin.PERSON, why="As it was registered.")


def _keep_repair(works: Works, tx: Tx, portal: Portal, run_id: str, repair: Repair) -> None:
    before = recipes.of_portal(tx, portal.id)
    if not repair.proven and any(one.text == repair.recipe for one in before):
        return  # proposed already, or refused
    why = _why(repair)
    recipes.add(
        tx,
        portal.id,
        repair.recipe,
        origin=RecipeOrigin.REPAIR,
        why=why,
        run_id=run_id,
        proposed=not repair.proven,
    )
    verb = "repaired the recipe" if repair.proven else "proposed a recipe"
    audit.note(tx, BILLHOOK, verb, f"portal:{portal.id}", why)
    if repair.proven:
        _write(works, tx, portal, repair.recipe)


def _keep_shown(works: Works, tx: Tx, portal: Portal, run_id: str, result: VisitResult) -> None:
    """Nothing comes back: the recipe that a person showed is the one to visit by."""
    shower = runs.get(tx, run_id).attended_by
    name = users.get(tx, shower).name if shower else BILLHOOK
    why = f"Shown by {name}, who said yes to: {result.shown}"
    recipes.add(
        tx, portal.id, result.recipe or "", origin=RecipeOrigin.SHOWN, why=why, run_id=run_id
    )
    audit.note(tx, name, "showed the list", f"portal:{portal.id}", why)
    _write(works, tx, portal, result.recipe or "")


def _keep_unmarked(works: Works, tx: Tx, portal: Portal, run_id: str, result: VisitResult) -> None:
    """Nothing comes back: the portal is visited by a recipe that asks for a browser again."""
    text, why = result.recipe or "", result.unmarked
    recipes.add(tx, portal.id, text, origin=RecipeOrigin.REPAIR, why=why, run_id=run_id)
    audit.note(tx, BILLHOOK, "put a browser back", f"portal:{portal.id}", why)
    _write(works, tx, portal, text)


def _why(repair: Repair) -> str:
    """What was changed and what speaks for it, in a sentence or two."""
    changed = ", ".join(repair.steps[:_MOST_SAID])
    said = f"The step {repair.broken} had failed; found again: {changed}."
    proof = f" Proof: {'; '.join(repair.proof)}." if repair.proof else ""
    doubts = f" In doubt: {'; '.join(repair.doubts)}." if repair.doubts else ""
    return f"{said}{proof}{doubts}"


def _write(works: Works, tx: Tx, portal: Portal, text: str) -> None:
    """Nothing comes back: the portal's own file holds the text, and no recording of another.

    A recipe that several portals may share is left as it is: this one gets a folder of its own.
    """
    name = own_name(portal)
    folder = works.recipes / name
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / FIXTURE, ignore_errors=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    draft = folder / "recipe.part"
    draft.write_text(text, encoding="utf-8")
    draft.replace(folder / RECIPE)
    (folder / _WRITTEN).write_text(_digest(text), encoding="utf-8")
    suppliers.set_recipe(tx, portal.id, name)


def as_written(folder: Path, text: str) -> bool:
    """Whether a file's text is what Billhook wrote there last: nobody has edited it since.

    A version that was taken back (`Z`) is in the file still, and in no row any more.
    """
    try:
        return (folder / _WRITTEN).read_text(encoding="utf-8") == _digest(text)
    except (OSError, UnicodeError):
        return False


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def own_name(portal: Portal) -> str:
    """The name of the recipe that is a portal's own."""
    return f"portal-{portal.id}"


def put_back(tx: Tx, user: User, portal_id: str) -> RecipeVersion:
    """The version before the current one, which visits go by again from now on.

    Raises:
        WrongInput: there is none.
    """
    current, before = recipes.current(tx, portal_id), former(tx, portal_id)
    if current is None or before is None:
        raise WrongInput("This portal's recipe has no version before this one.")
    new = recipes.add(
        tx,
        portal_id,
        before.text,
        origin=RecipeOrigin.RESTORED,
        why=f"Version {before.position} put back by {user.name} in place of {current.position}.",
    )
    audit.note(tx, user.name, "put a recipe back", f"portal:{portal_id}", new.why)
    visit_again(tx, user, portal_id)
    return new


def visit_again(tx: Tx, user: User, portal_id: str) -> None:
    """Nothing comes back: a portal that waits because its recipe failed is visited by the new one.

    One that waits for anything else, such as a password, goes on waiting.
    """
    past = (run.outcome for run in runs.past(tx, portal_id, _LOOKED_AT) if run.outcome)
    made = next((one for one in past if one.code is not OutcomeCode.CANCELLED), None)
    if made is None or made.code is not OutcomeCode.RECIPE_BROKEN:
        return
    suppliers.resume_portal(tx, portal_id)
    runs.request(tx, portal_id, f"{user.full_name} changed its recipe", cause=Cause.PERSON)


def accept(tx: Tx, user: User, portal_id: str) -> RecipeVersion:
    """The proposed version, which visits go by from now on. Raises WrongInput where none is."""
    wanted = _proposed(tx, portal_id)
    why = f"Proposed as version {wanted.position}, accepted by {user.name}. {wanted.why}"
    new = recipes.add(tx, portal_id, wanted.text, origin=RecipeOrigin.REPAIR, why=why)
    audit.note(tx, user.name, "accepted a recipe", f"portal:{portal_id}", new.why)
    visit_again(tx, user, portal_id)
    return new


def refuse(tx: Tx, user: User, portal_id: str) -> None:
    """Turn the proposed version down; it is not proposed again. Raises WrongInput."""
    wanted = _proposed(tx, portal_id)
    recipes.refuse(tx, wanted)
    audit.note(tx, user.name, "refused a recipe", f"portal:{portal_id}", wanted.why)


def _proposed(tx: Tx, portal_id: str) -> RecipeVersion:
    for version in reversed(recipes.of_portal(tx, portal_id)):
        if version.state is RecipeState.PROPOSED:
            return version
    raise WrongInput("Nothing is proposed for this portal's recipe.")


def former(tx: Tx, portal_id: str) -> RecipeVersion | None:
    """The version that the current one took the place of: the last with another text."""
    current = recipes.current(tx, portal_id)
    if current is None:
        return None
    older = [
        one
        for one in recipes.of_portal(tx, portal_id)
        if one.position < current.position
        and one.text != current.text
        and one.state is RecipeState.FORMER
    ]
    return older[-1] if older else None
