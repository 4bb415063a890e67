"""A portal's recipe in a person's hands: looked at, checked, saved as a version, put back.

What is saved is a version in the database; a worker writes it into the recipe's file when it visits
next (`recipes.to_visit_by`). What somebody wrote into that file meanwhile is a version before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from fetchers.portals.check import RECIPE
from fetchers.portals.fence import is_loopback, origin_of
from fetchers.portals.quality import tier_of
from fetchers.portals.recipe import Recipe, read_recipe
from fetchers.portals.recipe.whole import faults_of, line_of
from model.errors import (
    RecipeChanged,
    RecipeInvalid,
    RecipeUntested,
    RecordMissing,
    WrongInput,
)
from model.outcomes import OutcomeCode
from model.people import User
from model.recipe_book import Draft, RecipeCheck, RecipeFault, Tested
from model.recipes import RecipeOrigin, RecipeVersion
from model.suppliers import Portal
from pipeline.portals import recipes
from storage import audit, recipe_tests, runs, suppliers
from storage import recipes as stored
from storage.store import Tx

_MOST_LACKING: Final = 12
_FOREIGN: Final = (
    "{origin} is not one of this portal's origins; a person has to add it before a visit goes there"
)
_PLUGIN: Final = "a plug-in of another program comes by import, and is not written or changed here"


def text_of(tx: Tx, folder: Path, portal: Portal) -> str | None:
    """The text that a portal is visited by, "" without one; None where it lies elsewhere."""
    current, filed = stored.current(tx, portal.id), _filed(folder, portal)
    if filed is not None and edited_in_file(tx, folder, portal, filed):
        return filed
    if current is not None:
        return current.text
    return "" if portal.recipe is None else filed


def note_file(tx: Tx, folder: Path, portal: Portal) -> None:
    """Nothing comes back: what somebody wrote into the recipe's file is a version of it."""
    filed = _filed(folder, portal)
    if filed is None:
        return
    if stored.current(tx, portal.id) is None:
        recipes.note_registered(tx, portal, filed)
    elif edited_in_file(tx, folder, portal, filed):
        stored.add(tx, portal.id, filed, origin=RecipeOrigin.PERSON, why=recipes.EDITED)


def edited_in_file(tx: Tx, folder: Path, portal: Portal, filed: str) -> bool:
    """Whether a file's text was written by a person: no version has it, nor did we write it."""
    if stored.current(tx, portal.id) is None:
        return False
    known = any(one.text == filed for one in stored.of_portal(tx, portal.id))
    return not known and not recipes.as_written(folder / (portal.recipe or ""), filed)


def _filed(folder: Path, portal: Portal) -> str | None:
    if portal.recipe is None:
        return None
    try:
        return (folder / portal.recipe / RECIPE).read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return None


def faults(text: str) -> tuple[RecipeFault, ...]:
    """What the language of recipes finds wrong in a text, whatever portal it is for."""
    return tuple(RecipeFault(one.line, one.sentence) for one in faults_of(text))


def check(tx: Tx, portal: Portal, text: str) -> RecipeCheck:
    """What is wrong in a text, and how good a recipe it is."""
    if wrong := faults(text):
        return RecipeCheck(wrong)
    recipe = read_recipe(text)
    foreign = tuple(_foreign(recipe, portal, text))
    if _changes_plugin(tx, portal, recipe):
        foreign += (RecipeFault(line_of(text, ("plugin",)), _PLUGIN),)
    tier, lacking = tier_of(recipe)
    return RecipeCheck(foreign, tier.value, lacking[:_MOST_LACKING], tested(tx, portal.id, text))


def tested(tx: Tx, portal_id: str, text: str) -> Tested | None:
    """How the newest test of just this text ended; None where it never did."""
    ordered = recipe_tests.newest(tx, portal_id, text)
    outcome = runs.get(tx, ordered.run_id).outcome if ordered else None
    if outcome is None or outcome.code in (OutcomeCode.CANCELLED, OutcomeCode.VAULT_LOCKED):
        return None
    return Tested(outcome.good, outcome.sentence)


