"""Finding the sign-in form among a page's forms; what is not plainly one is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Frame, Page

from fetchers.portals.autopilot.forms import vocabulary as words
from fetchers.portals.autopilot.forms.facts import Field, Form, forms_in
from fetchers.portals.autopilot.forms.judging import Purpose, purpose_of, score
from fetchers.portals.autopilot.forms.selectors import (
    CODE,
    PASSWORD,
    SUBMIT,
    of_field,
    of_submit,
)
from fetchers.portals.endings import VisitEnded
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import CodeStep, SignIn
from fetchers.portals.selecting import FRAME_WITHIN
from model.outcomes import OutcomeCode

_LONGEST_SELECTOR: Final = 200
_LONGEST_PLACE: Final = 300  # characters of a recipe's `frame`


@dataclass(frozen=True, slots=True)
class Found:
    """A form that is for signing in, and the frame it stands in (its selector; None: the page)."""

    form: Form
    purpose: Purpose
    frame: str | None


def find_sign_in(page: Page) -> SignIn | None:
    """How to sign in at this page; None where it shows no form for that.

    Raises:
        VisitEnded: FILL_REFUSED where there are several that are equally good.
    """
    found = forms_of(page)
    best = _best(found, Purpose.SIGN_IN)
    if best is not None:
        return _with_password(best)
    first = _best(found, Purpose.NAME_FIRST)
    return _name_first(first) if first else None


def forms_of(page: Page) -> tuple[Found, ...]:
    """The forms in sight that are for signing in, in all of the page's frames."""
    return tuple(
        Found(form, purpose, place)
        for frame in page.frames
        for place in _place(page, frame)
        for form in _forms(page, frame)
        if form.shown and (purpose := purpose_of(form)) is not Purpose.OTHER
    )


def _forms(page: Page, frame: Frame) -> tuple[Form, ...]:
    nothing: tuple[Form, ...] = ()
    return steadily(page, lambda: forms_in(frame), otherwise=nothing)


def _place(page: Page, frame: Frame) -> tuple[str | None, ...]:
    """The selector of a frame, None for the page itself; nothing for a frame without any."""
    if frame == page.main_frame:
        return (None,)
    selector = steadily(page, lambda: _frame_selector(frame), otherwise=None)
    return (selector,) if selector else ()


def _frame_selector(frame: Frame) -> str | None:
    """The selector of a frame, behind those of the frames that it lies in; None where one has none.

    Frames of a shape that no recipe can hold are not gone into.
    """
    selectors: list[str] = []
    while (above := frame.parent_frame) is not None:
        own = _own_selector(frame, alone=len(above.child_frames) == 1)
        if own is None:
            return None
        selectors.insert(0, own)
        frame = above
    told = FRAME_WITHIN.join(selectors)
    return told if len(told) <= _LONGEST_PLACE else None


def _own_selector(frame: Frame, *, alone: bool) -> str | None:
    element = frame.frame_element()
    for attribute in ("id", "name", "title", "src"):
        value = element.get_attribute(attribute)
        if value and len(value) < _LONGEST_SELECTOR and FRAME_WITHIN not in value:
            return f"iframe[{attribute}={json.dumps(value)}]"
    return "iframe" if alone else None


def _best(found: Sequence[Found], purpose: Purpose) -> Found | None:
    """The form of this purpose, if there is one that is better than all others."""
    fitting = [one for one in found if one.purpose is purpose]
    most = max((score(one.form) for one in fitting), default=0)
    best = [one for one in fitting if score(one.form) == most]
    if len(best) > 1:
        raise VisitEnded(
            OutcomeCode.FILL_REFUSED, reason=f"the page has {len(best)} forms to sign in"
        )
    return best[0] if best else None


def _with_password(found: Found) -> SignIn:
    fields = found.form.asked
    at = next(index for index, one in enumerate(fields) if one.is_password)
    before = [one for one in fields[:at] if not one.is_password] or list(found.form.texts)
    if not before:
        raise VisitEnded(OutcomeCode.FILL_REFUSED, reason="no field takes the user name")
    number, name = _names(before)
    return SignIn(
        frame=found.frame,
        customer_number=of_field(number) if number else None,
        username=of_field(name),
        password=(*of_field(fields[at]), PASSWORD),
        submit=(*of_submit(found.form), *SUBMIT),
        code=CodeStep(field=CODE),
    )


def _names(before: Sequence[Field]) -> tuple[Field | None, Field]:
    """The field for the customer number, if there is one, and the one for the user name."""
    plain = [one for one in before if not words.says(words.SEARCH, one.name)]
    told = [one for one in plain if one.purposes & {"username", "email"}]
    numbered = [one for one in plain if words.says(words.CUSTOMER_NUMBER, one.about)]
    others = [one for one in told or plain if one not in numbered] or list(numbered)
    if len(others) != 1:
        raise VisitEnded(
            OutcomeCode.FILL_REFUSED, reason=f"{len(others)} fields stand before the password"
        )
    if len(numbered) != 1 or others == numbered:
        return None, others[0]
    return numbered[0], others[0]


def _name_first(found: Found) -> SignIn | None:
    texts = found.form.texts
    if len(texts) > 2 or not texts:  # noqa: PLR2004 - a name, and perhaps a customer number
        return None
    number, name = _names(texts)
    return SignIn(
        frame=found.frame,
        customer_number=of_field(number) if number else None,
        username=of_field(name),
        next=of_submit(found.form) or ("css=form button",),
        password=(PASSWORD,),
        submit=SUBMIT,
        code=CodeStep(field=CODE),
    )
