"""How the fields and controls of a form are written down: several selectors each."""

from __future__ import annotations

import json
import re
from typing import Final

from fetchers.portals.autopilot.forms import vocabulary as words
from fetchers.portals.autopilot.forms.facts import Field, Form, Press
from fetchers.portals.autopilot.forms.judging import submits
from fetchers.portals.autopilot.words import SIGN_IN
from fetchers.portals.recipe import CODE_FIELDS, Alternatives

_UNSTABLE: Final = re.compile(r"\d{3,}|[0-9a-f]{8,}|[:.]")
_TELLING: Final = ("username", "email", "current-password", "one-time-code")
CODE: Final[Alternatives] = (
    *CODE_FIELDS,
    "css=input:is([name*='otp' i],[name*='totp' i],[name*='2fa' i],[name*='mfa' i])",
    "css=input:is([id*='otp' i],[id*='totp' i],[id*='2fa' i],[id*='mfa' i])",
    "css=input[name='code']:not([type=hidden])",
    "css=input[maxlength='6']:is([inputmode=numeric],[type=tel],[type=number])",
    "css=input[maxlength='1']:is([inputmode=numeric],[type=tel],[type=number],[type=text])",
)
PASSWORD: Final = "css=input[type=password]"  # noqa: S105 - a selector
SUBMIT: Final[Alternatives] = (
    "css=form:has(input[type=password]) button[type=submit]",
    "css=form:has(input[type=password]) :is(button:not([type=button]),input[type=submit])",
    "css=form:has(input[type=password]) button",
    f"role=button[name=/{SIGN_IN.pattern}/i]",
)


def of_field(field: Field) -> Alternatives:
    """The selectors of a field, the steadiest first; none that finds another field as well."""
    told = next((one for one in _TELLING if one in field.purposes), "")
    hint = json.dumps(field.hint, ensure_ascii=False)
    ways = (
        ("id", _steady(field.id), f"css=input[id={json.dumps(field.id)}]"),
        ("name", field.name, f"css=input[name={json.dumps(field.name)}]"),
        ("autocomplete", told, f"css=input[autocomplete~={json.dumps(told)}]"),
        ("label", field.label, f"label={field.label}"),
        ("hint", field.hint, f"css=input[placeholder={hint}]"),
    )
    found = [way for trait, has, way in ways if has and trait not in field.shared]
    return (*found, f"css={field.path}")


def of_submit(form: Form) -> Alternatives:
    """The selectors of what sends a form: the control that says so, else the last one."""
    presses = submits(form)
    told = [one for one in presses if words.says(words.SIGN_IN, one.words)]
    told = told or [one for one in presses if words.says(words.ONWARD, one.words)]
    return of_press((told or list(presses))[-1]) if presses else ()


def of_press(press: Press) -> Alternatives:
    """The selectors of a control; none that finds another control as well."""
    role = "link" if press.link else "button"
    named = json.dumps(press.words, ensure_ascii=False)
    ways = (
        ("words", press.words, f"role={role}[name={named}]"),
        ("id", _steady(press.id), f"css=[id={json.dumps(press.id)}]"),
        ("name", press.name, f"css={press.tag}[name={json.dumps(press.name)}]"),
    )
    found = [way for trait, has, way in ways if has and trait not in press.shared]
    return (*found, f"css={press.path}")


def _steady(name: str) -> bool:
    """Whether an id was not made up by a build, which would make another one up tomorrow."""
    return bool(name) and not _UNSTABLE.search(name)
