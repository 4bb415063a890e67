"""Plug-ins of Invoice Radar: taken over step by step, to be run as they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from fetchers.portals.fence import origin_of
from fetchers.portals.imports.notes import (
    PASSWORD,
    SUBMIT,
    USERNAME,
    Notes,
    checked,
    made_recipe,
    mapping,
    steps_of,
)
from fetchers.portals.recipe import CODE_FIELDS, Alternatives, CodeStep, Recipe, SignIn
from fetchers.portals.recipe.plugin import PlugIn
from model.errors import RecipeInvalid

ACTIONS: Final[Mapping[str, frozenset[str]]] = {
    "navigate": frozenset({"url", "waitForNetworkIdle"}),
    "waitForElement": frozenset({"selector", "timeout", "iframe", "scopeSelector"}),
    "waitForURL": frozenset({"url", "timeout"}),
    "waitForCondition": frozenset({"script", "timeout"}),
    "waitForNetworkIdle": frozenset({"timeout"}),
    "waitForNavigation": frozenset({"timeout"}),
    "sleep": frozenset({"duration"}),
    "click": frozenset({"selector", "scopeSelector", "iframe", "timeout"}),
    "dropdownSelect": frozenset({"selector", "value", "scopeSelector", "iframe", "timeout"}),
    "type": frozenset({"selector", "value", "scopeSelector", "iframe", "timeout"}),
    "checkURL": frozenset({"url"}),
    "checkElementExists": frozenset({"selector", "iframe", "scopeSelector"}),
    "exposeOption": frozenset({"config", "option"}),
    "promptOptionSelection": frozenset({"config"}),
    "extract": frozenset({"variable", "fields", "script", "scopeSelector", "iframe", "timeout"}),
    "extractAll": frozenset(
        {"selector", "fields", "script", "forEach", "variable", "pagination", "iframe", "timeout"}
    ),
    "extractNetworkResponse": frozenset(
        {"url", "variable", "transform", "findResponse", "timeout"}
    ),
    "runJs": frozenset({"script", "iframe"}),
    "runSnippet": frozenset({"snippet", "args"}),
    "if": frozenset({"script", "selector", "then", "else", "scopeSelector", "timeout", "iframe"}),
    "downloadPdf": frozenset({"url", "document", "invoice", "metadata", "timeout"}),
    "waitForPdfDownload": frozenset({"document", "invoice", "metadata", "timeout"}),
    "downloadBase64Pdf": frozenset({"base64", "document", "invoice", "metadata"}),
    "printPdf": frozenset({"document", "invoice", "metadata"}),
}
"""The actions of the format, undocumented ones included, and the keys that are theirs."""

_EVERYWHERE: Final = frozenset({"action", "description", "optional"})
_SCRIPTS: Final = frozenset({"script", "transform", "findResponse"})
_TAKEN: Final = frozenset(
    {
        "id",
        "name",
        "description",
        "homepage",
        "autofill",
        "configSchema",
        "getConfigOptions",
        "startAuth",
        "checkAuth",
        "getDocuments",
        "$schema",
    }
)
_STARTS: Final = frozenset(
    {"navigate", "waitForURL", "waitForElement", "waitForNetworkIdle", "sleep"}
)


def of_plugin(told: Mapping[str, Any], notes: Notes) -> Recipe:
    """The recipe that holds a plug-in."""
    notes.visit(told.get("homepage"))
    config = _config(told, notes)
    start = _start(told, config, notes)
    for place in ("checkAuth", "getDocuments", "getConfigOptions"):
        for at, step in _every_step(steps_of(told, place), place):
            _look_at(step, at, config, notes)
    for key in sorted(set(map(str, told)) - _TAKEN):
        notes.warn(key, "this key is left out")
    parts: dict[str, Any] = {"start": start, "sign_in": _autofill(told, notes)}
    recipe = made_recipe(told, notes, plugin=_plugin(told, config), **parts)
    return recipe.model_copy(update={"dates": "evidence"})


def _plugin(told: Mapping[str, Any], config: Mapping[str, Any]) -> PlugIn:
    try:
        return PlugIn.model_validate_json(
            json.dumps(
                {
                    "check": steps_of(told, "checkAuth"),
                    "documents": steps_of(told, "getDocuments"),
                    "options": steps_of(told, "getConfigOptions"),
                    "config": config,
                }
            )
        )
    except ValidationError:
        raise RecipeInvalid("The plug-in has no steps that bring documents.") from None


def _config(told: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    """The values of the plug-in's options, as far as it gives them; never one that is secret."""
    values: dict[str, Any] = {}
    for option, facts in mapping(told.get("configSchema")).items():
        schema = mapping(facts)
        if schema.get("type") == "password":
            notes.secrets += bool(schema.get("default"))
            notes.warn(
                f"configSchema.{option}",
                "its password was left out; the credential's in the vault is used",
            )
            continue
        default = schema.get("default")
        plain = isinstance(default, (str, int, float)) and default != ""
        values[str(option)[:100] or "option"] = default if plain else ""
        if not plain:
            notes.warn(f"configSchema.{option}", f"write its value into plugin.config.{option}")
    return values


