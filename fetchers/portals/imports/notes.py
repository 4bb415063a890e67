"""What both importers share: notes of what was found and left out, and the usual selectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from fetchers.portals.fence import origin_of
from fetchers.portals.recipe import Alternatives, Recipe, SignIn
from fetchers.portals.values import NO_CURRENCY, DateOrder, clean
from model.errors import RecipeInvalid

USERNAME: Final[Alternatives] = (
    "css=input[autocomplete=username]",
    "css=form:has(input[type=password]) input:is([type=email],[type=text],:not([type]))",
)
PASSWORD: Final[Alternatives] = ("css=input[type=password]",)
SUBMIT: Final[Alternatives] = (
    "css=form:has(input[type=password]) :is(button:not([type=button]),input[type=submit])",
)


@dataclass(slots=True)
class Notes:
    """What is found out on the way."""

    origins: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    secrets: int = 0

    def warn(self, place: str, what: str) -> None:
        """Nothing comes back: a person will read what was left out, and where."""
        self.warnings.append(f"{place}: {what}")

    def visit(self, url: object) -> str | None:
        """The URL, if it is one; its origin is noted."""
        origin = origin_of(url) if isinstance(url, str) else None
        if origin and origin not in self.origins:
            self.origins.append(origin)
        return url if origin and isinstance(url, str) else None


def made_recipe(told: Mapping[str, Any], notes: Notes, **parts: Any) -> Recipe:
    """The recipe of these parts; raises RecipeInvalid where no address was found."""
    if not notes.origins:
        raise RecipeInvalid("The description names no address; add a step that opens the portal.")
    title = told.get("name") or told.get("title") or "Imported portal"
    return Recipe(
        billhook_recipe=1,
        name=clean(str(title), longest=90) or "Imported portal",
        origins=tuple(notes.origins),
        dates=DateOrder.DMY,
        currency=NO_CURRENCY,
        **parts,
    )


def steps_of(told: Mapping[str, Any], place: str) -> list[dict[str, Any]]:
    """The steps that stand at a place; what is none is left out."""
    steps = told.get(place)
    return [step for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []


def mapping(value: object) -> Mapping[str, Any]:
    """The value, where it is a mapping; else an empty one."""
    return value if isinstance(value, Mapping) else {}


def checked(selectors: Sequence[str], place: str, notes: Notes) -> Alternatives:
    """The selectors that the language of recipes has; the others are a warning."""
    good = []
    for selector in selectors:
        try:
            SignIn(username=(selector,), password=PASSWORD, submit=SUBMIT)
            good.append(selector)
        except ValidationError:
            notes.warn(place, "a selector is of a kind that a recipe does not have")
    return tuple(good)