def _foreign(recipe: Recipe, portal: Portal, text: str) -> Iterator[RecipeFault]:
    """The origins and addresses of a recipe that visits of the portal may not go to."""
    known = {origin_of(one) for one in portal.origins}
    told: list[tuple[tuple[str | int, ...], str]] = [
        (("origins", at), one) for at, one in enumerate(recipe.origins)
    ]
    if recipe.start:
        told.append((("start",), recipe.start))
    for at, part in enumerate(recipe.lists):
        for step, move in enumerate(part.open):
            if move.goto:
                told.append((("lists", at, "open", step, "goto"), move.goto))
        if part.document.url:
            told.append((("lists", at, "document", "url"), part.document.url))
    for place, address in told:
        origin = origin_of(urljoin(portal.start_url, address)) or ""
        if origin not in known:
            named = origin or "an address that is none"
            yield RecipeFault(line_of(text, place), _FOREIGN.format(origin=named), origin)


def _changes_plugin(tx: Tx, portal: Portal, recipe: Recipe) -> bool:
    """Whether a recipe holds scripts that no version of it holds."""
    if recipe.plugin is None:
        return False
    return all(_plugin_of(one) != recipe.plugin for one in stored.of_portal(tx, portal.id))


def _plugin_of(version: RecipeVersion) -> object:
    try:
        return read_recipe(version.text).plugin
    except RecipeInvalid:
        return None


def prove(tx: Tx, portal: Portal, text: str) -> None:
    """Nothing, where a text is a recipe for this portal. Raises RecipeInvalid."""
    for one in check(tx, portal, text).faults:
        raise RecipeInvalid(f"Line {one.line}: {one.what}.")


def save(tx: Tx, user: User, portal: Portal, draft: Draft) -> RecipeVersion:
    """The new version, which visits go by from now on.

    Raises:
        RecipeInvalid: the text is no recipe for this portal.
        RecipeChanged: somebody saved another one since the person began.
        RecipeUntested: no test of it went well, and the person has not said that they know.
    """
    current = stored.current(tx, portal.id)
    if (current.id if current else "") != draft.base:
        raise RecipeChanged
    if current is not None and current.text == draft.text:
        raise WrongInput("Nothing in it differs from the version that visits go by.")
    prove(tx, portal, draft.text)
    seen = tested(tx, portal.id, draft.text)
    if not draft.untested and not (seen and seen.good):
        raise RecipeUntested
    how = f"Its test: {seen.sentence}" if seen else "Not tested."
    why = f"Edited by {user.name} in the dashboard. {how}"
    return _add(tx, user, portal, _New(draft.text, RecipeOrigin.PERSON, why))


def restore(tx: Tx, user: User, portal: Portal, version_id: str) -> RecipeVersion:
    """The new version, with the text of an older one. Raises RecordMissing, WrongInput."""
    older, current = stored.get(tx, version_id), stored.current(tx, portal.id)
    if older.portal_id != portal.id:
        raise RecordMissing
    if current is not None and current.text == older.text:
        raise WrongInput("Visits go by this text already.")
    place = f" in place of {current.position}" if current else ""
    why = f"Version {older.position} put back by {user.name}{place}."
    return _add(tx, user, portal, _New(older.text, RecipeOrigin.RESTORED, why))


@dataclass(frozen=True, slots=True)
class _New:
    text: str
    origin: RecipeOrigin
    why: str


def _add(tx: Tx, user: User, portal: Portal, made: _New) -> RecipeVersion:
    new = stored.add(tx, portal.id, made.text, origin=made.origin, why=made.why)
    if portal.recipe is None:
        suppliers.set_recipe(tx, portal.id, recipes.own_name(portal))
    verb = "put a recipe back" if made.origin is RecipeOrigin.RESTORED else "edited a recipe"
    audit.note(tx, user.name, verb, f"portal:{portal.id}", f"Version {new.position}. {made.why}")
    recipes.visit_again(tx, user, portal.id)
    return new


def add_origin(tx: Tx, user: User, portal: Portal, origin: str) -> None:
    """Nothing comes back: visits of the portal may go to one origin more.

    A password is typed there only once its record in the vault is opened to it, too.

    Raises:
        WrongInput: it is none, or not reached safely.
    """
    if origin_of(origin) != origin:
        raise WrongInput("An origin is scheme, host and port, without a path: https://a.example.")
    here = portal.start_url.startswith("http:") and is_loopback(origin)
    if not (origin.startswith("https:") or here):
        raise WrongInput("Portals are visited by https only: write it as https://….")
    suppliers.add_origin(tx, portal.id, origin)
    audit.note(tx, user.name, "added an origin", f"portal:{portal.id}", origin)
