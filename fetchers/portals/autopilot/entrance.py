"""The way in: the consent banner of the start page, and its sign-in or the link to it."""

from __future__ import annotations

from typing import Final

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.forms import find_sign_in
from fetchers.portals.clicks import Purpose, click
from fetchers.portals.endings import VisitEnded
from fetchers.portals.patience import settle, until
from fetchers.portals.recipe import Alternatives, SignIn
from fetchers.portals.selecting import first_visible
from fetchers.portals.session import Session
from fetchers.portals.sign_in import steady_first
from model.outcomes import OutcomeCode

_FORM_WAIT: Final = 5.0  # seconds
_CONSENT_WORDS: Final = (
    r"(only|nur|alleen|solo) .{0,20}(necessary|essential|notwendig|noodzakelijk|neces|necess)|"
    r"reject all|decline all|alle ablehnen|tout refuser|alles weigeren|rechazar tod|rifiuta tutt"
)
CONSENT: Final[Alternatives] = (f"role=button[name=/^({_CONSENT_WORDS})/i]",)


def put_consent_aside(session: Session) -> Alternatives | None:
    """The selectors of the banner's control that takes least; None where there is no banner."""
    if steady_first(session.page, CONSENT) is None:
        return None
    banner = first_visible(session.page, CONSENT)
    if banner is not None:
        click(banner, purpose=Purpose.CONSENT, step="consent")
    return CONSENT


def sign_in_here(session: Session) -> SignIn | None:
    """The steps of the sign-in that this page asks for; None where it asks for none."""
    numbered = session.credential.customer_number is not None
    return until(
        session.page,
        lambda: find_sign_in(session.page, customer_number=numbered),
        seconds=_FORM_WAIT,
    )


def sign_in_behind_a_link(session: Session) -> SignIn:
    """The steps of the sign-in behind this page's link to it.

    Raises:
        VisitEnded: FILL_REFUSED where there is none.
    """
    pattern = words.SIGN_IN.pattern
    ways = (f"role=link[name=/{pattern}/i]", f"role=button[name=/{pattern}/i]")
    way = steady_first(session.page, ways)
    if way is not None:
        click(way, purpose=Purpose.GO, step="sign_in.open")
        settle(session.page)
        steps = sign_in_here(session)
        if steps is not None:
            return steps.model_copy(update={"open": ways})
    raise VisitEnded(OutcomeCode.FILL_REFUSED, reason="no form to sign in was found")
