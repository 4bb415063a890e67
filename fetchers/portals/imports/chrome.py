"""Recordings of Chrome's DevTools: the sign-in they show, without what was typed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

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

_PREFIXES: Final[Mapping[str, Callable[[str], str]]] = {
    "xpath/": lambda rest: f"xpath={rest}",
    "text/": lambda rest: f"text={rest}",
    "pierce/": lambda rest: f"css={rest}",
}
_ARIA: Final = re.compile(r"aria/(.*?)(?:\[role=\"(\w+)\"\])?$", re.DOTALL)
_SECRET_NAMES: Final = re.compile(
    r"passwor[dt]|kennwort|passe|wachtwoord|contrase|clave|pwd", re.IGNORECASE
)
_CODE_NAMES: Final = re.compile(r"otp|totp|2fa|mfa|one-time|verification|\bcode\b", re.IGNORECASE)


def of_recording(told: Mapping[str, Any], notes: Notes) -> Recipe:
    """The recipe of a recording: its sign-in; the lists are left to the autopilot."""
    steps = steps_of(told, "steps")
    start = next((url for step in steps if (url := notes.visit(step.get("url")))), None)
    for step in steps:
        for event in step.get("assertedEvents") or []:
            notes.visit(mapping(event).get("url"))
    changes = [(n, step) for n, step in enumerate(steps, start=1) if step.get("type") == "change"]
    at = next((i for i, (_n, step) in enumerate(changes) if _is_secret(step)), None)
    notes.secrets = sum(_is_secret(step) or _is_code(step) for _n, step in changes)
    if at is None:
        notes.warn("recording", "it has no password field; the usual ones are looked for")
    sign_in = _recorded_sign_in(steps, changes, at, notes)
    notes.warn("recording", "lists and downloads are not in a recording; the autopilot looks")
    return made_recipe(told, notes, start=start, sign_in=sign_in)


def _recorded_sign_in(
    steps: Sequence[Mapping[str, Any]],
    changes: Sequence[tuple[int, Mapping[str, Any]]],
    at: int | None,
    notes: Notes,
) -> SignIn:
    if at is None:
        return SignIn(
            username=USERNAME, password=PASSWORD, submit=SUBMIT, code=CodeStep(field=CODE_FIELDS)
        )
    position, password = changes[at]
    name = changes[at - 1][1] if at else None
    between = _click_between(steps, changes[at - 1][0] if at else 0, position)
    after = _click_between(steps, position, len(steps) + 1)
    codes = [step for _n, step in changes if _is_code(step)]
    _leave_out(steps, notes, last=position)
    return SignIn(
        username=(*_selectors(name, notes), *USERNAME)[:12] if name else USERNAME,
        next=_selectors(between, notes) or None if between else None,
        password=(*_selectors(password, notes), *PASSWORD)[:12],
        submit=(*(_selectors(after, notes) if after else ()), *SUBMIT)[:12],
        code=CodeStep(field=(*(_selectors(codes[0], notes) if codes else ()), *CODE_FIELDS)[:12]),
    )


def _leave_out(steps: Sequence[Mapping[str, Any]], notes: Notes, *, last: int) -> None:
    """Nothing comes back: every step behind the sign-in that is left out is a warning."""
    clicks = [
        n for n, step in enumerate(steps, start=1) if n > last and step.get("type") == "click"
    ]
    for number in clicks[1:]:
        notes.warn(
            f"steps[{number}]", "a click behind the sign-in; the autopilot finds its own way"
        )
    for number, step in enumerate(steps, start=1):
        if step.get("type") in ("customStep", "waitForExpression", "doubleClick"):
            notes.warn(f"steps[{number}]", f"{step['type']} can't be said in a recipe")


def _click_between(
    steps: Sequence[Mapping[str, Any]], after: int, before: int
) -> Mapping[str, Any] | None:
    """The last click between two steps that is not one into a field; the first behind the last."""
    clicks = [
        step
        for number, step in enumerate(steps, start=1)
        if after < number < before and step.get("type") == "click" and not _into_field(step)
    ]
    return clicks[0] if clicks else None


def _into_field(step: Mapping[str, Any]) -> bool:
    return any("textbox" in one or one.startswith("input") for one in _alternatives(step))


def _alternatives(step: Mapping[str, Any]) -> list[str]:
    told = step.get("selectors") or []
    flat = [one[-1] if isinstance(one, list) and one else one for one in told]
    return [one for one in flat if isinstance(one, str)]


def _is_secret(step: Mapping[str, Any]) -> bool:
    return any(_SECRET_NAMES.search(one) for one in _alternatives(step))


def _is_code(step: Mapping[str, Any]) -> bool:
    return not _is_secret(step) and any(_CODE_NAMES.search(one) for one in _alternatives(step))


def _selectors(step: Mapping[str, Any], notes: Notes) -> Alternatives:
    return checked([_selector(one) for one in _alternatives(step)], str(step.get("type")), notes)


def _selector(told: str) -> str:
    aria = _ARIA.match(told)
    if aria and told.startswith("aria/"):
        name, role = aria[1].strip(), aria[2]
        return (
            f"role={role}[name={json.dumps(name, ensure_ascii=False)}]" if role else f"label={name}"
        )
    for prefix, made in _PREFIXES.items():
        if told.startswith(prefix):
            return made(told.removeprefix(prefix))
    return f"css={told}"
