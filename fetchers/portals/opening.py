"""Going to a page: what stands in the way becomes the outcome."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from playwright.sync_api import Error, Page, Response

from fetchers.portals.endings import VisitEnded
from fetchers.portals.fence import origin_of
from fetchers.portals.passages import PASSAGE, retry_after
from fetchers.portals.patience import loaded
from fetchers.portals.recipe import Recipe
from fetchers.portals.sayings import saying
from fetchers.portals.session import Session
from fetchers.portals.signs import text_of
from model.outcomes import OutcomeCode

_SERVER_ERROR: Final = 500
_REFUSED: Final = (403, 429)
_REFUSED_LEAST: Final = 400
_SAID_BY_SERVERS: Final = frozenset(
    {
        OutcomeCode.MAINTENANCE,
        OutcomeCode.CAPTCHA,
        OutcomeCode.BOT_BLOCKED,
        OutcomeCode.WRONG_PORTAL,
    }
)
_LINE_PROBLEM: Final = re.compile(r"net::(ERR_\w+)")


def allowed(recipe: Recipe, session: Session) -> Recipe:
    """The recipe, where it stays within the visit's origins.

    Raises:
        VisitEnded: ORIGIN_MISMATCH.
    """
    foreign = sorted(set(recipe.origins) - session.fence.origins)
    if foreign:
        raise VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=foreign[0])
    return recipe


def open_page(session: Session, address: str) -> None:
    """Nothing comes back: the address is open in the session's page, or one below the current.

    Raises:
        VisitEnded: SITE_DOWN, MAINTENANCE, BOT_BLOCKED or ORIGIN_MISMATCH.
    """
    page = session.page
    here = page.url if origin_of(page.url) else session.order.start_url
    target = urljoin(here, address)
    if not session.fence.allows(target):
        raise VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=origin_of(target) or "no address")
    seen_before = set(session.blocked)
    try:
        answer = page.goto(target, timeout=session.patience * 1000, wait_until="domcontentloaded")
    except Error as problem:
        raise _unreachable(str(problem), session.blocked - seen_before) from None
    loaded(page)
    check_answer(page, answer)
    check_place(session)


def _unreachable(message: str, newly_blocked: set[str]) -> VisitEnded:
    found = _LINE_PROBLEM.search(message)
    cause = found[1] if found else "ERR_TIMED_OUT"
    if cause == "ERR_NAME_NOT_RESOLVED" and newly_blocked:
        return VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=min(newly_blocked))
    return VisitEnded(OutcomeCode.SITE_DOWN, cause=cause)


def check_answer(page: Page, answer: Response | None) -> None:
    """Nothing, where the server gave a page.

    Raises:
        VisitEnded: MAINTENANCE, BOT_BLOCKED or SITE_DOWN.
    """
    status = answer.status if answer else 200
    if status < _REFUSED_LEAST:
        return
    facts = {"cause": f"HTTP {status}"}
    if (later := retry_after(answer.headers.get("retry-after") if answer else None)) != "":
        facts[PASSAGE] = later
    says = saying(text_of(page))
    if says and says.code in _SAID_BY_SERVERS:
        raise VisitEnded(says.code, **{**says.facts, **facts})
    if status >= _SERVER_ERROR:
        raise VisitEnded(OutcomeCode.SITE_DOWN, **facts)
    if status in _REFUSED:
        raise VisitEnded(OutcomeCode.BOT_BLOCKED, **facts)


def check_place(session: Session) -> None:
    """Nothing, where the page still lies at the portal.

    Raises:
        VisitEnded: ORIGIN_MISMATCH.
    """
    url = session.page.url
    if url.startswith("chrome-error:"):
        raise VisitEnded(OutcomeCode.SITE_DOWN, cause="the page could not be loaded")
    if not session.fence.allows(url):
        raise VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=origin_of(url) or "no address")
