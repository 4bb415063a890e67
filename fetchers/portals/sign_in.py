"""Signing in: one attempt, and positive evidence for whatever is said to have come of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Frame, Locator, Page

from fetchers.portals.clicks import Purpose, click
from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.fence import FieldKind, type_secret
from fetchers.portals.opening import check_place, open_page
from fetchers.portals.patience import PAUSE_MS, loaded, steadily
from fetchers.portals.recipe import CODE_FIELDS, Alternatives, Recipe, Shown, SignIn
from fetchers.portals.second_factor import (
    code_field,
    link_was_sent,
    mailed_link,
    next_code,
    segments,
)
from fetchers.portals.selecting import first_visible, wait_for
from fetchers.portals.session import Session
from fetchers.portals.signs import (
    ACCOUNT_NUMBER,
    CODE_REFUSED,
    said,
    said_by,
    shows_captcha,
    text_of,
)
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import RunState

SIGN_OUT_WORDS: Final = (
    r"log ?out|log ?off|sign ?out|sign ?off|abmelden|ausloggen|logout|déconnexion|se déconnecter|"
    r"uitloggen|afmelden|cerrar sesión|salir|esci|disconnetti|wyloguj|kirjaudu ulos|logga ut|log ud"
)
SIGNED_IN: Final = (
    f"role=link[name=/{SIGN_OUT_WORDS}/i]",
    f"role=button[name=/{SIGN_OUT_WORDS}/i]",
    f"role=menuitem[name=/{SIGN_OUT_WORDS}/i]",
    'css=a[href*="logout" i], a[href*="signout" i], a[href*="abmelden" i]',
)
_INSTEAD: Final = frozenset(
    {OutcomeCode.MAINTENANCE, OutcomeCode.BOT_BLOCKED, OutcomeCode.CAPTCHA, OutcomeCode.LOCKED}
)
_FIELD_WAIT: Final = 8.0  # seconds
_CONSENT_WAIT: Final = 0.6
_FORM_STILL_THERE: Final = 2.5  # seconds after which a form that came back counts as a refusal
_FORM_GONE: Final = 3.0  # seconds after which a form that is gone counts as passed
_MOST_CODES: Final = 2


def sign_in(session: Session, recipe: Recipe) -> None:
    """Nothing comes back: the session is signed in.

    Raises:
        VisitEnded: whatever the portal answered instead.
    """
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
    if _fill(session, recipe):
        _send(session, recipe, steps.submit, "submit")
    _await_answer(session, recipe)


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


def signals(steps: SignIn) -> Alternatives:
    """The signs of being signed in."""
    return steps.signed_in or SIGNED_IN


def steady_first(page: Page, alternatives: Alternatives) -> Locator | None:
    """The first visible element, looked for once on a page that stands still."""
    return steadily(page, lambda: first_visible(page, alternatives), otherwise=None)


def _fill(session: Session, recipe: Recipe) -> bool:
    """Whether something is left to send: not where a portal mails a code for the name alone."""
    steps, given = recipe.sign_in, session.credential
    if steps.customer_number:
        if given.customer_number is None:
            raise VisitEnded(
                OutcomeCode.FILL_REFUSED, reason="it asks for a customer number, and none is stored"
            )
        _type(session, recipe, steps.customer_number, given.customer_number)
    _type(session, recipe, steps.username, given.username)
    if steps.next:
        _send(session, recipe, steps.next, "next")
        loaded(session.page)
        if _wants_code(session, recipe) or link_was_sent(session):
            return False
    field = _needed(session, recipe, steps.password, "password")
    type_secret(field, given.password, field=FieldKind.PASSWORD, fence=session.fence)
    return True


def _type(session: Session, recipe: Recipe, where: Alternatives, text: Secret) -> None:
    field = _needed(session, recipe, where, "username")
    type_secret(field, text, field=FieldKind.NAME, fence=session.fence)


def _send(session: Session, recipe: Recipe, where: Alternatives, name: str) -> None:
    """Nothing comes back: what was filled in is sent; from here on the portal may refuse it."""
    session.said_before = frozenset(text_of(session.page).splitlines())
    session.sent = session.clock.now()
    _press(session, recipe, where, name)
    session.attempted = True


def _press(session: Session, recipe: Recipe, where: Alternatives, name: str) -> None:
    click(_needed(session, recipe, where, name), purpose=Purpose.SIGN_IN, step=f"sign_in.{name}")


def _needed(session: Session, recipe: Recipe, where: Alternatives, name: str) -> Locator:
    """The element of a step; where it does not come, what the page says instead."""
    scope = _scope(session.page, recipe.sign_in.frame)
    found = wait_for(session.page, where, seconds=min(_FIELD_WAIT, session.patience), scope=scope)
    if found is not None:
        return found
    check_place(session)
    _raise_what_is_said(session, recipe)
    raise broken(f"sign_in.{name}")


def _scope(page: Page, frame: str | None) -> Page | Frame:
    if frame is None:
        return page
    handle = page.locator(frame).first.element_handle(timeout=_FIELD_WAIT * 1000)
    inside = handle.content_frame() if handle else None
    if inside is None:
        raise broken("sign_in.frame")
    return inside


def _await_answer(session: Session, recipe: Recipe) -> None:
    """Nothing, once a sign of being signed in shows; whatever else shows ends the visit."""
    steps, page = recipe.sign_in, session.page
    watch = _FormWatch(session.clock.monotonic())
    while (now := session.clock.monotonic()) - watch.began < session.patience:
        if steady_first(page, signals(steps)) is not None:
            loaded(page)
            return
        check_place(session)
        if _second_factor(session, recipe):
            watch = _FormWatch(session.clock.monotonic())
            continue
        _raise_what_is_said(session, recipe)
        watch.look(now, shown=_form_shows(page, steps))
        if watch.came_back(now):
            raise _form_came_back(code_sent=bool(session.codes))
        if steps.signed_in is None and watch.is_gone(now):
            return  # no sign of its own is known: the list that is found there has to prove it
        page.wait_for_timeout(PAUSE_MS)
    raise broken("sign_in.signed_in", "neither a sign of being signed in nor an error")


@dataclass(slots=True)
class _FormWatch:
    """Since when the form has been there, or gone, on end."""

    began: float
    here_since: float | None = None
    gone_since: float | None = None

    def look(self, now: float, *, shown: bool) -> None:
        self.here_since = (self.here_since or now) if shown else None
        self.gone_since = None if shown else (self.gone_since or now)

    def came_back(self, now: float) -> bool:
        return self.here_since is not None and now - self.here_since > _FORM_STILL_THERE

    def is_gone(self, now: float) -> bool:
        return self.gone_since is not None and now - self.gone_since > _FORM_GONE


def _second_factor(session: Session, recipe: Recipe) -> bool:
    """Whether a second factor was asked for, which is then answered."""
    if _wants_code(session, recipe):
        _answer_code(session, recipe)
        return True
    if link_was_sent(session):
        _follow_link(session)
        return True
    return False


def _wants_code(session: Session, recipe: Recipe) -> bool:
    """Whether a code is asked for that was not sent yet: the first, or one more after a refusal.

    A code is good once, so that two visits within its half minute would refuse each other.
    """
    if len(session.codes) >= _MOST_CODES or code_field(session.page, recipe.sign_in) is None:
        return False
    return not session.codes or _what_is_said(session, recipe) is OutcomeCode.MFA_WRONG


def _form_came_back(*, code_sent: bool) -> VisitEnded:
    if code_sent:
        return VisitEnded(OutcomeCode.MFA_WRONG)
    return VisitEnded(OutcomeCode.LOGIN_FAILED, bad_field="user name or password")


def _form_shows(page: Page, steps: SignIn) -> bool:
    """Whether the sign-in form, or the field for the code, is (still) there."""
    fields = (*steps.password, *(steps.code.field if steps.code else CODE_FIELDS))
    return steady_first(page, fields) is not None


def _raise_what_is_said(session: Session, recipe: Recipe) -> None:
    """Nothing, where the page says nothing that ends the visit."""
    code = _what_is_said(session, recipe) if session.attempted else _instead(session, recipe)
    if code is not None:
        raise VisitEnded(code, **_facts(code))


def _what_is_said(session: Session, recipe: Recipe) -> OutcomeCode | None:
    """What the page says that it did not say before the sign-in was sent."""
    lines = text_of(session.page).splitlines()
    text = "\n".join(line for line in lines if line not in session.said_before)
    if session.codes and CODE_REFUSED.search(text):
        return OutcomeCode.MFA_WRONG
    code = said_by(recipe, text) or said(text)
    if code is None and shows_captcha(session.page):
        return OutcomeCode.CAPTCHA
    return code


def _instead(session: Session, recipe: Recipe) -> OutcomeCode | None:
    """What a page says that stands in the sign-in's place.

    Nothing was sent yet, so nothing can be refused or locked; and a page with fields to fill is a
    sign-in, whatever its small print speaks of.
    """
    text = text_of(session.page)
    code = said_by(recipe, text) or said(text)
    if shows_captcha(session.page):
        return OutcomeCode.CAPTCHA
    fields = steady_first(session.page, ("css=input:not([type=hidden])",))
    return code if code in _INSTEAD and fields is None else None


def _facts(code: OutcomeCode) -> dict[str, str]:
    named = {
        OutcomeCode.LOGIN_FAILED: {"bad_field": "user name or password"},
        OutcomeCode.MFA_REQUIRED: {"channel": "a code"},
        OutcomeCode.ACTION_NEEDED: {"kind": "do something there first"},
        OutcomeCode.APPROVAL_PENDING: {"medium": "another device"},
        OutcomeCode.WRONG_PORTAL: {"hint": "the page says so"},
    }
    return named.get(code, {})


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


def check_account(session: Session, recipe: Recipe) -> None:
    """Nothing, where no other account than the ordered one is shown, or none was ordered.

    Where the recipe does not say where the account stands, numbers beside the words for it count,
    if they look like the ordered one: a customer's number is not always the account's.

    Raises:
        VisitEnded: ACCOUNT_MISMATCH, or RECIPE_BROKEN where the recipe's place shows no account.
    """
    wanted = session.order.account
    if wanted is None:
        return
    seen = (
        _account_at(session, recipe.account) if recipe.account else _accounts_told(session, wanted)
    )
    if seen and _bare(wanted) not in map(_bare, seen):
        raise VisitEnded(OutcomeCode.ACCOUNT_MISMATCH, seen=seen[0][:60], expected=wanted)


def _account_at(session: Session, shown: Shown) -> tuple[str, ...]:
    place = wait_for(session.page, shown.at, seconds=_FIELD_WAIT)
    if place is None:
        raise broken("account")
    return (taken(place.inner_text(timeout=2_000), shown.pattern),)


def _accounts_told(session: Session, wanted: str) -> tuple[str, ...]:
    found = (match[1] for match in ACCOUNT_NUMBER.finditer(text_of(session.page)))
    return tuple(number for number in found if _shape(number) == _shape(wanted))


def _shape(number: str) -> str:
    return re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", _bare(number)))


def taken(text: str, pattern: str | None) -> str:
    """What a pattern takes out of a text: its first group, or all that it matches."""
    flat = " ".join(text.split())
    if pattern is None:
        return flat
    found = re.search(pattern, flat)
    return "" if found is None else found[1 if found.lastindex else 0].strip()


def _bare(number: str) -> str:
    return "".join(ch for ch in number.upper() if ch.isalnum())


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
