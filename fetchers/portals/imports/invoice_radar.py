"""Plug-ins of Invoice Radar: their addresses, selectors, rows and downloads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

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
from fetchers.portals.recipe import (
    CODE_FIELDS,
    Alternatives,
    CodeStep,
    Column,
    Columns,
    DocumentList,
    Getter,
    Move,
    Pages,
    Recipe,
    SignIn,
)
from model.documents import DocumentKind

_VARIABLE: Final = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
_KINDS: Final = {"refund": DocumentKind.CREDIT_NOTE, "receipt": DocumentKind.RECEIPT}


def of_plugin(told: Mapping[str, Any], notes: Notes) -> Recipe:
    """The recipe that a plug-in describes."""
    notes.visit(told.get("homepage"))
    start: str | None = None
    for place in ("startAuth", "checkAuth"):
        start = _addresses(steps_of(told, place), place, notes) or start
    lists = _plugin_lists(steps_of(told, "getDocuments"), notes)
    for option, facts in mapping(told.get("configSchema")).items():
        if mapping(facts).get("type") == "password" and mapping(facts).get("default"):
            notes.secrets += 1
            notes.warn(f"configSchema.{option}", "its password was left out; store it in the vault")
    if lists:
        notes.warn("recipe", "the order of dates and the currency are not in a plug-in; check them")
    return made_recipe(told, notes, start=start, sign_in=_autofill(told, notes), lists=lists)


def _addresses(steps: Iterable[Mapping[str, Any]], place: str, notes: Notes) -> str | None:
    """The first address that the steps open; every other step is a warning."""
    first = None
    for position, step in enumerate(steps, start=1):
        if step.get("action") == "navigate":
            first = first or notes.visit(step.get("url"))
        elif step.get("action") in ("type", "click", "runJs"):
            notes.warn(f"{place}[{position}]", f"{step['action']} is left to the sign-in")
    return first


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


def _plugin_lists(steps: Sequence[Mapping[str, Any]], notes: Notes) -> tuple[DocumentList, ...]:
    way: list[Move] = []
    found: list[DocumentList] = []
    for position, step in enumerate(steps, start=1):
        place, action = f"getDocuments[{position}]", step.get("action")
        if action == "navigate":
            address = str(step.get("url", ""))
            notes.visit(address)
            way = [Move(goto=address)]
        elif action == "click" and isinstance(step.get("selector"), str):
            selectors = checked((f"css={step['selector']}",), place, notes)
            way += [Move(click=selectors)] if selectors else []
        elif action == "extractAll":
            part = _plugin_list(step, place, tuple(way), notes)
            found += [part] if part else []
        elif action not in ("waitForElement", "waitForURL", "waitForNetworkIdle", "sleep"):
            notes.warn(place, f"{action} can't be said in a recipe")
    return tuple(found)


def _plugin_list(
    step: Mapping[str, Any], place: str, way: tuple[Move, ...], notes: Notes
) -> DocumentList | None:
    """A list from a step that extracts rows; None, with a warning, where it can't be said."""
    if not isinstance(step.get("selector"), str) or step.get("iframe"):
        notes.warn(place, "extractAll by script or in a frame can't be said; the autopilot looks")
        return None
    inner = [one for one in step.get("forEach") or [] if isinstance(one, dict)]
    fields = {str(key): value for key, value in mapping(step.get("fields")).items()}
    document: object = next((one["document"] for one in inner if "document" in one), None)
    columns = _plugin_columns(mapping(document), fields, place, notes)
    getter = _plugin_getter(inner, fields, place, notes)
    if columns is None or getter is None:
        notes.warn(place, "its columns or its download can't be said; the autopilot looks")
        return None
    try:
        return DocumentList(
            name=place,
            kind=_KINDS.get(str(mapping(document).get("type")), DocumentKind.INVOICE),
            open=way,
            rows=(f"css={step['selector']}",),
            columns=columns,
            pages=_plugin_pages(step),
            document=getter,
        )
    except ValidationError:
        notes.warn(place, "its selectors are of a kind that a recipe does not have")
        return None


def _plugin_pages(step: Mapping[str, Any]) -> Pages | None:
    selector = mapping(step.get("pagination")).get("selector")
    return Pages(next=(f"css={selector}",)) if isinstance(selector, str) else None


def _plugin_columns(
    document: Mapping[str, Any], fields: Mapping[str, Any], place: str, notes: Notes
) -> Columns | None:
    named = {
        "number": document.get("id"),
        "day": document.get("date"),
        "amount": document.get("total"),
    }
    found: dict[str, Column] = {}
    for name, value in named.items():
        variable = _VARIABLE.fullmatch(str(value or "").strip())
        key = variable[1].rsplit(".", 1)[-1] if variable else name
        column = _plugin_column(fields.get(key), f"{place}.fields.{key}", notes)
        if column is not None:
            found[name] = column
    try:
        return Columns(**found)
    except ValidationError:
        return None


def _plugin_column(told: object, place: str, notes: Notes) -> Column | None:
    facts = {"selector": told} if isinstance(told, str) else mapping(told)
    if not isinstance(facts.get("selector"), str):
        return None
    if facts.get("transform"):
        notes.warn(place, "its script (transform) was left out; add a pattern")
    try:
        return Column(at=(f"css={facts['selector']}",), attribute=facts.get("attribute"))
    except ValidationError:
        return None


def _plugin_getter(
    inner: Sequence[Mapping[str, Any]], fields: Mapping[str, Any], place: str, notes: Notes
) -> Getter | None:
    for position, step in enumerate(inner, start=1):
        action = step.get("action")
        if action == "downloadPdf":
            variable = _VARIABLE.fullmatch(str(step.get("url", "")).strip())
            told = fields.get(variable[1].rsplit(".", 1)[-1]) if variable else None
            facts = {"selector": told} if isinstance(told, str) else mapping(told)
            if isinstance(facts.get("selector"), str):
                return Getter(link=(f"css={facts['selector']}",))
        if action == "click" and isinstance(step.get("selector"), str):
            return Getter(click=(f"css={step['selector']}",))
        notes.warn(f"{place}.forEach[{position}]", f"{action} can't be said in a recipe")
    return None
