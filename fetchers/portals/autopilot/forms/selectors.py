"""How the fields and controls of a form are written down: several selectors each."""

from __future__ import annotations

import json
import re
from typing import Final

from fetchers.portals.autopilot.forms import vocabulary as words
from fetchers.portals.autopilot.forms.facts import Field, Form, Press
from fetchers.portals.autopilot.forms.judging import submits
from fetchers.portals.recipe import CODE_FIELDS, Alternatives

_UNSTABLE: Final = re.compile(r"\d{3,}|[0-9a-f]{8,}|[:.]")
_TELLING: Final = ("username", "email", "current-password", "one-time-code")
_LONGEST: Final = 200
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
    f"role=button[name=/^\\W*({words.SIGN_IN.pattern})/i]",
)


def of_field(field: Field) -> Alternatives:
    """The selectors of a field, the steadiest first."""
    found = []
    if field.id and not _UNSTABLE.search(field.id):
        found.append(f"css=input[id={json.dumps(field.id)}]")
    if field.name:
        found.append(f"css=input[name={json.dumps(field.name)}]")
    told = [one for one in _TELLING if one in field.purposes]
    if told:
        found.append(f"css=input[autocomplete~={json.dumps(told[0])}]")
    if field.label:
        found.append(f"label={field.label}")
    if field.hint:
        found.append(f"css=input[placeholder={json.dumps(field.hint, ensure_ascii=False)}]")
    shape = f"css=input[type={json.dumps(field.type)}]"
    return tuple(found) or (
        shape if field.type != "text" else "css=input:is([type=text],:not([type]))",
    )


def of_submit(form: Form) -> Alternatives:
    """The selectors of what sends a form: the control that says so, else the last one."""
    presses = submits(form)
    told = [one for one in presses if words.says(words.SIGN_IN, one.words)]
    told = told or [one for one in presses if words.says(words.ONWARD, one.words)]
    return of_press((told or list(presses))[-1]) if presses else ()


def of_press(press: Press) -> Alternatives:
    """The selectors of a control."""
    found = []
    if press.words:
        role = "link" if press.link else "button"
        found.append(f"role={role}[name={json.dumps(press.words, ensure_ascii=False)}]")
    if press.id and not _UNSTABLE.search(press.id):
        found.append(f"css=[id={json.dumps(press.id)}]")
    if press.name and len(press.name) < _LONGEST:
        found.append(f"css={press.tag}[name={json.dumps(press.name)}]")
    return tuple(found)
