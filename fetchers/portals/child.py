"""The process of one visit: `python -m fetchers.portals.child`, job on standard input.

It lives no longer than its parent: when standard input ends, it kills its whole process group.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from fetchers.portals.autopilot import Autopilot
from fetchers.portals.browser import browser
from fetchers.portals.den import Den
from fetchers.portals.endings import VisitEnded
from fetchers.portals.fence import Fence, fence_of
from fetchers.portals.fixture import Recording, Replay
from fetchers.portals.flow import ByRecipe, Guide, run
from fetchers.portals.recipe import read_recipe
from fetchers.portals.session import Session
from fetchers.portals.wire import (
    Job,
    Missing,
    Tape,
    missing_line,
    progress_line,
    read_job,
    result_line,
)
from model.clock import SystemClock
from model.errors import ProgramMissing, RecipeInvalid
from model.outcomes import Outcome, OutcomeCode
from model.visits import RunState, VisitProgress, VisitResult


def main() -> None:
    """Nothing comes back: the visit was made, and its result stands on standard output."""
    told, out = sys.stdin.buffer, sys.stdout.buffer
    job = read_job(told.readline())
    threading.Thread(target=_end_with_parent, args=(told, job.den), daemon=True).start()
    _say(out, _made(job, out))


def _end_with_parent(told: BinaryIO, home: Path) -> None:
    while told.read(1):
        pass
    shutil.rmtree(home, ignore_errors=True)  # what is written after that, the next visit sweeps
    os.killpg(0, signal.SIGKILL)


def _say(out: BinaryIO, line: bytes) -> None:
    out.write(line)
    out.flush()


def _made(job: Job, out: BinaryIO) -> bytes:
    """The last line: the result, or what this machine lacks."""
    try:
        return result_line(_visited(job, out))
    except ProgramMissing as missing:
        return missing_line(Missing(missing.message))
    except VisitEnded as ended:
        return result_line(VisitResult(ended.outcome))
    except Exception as problem:  # noqa: BLE001 - the boundary of a visit's process: only the kind of the error leaves it, since its text may hold a secret
        return result_line(VisitResult(Outcome(OutcomeCode.UNKNOWN, {"cause": _kind(problem)})))


def _kind(problem: Exception) -> str:
    last = problem.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = f" in {last.tb_frame.f_code.co_name}" if last else ""
    return f"{type(problem).__name__}{place}"


def _visited(job: Job, out: BinaryIO) -> VisitResult:
    def tell(progress: VisitProgress) -> None:
        _say(out, progress_line(progress))

    tell(VisitProgress(RunState.PREPARING))
    fence, blocked = fence_of(job.order, job.origins), set[str]()
    guide, language = _guide(job)
    home = Den(job.den, sandboxed=job.sandboxed)
    open_to = Fence(frozenset()) if job.tape.replay else fence  # a replay reaches no network at all
    with browser(home, open_to, blocked, language=language) as context:
        if job.tape.replay:
            Replay(job.tape.replay).attach(context)
        session = Session(
            context=context,
            page=context.pages[0],
            order=job.order,
            credential=job.credential,
            fence=fence,
            clock=SystemClock(),
            tell=tell,
            blocked=blocked,
        )
        return _recorded(session, guide, job.tape)


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
        return Autopilot(), None
    try:
        recipe = read_recipe(job.order.recipe)
    except RecipeInvalid as invalid:
        raise VisitEnded(OutcomeCode.RECIPE_BROKEN, step="recipe", why=invalid.message) from None
    return ByRecipe(recipe) if recipe.lists else Autopilot(recipe), recipe.language


if __name__ == "__main__":
    main()
