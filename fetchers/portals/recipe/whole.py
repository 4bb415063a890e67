"""A whole recipe: how one portal is visited, as typed YAML. See docs/recipes.md for the language.

A recipe holds no secret and no script: only where things stand on the page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from fetchers.portals.recipe.listing import DocumentList
from fetchers.portals.recipe.parts import (
    SAYABLE,
    Alternatives,
    Name,
    Origin,
    Part,
    Pattern,
    Shown,
    SignIn,
)
from fetchers.portals.recipe.plugin import PlugIn
from fetchers.portals.values import DateOrder
from model.errors import RecipeInvalid
from model.outcomes import OutcomeCode

LONGEST_RECIPE: Final = 256 * 1024


class Accounts(Part):
    """Where another account of the same sign-in is chosen: an option each, or a control each."""

    open: Alternatives | None = None
    choose: Alternatives | None = None
    each: Alternatives | None = None
    apply: Alternatives | None = None
    pattern: Pattern | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Accounts:
        if (self.choose is None) == (self.each is None):
            raise ValueError("name one of choose and each")
        return self


class Recipe(Part):
    """How one portal is visited.

    Without `origins` it goes for any portal of its make, wherever a person registered it; without
    `lists` the autopilot finds them, unless a `plugin` brings the documents.
    """

    billhook_recipe: Literal[1]
    name: Name
    origins: Annotated[tuple[Origin, ...], Field(max_length=20)] = ()
    start: Annotated[str, Field(max_length=500)] | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] | None = None
    decimal: Literal[",", "."] = "."
    dates: DateOrder | Literal["evidence"]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    consent: Alternatives | None = None
    sign_in: SignIn
    account: Shown | None = None
    accounts: Accounts | None = None
    says: Mapping[OutcomeCode, tuple[Pattern, ...]] = Field(default_factory=dict)
    lists: Annotated[tuple[DocumentList, ...], Field(max_length=12)] = ()
    plugin: PlugIn | None = None
    sign_out: Alternatives | None = None

    @model_validator(mode="after")
    def _sayable(self) -> Recipe:
        for code in self.says:
            if code not in SAYABLE:
                raise ValueError(f"a page can't say {code.value}")
        return self

    def with_list(self, at: int, part: DocumentList) -> Recipe:
        """The recipe with another list at a place; behind the last one it is added."""
        lists = (*self.lists[:at], part, *self.lists[at + 1 :])
        return self.model_copy(update={"lists": lists})


def read_recipe(text: str, *, origin: str = "recipe") -> Recipe:
    """The recipe that stands in a YAML text.

    Raises:
        RecipeInvalid: with the place as `origin:line`, what is wrong and what to do.
    """
    if len(text) > LONGEST_RECIPE:
        raise RecipeInvalid(f"{origin}: a recipe has at most {LONGEST_RECIPE} characters.")
    try:
        node = _composed(text)
        told = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        line = getattr(getattr(wrong, "problem_mark", None), "line", 0) + 1
        problem = getattr(wrong, "problem", None) or "it can't be read"
        raise RecipeInvalid(f"{origin}:{line}: not valid YAML: {problem}.") from None
    if not isinstance(told, dict):
        raise RecipeInvalid(
            f"{origin}:1: a recipe is a mapping that begins with billhook_recipe: 1."
        )
    try:
        return Recipe.model_validate_json(json.dumps(told, default=str))
    except ValidationError as wrong:
        raise RecipeInvalid(_explained(wrong, node, origin)) from None


def _composed(text: str) -> yaml.Node | None:
    for token in yaml.scan(text, yaml.SafeLoader):
        if isinstance(token, yaml.AliasToken):  # a small text that grows without end
            problem = "a recipe has no aliases (*); write the value out"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=token.start_mark)
    return yaml.compose(text, yaml.SafeLoader)


def _explained(wrong: ValidationError, node: yaml.Node | None, origin: str) -> str:
    first = wrong.errors(include_url=False, include_context=False)[0]
    place = tuple(first["loc"])
    path = ".".join(str(step) for step in place) or "recipe"
    return f"{origin}:{_line_of(node, place)}: {path}: {_remedy(first['type'], first['msg'])}."


def _remedy(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "this key is unknown; see docs/recipes.md, or remove it"
    if kind == "missing":
        return "this key is missing; see docs/recipes.md, and add it"
    return message.removeprefix("Value error, ").rstrip(".")


def _line_of(node: yaml.Node | None, place: Sequence[int | str]) -> int:
    """The line, from 1, of the deepest node on a path of keys and positions."""
    line = 1
    for step in place:
        line = node.start_mark.line + 1 if node else line
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def write_recipe(recipe: Recipe) -> str:
    """The YAML text of a recipe; reading it gives the same recipe."""
    told = json.loads(
        recipe.model_dump_json(by_alias=True, exclude_none=True, exclude_defaults=True)
    )
    return yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=100)


def schema() -> dict[str, Any]:
    """The language of recipes as JSON Schema, for editors."""
    return Recipe.model_json_schema(by_alias=True)
