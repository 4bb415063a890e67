"""What may stand where a list should be: a banner, a server's error, the sign-in once more."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

from fetchers.portals.clicks import click
from fetchers.portals.endings import VisitEnded
from fetchers.portals.haul import Haul
from fetchers.portals.paging.walk import SessionOver, Walk
from fetchers.portals.patience import settle, steadily
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Recipe
from fetchers.portals.sayings import saying
from fetchers.portals.second_factor import channel_of, code_field
from fetchers.portals.selecting import first_visible, in_frame
from fetchers.portals.session import Session
from fetchers.portals.sign_in import sign_in
from fetchers.portals.signals import signals
from fetchers.portals.signs import shows_captcha, text_of
from fetchers.portals.told import said_by
from model.outcomes import OutcomeCode
from model.visits import RunState

_SERVER_ERROR: Final = 500
_SHORT: Final = 700  # characters; a page that says little else is about what it says
_INSTEAD: Final = frozenset(
    {
        OutcomeCode.MAINTENANCE,
        OutcomeCode.BOT_BLOCKED,
        OutcomeCode.NO_PERMISSION,
        OutcomeCode.TERMS,
        OutcomeCode.KYC,
        OutcomeCode.ACTION_NEEDED,
        OutcomeCode.CAPTCHA,
    }
)
_AT_A_FILE: Final = frozenset(
    {OutcomeCode.TERMS, OutcomeCode.KYC, OutcomeCode.ACTION_NEEDED, OutcomeCode.CAPTCHA}
)
"""What stands between a row and its file, and is no answer about that one file."""


def put_aside(session: Session, recipe: Recipe) -> None:
    """Nothing comes back: a consent banner that lies over the page is closed."""
    wanted = recipe.consent or ()
    banner = steadily(session.page, lambda: first_visible(session.page, wanted), otherwise=None)
    if banner is not None:
        click(banner, purpose=Purpose.CONSENT, step="consent")


def signed_out(page: Page, recipe: Recipe) -> bool:
    """Whether a page asks for the sign-in: its two fields, and no sign of being signed in.

    A field for a password alone says nothing; dashboards have them.
    """

    def look() -> bool:
        steps = recipe.sign_in
        if first_visible(page, signals(steps)) is not None:
            return False
        first, second = steps.username, steps.password
        scope = in_frame(page, steps.frame).locator("body") if steps.frame else page
        shown = [first_visible(scope, one) is not None for one in (first, second) if one]
        return any(shown) if steps.next else all(shown)

    return steadily(page, look, otherwise=False)


def raise_what_stands_there(walk: Walk) -> None:
    """Nothing, where the page says nothing about why the list is not there.

    Raises:
        SessionOver: the page asks for the sign-in.
        VisitEnded: it says why there is no list.
    """
    page, recipe = walk.page, walk.recipe
    if signed_out(page, recipe):
        raise SessionOver
    text = text_of(page)
    told = said_by(recipe, text)
    if told is None and len(text) < _SHORT:
        told = saying(text)
    code = told.code if told else None
    if not served(walk):
        down = code if code is OutcomeCode.MAINTENANCE else OutcomeCode.SITE_DOWN
        facts = told.facts if told and down is OutcomeCode.MAINTENANCE else {}
        raise VisitEnded(down, **{"cause": f"HTTP {walk.ear.document}", **facts})
    if code in _INSTEAD and not walk.has_rows():
        raise VisitEnded(code, **(told.facts if told else {}))
    if not walk.has_rows():
        _raise_check(page, recipe)


def _raise_check(page: Page, recipe: Recipe) -> None:
    """Nothing, where a page shows neither a CAPTCHA nor the field for a code."""
    if shows_captcha(page):
        raise VisitEnded(OutcomeCode.CAPTCHA)
    if code_field(page, recipe.sign_in) is not None:
        raise VisitEnded(OutcomeCode.MFA_REQUIRED, channel=channel_of(text_of(page)))


def raise_what_stands_before_files(walk: Walk) -> None:
    """Nothing, where no page that was opened beside the list asks for a person.

    Raises:
        VisitEnded: what it asks for; that page is the one that a person is to see.
    """
    session, recipe = walk.session, walk.recipe
    stops = _AT_A_FILE | ({OutcomeCode.BOT_BLOCKED} if session.attendance else frozenset())
    for page in session.context.pages:
        if page is session.page or page.is_closed():
            continue
        session.stopped_at = page
        text = text_of(page)
        told = said_by(recipe, text) or (saying(text) if 0 < len(text) < _SHORT else None)
        if told is not None and told.code in stops:
            raise VisitEnded(told.code, **told.facts)
        _raise_check(page, recipe)
    session.stopped_at = None


def check_served(walk: Walk) -> None:
    """Nothing, where the server gave a page; it is asked a second time where it failed once."""
    put_aside(walk.session, walk.recipe)
    if not served(walk):
        again(walk)
    if not served(walk):
        raise_what_stands_there(walk)


def served(walk: Walk) -> bool:
    """Whether the page that shows is one that the server gave, and no error of its own."""
    return walk.ear.document < _SERVER_ERROR


def again(walk: Walk) -> None:
    """Nothing comes back: the page was asked for once more."""
    walk.ear.forget()
    walk.page.reload(timeout=walk.session.patience * 1000, wait_until="domcontentloaded")
    settle(walk.page)


def renew(session: Session, recipe: Recipe, haul: Haul) -> bool:
    """Whether a session that the portal ended was renewed.

    It is once a visit, and never where a second factor would be asked for again: nobody is sent a
    code in the middle of a list.
    """
    if haul.renewed or session.codes or session.linked:
        return False
    haul.renewed, session.attempted = True, False
    sign_in(session, recipe)
    session.report(RunState.COLLECTING)
    return True
