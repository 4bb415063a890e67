"""Going on with the session of the last visit, and keeping this one's for the next."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Error

from fetchers.portals.account import account_seen
from fetchers.portals.endings import VisitEnded
from fetchers.portals.looks import Looks
from fetchers.portals.memory import Memory, written
from fetchers.portals.opening import open_page
from fetchers.portals.patience import until
from fetchers.portals.recipe import Recipe
from fetchers.portals.reply import steady_first
from fetchers.portals.session import Session
from fetchers.portals.signals import signals
from fetchers.portals.told import same_account
from model.visits import RunState

_SIGN_WAIT: Final = 6.0  # seconds until a page shows whether it knows us
_INSIDE_WAIT: Final = 3.0  # of a page that only saves a sign-in
_LOOKS: Final = """
() => [navigator.userAgent, navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]
"""


def resumed(session: Session, recipe: Recipe) -> bool:
    """Whether the last visit's session is still signed in, and to the same account.

    Where it is not, the page stands ready for a fresh sign-in: with the cookies by which a portal
    knows a device again where it asks for the sign-in, with none where nothing is clear.
    """
    memory = session.memory
    if memory is None or not memory.state:
        return False
    session.report(RunState.SIGNING_IN)
    session.context.set_storage_state(dict(memory.state))  # type: ignore[arg-type]  # JSON of its own
    knows = _known_at(session, recipe, recipe.start or session.order.start_url, _SIGN_WAIT)
    if not knows and memory.at and session.order.sign_ins == 0:  # its door may know nobody
        knows = _known_at(session, recipe, memory.at, _SIGN_WAIT)
    elif knows is False:
        knows = _known_inside(session, recipe, memory.at)
    if knows and _same(session, recipe, memory):
        session.signed_in = True
        return True
    if knows is not False:
        session.context.clear_cookies()
    return False


def _known_at(session: Session, recipe: Recipe, address: str, seconds: float) -> bool | None:
    """Whether a page knows us; None where it does not say so in that time."""
    open_page(session, address)
    return until(session.page, lambda: _knows_us(session, recipe), seconds=seconds)


def _known_inside(session: Session, recipe: Recipe, address: str) -> bool:
    """Whether the page behind the sign-in knows us: some doors show their form to everybody.

    An address with a query is not opened again, since it may have been good once.
    """
    if not address or "?" in address or not session.fence.allows(address):
        return False
    try:
        return bool(_known_at(session, recipe, address, _INSIDE_WAIT))
    except VisitEnded:  # it is closed to whoever is not signed in, which its server may say so
        return False


def _knows_us(session: Session, recipe: Recipe) -> bool | None:
    """True where the page shows a session, False where it asks for a sign-in, None as yet."""
    steps = recipe.sign_in
    if steady_first(session.page, signals(steps)) is not None:
        return True
    form = (*steps.username, *(steps.password or ()), *(steps.open or ()))
    return None if steady_first(session.page, form) is None else False


def _same(session: Session, recipe: Recipe, memory: Memory) -> bool:
    seen = account_seen(session, recipe)
    return not (memory.account and seen) or same_account(seen, memory.account)


def keep_session(session: Session, recipe: Recipe) -> None:
    """Nothing comes back: what the next visit can go on with is on its way to the vault."""
    if session.keep is None or session.page.is_closed():
        return
    try:
        state: Any = session.context.storage_state()
        agent, language, zone = session.page.evaluate(_LOOKS)
    except Error:
        return  # the browser has ended; the next visit signs in anew
    memory = Memory(
        looks=Looks(recipe.language or language, agent, zone),
        state=_ours(state, session),
        account=session.account,
        answers=session.answers,
        at=session.landing or session.page.url,
    )
    text = written(memory, user=session.credential.username, edition=session.edition)
    if text is not None:
        session.keep(text)


def _ours(state: dict[str, Any], session: Session) -> dict[str, Any]:
    """The state of the portal's own origins alone."""
    own = [one for one in state["origins"] if session.fence.allows(one["origin"])]
    return {"cookies": state["cookies"], "origins": own}
