"""Recipes: how one portal is visited, as typed YAML. See docs/recipes.md for the language.

A recipe holds no secret and no script: only where things stand on the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from fetchers.portals.fence import origin_of
from fetchers.portals.values import DateOrder
from model.documents import DocumentKind
from model.errors import RecipeInvalid
from model.outcomes import OutcomeCode

LONGEST_RECIPE: Final = 256 * 1024
_ENGINES: Final = ("css=", "xpath=", "text=", "role=", "label=")


def _checked_selector(selector: str) -> str:
    if not selector.startswith(_ENGINES):
        raise ValueError(f"a selector begins with one of {', '.join(_ENGINES)}")
    if ">>" in selector or "internal:" in selector:
        raise ValueError("a selector is not chained")
    return selector


def _checked_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as wrong:
        raise ValueError(f"not a regular expression: {wrong}") from None
    return pattern


def _checked_origin(origin: str) -> str:
    if origin_of(origin) != origin:
        raise ValueError("an origin is scheme, host and port, without a path: https://a.example")
    return origin


Selector = Annotated[str, Field(min_length=5, max_length=1000), AfterValidator(_checked_selector)]
Alternatives = Annotated[tuple[Selector, ...], Field(min_length=1, max_length=12)]
Pattern = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_checked_pattern)]
Origin = Annotated[str, AfterValidator(_checked_origin)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
JsonPath = Annotated[str, Field(pattern=r"^[\w-]+(\.[\w-]+)*$", max_length=200)]
SAYABLE: Final = frozenset(
    {
        OutcomeCode.LOGIN_FAILED,
        OutcomeCode.LOCKED,
        OutcomeCode.PASSWORD_EXPIRED,
        OutcomeCode.TERMS,
        OutcomeCode.KYC,
        OutcomeCode.ACTION_NEEDED,
        OutcomeCode.MFA_REQUIRED,
        OutcomeCode.MFA_WRONG,
        OutcomeCode.APPROVAL_PENDING,
        OutcomeCode.CAPTCHA,
        OutcomeCode.BOT_BLOCKED,
        OutcomeCode.MAINTENANCE,
        OutcomeCode.NO_PERMISSION,
        OutcomeCode.ACCOUNT_REMOVED,
        OutcomeCode.WRONG_PORTAL,
    }
)


class Part(BaseModel):
    """A part of a recipe: unknown keys are refused, values are of their type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


CODE_FIELDS: Final[Alternatives] = ("css=input[autocomplete='one-time-code']",)
"""Where a code is typed on a page that says so by the standard's own word (HTML, autofill)."""


class CodeStep(Part):
    """Where the code of an authenticator is typed."""

    field: Alternatives
    submit: Alternatives | None = None


class SignIn(Part):
    """The sign-in. `next` parts the user name's page from the password's."""

    open: Alternatives | None = None
    frame: Annotated[str, Field(max_length=300)] | None = None
    customer_number: Alternatives | None = None
    username: Alternatives
    next: Alternatives | None = None
    password: Alternatives
    submit: Alternatives
    code: CodeStep | None = None
    signed_in: Alternatives | None = None


class Shown(Part):
    """A value that the page shows: where, and the group of a pattern that takes it out."""

    at: Alternatives
    pattern: Pattern | None = None


class Column(Part):
    """Where a row says one value: under a header, in an element, or at a path of its JSON twin."""

    header: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    at: Alternatives | None = None
    attribute: Annotated[str, Field(pattern=r"^[\w-]+$", max_length=60)] | None = None
    json_path: JsonPath | None = Field(default=None, alias="json")
    pattern: Pattern | None = None
    optional: bool = False

    @model_validator(mode="after")
    def _one_place(self) -> Column:
        if sum(place is not None for place in (self.header, self.at, self.json_path)) != 1:
            raise ValueError("name one of header, at and json")
        if self.attribute and self.at is None:
            raise ValueError("an attribute is read from the element of at")
        return self


