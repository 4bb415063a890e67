"""One visit, from its job to its result, in the process that `fetchers.portals.child` begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from fetchers.portals.browserless.mark import goes_without
from fetchers.portals.endings import VisitEnded
from fetchers.portals.parent import Parent
from fetchers.portals.wire import (
    Job,
    Missing,
    Tape,
    missing_line,
    progress_line,
    read_job,
    result_line,
)
from model import redaction
from model.errors import ProgramMissing
from model.outcomes import Outcome, OutcomeCode
from model.visits import RunState, VisitProgress, VisitResult

if TYPE_CHECKING:
    from playwright.sync_api import Playwright


def visited(line: bytes, told: BinaryIO, out: BinaryIO, driver: Playwright | None) -> None:
    """Nothing comes back: the visit of a job's line was made, and its result has been said.

    `driver` is what drives browsers; None where it is to be started.
    """
    job = read_job(line)
    redaction.know(filter(None, (job.credential.password, job.credential.totp)))
    parent = Parent(told, out, job.den)
    try:
        _visit(job, parent, driver)
    except ProgramMissing as missing:
        parent.say(missing_line(Missing(missing.message)))
    except VisitEnded as ended:
        parent.say(result_line(VisitResult(ended.outcome)))
    except Exception as problem:  # noqa: BLE001 - the boundary of a visit's process: only the kind of the error leaves it, since its text may hold a secret
        outcome = Outcome(OutcomeCode.UNKNOWN, {"cause": _kind(problem)})
        parent.say(result_line(VisitResult(outcome)))


def _kind(problem: Exception) -> str:
    last = problem.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = f" in {last.tb_frame.f_code.co_name}" if last else ""
    return f"{type(problem).__name__}{place}"


def _visit(job: Job, parent: Parent, driver: Playwright | None) -> None:
    """Nothing comes back: the result was said, by a browser where one is needed."""

    def tell(progress: VisitProgress) -> None:
        say = parent.say_and_wait if progress.sends_password else parent.say
        say(progress_line(progress))

    tell(VisitProgress(RunState.PREPARING))
    before = None
    if job.tape == Tape() and goes_without(job.order):
        from fetchers.portals.browserless.visit import visit as visit_without  # late: few are so

        gone = visit_without(job, tell, parent.keep)
        if isinstance(gone, VisitResult):
            parent.say(result_line(gone))
            return
        before = gone
    from fetchers.portals.by_browser import visit  # late: not where no browser is needed

    visit(before.job if before else job, parent, tell, driver, before=before)
