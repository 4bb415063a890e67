"""The durable engine: the only module that knows dbos.

Six conditions keep it honest (measured with 174 kills): a constant application version, a stable
executor id per process, WAL on SQLite, a reaper for executors that never come back, steps that
survive being run twice, and a kill test of our own (tests/crash).

The application's tables are the truth, not the engine's: `pipeline.pending` reads from them what is
unfinished, and enqueueing the same job twice is the same job. Only ids pass through the engine's
tables: no secret, no code, no document.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol, TypeVar

from dbos import (
    DBOS,
    DBOSConfig,
    SetEnqueueOptions,
    SetWorkflowID,
    WorkflowSerializationFormat,
    WorkflowStatus,
)

from model import at_work
from model.clock import Clock
from model.database_lines import KEEP_ALIVE, SILENT_SECONDS
from model.errors import Unavailable
from storage.trouble import named
from storage.wal import use_wal

_T = TypeVar("_T")
_log = logging.getLogger(__name__)

APPLICATION_VERSION: Final = "1"
"""Constant: a changed version strands unfinished work silently. Change bodies behind DBOS.patch."""

_ALIVE: Final = frozenset({"PENDING", "ENQUEUED", "DELAYED"})
_LOOK_AGAIN: Final = timedelta(seconds=30)
_STRANDED: Final = timedelta(seconds=20)
"""A job that is under way and not at work for so long has lost its engine's database."""
_AHEAD: Final = 8
"""So many times as many jobs as a worker does at once does it put into a lane."""
_BUSY: Final = timedelta(seconds=0.25)
"""How often a lane with work in it is looked at: each look costs 3 ms of a core."""


class Step(Protocol):
    """Runs one function as a checkpointed step, in a thread; its result must be plain data."""

    def __call__(self, function: Callable[..., _T], *args: object) -> Awaitable[_T]:
        """The function's result, from the checkpoint if the step was done before a crash."""
        ...


Body = Callable[[Step, str], Awaitable[None]]
Failed = Callable[[str, Exception], None]


