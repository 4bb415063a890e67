"""One visit in a browser of its own, in the process that `fetchers.portals.child` begins."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Playwright

from fetchers.portals.browser import browser
from fetchers.portals.browserless.handing import Handed
from fetchers.portals.den import Den
from fetchers.portals.endings import VisitEnded
from fetchers.portals.fence import Fence, fence_of
from fetchers.portals.fixture import Recording, Replay
from fetchers.portals.flow import ByRecipe, Guide, run
from fetchers.portals.live.attending import Attendance
from fetchers.portals.looks import Looks
from fetchers.portals.memory import read_memory
from fetchers.portals.parent import Parent
from fetchers.portals.recipe import Recipe, read_recipe
from fetchers.portals.session import Session
from fetchers.portals.wire import Job, Tape, result_line
from model.clock import SystemClock
from model.errors import RecipeInvalid
from model.outcomes import OutcomeCode
from model.visits import VisitProgress, VisitResult


def visit(
    job: Job,
    parent: Parent,
    tell: Callable[[VisitProgress], None],
    driver: Playwright | None,
    *,
    before: Handed | None = None,
) -> None:
    """Nothing comes back: the result was said, while the browser is still open.

    Who hears it ends this process and all that it started, sooner than they would close. `before`
    is why a visit that was begun without a browser needs one.
    """
    fence, blocked = fence_of(job.order, job.origins), set[str]()
    guide, language = _guide(job)
    memory = read_memory(job.kept, user=job.credential.username, edition=job.edition)
    home = Den(job.den, sandboxed=job.sandboxed)
    reaches = fence.with_resources(job.order.resources)
    open_to = Fence(frozenset()) if job.tape.replay else reaches  # a replay reaches no network
    looks = memory.looks if memory else Looks(language=language)
    with browser(home, open_to, blocked, looks, driver=driver) as context:
        replay = Replay(job.tape.replay) if job.tape.replay else None
        if replay is not None:
            replay.attach(context)
        session = Session(
            context=context,
            page=context.pages[0],
            order=job.order,
            credential=job.credential,
            fence=fence,
            clock=SystemClock(),
            tell=tell,
            blocked=blocked,
            ask=parent.ask if job.has_codes else None,
            replay=replay,
            person=parent.ask_person if job.has_attendant else None,
            keep=parent.keep if job.keeps else None,
            memory=memory,
            edition=job.edition,
            answers=dict(memory.answers) if memory else {},
            attendance=_attendance(context, job),
        )
        _prepare(session, guide, job.tape)
        if before is not None:
            session.diary.note(f"goes on by browser: {before.why}")
        result = _recorded(session, guide, job.tape)
        parent.say(result_line(before.told(result) if before else result))


def _prepare(session: Session, guide: Guide, tape: Tape) -> None:
    """Nothing comes back: the session writes a recipe where there is none, and mends one it has.

    What is played back is checked as it was recorded, and what is tried as it stands: nothing is
    mended in it.
    """
    if isinstance(guide, ByRecipe):
        if tape.replay is None and not session.order.dry:
            from fetchers.portals.autopilot.repair import Mender

            session.mender = Mender(session, guide.recipe)
        return
    from fetchers.portals.autopilot.writing import Scribe

    session.scribe = Scribe()
    if tape.replay is None:
        from fetchers.portals.browserless.witness import Witness

        session.witness = Witness(session)
        session.witness.watch(session.context)


def _attendance(context: BrowserContext, job: Job) -> Attendance | None:
    if job.order.page is None:
        return None
    return Attendance(context, job.order.page, SystemClock())


def _recorded(session: Session, guide: Guide, tape: Tape) -> VisitResult:
    """The result of the visit, which is recorded where that was ordered."""
    if tape.record is None:
        return run(session, guide)
    session.recording = Recording(tape.record, session.fence)
    session.recording.listen(session.context)
    result = run(session, guide)
    session.recording.write(session.secrets)
    return result


def _guide(job: Job) -> tuple[Guide, str | None]:
    if job.order.recipe is None:
        return _autopilot(None), None
    try:
        recipe = read_recipe(job.order.recipe)
    except RecipeInvalid as invalid:
        raise VisitEnded(OutcomeCode.RECIPE_BROKEN, step="recipe", why=invalid.message) from None
    by_browser = recipe.model_copy(update={"browserless": None})  # nothing written of it says so
    return _by_recipe(by_browser), recipe.language


def _by_recipe(recipe: Recipe) -> Guide:
    if recipe.plugin is not None:
        from fetchers.portals.plugins.guide import ByPlugIn  # late: few recipes hold one

        return ByPlugIn(recipe)
    return ByRecipe(recipe) if recipe.lists else _autopilot(recipe)


def _autopilot(recipe: Recipe | None) -> Guide:
    from fetchers.portals.autopilot import Autopilot  # late: most visits have a recipe

    return Autopilot(recipe)
