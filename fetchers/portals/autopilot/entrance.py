"""The way in: what lies over the start page is put aside, and the sign-in found or opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from fetchers.portals.autopilot.forms import find_sign_in
from fetchers.portals.autopilot.forms import vocabulary as words
from fetchers.portals.autopilot.forms.controls import Control, controls_of
from fetchers.portals.clicks import click
from fetchers.portals.endings import VisitEnded
from fetchers.portals.fence import origin_of
from fetchers.portals.opening import check_place, open_page
from fetchers.portals.password_way import ask_for_password
from fetchers.portals.patience import settle, until, until_final
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Alternatives, SignIn
from fetchers.portals.selecting import first_visible
from fetchers.portals.session import Session
from model.outcomes import NO_FORM, OutcomeCode

_FORM_WAIT: Final = 5.0  # seconds
_BANNER_WAIT: Final = 0.6
_MOST_DOORS: Final = 3
_COOKIES: Final = re.compile(
    r"cookie|consent|gdpr|dsgvo|privacy|datenschutz|tracking|クッキー|隐私|쿠키|ملفات تعريف",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entrance:
    """How to sign in, and the address of the page that asks for it where no control leads there."""

    steps: SignIn
    start: str | None = None


def put_consent_aside(session: Session) -> Alternatives | None:
    """The selectors of the banner's control that takes least; None where there is no banner."""
    control = until_final(session.page, lambda: _answer(session), seconds=_BANNER_WAIT)
    banner = first_visible(session.page, control.selectors) if control else None
    if control is None or banner is None:
        return None
    click(banner, purpose=Purpose.CONSENT, step="consent")
    return control.selectors


def _answer(session: Session) -> Control | None:
    """The control that refuses cookies; where a banner offers no refusal, the one that accepts."""
    asked = [one for one in controls_of(session.page) if one.seen and _COOKIES.search(one.around)]
    for concept in (words.REFUSE, words.ACCEPT):
        for control in asked:
            if concept.match(control.words.strip("\u2715\u00d7\u2713 ")):
                return control
    return None


def find_entrance(session: Session) -> Entrance:
    """The way in from the page that is open: its own form, or one that a control opens.

    Raises:
        VisitEnded: FILL_REFUSED where there is none, ORIGIN_MISMATCH where it lies elsewhere.
    """
    steps = _form(session)
    if steps is not None:
        return Entrance(steps)
    opened: list[Control] = []
    for _ in range(_MOST_DOORS):
        door = _door(session, opened)
        if door is None:
            break
        opened.append(door)
        start = _open(session, door)
        steps = _form(session)
        if steps is not None and start:
            return Entrance(steps, start)
        if steps is not None:
            return Entrance(steps.model_copy(update={"open": door.selectors}))
    raise VisitEnded(OutcomeCode.FILL_REFUSED, reason=_why_not(session))


def _form(session: Session) -> SignIn | None:
    """The form of this page; it is waited for, unless the page offers another way to it."""
    ask_for_password(session)
    return until(session.page, lambda: find_sign_in(session.page), seconds=_FORM_WAIT)


def _door(session: Session, opened: list[Control]) -> Control | None:
    """The control that most promises a sign-in, and was not pressed yet."""
    tried = {(one.words, one.href) for one in opened}
    fresh = [one for one in controls_of(session.page) if (one.words, one.href) not in tried]
    best = max(fresh, key=_promise, default=None)
    return best if best is not None and _promise(best) > 0 else None


def _promise(control: Control) -> int:
    """How much a control promises to lead to the sign-in; below one: it does not."""
    bare = words.SIGN_IN.sub(" ", control.words)
    if words.says(words.ELSEWHERE, control.words) or words.says(words.RECOVERY, control.words):
        return 0
    says = words.says(words.SIGN_IN, control.words)
    own = words.says(words.OWN_AREA, control.words)
    if not (says or own) or (words.says(words.REGISTRATION, bare) and not says):
        return 0
    told = words.says(words.SIGN_IN, control.told)
    return 4 * says + 2 * own + 2 * told + 8 * control.seen - len(control.words) // 20


def _open(session: Session, door: Control) -> str | None:
    """The address that was gone to, where the control itself can't be pressed in this tab."""
    origin = origin_of(door.href)
    if origin and not session.fence.allows(door.href):
        raise VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=origin)
    if origin and (door.away or not door.seen):
        open_page(session, door.href)
        return door.href
    place = first_visible(session.page, door.selectors)
    if place is not None:
        click(place, purpose=Purpose.GO, step="sign_in.open")
        settle(session.page)
        check_place(session)
    return None


def _why_not(session: Session) -> str:
    told = {one.words for one in controls_of(session.page) if one.seen}
    if any(words.says(words.ELSEWHERE, one) for one in told):
        return "it offers only a sign-in through another service"
    return NO_FORM
