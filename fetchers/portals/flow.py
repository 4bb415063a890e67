"""A visit from its first page to its last: open, sign in, collect, sign out."""

from __future__ import annotations

import errno
from dataclasses import replace
from typing import Final, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Error

from fetchers.portals.account import check_account
from fetchers.portals.endings import VisitEnded
from fetchers.portals.evidence import keep_evidence
from fetchers.portals.haul import Haul, verdict
from fetchers.portals.instants import Place, with_instant
from fetchers.portals.keeping import keep_session, resumed
from fetchers.portals.live.attending import helped
from fetchers.portals.opening import allowed
from fetchers.portals.paging import collect
from fetchers.portals.recipe import DocumentList, Recipe
from fetchers.portals.session import Session
from fetchers.portals.sign_in import resume, sign_in, sign_out
from fetchers.portals.switching import accounts_of
from model.outcomes import Outcome, OutcomeCode
from model.visits import RunState, VisitResult

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Guide(Protocol):
    """What knows the way: a recipe, or the autopilot that writes one while it goes."""

    def entrance(self, session: Session) -> Recipe:
        """A recipe that is complete as far as the sign-in."""
        ...

    def lists(self, session: Session) -> tuple[Recipe, tuple[DocumentList, ...]]:
        """The recipe, and the lists to walk, once the session is signed in."""
        ...

    def learned(self, result: VisitResult) -> str | None:
        """The text of a recipe that this visit has written; None where it had one."""
        ...


class ByRecipe:
    """The guide of a portal whose way is written down."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    def entrance(self, session: Session) -> Recipe:
        """The recipe, if it stays within the ordered origins."""
        return allowed(self._recipe, session)

    def lists(self, session: Session) -> tuple[Recipe, tuple[DocumentList, ...]]:  # noqa: ARG002 - the recipe knows the way already
        """The lists of the recipe."""
        return self._recipe, self._recipe.lists

    def learned(self, result: VisitResult) -> str | None:  # noqa: ARG002 - nothing is learned twice
        """Nothing new."""
        return None


def run(session: Session, guide: Guide) -> VisitResult:
    """The result of the visit; whatever happens on the way is its outcome."""
    haul = Haul()
    session.traffic.watch(session.context)
    session.diary.watch(session.context)
    try:
        _go(session, guide, haul)
        outcome = verdict(haul)
    except VisitEnded as ended:
        outcome = ended.outcome
    except Error as problem:
        outcome = _unexpected(session, problem)
    except OSError as problem:
        outcome = _unsaved(problem)
    result = haul.result(_with_evidence(session, _with_instant(session, outcome)))
    return replace(
        result, blocked_hosts=tuple(sorted(session.blocked)), recipe=guide.learned(result)
    )


def _go(session: Session, guide: Guide, haul: Haul) -> None:
    entrance = helped(session, lambda: guide.entrance(session), lambda: guide.entrance(session))
    try:
        _visit(session, guide, entrance, haul)
    finally:
        if session.signed_in:
            keep_session(session, entrance)


def _visit(session: Session, guide: Guide, entrance: Recipe, haul: Haul) -> None:
    if not resumed(session, entrance):
        helped(session, lambda: sign_in(session, entrance), lambda: resume(session, entrance))
    if entrance.accounts is None:
        check_account(session, entrance)
    session.signed_in = True
    session.report(RunState.COLLECTING)
    recipe, lists = guide.lists(session)
    if recipe.plugin is not None:
        from fetchers.portals.plugins import collect_by_plugin  # late: few recipes hold one

        collect_by_plugin(session, recipe, haul)
    for account in accounts_of(session, recipe):
        for part in lists:
            collect(session, recipe, part, haul, account=account)
    if session.keep is None or recipe.sign_in.session == "end":
        sign_out(session, recipe)


def _unexpected(session: Session, problem: Error) -> Outcome:
    """UNKNOWN; of the browser's message only its kind is kept: the rest may quote the page."""
    closed = session.page.is_closed()
    cause = "the browser ended" if closed else f"the browser said {type(problem).__name__}"
    return Outcome(OutcomeCode.UNKNOWN, {"cause": cause})


def _unsaved(problem: OSError) -> Outcome:
    """SAVE_FAILED, where the disk has no room for what came; any other trouble is raised again."""
    if problem.errno not in _NO_ROOM:
        raise problem
    return Outcome(OutcomeCode.SAVE_FAILED, {"cause": "there is no room left on the disk"})


def _with_instant(session: Session, outcome: Outcome) -> Outcome:
    """The outcome; where the portal named its end, that instant is among its facts."""
    host = urlsplit(session.order.start_url).hostname or ""
    return with_instant(outcome, Place(host, ZoneInfo(session.order.zone)), session.clock.now())


def _with_evidence(session: Session, outcome: Outcome) -> Outcome:
    """The outcome; where the portal did not answer everything, evidence of it is kept."""
    session.diary.note(f"ends {outcome.code.value}")
    if outcome.good or session.page.is_closed():
        return outcome
    folder = keep_evidence(session)
    if folder is None:
        return outcome
    return Outcome(outcome.code, {**outcome.facts, "evidence": folder.name})
