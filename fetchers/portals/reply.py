"""What a portal answers to what was sent: signed in, one thing more to do, or why not.

A refusal needs positive evidence: the portal's words, or the form that comes back after what was
filled in was really sent and answered, without any other. In doubt a visit is UNKNOWN or
RECIPE_BROKEN, which a person looks at, and never LOGIN_FAILED.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Locator, Page

from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.opening import check_place
from fetchers.portals.patience import PAUSE_MS, loaded, steadily
from fetchers.portals.recipe import CODE_FIELDS, Alternatives, Recipe, SignIn
from fetchers.portals.refusing import refusal
from fetchers.portals.sayings import Saying, saying
from fetchers.portals.selecting import first_visible, in_frame
from fetchers.portals.session import Session
from fetchers.portals.signals import signals
from fetchers.portals.signs import shows_captcha, text_of
from fetchers.portals.told import code_refused, said_by
from model.outcomes import OutcomeCode

_INSTEAD: Final = frozenset(
    {
        OutcomeCode.MAINTENANCE,
        OutcomeCode.BOT_BLOCKED,
        OutcomeCode.CAPTCHA,
        OutcomeCode.LOCKED,
        OutcomeCode.WRONG_PORTAL,
    }
)
_CODE_CODES: Final = frozenset({OutcomeCode.MFA_WRONG, OutcomeCode.MFA_EXPIRED})
_FORM_STILL_THERE: Final = 2.5  # seconds after which a form that came back counts as a refusal
_FORM_GONE: Final = 3.0  # seconds after which a form that is gone counts as passed

Further = Callable[[], bool]
"""Does one thing more that the portal asks for; whether there was one."""


def steady_first(page: Page, alternatives: Alternatives) -> Locator | None:
    """The first visible element, looked for once on a page that stands still."""
    return steadily(page, lambda: first_visible(page, alternatives), otherwise=None)


def await_answer(session: Session, recipe: Recipe, further: Further) -> None:
    """Nothing, once two signs agree that the session is signed in.

    One is a control that did not show before, such as the one to sign out, or that the form is
    gone; a second has to stand beside it.

    Raises:
        VisitEnded: whatever the portal answered instead.
    """
    steps, page = recipe.sign_in, session.page
    watch = _FormWatch(session.clock.monotonic())
    while (now := session.clock.monotonic()) - watch.began < session.patience:
        sign = steady_first(page, signals(steps))
        if sign is not None and (not _form_shows(page, steps) or _confirmed(session)):
            loaded(page)
            session.note_used("sign_in.signed_in", sign, signals(steps))
            return
        check_place(session)
        if further():
            watch = _FormWatch(session.clock.monotonic())
            continue
        raise_what_is_said(session, recipe)
        watch.look(now, shown=sign is None and _form_shows(page, steps))
        if session.traffic.waiting:
            watch.here_since = None  # it is the old page, as long as the new one is not there
        if watch.came_back(now):
            raise _form_came_back(session)
        if steps.signed_in is None and watch.is_gone(now) and _confirmed(session):
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


def _confirmed(session: Session) -> bool:
    """Whether the address or the cookies are others than before, or the page names the user."""
    if session.stood != standing_of(session):
        return True
    return session.credential.username.reveal().casefold() in said_anew(session).casefold()


def standing_of(session: Session) -> tuple[str, int]:
    """Where a session stands: its page's address, and a number that changes with its cookies."""
    cookies = frozenset((one.get("name"), one.get("value")) for one in session.context.cookies())
    return session.page.url, hash(cookies)


def _form_shows(page: Page, steps: SignIn) -> bool:
    """Whether the sign-in form, or the field for the code, is (still) there."""
    form = steps.password or steps.username
    fields = (*form, *(steps.code.field if steps.code else CODE_FIELDS))
    if steps.frame is None:
        return steady_first(page, fields) is not None
    inside = in_frame(page, steps.frame).locator("body")
    found = steadily(page, lambda: first_visible(inside, fields), otherwise=None)
    return found is not None or steady_first(page, fields) is not None


def _form_came_back(session: Session) -> VisitEnded:
    """What it means that the form, or the field for the code, is there again."""
    if session.codes:
        return VisitEnded(OutcomeCode.MFA_WRONG)
    traffic = session.traffic
    if not traffic.status:
        sent = "no name or password" if traffic.sent else "nothing"
        return broken("sign_in.submit", f"pressing it sent {sent} that was answered")
    return refusal(traffic.status, traffic.later, said_anew(session))


def raise_what_is_said(session: Session, recipe: Recipe) -> None:
    """Nothing, where the page says nothing that ends the visit."""
    found = what_is_said(session, recipe) if session.attempted else _instead(session, recipe)
    if found is None:
        return
    if found.code is OutcomeCode.SITE_DOWN and _form_shows(session.page, recipe.sign_in):
        # trouble, they say, over their form: not to be sent a second time by ourselves
        raise VisitEnded(OutcomeCode.UNKNOWN, **found.facts)
    raise VisitEnded(found.code, **found.facts)


def said_anew(session: Session) -> str:
    """The lines that the page did not show before something was sent."""
    lines = text_of(session.page).splitlines()
    return "\n".join(line for line in lines if line not in session.said_before)


def what_is_said(session: Session, recipe: Recipe) -> Saying | None:
    """What the page says that it did not say before the sign-in was sent."""
    text = said_anew(session)
    if session.codes and (refused := code_refused(text)):
        return Saying(refused)
    found = said_by(recipe, text) or saying(text)
    if found is None and shows_captcha(session.page):
        return Saying(OutcomeCode.CAPTCHA)
    return found


def code_was_refused(session: Session, recipe: Recipe) -> bool:
    """Whether the page says that the code which was sent is not the right one."""
    found = what_is_said(session, recipe)
    return found is not None and found.code in _CODE_CODES


def _instead(session: Session, recipe: Recipe) -> Saying | None:
    """What a page says that stands in the sign-in's place.

    Nothing was sent yet, so nothing can be refused; and a page with fields to fill is a sign-in,
    whatever its small print speaks of.
    """
    text = text_of(session.page)
    if shows_captcha(session.page):
        return Saying(OutcomeCode.CAPTCHA)
    found = said_by(recipe, text) or saying(text)
    fields = steady_first(session.page, ("css=input:not([type=hidden])",))
    return found if found and found.code in _INSTEAD and fields is None else None