def _start(told: Mapping[str, Any], config: Mapping[str, Any], notes: Notes) -> str | None:
    """The first address that the sign-in opens; what else it does is left to the autopilot."""
    first = None
    for position, step in enumerate(steps_of(told, "startAuth"), start=1):
        if step.get("action") == "navigate":
            first = first or notes.visit(_with_config(step.get("url"), config))
        elif step.get("action") not in _STARTS:
            notes.warn(f"startAuth[{position}]", f"{step.get('action')} is left to the sign-in")
    return first


def _with_config(url: object, config: Mapping[str, Any]) -> object:
    for name, value in config.items():
        url = url.replace(f"{{{{config.{name}}}}}", str(value)) if isinstance(url, str) else url
    return url


def _every_step(
    told: Iterable[Mapping[str, Any]], place: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every step with its place, those of loops and branches included."""
    for position, step in enumerate(told, start=1):
        at = f"{place}[{position}]"
        yield at, step
        for key in ("forEach", "then", "else"):
            yield from _every_step(steps_of(step, key), f"{at}.{key}")


def _look_at(step: Mapping[str, Any], at: str, config: Mapping[str, Any], notes: Notes) -> None:
    """Nothing comes back: what a person has to know of a step is a warning."""
    action = str(step.get("action"))
    keys = ACTIONS.get(action)
    if keys is None:
        notes.warn(at, f"{action[:60]} is no known action; the visit ends where it is reached")
        return
    for key in sorted(set(map(str, step)) - keys - _EVERYWHERE):
        notes.warn(at, f"the key {key[:60]} of {action} is left out")
    if _has_script(step):
        notes.warn(at, f"{action} runs code of the plug-in in the signed-in page; read it")
    if action == "navigate":
        notes.visit(_with_config(step.get("url"), config))
    if action == "runSnippet":
        told = mapping(step.get("args")).get("url")
        if not isinstance(told, str) or origin_of(told) is None:
            notes.warn(at, "the payment service's origins have to be among the portal's")


def _has_script(step: Mapping[str, Any]) -> bool:
    fields = mapping(step.get("fields")).values()
    return any(isinstance(step.get(key), str) for key in _SCRIPTS) or any(
        mapping(one).get("transform") for one in fields
    )


def _autofill(told: Mapping[str, Any], notes: Notes) -> SignIn:
    given = mapping(told.get("autofill"))

    def where(name: str, otherwise: Alternatives) -> Alternatives:
        selector = mapping(given.get(name)).get("selector")
        return (
            checked((f"css={selector}",), f"autofill.{name}", notes) or otherwise
            if selector
            else otherwise
        )

    return SignIn(
        username=where("username", USERNAME),
        password=where("password", PASSWORD),
        submit=where("submit", SUBMIT),
        code=CodeStep(field=where("otp", CODE_FIELDS)),
    )
