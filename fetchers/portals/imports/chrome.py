"""Recordings of Chrome's DevTools: the sign-in they show, without what was typed.

What was typed is in a recording in clear. It is looked at only to be kept out: a selector or an
address in which it stands is left out too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, unquote_plus, urlsplit, urlunsplit

from fetchers.portals.imports.notes import (
    PASSWORD,
    SUBMIT,
    USERNAME,
    Notes,
    checked,
    made_recipe,
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
    r"passwor[dt]|kennwort|passe|wachtwoord|contrase|clave|pwd|\bpass\b|senha|lösenord|passord|"
    r"adgangskode|has[łl]o|heslo|salasana|jelszó|parol|пароль|şifre|κωδικός|パスワード|密码|密碼|"
    r"비밀번호|كلمة المرور|סיסמה",
    re.IGNORECASE,
)
_CODE_NAMES: Final = re.compile(r"otp|totp|2fa|mfa|one-time|verification|\bcode\b", re.IGNORECASE)
_DEEPER: Final = re.compile(r"\s*>{3,4}\s*")
_SHORTEST: Final = 3  # characters; what is shorter stands in every selector
_LEFT_OUT: Final = ("customStep", "waitForExpression", "doubleClick", "hover")
_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed into a recording, which must stand nowhere else."""

    values: tuple[str, ...]

    def stands_in(self, text: str) -> bool:
        """Whether any of it stands in a text, written plainly or as addresses write it."""
        shown = (text, unquote(text), unquote_plus(text))
        return any(value in one for value in self.values for one in shown)

    def without(self, url: object) -> object:
        """An address without user, password and any part that holds what was typed."""
        if not isinstance(url, str):
            return url
        parts = urlsplit(url)
        place = parts.netloc.rpartition("@")[2]
        path, query = ("" if self.stands_in(part) else part for part in (parts.path, parts.query))
        return urlunsplit((parts.scheme, place, path, query, ""))


def of_recording(told: Mapping[str, Any], notes: Notes) -> Recipe:
    """The recipe of a recording: its sign-in; the lists are left to the autopilot."""
    steps = steps_of(told, "steps")
    changes = [(n, step) for n, step in enumerate(steps, start=1) if step.get("type") == "change"]
    typed = _typed(steps)
    visited = [url for step in steps if (url := notes.visit(_address(step.get("url"), typed)))]
    for step in steps:
        for event in steps_of(step, "assertedEvents"):
            notes.visit(_address(event.get("url"), typed))
    at = next((i for i, (_n, step) in enumerate(changes) if _is_secret(step)), None)
    notes.secrets = sum(_is_secret(step) or _is_code(step) for _n, step in changes)
    if at is None:
        notes.warn("recording", "it has no password field; the usual ones are looked for")
    shown = [_scrubbed(step, typed, place, notes) for place, step in enumerate(steps, start=1)]
    sign_in = _recorded_sign_in(shown, [(n, shown[n - 1]) for n, _step in changes], at, notes)
    notes.warn("recording", "lists and downloads are not in a recording; the autopilot looks")
    start = visited[0] if visited else None
    return made_recipe(_named(told, typed), notes, start=start, sign_in=sign_in)


def _typed(steps: Sequence[Mapping[str, Any]]) -> _Typed:
    values = {str(step.get("value") or "") for step in steps if step.get("type") == "change"}
    return _Typed(tuple(sorted(one for one in values if len(one) >= _SHORTEST)))


def _address(url: object, typed: _Typed) -> object:
    try:
        return typed.without(url)
    except ValueError:
        return None


def _named(told: Mapping[str, Any], typed: _Typed) -> Mapping[str, Any]:
    title = str(told.get("title") or "")
    return {"title": "" if typed.stands_in(title) else title}


