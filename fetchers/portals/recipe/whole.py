"""A whole recipe: how one portal is visited, as typed YAML. See docs/recipes.md for the language.

A recipe holds no secret and no script: only where things stand on the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
_MOST_FAULTS: Final = 20
_DEEPEST: Final = 40
_OPENS: Final = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
_CLOSES: Final = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)
_TOO_LONG: Final = f"a recipe has at most {LONGEST_RECIPE} characters"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a recipe's text: the line, from 1, the key's path, what is wrong with it."""

    line: int
    path: str
    what: str

    @property
    def sentence(self) -> str:
        """The path and what is wrong there."""
        return f"{self.path}: {self.what}" if self.path else self.what


class _Faulty(Exception):
    def __init__(self, *faults: Fault) -> None:
        super().__init__()
        self.faults = faults


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


class Browserless(Part):
    """That a visit by this recipe was proven to need no browser.

    `door` is the shape of the sign-in's form (a part of its SHA-256), `agent` and `languages` are
    how the browser showed itself.
    """

    door: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    agent: Annotated[str, Field(pattern=r"^[ -~]+$", max_length=400)]
    languages: Annotated[str, Field(pattern=r"^[A-Za-z0-9,;=.* -]+$", max_length=100)]


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
    browserless: Browserless | None = None

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
        raise RecipeInvalid(f"{origin}: {_TOO_LONG}.")
    try:
        return _read(text)
    except _Faulty as wrong:
        first = wrong.faults[0]
        raise RecipeInvalid(f"{origin}:{first.line}: {first.sentence}.") from None


def faults_of(text: str) -> tuple[Fault, ...]:
    """What is wrong in a recipe's text, as far as it can be told at once: one fault a line."""
    if len(text) > LONGEST_RECIPE:
        return (Fault(1, "", _TOO_LONG),)
    try:
        _read(text)
    except _Faulty as wrong:
        first = {one.line: one for one in reversed(wrong.faults)}  # one thing may be wrong twice
        return tuple(first[line] for line in sorted(first))
    return ()


def line_of(text: str, place: Sequence[int | str]) -> int:
    """The line, from 1, of a path in a recipe's text that can be read."""
    return _line_of(yaml.compose(text, yaml.SafeLoader), place)


def _read(text: str) -> Recipe:
    """The recipe; raises _Faulty."""
    try:
        node, told = _composed(text), yaml.safe_load(text)
        if not isinstance(told, dict):
            raise _Faulty(Fault(1, "", "a recipe is a mapping that begins with billhook_recipe: 1"))
        plain = json.dumps(told, default=str)
    except yaml.YAMLError as wrong:
        line = getattr(getattr(wrong, "problem_mark", None), "line", 0) + 1
        problem = getattr(wrong, "problem", None) or "it can't be read"
        raise _Faulty(Fault(line, "", f"not valid YAML: {problem}")) from None
    except RecursionError:
        raise _Faulty(Fault(1, "", "it is nested too deeply")) from None
    except (TypeError, ValueError, OverflowError):  # a date that is none, a key that is no word
        raise _Faulty(Fault(1, "", "it holds a date, number or key that can't be read")) from None
    try:
        return Recipe.model_validate_json(plain)
    except ValidationError as wrong:
        raise _Faulty(*_explained(wrong, node)) from None


def _composed(text: str) -> yaml.Node | None:
    depth = 0
    for token in yaml.scan(text, yaml.SafeLoader):
        depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
        if depth > _DEEPEST:  # deeper, and each token takes the longer the more are open
            raise RecursionError
        if isinstance(token, yaml.AliasToken):  # a small text that grows without end
            problem = "a recipe has no aliases (*); write the value out"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=token.start_mark)
    return yaml.compose(text, yaml.SafeLoader)


def _explained(wrong: ValidationError, node: yaml.Node | None) -> Iterator[Fault]:
    for one in wrong.errors(include_url=False, include_context=False)[:_MOST_FAULTS]:
        place = tuple(one["loc"])
        path = ".".join(str(step) for step in place) or "recipe"
        yield Fault(_line_of(node, place), path, _remedy(one["type"], one["msg"]))


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
