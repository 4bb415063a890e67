"""Steps that take values: from elements, from scripts, from the portal's own answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from playwright.sync_api import Error, Locator

from fetchers.portals.endings import broken
from fetchers.portals.patience import until
from fetchers.portals.plugins.run import Run
from fetchers.portals.plugins.scripts import run_script, transformed
from fetchers.portals.recipe.plugin import Step
from fetchers.portals.selecting import Scope, first_present

_READ: Final = """
(el, attribute) => !attribute ? (el.innerText ?? el.textContent ?? '').trim()
  : ['href', 'src'].includes(attribute) && typeof el[attribute] === 'string' ? el[attribute]
  : attribute === 'value' ? el.value : el.getAttribute(attribute)
"""
_MOST_BODIES: Final = 60
_FIND: Final = """
(() => {
  const wanted = (%s), all = globalThis.__given;
  const one = all.find(body => { try { return wanted(body) === true; } catch { return false; } });
  return one !== undefined ? one : wanted(all);
})()
"""


def fields_of(run: Run, fields: object, scope: Scope, place: str) -> dict[str, Any]:
    """The values of a step's fields; one that is not there is blank."""
    if not isinstance(fields, Mapping):
        raise broken(place, "it names no fields")
    return {str(name): _field(run, told, scope, f"{place}.{name}") for name, told in fields.items()}


def _field(run: Run, told: object, scope: Scope, place: str) -> Any:
    facts = told if isinstance(told, Mapping) else {"selector": told}
    selector, attribute = facts.get("selector"), facts.get("attribute")
    found = scope if not selector and isinstance(scope, Locator) else None
    if isinstance(selector, str) and selector:
        found = first_present(scope, (f"css={selector}",))
    try:
        value = found.evaluate(_READ, attribute, timeout=3_000) if found else None
    except Error:
        value = None
    script = facts.get("transform")
    if isinstance(script, str) and value is not None:
        return transformed(run.page, script, value, place=place)
    return value


def extract(run: Run, step: Step, place: str) -> bool:
    """True; the values of one element, or a script's, are a variable."""
    name = str(step.get("variable") or "item")
    if isinstance(step.get("script"), str):
        run.variables[name] = run.script(step["script"], place)
    else:
        if until(run.page, lambda: _any_field(run, step, place), seconds=run.seconds(step)) is None:
            raise broken(place, "none of its fields is there")
        run.variables[name] = fields_of(run, step.get("fields"), run.scope(step, place), place)
    return True


def _any_field(run: Run, step: Step, place: str) -> bool | None:
    values = fields_of(run, step.get("fields"), run.scope(step, place), place)
    return any(value not in (None, "") for value in values.values()) or None


def run_js(run: Run, step: Step, place: str) -> bool:
    """Whether the script's value counts as true."""
    return bool(run.script(str(step.get("script", "")), place))


def extract_answer(run: Run, step: Step, place: str) -> bool:
    """True; what the portal answered to its own page's script is a variable."""
    part = run.text(step, "url", place)
    bodies = until(run.page, lambda: _bodies(run, part) or None, seconds=run.seconds(step))
    if not bodies:
        raise broken(place, "the portal gave no such answer")
    value: Any = bodies[-1]
    if isinstance(step.get("findResponse"), str):
        script = _FIND % step["findResponse"]
        value = run_script(run.page, script, place=place, arguments={"__given": list(bodies)})
    if isinstance(step.get("transform"), str):
        value = transformed(run.page, step["transform"], value, place=place)
    run.variables[str(step.get("variable") or "item")] = value
    return True


def _bodies(run: Run, part: str) -> Sequence[Any]:
    """The answers whose address holds this part, as JSON; those that are none are left out."""
    found: list[Any] = []
    for response in [one for one in run.heard if part in one.url][-_MOST_BODIES:]:
        try:
            found.append(response.json())
        except (Error, ValueError):
            continue  # it was dropped by the browser, or is no JSON
    return found
