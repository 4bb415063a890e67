"""Signing in without a browser: one attempt, at a form of the shape that was proven."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fetchers.portals.browserless.asking import Asking
from fetchers.portals.browserless.door import body_of, door_of
from fetchers.portals.browserless.finding import first_shown
from fetchers.portals.browserless.line import Elsewhere
from fetchers.portals.browserless.markup import Markup, Unlike, lines_of
from fetchers.portals.endings import VisitEnded
from fetchers.portals.recipe import CODE_FIELDS, Recipe
from fetchers.portals.refusing import refusal
from fetchers.portals.sayings import Saying, saying
from fetchers.portals.signals import signals
from fetchers.portals.told import said_by
from fetchers.portals.wire import Credential
from model.outcomes import OutcomeCode

_SERVER_ERROR: Final = 500
_REFUSED: Final = frozenset(
    {
        OutcomeCode.LOGIN_FAILED,
        OutcomeCode.LOCKED,
        OutcomeCode.PASSWORD_EXPIRED,
        OutcomeCode.ACCOUNT_REMOVED,
        OutcomeCode.WRONG_PORTAL,
        OutcomeCode.MAINTENANCE,
        OutcomeCode.BOT_BLOCKED,
    }
)
"""What ends a visit in a portal's own words; of all else a browser is asked what it means."""


def known(asking: Asking, page: Markup) -> bool:
    """Whether a page shows a session that a visit before has left."""
    return _signed_in(page, asking.recipe)


def enter(
    asking: Asking, page: Markup, credential: Credential, announce: Callable[[], None]
) -> Markup:
    """The page behind the sign-in, whose form stands on `page`.

    `announce` returns once it is written down that the password is about to be sent. It is sent
    once; what is raised before it was called can be tried in another way.

    Raises:
        Unlike: the form is not as it was, or what answers it is no clear answer.
        VisitEnded: the portal refused, in words that are known.
    """
    recipe, mark = asking.recipe, asking.recipe.browserless
    if _signed_in(page, recipe):
        raise Unlike("the sign of being signed in shows before the sign-in")
    door = door_of(page, recipe, asking.line.fence)
    if mark is None or door.shape != mark.door:
        raise Unlike("the sign-in's form has changed")
    cookies = asking.line.jar.standing()
    announce()
    body = body_of(door.filled(credential.username, credential.password))
    try:
        answer = asking.line.send(door.action, body, came_from=page.url)
    except Elsewhere as left:
        raise VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=left.origin) from None
    asking.seen = answer
    moved = answer.url != page.url or asking.line.jar.standing() != cookies
    if _signed_in(answer, recipe) and (moved or not _asks(answer, recipe)):
        return asking.arrive(answer)
    _raise_refusal(page, answer, recipe)
    raise Unlike("the sign-in's answer is not clear")


def _signed_in(page: Markup, recipe: Recipe) -> bool:
    return first_shown(page.root, signals(recipe.sign_in)) is not None


def _asks(page: Markup, recipe: Recipe) -> bool:
    """Whether a page shows the sign-in's form, or a field for a code."""
    steps = recipe.sign_in
    code = steps.code.field if steps.code else CODE_FIELDS
    return first_shown(page.root, (*(steps.password or steps.username), *code)) is not None


def _raise_refusal(before: Markup, answer: Markup, recipe: Recipe) -> None:
    """Nothing, where nothing says that the sign-in was refused.

    Raises:
        VisitEnded: how it was.
    """
    shown = frozenset(lines_of(before.root).splitlines())
    anew = "\n".join(one for one in lines_of(answer.root).splitlines() if one not in shown)
    found = said_by(recipe, anew) or saying(anew)
    if found is not None and found.code in _REFUSED:
        raise VisitEnded(found.code, **found.facts)
    steps = recipe.sign_in
    fields = (first_shown(answer.root, one or ()) for one in (steps.username, steps.password))
    if all(field is not None for field in fields):
        raise _came_back(answer, anew, found)


def _came_back(answer: Markup, anew: str, found: Saying | None) -> VisitEnded:
    """What it means that the form came back."""
    if found is None:
        return refusal(answer.status, answer.later, anew)
    if found.code is OutcomeCode.SITE_DOWN:
        return VisitEnded(OutcomeCode.UNKNOWN, **found.facts)
    return VisitEnded(found.code, **found.facts)
