"""A visit from its first page to its last: open, sign in, collect, sign out."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Final, Protocol

from playwright.sync_api import Error

from fetchers.portals.account import check_account
from fetchers.portals.endings import VisitEnded, unsaved
from fetchers.portals.evidence import keep_evidence
from fetchers.portals.haul import Haul, verdict
from fetchers.portals.keeping import keep_session, resumed
from fetchers.portals.live.attending import helped
from fetchers.portals.live.lesson import Lesson
from fetchers.portals.opening import allowed
from fetchers.portals.passages import with_end
from fetchers.portals.recipe import DocumentList, Recipe
from fetchers.portals.session import Session
from fetchers.portals.sign_in import resume, sign_in, sign_out
from fetchers.portals.switching import accounts_of
from model.outcomes import Outcome, OutcomeCode
from model.visits import RunState, VisitResult

_MOST_ENTRANCES: Final = 4  # a sign-in, and each of its steps found again


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
        self.recipe = recipe

    def entrance(self, session: Session) -> Recipe:
        """The recipe, if it stays within the ordered origins."""
        return allowed(self.recipe, session)

    def lists(self, session: Session) -> tuple[Recipe, tuple[DocumentList, ...]]:  # noqa: ARG002 - the recipe knows the way already
        """The lists of the recipe."""
        return self.recipe, self.recipe.lists

    def learned(self, result: VisitResult) -> str | None:  # noqa: ARG002 - nothing is learned twice
        """Nothing new."""
        return None


def run(session: Session, guide: Guide) -> VisitResult:
    """The result of the visit; whatever happens on the way is its outcome."""
    haul = Haul()
    given = session.credential
    session.traffic.watch(session.context, (given.username.reveal(), *given.secrets()))
    session.diary.watch(session.context)
    try:
        _go(session, guide, haul)
        outcome = verdict(haul)
    except VisitEnded as ended:
        outcome = ended.outcome
    except Error as problem:
        outcome = _unexpected(session, problem)
    except OSError as problem:
        outcome = unsaved(problem)
    result = haul.result(
        _with_evidence(session, with_end(outcome, session.order, session.clock.now()))
    )
    result = replace(result, blocked_hosts=tuple(sorted(session.blocked)))
    if session.lesson is not None and session.lesson.words:
        learned = session.lesson.learned(result)
        return replace(result, recipe=learned, shown=session.lesson.words if learned else "")
    repair = session.mender.repair() if session.mender else None
    return replace(
        result,
        recipe=repair.recipe if repair and repair.proven else _learned(session, guide, result),
        repair=repair,
    )


def _learned(session: Session, guide: Guide, result: VisitResult) -> str | None:
    """The recipe that the visit has written, each step by all that was seen of it."""
    learned = guide.learned(result)
    if learned is None or session.scribe is None:
        return learned
    return session.scribe.written(learned, needless=session.needless)


def _go(session: Session, guide: Guide, haul: Haul) -> None:
    entrance = helped(session, lambda: guide.entrance(session), lambda: guide.entrance(session))
    try:
        _visit(session, guide, entrance, haul)
    finally:
        if session.signed_in:
            keep_session(session, entrance)


def _visit(session: Session, guide: Guide, entrance: Recipe, haul: Haul) -> None:
    _go_in(session, entrance)
    session.report(RunState.COLLECTING)
    session.lesson = lesson = Lesson(session, session.page.url, entrance)
    with session.recording.searching() if session.recording else nullcontext():
        recipe, lists = lesson.lists(guide)
    if recipe.plugin is not None:
        from fetchers.portals.plugins import collect_by_plugin  # late: few recipes hold one

        collect_by_plugin(session, recipe, haul)
    if session.mender is not None:
        session.mender.signed_in()
    for account in accounts_of(session, recipe):
        for at in range(len(lists)):
            recipe = lesson.collect(recipe, at, haul, account=account)
    _prove_needless(session, lesson, recipe, haul)
    if session.keep is None or recipe.sign_in.session == "end":
        sign_out(session, recipe)


def _prove_needless(session: Session, lesson: Lesson, recipe: Recipe, haul: Haul) -> None:
    """Nothing comes back: it is known whether later visits need a browser, where one is written."""
    witness, scribe = session.witness, session.scribe
    if witness and scribe and lesson.recipe is None and verdict(haul).good:
        session.needless = witness.proof(scribe.described(recipe), haul)


def _go_in(session: Session, entrance: Recipe) -> None:
    """Nothing comes back: the session is signed in, to the account that is meant."""
    if not resumed(session, entrance):
        helped(session, lambda: _enter(session, entrance), lambda: resume(session, entrance))
    session.landing = session.page.url
    if entrance.accounts is None:
        check_account(session, entrance)
    session.signed_in = True
    if session.order.sign_ins is not None:
        keep_session(session, entrance)  # after a crash the visit goes on without the password


def _enter(session: Session, entrance: Recipe) -> None:
    """Nothing comes back: the session is signed in, by a form that was found again where needed."""
    recipe = entrance
    for _ in range(_MOST_ENTRANCES):
        try:
            _sign_in(session, recipe)
        except VisitEnded as ended:
            mended = session.mender.entrance(ended) if session.mender else None
            if mended is None:
                raise
            recipe = mended
        else:
            return
    raise VisitEnded(OutcomeCode.RECIPE_BROKEN, step="sign_in")


def _sign_in(session: Session, recipe: Recipe) -> None:
    """Nothing comes back: the session is signed in; what was sent already is not sent again."""
    if session.attempted:
        resume(session, recipe)
    else:
        sign_in(session, recipe)


def _unexpected(session: Session, problem: Error) -> Outcome:
    """UNKNOWN; of the browser's message only its kind is kept: the rest may quote the page."""
    closed = session.page.is_closed()
    cause = "the browser ended" if closed else f"the browser said {type(problem).__name__}"
    return Outcome(OutcomeCode.UNKNOWN, {"cause": cause})


def _with_evidence(session: Session, outcome: Outcome) -> Outcome:
    """The outcome; where the portal did not answer everything, evidence of it is kept."""
    session.diary.note(f"ends {outcome.code.value}")
    if outcome.good or session.page.is_closed():
        return outcome
    folder = keep_evidence(session)
    if folder is None:
        return outcome
    return Outcome(outcome.code, {**outcome.facts, "evidence": folder.name})