def _scrubbed(
    step: Mapping[str, Any], typed: _Typed, place: int, notes: Notes
) -> Mapping[str, Any]:
    """A step whose selectors hold nothing that was typed, and no value."""
    chains = _chains(step)
    kept = [one for one in chains if not typed.stands_in(json.dumps(one, ensure_ascii=False))]
    if len(kept) < len(chains):
        notes.warn(f"steps[{place}]", "a selector was left out that holds what was typed")
    return {key: value for key, value in step.items() if key != "value"} | {"selectors": kept}


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
    before = changes[at - 1][0] if at else position
    opening = _click_between(steps, 0, changes[0][0])
    between = _click_between(steps, before, position)
    after = _click_between(steps, position, len(steps) + 1)
    codes = [step for _n, step in changes if _is_code(step)]
    _leave_out(steps, notes, last=position)
    return SignIn(
        open=_selectors(opening, notes) or None,
        username=(*_selectors(name, notes), *USERNAME)[:_MOST],
        next=_selectors(between, notes) or None,
        password=(*_selectors(password, notes), *PASSWORD)[:_MOST],
        submit=(*_selectors(after, notes), *SUBMIT)[:_MOST],
        code=CodeStep(
            field=(*_selectors(codes[0] if codes else None, notes), *CODE_FIELDS)[:_MOST]
        ),
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
        if step.get("type") in _LEFT_OUT:
            notes.warn(f"steps[{number}]", f"{step['type']} can't be said in a recipe")
        if step.get("frame"):
            notes.warn(f"steps[{number}]", "it lies in a frame; name it in sign_in.frame")


def _click_between(
    steps: Sequence[Mapping[str, Any]], after: int, before: int
) -> Mapping[str, Any] | None:
    """The first click between two steps that is not one into a field."""
    clicks = [
        step
        for number, step in enumerate(steps, start=1)
        if after < number < before and step.get("type") == "click" and not _into_field(step)
    ]
    return clicks[0] if clicks else None


def _into_field(step: Mapping[str, Any]) -> bool:
    return any("textbox" in one or "input" in one for one in _alternatives(step))


def _alternatives(step: Mapping[str, Any]) -> list[str]:
    """The selectors of a step; one that goes down through shadow trees is written as one."""
    return [one for chain in _chains(step) if (one := _chained(chain))]


def _chains(step: Mapping[str, Any]) -> list[Any]:
    told = step.get("selectors")
    return told if isinstance(told, list) else []


def _chained(chain: object) -> str:
    if isinstance(chain, str):
        return chain
    parts = [one for one in chain if isinstance(one, str)] if isinstance(chain, list) else []
    plain = [one.removeprefix("pierce/") for one in parts]
    if len(parts) > 1 and all(_is_css(one) for one in plain):
        return " ".join(plain)  # a descendant, which is looked for through open shadow trees
    return parts[-1] if parts else ""


def _is_css(selector: str) -> bool:
    return not selector.startswith(("aria/", "xpath/", "text/"))


def _is_secret(step: Mapping[str, Any]) -> bool:
    return any(_SECRET_NAMES.search(one) for one in _alternatives(step))


def _is_code(step: Mapping[str, Any]) -> bool:
    return not _is_secret(step) and any(_CODE_NAMES.search(one) for one in _alternatives(step))


def _selectors(step: Mapping[str, Any] | None, notes: Notes) -> Alternatives:
    if step is None:
        return ()
    told = [made for one in _alternatives(step) for made in _selector(one)]
    return checked(list(dict.fromkeys(told))[:8], str(step.get("type")), notes)


def _selector(told: str) -> tuple[str, ...]:
    """A recorded selector in the words of recipes; a bare name may mean a field or a control."""
    aria = _ARIA.match(told)
    if aria and told.startswith("aria/"):
        name, role = aria[1].strip(), aria[2]
        named = json.dumps(name, ensure_ascii=False)
        if role:
            return (f"role={role}[name={named}]",)
        return (f"label={name}", f"role=button[name={named}]", f"role=link[name={named}]")
    for prefix, made in _PREFIXES.items():
        if told.startswith(prefix):
            return (made(_DEEPER.sub(" ", told.removeprefix(prefix))),)
    return (f"css={_DEEPER.sub(' ', told)}",)
