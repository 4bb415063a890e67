"""Signing in: one attempt, and positive evidence for whatever is said to have come of it."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Frame, Locator, Page

from fetchers.portals.choices import (
    answer_question,
    await_approval,
    choose_way,
    stay_signed_in,
    tick_trust,
)
from fetchers.portals.clicks import click
from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.fence import FieldGone, FieldKind, type_secret
from fetchers.portals.opening import check_place, open_page
from fetchers.portals.password_way import ask_for_password
from fetchers.portals.patience import loaded, settle, steadily, until
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Alternatives, Recipe, SignIn
from fetchers.portals.reply import (
    await_answer,
    code_was_refused,
    raise_what_is_said,
    standing_of,
    steady_first,
)
from fetchers.portals.second_factor import (
    check_calls,
    code_field,
    link_was_sent,
    mailed_link,
    next_code,
    segments,
)
from fetchers.portals.selecting import in_frame, wait_for
from fetchers.portals.session import Session
from fetchers.portals.signals import SIGNED_IN, signals
from fetchers.portals.signs import captcha_passed, shows_captcha, text_of
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import RunState

__all__ = ["dismiss_consent", "sign_in", "sign_out", "steady_first"]

_FIELD_WAIT: Final = 8.0  # seconds
_CONSENT_WAIT: Final = 0.6
_CAPTCHA_WAIT: Final = 6.0  # seconds that a CAPTCHA may take to pass by itself
_MOST_CODES: Final = 2
_MOST_DRAWN: Final = 4  # times that a page may draw a field anew while it is filled


def sign_in(session: Session, recipe: Recipe) -> None:
    """Nothing comes back: the session is signed in.

    Raises:
        VisitEnded: whatever the portal answered instead.
    """
    check_calls(session)
    session.report(RunState.SIGNING_IN)
    steps, page = recipe.sign_in, session.page
    open_page(session, recipe.start or session.order.start_url)
    dismiss_consent(session, recipe)
    if steps.open:
        click(
            _needed(session, recipe, steps.open, "open"),
            purpose=Purpose.SIGN_IN,
            step="sign_in.open",
        )
        loaded(page)
    _check_signals(session, steps)
    _send_filled(session, recipe)
    await_answer(session, recipe, lambda: _second_factor(session, recipe))


def resume(session: Session, recipe: Recipe) -> None:
    """Nothing comes back: the session is signed in, from where a person has left the page.

    Raises:
        VisitEnded: whatever the portal answered instead, or still answers.
    """
    steps, page = recipe.sign_in, session.page
    settle(page)
    check_place(session)
    if steady_first(page, signals(steps)) is not None:
        return
    form = steady_first(page, steps.username) is not None
    if form and session.attempted:  # it was refused, or went back: never sent a second time
        raise_what_is_said(session, recipe)
        raise VisitEnded(OutcomeCode.NEEDS_INTERACTIVE, why="it shows its sign-in again")
    if form:
        _send_filled(session, recipe)
    await_answer(session, recipe, lambda: _second_factor(session, recipe))


def _send_filled(session: Session, recipe: Recipe) -> None:
    """Nothing comes back: the form is filled in and sent."""
    if session.witness is not None:
        session.witness.note_form()
    if _fill(session, recipe):
        _check_captcha(session)
        tick_trust(session)
        _send(session, recipe, recipe.sign_in.submit, "submit")


def dismiss_consent(session: Session, recipe: Recipe) -> None:
    """Nothing comes back: a consent banner, if one is there, is closed."""
    if not recipe.consent:
        return
    banner = wait_for(session.page, recipe.consent, seconds=_CONSENT_WAIT)
    if banner is not None:
        click(banner, purpose=Purpose.CONSENT, step="consent")


def _check_signals(session: Session, steps: SignIn) -> None:
    """A sign of being signed in that shows before the sign-in proves nothing."""
    if steady_first(session.page, signals(steps)) is not None:
        raise broken("sign_in.signed_in", "it shows before the sign-in")


def _fill(session: Session, recipe: Recipe) -> bool:
    """Whether something is left to send: not where a portal mails a code for the name alone."""
    steps = recipe.sign_in
    ask_for_password(session, steps.username)
    _fill_names(session, recipe)
    if steps.next:
        _send(session, recipe, steps.next, "next")
        loaded(session.page)
        if _wants_code(session, recipe) or link_was_sent(session):
            return False
    if steps.password:
        ask_for_password(session, steps.password)
        _fill_password(session, recipe, steps.password)
    return True


def _fill_names(session: Session, recipe: Recipe) -> None:
    given = session.credential
    if recipe.sign_in.customer_number:
        if given.customer_number is None:
            raise VisitEnded(
                OutcomeCode.FILL_REFUSED, reason="it asks for a customer number, and none is stored"
            )
        _type(session, recipe, "customer_number", given.customer_number)
    _type(session, recipe, "username", given.username)


def _type(session: Session, recipe: Recipe, name: str, text: Secret) -> None:
    """Nothing comes back: the text stands in a step's field.

    A page that comes to life may draw its form anew, and a slow one takes long over it: the field
    is looked for again then. One that does not come back ends the visit as one that never came.
    """
    for _ in range(_MOST_DRAWN):
        field = _needed(session, recipe, getattr(recipe.sign_in, name), name)
        try:
            type_secret(field, text, field=FieldKind.NAME, fence=session.fence)
        except FieldGone:
            continue
        return
    raise FieldGone


def _fill_password(session: Session, recipe: Recipe, where: Alternatives) -> None:
    """Nothing comes back: the password stands; names that went with its form stand again too."""
    field = _needed(session, recipe, where, "password")
    session.announce_password()
    for _ in range(_MOST_DRAWN):
        try:
            type_secret(
                field, session.credential.password, field=FieldKind.PASSWORD, fence=session.fence
            )
        except FieldGone:
            if not recipe.sign_in.next:
                _fill_names(session, recipe)
            field = _needed(session, recipe, where, "password")
        else:
            return
    raise FieldGone


def _send(session: Session, recipe: Recipe, where: Alternatives, name: str) -> None:
    """Nothing comes back: what was filled in is sent; from here on the portal may refuse it."""
    session.said_before = frozenset(text_of(session.page).splitlines())
    session.stood, session.sent = standing_of(session), session.clock.now()
    session.traffic.restart()
    _press(session, recipe, where, name)
    session.attempted = True


def _press(session: Session, recipe: Recipe, where: Alternatives, name: str) -> None:
    click(_needed(session, recipe, where, name), purpose=Purpose.SIGN_IN, step=f"sign_in.{name}")


def _check_captcha(session: Session) -> None:
    """Nothing, where no CAPTCHA stands at the form, or it passes by itself.

    Raises:
        VisitEnded: CAPTCHA; the password was not sent, since it would be for nothing.
    """
    page = session.page
    if not shows_captcha(page) or until(
        page, lambda: captcha_passed(page) or None, seconds=_CAPTCHA_WAIT
    ):
        return
    raise VisitEnded(OutcomeCode.CAPTCHA, kind="at the sign-in form")


def _needed(session: Session, recipe: Recipe, where: Alternatives, name: str) -> Locator:
    """The element of a step; where it does not come, what the page says instead."""
    scope = _scope(session.page, recipe.sign_in.frame)
    found = wait_for(session.page, where, seconds=min(_FIELD_WAIT, session.patience), scope=scope)
    if found is not None:
        session.note_used(f"sign_in.{name}", found, where, scope)
        return found
    check_place(session)
    raise_what_is_said(session, recipe)
    raise broken(f"sign_in.{name}")


def _scope(page: Page, frame: str | None) -> Page | Frame:
    if frame is None:
        return page
    place = in_frame(page, frame).first.owner
    handle = place.element_handle(timeout=_FIELD_WAIT * 1000)
    inside = handle.content_frame() if handle else None
    if inside is None:
        raise broken("sign_in.frame")
    return inside


def _second_factor(session: Session, recipe: Recipe) -> bool:
    """Whether a second factor was asked for, which is then answered."""
    if _wants_code(session, recipe):
        _answer_code(session, recipe)
        return True
    if link_was_sent(session):
        _follow_link(session)
        return True
    ways = (choose_way, answer_question, stay_signed_in)
    return any(way(session) for way in ways) or await_approval(session, recipe)


def _wants_code(session: Session, recipe: Recipe) -> bool:
    """Whether a code is asked for that was not sent yet: the first, or one more after a refusal.

    A code is good once, so that two visits within its half minute would refuse each other.
    """
    if len(session.codes) >= _MOST_CODES or code_field(session.page, recipe.sign_in) is None:
        return False
    return not session.codes or code_was_refused(session, recipe)


def _answer_code(session: Session, recipe: Recipe) -> None:
    """Nothing comes back: a code was typed and sent."""
    session.report(RunState.SECOND_FACTOR)
    code = next_code(session)
    field = code_field(session.page, recipe.sign_in)
    if field is None:
        raise broken("sign_in.code.field")
    singles = segments(field)
    for single, letter in zip(singles, code.reveal(), strict=False):
        type_secret(single, Secret(letter), field=FieldKind.CODE, fence=session.fence)
    if not singles:
        type_secret(field, code, field=FieldKind.CODE, fence=session.fence)
    _send_code(session, recipe, field)


def _send_code(session: Session, recipe: Recipe, field: Locator) -> None:
    """Nothing comes back: the code is sent, by the page itself where it does so at the last key."""
    step = recipe.sign_in.code
    tick_trust(session)
    session.said_before = frozenset(text_of(session.page).splitlines())
    session.sent = session.clock.now()
    if step is not None and step.submit is not None:
        _press(session, recipe, step.submit, "code.submit")
    else:
        steadily(session.page, lambda: _press_enter(field), otherwise=None)
    loaded(session.page)


def _press_enter(field: Locator) -> None:
    if field.is_visible():
        field.press("Enter", timeout=2_000)


def _follow_link(session: Session) -> None:
    """Nothing comes back: the mailed link was opened, once."""
    session.report(RunState.SECOND_FACTOR)
    open_page(session, mailed_link(session).reveal())


def sign_out(session: Session, recipe: Recipe) -> bool:
    """Whether the session at the portal was ended."""
    control = steady_first(session.page, recipe.sign_out or SIGNED_IN)
    if control is None:
        return False
    try:
        click(control, purpose=Purpose.SIGN_OUT, step="sign_out")
    except VisitEnded:
        return False
    return True
