"""Finding the sign-in form by its structure; what is not plainly one is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import Frame, Page

from fetchers.portals.autopilot import words
from fetchers.portals.endings import VisitEnded
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import CODE_FIELDS, Alternatives, CodeStep, SignIn
from model.outcomes import OutcomeCode

_LOOK: Final = files(__package__).joinpath("forms.js").read_text("utf-8")
_MOST_TEXT_FIELDS: Final = 3
_UNSTABLE: Final = re.compile(r"\d{3,}|[0-9a-f]{8,}|[:.]")
CODE: Final[Alternatives] = (
    *CODE_FIELDS,
    "css=input:is([name*='otp' i],[name*='totp' i],[name*='2fa' i],[name*='mfa' i])",
    "css=input:is([id*='otp' i],[id*='totp' i],[id*='2fa' i],[id*='mfa' i])",
    "css=input[name='code']:not([type=hidden])",
    "css=input[maxlength='6']:is([inputmode=numeric],[type=tel],[type=number])",
)
PASSWORD: Final = "css=input[type=password]"  # noqa: S105 - a selector
SUBMIT: Final[Alternatives] = (
    "css=form:has(input[type=password]) button[type=submit]",
    "css=form:has(input[type=password]) :is(button:not([type=button]),input[type=submit])",
    "css=form:has(input[type=password]) button",
)


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one form, and the frame it stands in (a CSS selector; None: the page)."""

    facts: dict[str, Any]
    frame: str | None

    @property
    def passwords(self) -> list[dict[str, str]]:
        """The fields for a password."""
        return [one for one in self.facts["fields"] if one["type"] == "password"]

    @property
    def texts(self) -> list[dict[str, str]]:
        """The fields for other text."""
        return [one for one in self.facts["fields"] if one["type"] != "password"]

    @property
    def spoken(self) -> str:
        """What its controls say."""
        return " ".join(press["words"] for press in self.facts["presses"])


def find_sign_in(page: Page, *, customer_number: bool) -> SignIn | None:
    """How to sign in at this page; None where it has no form for that.

    Raises:
        VisitEnded: FILL_REFUSED where there are several that are equally good.
    """
    groups = [group for frame in page.frames for group in _groups(page, frame)]
    found = [group for group in groups if _is_sign_in(group)]
    if len(found) > 1:
        raise VisitEnded(
            OutcomeCode.FILL_REFUSED, reason=f"the page has {len(found)} forms to sign in"
        )
    if found:
        return _with_password(found[0], customer_number=customer_number)
    first_steps = [group for group in groups if _is_first_step(group)]
    return _two_steps(first_steps[0]) if len(first_steps) == 1 else None


def _groups(page: Page, frame: Frame) -> list[Group]:
    place = None if frame == page.main_frame else _frame_selector(frame)
    if place is None and frame != page.main_frame:
        return []
    looked: list[dict[str, Any]] = steadily(page, lambda: frame.evaluate(_LOOK), otherwise=[])
    return [Group(facts, place) for facts in looked]


def _frame_selector(frame: Frame) -> str | None:
    element = frame.frame_element()
    for attribute in ("id", "name", "src"):
        value = element.get_attribute(attribute)
        if value and len(value) < 200:  # noqa: PLR2004 - a selector stays readable
            return f"iframe[{attribute}={json.dumps(value)}]"
    return None


def _is_sign_in(group: Group) -> bool:
    """One password, few other fields, and nothing that speaks of registering (rule B)."""
    if len(group.passwords) != 1 or not 1 <= len(group.texts) <= _MOST_TEXT_FIELDS:
        return False
    if "new-password" in group.passwords[0]["autocomplete"] or group.facts["others"]:
        return False
    return words.SIGN_IN.search(group.spoken) is not None or not words.REGISTRATION.search(
        group.spoken
    )


def _is_first_step(group: Group) -> bool:
    """One field for a name, and a control that leads on."""
    if group.passwords or len(group.texts) != 1 or group.facts["others"]:
        return False
    about = " ".join((*group.texts[0].values(), group.facts["words"], group.spoken))
    leads_on = words.ONWARD.search(group.spoken) or words.SIGN_IN.search(group.spoken)
    return bool(leads_on) and not words.SEARCH.search(about)


def _with_password(group: Group, *, customer_number: bool) -> SignIn:
    fields = group.facts["fields"]
    at = next(index for index, one in enumerate(fields) if one["type"] == "password")
    before = [one for one in fields[:at] if one["type"] != "password"] or group.texts
    number, name = _names(before, customer_number=customer_number)
    return SignIn(
        frame=group.frame,
        customer_number=_field(number) if number else None,
        username=_field(name),
        password=(*_field(fields[at]), PASSWORD),
        submit=(*_press(group), *SUBMIT),
        code=CodeStep(field=CODE),
    )


def _names(
    before: Sequence[dict[str, str]], *, customer_number: bool
) -> tuple[dict[str, str] | None, dict[str, str]]:
    """The field for the customer number, if one is to be filled, and the one for the user name."""
    if len(before) == 1 or not customer_number:
        if len(before) > 1:
            raise VisitEnded(
                OutcomeCode.FILL_REFUSED, reason=f"{len(before)} fields stand before the password"
            )
        return None, before[-1]
    numbered = [one for one in before if words.CUSTOMER_NUMBER.search(" ".join(one.values()))]
    if len(numbered) != 1:
        raise VisitEnded(OutcomeCode.FILL_REFUSED, reason="which field is the customer number")
    others = [one for one in before if one is not numbered[0]]
    return numbered[0], others[-1]


def _two_steps(group: Group) -> SignIn:
    return SignIn(
        frame=group.frame,
        username=_field(group.texts[0]),
        next=_press(group) or ("css=form button",),
        password=(PASSWORD,),
        submit=SUBMIT,
        code=CodeStep(field=CODE),
    )


def _field(field: dict[str, str]) -> Alternatives:
    found = []
    if field["id"] and not _UNSTABLE.search(field["id"]):
        found.append(f"css=input[id={json.dumps(field['id'])}]")
    if field["name"]:
        found.append(f"css=input[name={json.dumps(field['name'])}]")
    if field["autocomplete"] in ("username", "email", "current-password"):
        found.append(f"css=input[autocomplete={json.dumps(field['autocomplete'])}]")
    if field["label"]:
        found.append(f"label={field['label']}")
    return tuple(found) or (f"css=input[type={json.dumps(field['type'])}]",)


def _press(group: Group) -> Alternatives:
    """What sends the form: the control that says so, else the last one."""
    presses = group.facts["presses"]
    told = [one for one in presses if words.SIGN_IN.search(one["words"])]
    told = told or [one for one in presses if words.ONWARD.search(one["words"])] or presses[-1:]
    return tuple(_pressed(one) for one in told[:1] if one["words"] or one["id"])


def _pressed(one: dict[str, str]) -> str:
    if one["words"]:
        return f"role=button[name={json.dumps(one['words'], ensure_ascii=False)}]"
    return f"css=[id={json.dumps(one['id'])}]"