class Columns(Part):
    """The columns of a list. A column that is not optional must never be blank."""

    number: Column | None = None
    day: Column | None = None
    amount: Column | None = None
    due: Column | None = None
    currency: Column | None = None
    account: Column | None = None
    kind: Column | None = None

    @model_validator(mode="after")
    def _identifies(self) -> Columns:
        required = self.number is not None and not self.number.optional
        if not required and (self.day is None or self.amount is None):
            raise ValueError("a row is known by its number, or by its day and amount")
        return self

    def named(self) -> Mapping[str, Column]:
        """The columns that this list has."""
        pairs = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name: column for name, column in pairs if column is not None}


class JsonTwin(Part):
    """The answer of the portal's own interface that holds the rows."""

    url: Annotated[str, Field(min_length=1, max_length=300)]
    rows: JsonPath
    total: JsonPath | None = None


class Pages(Part):
    """How a list is turned: a control for the next page, or one that adds more rows."""

    next: Alternatives | None = None
    more: Alternatives | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Pages:
        if (self.next is None) == (self.more is None):
            raise ValueError("name one of next and more")
        return self


class Getter(Part):
    """How a row's file is got: by its link, by a click, or at an address made from the row."""

    detail: Alternatives | None = None
    link: Alternatives | None = None
    click: Alternatives | None = None
    url: Annotated[str, Field(min_length=1, max_length=500)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Getter:
        if sum(way is not None for way in (self.link, self.click, self.url)) != 1:
            raise ValueError("name one of link, click and url")
        return self


class Move(Part):
    """One step on the way to a list."""

    click: Alternatives | None = None
    goto: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    choose: Alternatives | None = None
    option: Name | None = None

    @model_validator(mode="after")
    def _one_move(self) -> Move:
        if sum(move is not None for move in (self.click, self.goto, self.choose)) != 1:
            raise ValueError("name one of click, goto and choose")
        if (self.choose is None) != (self.option is None):
            raise ValueError("choose and option belong together")
        return self


FileKind = Literal["pdf", "xml", "csv", "xlsx"]


class DocumentList(Part):
    """One list of documents."""

    name: Name
    kind: DocumentKind = DocumentKind.INVOICE
    open: tuple[Move, ...] = ()
    rows: Alternatives | None = None
    skip: Alternatives | None = None
    json_twin: JsonTwin | None = Field(default=None, alias="json")
    columns: Columns
    kinds: Mapping[Name, DocumentKind] | None = None
    counter: Shown | None = None
    empty: Alternatives | None = None
    pages: Pages | None = None
    document: Getter
    accept: tuple[FileKind, ...] = ("pdf", "xml")

    @model_validator(mode="after")
    def _readable(self) -> DocumentList:
        if (self.rows is None) == (self.json_twin is None):
            raise ValueError("name one of rows and json")
        if (self.columns.kind is None) != (self.kinds is None):
            raise ValueError("a column of kinds and their names (kinds) belong together")
        for name, column in self.columns.named().items():
            if (column.json_path is not None) != (self.json_twin is not None):
                raise ValueError(f"column {name} and the list must both be read from json, or not")
        if self.json_twin is not None and self.document.url is None:
            raise ValueError("rows read from json get their file by document: url")
        return self


class Recipe(Part):
    """How one portal is visited.

    Without `origins` it goes for any portal of its make, wherever a person registered it; without
    `lists` the autopilot finds them.
    """

    billhook_recipe: Literal[1]
    name: Name
    origins: Annotated[tuple[Origin, ...], Field(max_length=20)] = ()
    start: Annotated[str, Field(max_length=500)] | None = None
    verified_on: date | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] | None = None
    decimal: Literal[",", "."] = "."
    dates: DateOrder
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    consent: Alternatives | None = None
    sign_in: SignIn
    account: Shown | None = None
    says: Mapping[OutcomeCode, tuple[Pattern, ...]] = Field(default_factory=dict)
    lists: Annotated[tuple[DocumentList, ...], Field(max_length=12)] = ()
    sign_out: Alternatives | None = None

    @model_validator(mode="after")
    def _sayable(self) -> Recipe:
        for code in self.says:
            if code not in SAYABLE:
                raise ValueError(f"a page can't say {code.value}")
        return self


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
