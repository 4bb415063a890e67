"""How well a recipe is made, by what can be looked at: its tier, and what the next one asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from pydantic import BaseModel

from fetchers.portals.manifest import Tier
from fetchers.portals.recipe import DocumentList, Recipe
from fetchers.portals.selecting import ENGINES
from model.outcomes import OutcomeCode

_FEW: Final = 2
_MANY: Final = 3
_GENERATED: Final = re.compile(r"[.#][\w-]*(?:[0-9a-f]{8,}|\d{4,})", re.IGNORECASE)
_NOT_A_STEP: Final = frozenset(
    {"skip", "consent", "sign_out", "absent"}
)  # what need not be there, or be found

Rule = Callable[[Recipe], Iterator[str]]


def steps_of(part: BaseModel, path: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every step of a recipe that names selectors, with its place and its alternatives."""
    for name in type(part).model_fields:
        yield from _steps_in(getattr(part, name), f"{path}.{name}".lstrip("."))


def _steps_in(value: object, path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(value, BaseModel):
        yield from steps_of(value, path)
    elif isinstance(value, tuple) and value and all(_is_selector(one) for one in value):
        yield path, value
    elif isinstance(value, tuple):
        for position, one in enumerate(value):
            yield from _steps_in(one, f"{path}.{position}")


def _is_selector(value: object) -> bool:
    return isinstance(value, str) and value.startswith(ENGINES)


def _needed(recipe: Recipe) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path, alternatives in steps_of(recipe):
        if not _NOT_A_STEP & set(path.split(".")):
            yield path, alternatives


def _has_lists(recipe: Recipe) -> Iterator[str]:
    if not recipe.lists:
        yield "it names no list"


def _two_ways(recipe: Recipe) -> Iterator[str]:
    yield from (f"{path} has one selector" for path, one in _needed(recipe) if len(one) < _FEW)


def _nothing_generated(recipe: Recipe) -> Iterator[str]:
    for path, alternatives in _needed(recipe):
        if all(_GENERATED.search(one) for one in alternatives):
            yield f"{path} hangs on a name that a build made up"


def _proves_nothing(recipe: Recipe) -> Iterator[str]:
    for part in recipe.lists:
        if part.empty is None and not _counts(part):
            yield f"{part.name} has neither an empty marker nor a counter"


def _three_ways(recipe: Recipe) -> Iterator[str]:
    for path, alternatives in _needed(recipe):
        if len(set(alternatives)) < _MANY:
            yield f"{path} has {len(set(alternatives))} selectors of {_MANY}"


def _proves_all(recipe: Recipe) -> Iterator[str]:
    for part in recipe.lists:
        if part.empty is None:
            yield f"{part.name} has no empty marker"
        if not _counts(part):
            yield f"{part.name} has no counter"


def _counts(part: DocumentList) -> bool:
    return part.counter is not None or bool(part.json_twin and part.json_twin.total)


def _knows_success(recipe: Recipe) -> Iterator[str]:
    if recipe.sign_in.signed_in is None:
        yield "sign_in.signed_in is not named"


def _knows_refusals(recipe: Recipe) -> Iterator[str]:
    for code in (OutcomeCode.LOGIN_FAILED, OutcomeCode.LOCKED, OutcomeCode.MAINTENANCE):
        if code not in recipe.says:
            yield f"says has no words for {code.value}"


def _several_engines(recipe: Recipe) -> Iterator[str]:
    for path, alternatives in _needed(recipe):
        if len({one.partition("=")[0] for one in alternatives}) < _FEW:
            yield f"{path} has selectors of one kind only"


def _several_kinds(recipe: Recipe) -> Iterator[str]:
    kinds = {part.kind for part in recipe.lists}
    kinds |= {kind for part in recipe.lists for kind in (part.kinds or {}).values()}
    if len(kinds) < _FEW:
        yield "it brings one kind of document only"


def _knows_account(recipe: Recipe) -> Iterator[str]:
    if recipe.account is None:
        yield "account is not named"


RULES: Final[Mapping[Tier, tuple[Rule, ...]]] = {
    Tier.BRONZE: (_has_lists, _two_ways, _nothing_generated, _proves_nothing),
    Tier.SILVER: (_three_ways, _proves_all, _knows_success, _knows_refusals),
    Tier.GOLD: (_several_engines, _several_kinds, _knows_account),
}
"""What each tier asks for beside a recording that can be played back (docs/recipes.md)."""


def tier_of(recipe: Recipe) -> tuple[Tier, tuple[str, ...]]:
    """The tier that a recipe with a good recording reaches, and what it lacks for the next."""
    reached = Tier.NONE
    for tier, rules in RULES.items():
        lacking = tuple(what for rule in rules for what in rule(recipe))
        if lacking:
            return reached, lacking
        reached = tier
    return reached, ()