@dataclass(frozen=True, slots=True)
class Lane:
    """A queue. `one_at_a_time` makes every key of it a line of its own: one visit per portal.

    `rests` is how often it is looked at while nothing is in it: so long the first job may wait.
    `ahead` says how many wait in it: jobs of several keys are taken from it by the dice, so what is
    to go in order is kept in the tables, where jobs take long.
    """

    name: str
    at_once: int
    one_at_a_time: bool = False
    rests: timedelta = _BUSY
    ahead: int = _AHEAD


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work; the same id is the same work."""

    id: str
    kind: str
    subject: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Registered:
    lane: Lane
    workflow: Callable[[str], Any]


async def _step(function: Callable[..., _T], *args: object) -> _T:
    return await DBOS.run_step_async({"name": function.__name__}, function, *args)


class Engine:
    """Runs durable jobs in this process. Register every kind, launch, then enqueue."""

    def __init__(self, url: str, *, executor: str, clock: Clock) -> None:
        self._clock = clock
        self._executor = executor
        self._at_work: set[str] = set()
        self._idle_since: dict[str, float] = {}
        self._kinds: dict[str, _Registered] = {}
        self._seen: dict[str, float] = {}
        self._others: set[str] = set()
        self._turns: Counter[str] = Counter()
        self._paces: dict[Lane, timedelta] = {}
        use_wal(url)
        config: DBOSConfig = {
            "name": "billhook",
            "system_database_url": url,
            "executor_id": executor,
            "application_version": APPLICATION_VERSION,
            "max_executor_threads": 64,
            "sys_db_idle_transaction_timeout_sec": float(SILENT_SECONDS),
            "log_level": "ERROR",
        }
        if not url.startswith("sqlite"):
            config["db_engine_kwargs"] = {
                "connect_args": {"application_name": "billhook", **KEEP_ALIVE}
            }
        DBOS(config=config)

    def register(self, kind: str, lane: Lane, body: Body, failed: Failed) -> None:
        """Make `body` the work of a kind; `failed` records what it could not do itself."""

        async def run(subject: str) -> None:
            mine = DBOS.workflow_id or ""
            self._at_work.add(mine)
            try:
                with at_work.on(job=kind, subject=subject):
                    await attempt(subject)
            finally:
                self._at_work.discard(mine)

        async def attempt(subject: str) -> None:
            try:
                with named():
                    await body(_step, subject)
            except Unavailable as trouble:  # passes by itself; the tables start the job again
                _log.warning("job %s waits: %s", kind, trouble.message)
            except Exception as error:  # noqa: BLE001 - the job runner is a named boundary
                _log.error("job %s failed: %s", kind, type(error).__name__)
                await _step(_recorder(failed, error), subject)

        decorate = DBOS.workflow(
            name=kind,
            max_recovery_attempts=1000,
            serialization_type=WorkflowSerializationFormat.PORTABLE,
        )
        self._kinds[kind] = _Registered(lane, decorate(run))

    def launch(self) -> None:
        """Take up what this executor left unfinished, and open the lanes."""
        DBOS.launch()
        for lane in {registered.lane for registered in self._kinds.values()}:
            DBOS.register_queue(
                lane.name,
                worker_concurrency=lane.at_once,
                partition_concurrency=1 if lane.one_at_a_time else None,
                polling_interval_sec=_BUSY.total_seconds(),
                on_conflict="always_update",
            )
            self._paces[lane] = _BUSY

    def enqueue(self, jobs: Iterable[Job]) -> None:
        """Put jobs in their lanes. A job that is there already is left alone.

        These are all jobs that there are now: those of a lane that can do all of them at once start
        directly, and a lane without one is looked at less often. Of many only so many are in a lane
        that it never runs dry: each costs a hundredth of a second, and the worker has to beat. What
        other workers have put there counts as theirs: each keeps as many for itself.
        """
        by_lane: dict[Lane, list[Job]] = defaultdict(list)
        for job in jobs:
            by_lane[self._kinds[job.kind].lane].append(job)
        known = {job.id for several in by_lane.values() for job in several}
        self._seen = {job: at for job, at in self._seen.items() if job in known}
        self._turns = Counter({job: turns for job, turns in self._turns.items() if job in known})
        self._others &= known
        for lane, several in by_lane.items():
            direct = not lane.one_at_a_time and len(several) <= lane.at_once
            now, most = self._clock.monotonic(), lane.at_once * lane.ahead
            ours = {job: at for job, at in self._seen.items() if job not in self._others}
            for job in next_up(several, self._seen, self._turns, now=now, most=most, ours=ours):
                self._look_at(job, direct=direct)
        self._pace(Counter({lane: len(several) for lane, several in by_lane.items()}))

    def reap(self, executors: Iterable[str]) -> int:
        """Hand the unfinished work of executors that are gone to those that live; how many jobs."""
        gone = list(executors)
        if not gone:
            return 0
        left = DBOS.list_workflows(
            status="PENDING", executor_id=gone, load_input=False, load_output=False
        )
        for workflow in left:
            DBOS.resume_workflow(workflow.workflow_id, queue_name=workflow.queue_name)
        return len(left)

    def forget(self, older_than: timedelta) -> int:
        """Delete finished jobs from the engine's tables; how many."""
        before = (self._clock.now() - older_than).isoformat()
        done = DBOS.list_workflows(
            completed_before=before, load_input=False, load_output=False, limit=500
        )
        DBOS.delete_workflows([workflow.workflow_id for workflow in done])
        return len(done)

    def close(self, patience: timedelta = timedelta()) -> None:
        """Begin nothing more; what is not done after the patience goes on at the next launch."""
        DBOS.destroy(workflow_completion_timeout_sec=int(patience.total_seconds()))

    def _pace(self, waiting: Counter[Lane]) -> None:
        """Look often at the lanes that have a queue, and seldom at the others."""
        for lane, pace in self._paces.items():
            direct = lane.at_once if pace == lane.rests and not lane.one_at_a_time else 0
            wanted = _BUSY if waiting[lane] > direct else lane.rests
            queue = DBOS.retrieve_queue(lane.name) if wanted != pace else None
            if queue is not None:
                queue.set_polling_interval_sec(wanted.total_seconds())
                self._paces[lane] = wanted

    def _look_at(self, job: Job, *, direct: bool) -> None:
        """Begin it, unless it is alive; it is looked at again after a while."""
        if self._begin(job, direct=direct):
            self._others.discard(job.id)
        elif job.id not in self._seen:
            self._others.add(job.id)
        self._seen[job.id] = self._clock.monotonic() + _LOOK_AGAIN.total_seconds()
        self._turns[job.id] += 1

    def _begin(self, job: Job, *, direct: bool) -> bool:
        """Whether it was begun; not where it is alive already."""
        registered = self._kinds[job.kind]
        workflow_id = self._unused(job.id)
        if workflow_id is None:
            return False
        if direct:
            with SetWorkflowID(workflow_id):
                DBOS.start_workflow(registered.workflow, job.subject)
            return True
        key = job.key if registered.lane.one_at_a_time else None
        with SetWorkflowID(workflow_id), SetEnqueueOptions(queue_partition_key=key):
            DBOS.enqueue_workflow(registered.lane.name, registered.workflow, job.subject)
        return True

    def _unused(self, job_id: str) -> str | None:
        """The id to enqueue under; None while the job is alive.

        A job that ended while the tables still call it unfinished (it could not even record its
        failure) starts again under the next id: nothing is stranded silently.
        """
        candidate, turn = job_id, 1
        while status := DBOS.get_workflow_status(candidate):
            if status.status in _ALIVE:
                self._rescue(status)
                return None
            turn += 1
            candidate = f"{job_id}-{turn}"
        return candidate

    def _rescue(self, status: WorkflowStatus) -> None:
        """Take up again what is under way here by the tables, and at work nowhere.

        The engine waits for its database where it knows the trouble; of others the job's end stays
        unwritten, and the next start would be the first to notice.
        """
        job, now = status.workflow_id, self._clock.monotonic()
        here = status.status == "PENDING" and status.executor_id == self._executor
        if not here or job in self._at_work:
            self._idle_since.pop(job, None)
        elif now - self._idle_since.setdefault(job, now) >= _STRANDED.total_seconds():
            _log.warning("job %s was left under way; it is taken up again", job)
            DBOS.resume_workflow(job, queue_name=status.queue_name)
            del self._idle_since[job]


def next_up(
    jobs: Sequence[Job],
    seen: Mapping[str, float],
    turns: Mapping[str, int],
    *,
    now: float,
    most: int,
    ours: Container[str],
) -> Sequence[Job]:
    """The jobs of a lane to look at now; with `ours` that are `seen` until later, `most` at once.

    First those that had the fewest turns, in their order: what waits for something that does not
    come is passed by what came after it.
    """
    waiting = [job for job in jobs if now >= seen.get(job.id, 0.0)]
    held = sum(now < seen.get(job.id, 0.0) for job in jobs if job.id in ours)
    room = most - held
    return sorted(waiting, key=lambda job: turns.get(job.id, 0))[: max(room, 0)]


def _recorder(failed: Failed, error: Exception) -> Callable[[str], None]:
    def record_failure(subject: str) -> None:
        failed(subject, error)

    return record_failure
