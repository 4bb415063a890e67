"""Descriptions of portals in other programs' formats, as recipes.

Two formats are read: plug-ins of Invoice Radar (JSON) and recordings of Chrome's DevTools (JSON). A
recording holds the password in clear: what was typed is never taken over. What the language of
recipes does not say is a warning that names the step. A plug-in's steps are kept as they are within
the recipe, and run by `fetchers.portals.plugins`; behind a recorded sign-in the autopilot finds the
lists.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from fetchers.portals.imports.chrome import of_recording
from fetchers.portals.imports.invoice_radar import of_plugin
from fetchers.portals.imports.notes import Notes
from fetchers.portals.recipe import LONGEST_RECIPE, write_recipe
from fetchers.portals.values import clean
from model.errors import RecipeInvalid

__all__ = ["Imported", "import_recipe"]


@dataclass(frozen=True, slots=True)
class Imported:
    """A recipe from elsewhere. `secrets_removed` counts passwords and codes that stood in it."""

    recipe: str
    name: str
    origins: tuple[str, ...]
    warnings: tuple[str, ...]
    secrets_removed: int


def import_recipe(text: str, *, name: str | None = None) -> Imported:
    """The recipe that a plug-in or a recording describes.

    Raises:
        RecipeInvalid: the text is neither, or names no address.
    """
    told = _read(text)
    notes = Notes()
    if "getDocuments" in told or "startAuth" in told:
        recipe = of_plugin(told, notes)
    elif "steps" in told:
        recipe = of_recording(told, notes)
    else:
        raise RecipeInvalid(
            "This is neither a plug-in of Invoice Radar (getDocuments) nor a recording of Chrome "
            "DevTools (steps); export one of these as JSON."
        )
    if name:
        recipe = recipe.model_copy(update={"name": clean(name, longest=90)})
    return Imported(
        write_recipe(recipe), recipe.name, recipe.origins, tuple(notes.warnings), notes.secrets
    )


def _read(text: str) -> dict[str, Any]:
    if len(text) > LONGEST_RECIPE * 4:
        raise RecipeInvalid("The file is too large for a description of a portal.")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise RecipeInvalid(
            "The file is not JSON; export the plug-in or recording again."
        ) from None
    if not isinstance(told, dict):
        raise RecipeInvalid("The file is not an object of JSON; export it again.")
    return told
