"""The worker process: watches mailboxes and feeds the lanes from the tables."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from model.clock import Clock
from model.errors import StorageError, TakenOver, Unavailable, VaultError
from pipeline import companies, pending
from pipeline.backups import Maker
from pipeline.deliveries import delivering
from pipeline.deliveries.outbox import Outbox
from pipeline.deliveries.reply_folders import ReplyFolders
from pipeline.deliveries.reply_servers import ReplyServers
from pipeline.documents import rhythms
from pipeline.engine import Engine, Lane
from pipeline.heart import Heart
from pipeline.holdings import Holdings
from pipeline.mails import mail, writing_back
from pipeline.mails.watching import Watchers
from pipeline.notices import sending, writing
from pipeline.portals import forensics, recipe_tests, schedules, visits
from pipeline.pulse import PULSE
from pipeline.reconciling import other_books
from pipeline.roll import RollCall
from pipeline.works import Works
from storage import audit, changes, heartbeats, migrations, notices, standing
from storage.store import Tx

_log = logging.getLogger(__name__)

BEAT: Final = timedelta(seconds=0.3)
"""How often the tables are asked whether something changed; if so, for unfinished work."""
TIDE: Final = timedelta(seconds=1)
"""How often they are asked for unfinished work anyway: some of it is due by the clock alone."""
PLAN: Final = timedelta(seconds=2)
"""How often it is asked whether a portal's plan may have changed, or come due."""
SLOWLY: Final = timedelta(seconds=5)
"""How often it is looked whether a worker is gone, and mails to our people are written."""
HOURLY: Final = timedelta(hours=1)
"""How often evidence of failed visits is looked through for what is too old."""
SELDOM: Final = timedelta(minutes=5)
"""How often jobs that the engine need not remember any longer are looked for."""
OUTDATED: Final = timedelta(minutes=15)
"""So long a worker goes on with what it has begun, once a newer Billhook's workers begin the rest:
longer than any visit."""
SETTLED: Final = timedelta(minutes=10)
"""So long after a start, the mails that waited are in, and a bill that is missing is missing."""
LOOK: Final = timedelta(seconds=10)
"""How often the mailboxes are looked through for one that was connected or changed."""
KEPT: Final = timedelta(days=30)
"""How long the engine remembers finished jobs; the tables remember for ever."""

_A_DAY: Final = timedelta(days=1)

MAILS: Final = Lane("mail", at_once=4, rests=timedelta(seconds=1))
PORTALS: Final = Lane("portal", at_once=2, one_at_a_time=True, rests=timedelta(seconds=1), ahead=2)
TAKEOVERS: Final = Lane("takeover", at_once=4, rests=timedelta(seconds=30))
MAILBOXES: Final = Lane("mailbox", at_once=4, one_at_a_time=True, rests=timedelta(seconds=3))
DESTINATIONS: Final = Lane("outbox", at_once=8, one_at_a_time=True, rests=timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """Which worker this is, and how it works.

    `shared` is true where workers of other machines may do its work, `drain` how long it goes on
    with what it has begun once it is to end, `browsers` as `pipeline.holdings` says.
    """

    executor: str
    engine_url: str
    responses_every: timedelta = timedelta(minutes=1)
    machine: str = ""
    address: str = ""
    shared: bool = False
    browsers: int = 0
    drain: timedelta = timedelta()


class Worker:
    """One worker process at its work."""

    def __init__(self, works: Works, settings: WorkerSettings) -> None:
        works, worker = _living(works, settings)
        self._works = works
        self._heart = Heart(works.store, worker, works.clock, PULSE, shared=settings.shared)
        self._settings = settings
        self._roll = RollCall(works.clock)
        self._engine = Engine(settings.engine_url, executor=settings.executor, clock=works.clock)
        self._news = threading.Event()
        self._watchers = Watchers(works, self._news.set)
        self._replies, self._servers = ReplyFolders(works), ReplyServers(works)
        self._seeding = _Round(works.clock, BEAT, self._seed)
        self._step, self._outdated = _step_of(works), False
        self._said_locked: bool | None = None
        self._seeded_at = (-1, False)
        self._tide = 0.0
        self._told_of = -1
        self._rhythms_due = works.clock.now() + SETTLED
        self._doubted = ""
        self._planned_at, self._plan_due = -1, works.clock.now()
        self._backups = Maker(works.store, works.home, works.clock)
        self._rounds = (
            _Round(works.clock, SLOWLY, self._look_at_step),
            _Round(works.clock, BEAT, self._tell_of_vault),
            _Round(works.clock, PLAN, self._plan),
            self._seeding,
            _Round(works.clock, settings.responses_every, self._ask_destinations),
            _Round(works.clock, PLAN, self._read_replies),
            _Round(works.clock, PLAN, self._back_up),
            _Round(works.clock, SLOWLY, self._tell_people),
            _Round(works.clock, SLOWLY, self._tidy),
            _Round(works.clock, SLOWLY, self._look_for_gone),
            _Round(works.clock, HOURLY, self._forget_evidence),
            _Round(works.clock, PLAN, self._place),
            _Round(works.clock, SELDOM, self._watch_rhythms),
            _Round(works.clock, SELDOM, self._forget),
            _Round(works.clock, LOOK, self._watch),
        )
        _register(self._engine, works)

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; what is unfinished then goes on at the next start."""
        with self._heart.beating():
            self._sweep()
            self._engine.launch()
            try:
                while not (stop.is_set() or self._outdated):
                    self._turn()
                    self._rest()
            finally:
                self._heart.end_rounds()
                self._watchers.close()
                self._works.holdings.ending.set()
                self._engine.close(self._patience())

    def _turn(self) -> None:
        self._heart.turned()
        for round_ in self._rounds:
            if not self._outdated:
                round_.turn()

    def _patience(self) -> timedelta:
        """How long it goes on with what it has begun."""
        return max(self._settings.drain, OUTDATED) if self._outdated else self._settings.drain

    def _look_at_step(self) -> None:
        """Begin nothing more once a newer Billhook has brought the tables up to date.

        What was begun is ended, for migrations only add. The rest is for those who know what they
        added: this worker would leave it empty.
        """
        if _step_of(self._works) == self._step:
            return
        self._outdated = True
        _log.critical(
            "A newer Billhook has brought the tables up to date. This worker begins nothing more,"
            " ends what it has begun, and leaves; install the newer one on this machine too."
        )

    def leave(self) -> None:
        """Nothing comes back: others go on with what is left, and the process has to end now.

        Where that can't be told, they find out in a minute.
        """
        worker = self._works.holdings.worker
        if worker is None:
            return
        try:
            with self._works.store.begin() as tx:
                heartbeats.leave(tx, worker)
        except (StorageError, Unavailable) as trouble:
            _log.warning("That this worker has ended can't be told: %s", trouble.message)

    def _watch(self) -> None:
        """Hold the mailboxes, where no other worker does."""
        if self._is_first():
            self._watchers.turn()
        else:
            self._watchers.close()

    def _is_first(self) -> bool:
        """Whether this worker does what one of all does."""
        holdings, store = self._works.holdings, self._works.store
        with store.read() as tx:
            if (held := holdings.watching(tx)) is not None:
                return held
        with store.begin() as tx:
            return holdings.watches(tx)

    def _sweep(self) -> None:
        """Remove what killed writers left half written in the file store."""
        try:
            if removed := self._works.store.files.sweep(self._works.clock.now()):
                _log.info("Removed %d half-written files that a crash had left behind.", removed)
        except OSError as trouble:
            why = trouble.strerror or type(trouble).__name__
            _log.warning("Half-written files of a crash can't be removed: %s.", why)

    def _rest(self) -> None:
        """Wait for the next beat; a new mail does not wait for it."""
        if self._news.wait(BEAT.total_seconds()):
            self._news.clear()
            self._seeding.hurry()

    def _plan(self) -> None:
        """Order the visits that are due; a visit that comes due finds the vault open."""
        store, now = self._works.store, self._works.clock.now()
        with store.read() as tx:
            seen = changes.last(tx)
        idle = seen == self._planned_at and now < self._plan_due
        if not idle and not self._works.vault_locked():
            turn = schedules.request_due(store, now)
            self._planned_at, self._plan_due = seen, turn.next or now + _A_DAY

    def _seed(self) -> None:
        """Put unfinished work into its lanes, where something changed or may have come due."""
        store, clock, locked = self._works.store, self._works.clock, self._works.vault_locked()
        with store.read() as tx:
            now = (changes.last(tx), locked)
        if now == self._seeded_at and clock.monotonic() < self._tide:
            return
        self._seeded_at, self._tide = now, clock.monotonic() + TIDE.total_seconds()
        due = pending.jobs(store, clock, vault_locked=locked)
        self._engine.enqueue(due)

    def _tell_of_vault(self) -> None:
        """Say at once that the vault was locked, unlocked or changed; a heartbeat would be late."""
        locked, mark = self._works.vault_locked(), self._works.vault_mark()
        if locked != self._said_locked:
            with self._works.store.begin() as tx:
                self._beat(tx)
        if not locked and mark != self._told_of:
            self._tell_standing()
            self._told_of = mark

    def _tell_standing(self) -> None:
        """Tell the screens that the vault changed, how it stands, and its witness how new it is."""
        try:
            told, line = self._works.vault_standing(), self._works.vault_line()
        except VaultError as trouble:  # locked just now, or damaged: said once a change
            _log.warning("How the vault stands can't be told: %s", trouble.message)
            return
        with self._works.store.begin() as tx:
            standing.tell(tx, told)
            standing.witness(tx, line)
            self._tell_doubt(tx)

    def _tell_doubt(self, tx: Tx) -> None:
        """Put on the trail, once, that the vault's anchor was put back, removed or not written."""
        if (doubt := self._works.vault_doubt()) != self._doubted:
            self._doubted = doubt
            if doubt:
                audit.note(tx, "billhook", "doubted", "vault:workers", doubt)

    def _beat(self, tx: Tx) -> None:
        locked = self._works.vault_locked()
        heartbeats.beat(tx, self._settings.executor, vault_locked=locked)
        self._said_locked = locked

    def _ask_destinations(self) -> None:
        if not self._is_first():
            return
        delivering.read_responses(self._works)
        self._servers.look()

    def _back_up(self) -> None:
        if self._is_first():
            self._backups.turn()

    def _tell_people(self) -> None:
        """Write the mails to our own people that are due; they are sent as jobs."""
        if self._is_first():
            writing.write(self._works)

    def _read_replies(self) -> None:
        if self._is_first():
            self._replies.look()

    def _place(self) -> None:
        """Look at some documents anew where our companies have changed."""
        if self._is_first():
            companies.look_again(self._works.store)

    def _watch_rhythms(self) -> None:
        """Once a day, expect the regular bills that did not come; what waits comes in before."""
        now = self._works.clock.now()
        if now >= self._rhythms_due and self._is_first():
            rhythms.check(self._works.store)
            self._rhythms_due = now + _A_DAY

    def _forget_evidence(self) -> None:
        forensics.forget(self._works.store)

    def _tidy(self) -> None:
        self._works.holdings.tidy(self._works.store)

    def _look_for_gone(self) -> None:
        """Take up the work of those who left, or have been silent for too long.

        Any worker does so: that one is gone is written down by whoever is first, and what it left
        is handed over again and again, until nothing is left.
        """
        with self._works.store.read() as tx:
            signs = heartbeats.signs(tx)
        for name in self._roll.silent(signs):
            with self._works.store.begin() as tx:
                if heartbeats.retire(tx, name, signs[name]):
                    _log.warning("%s is gone; others do its work now", name)
        with self._works.store.read() as tx:
            gone = heartbeats.gone(tx)
        self._engine.reap(gone)

    def _forget(self) -> None:
        self._engine.forget(KEPT)
        with self._works.store.begin() as tx:
            notices.forget(tx)


def _living(works: Works, settings: WorkerSettings) -> tuple[Works, heartbeats.Worker]:
    """One life of this worker, and its works, whose every write proves that it still goes on."""
    with works.store.begin() as tx:
        worker = heartbeats.begin(
            tx, settings.executor, machine=settings.machine, address=settings.address
        )
    holdings = Holdings(worker, settings.browsers)

    def prove(tx: Tx) -> None:
        try:
            holdings.prove(tx)
        except TakenOver:
            PULSE.end()
            raise

    guarded = replace(works.store, guard=prove)
    return replace(works, store=guarded, holdings=holdings), worker


def _step_of(works: Works) -> str | None:
    """The step that the tables stand at."""
    with works.store.read() as tx:
        return migrations.revision(tx.connection)


class _Round:
    """Something done every so often; trouble with the database is logged and tried again."""

    def __init__(self, clock: Clock, every: timedelta, do: Callable[[], object]) -> None:
        self._clock = clock
        self._every = every.total_seconds()
        self._do = do
        self._next = 0.0

    def hurry(self) -> None:
        """Make its time come now."""
        self._next = 0.0

    def turn(self) -> None:
        """Do it, if its time has come."""
        if self._clock.monotonic() < self._next:
            return
        self._next = self._clock.monotonic() + self._every
        try:
            self._do()
        except (StorageError, Unavailable) as trouble:
            _log.warning("%s; trying again", trouble.message)


def _register(engine: Engine, works: Works) -> None:
    outbox = Outbox(works)
    engine.register(
        pending.MAIL,
        MAILS,
        lambda step, subject: mail.read_mail(works, step, subject),
        lambda subject, error: mail.failed(works, subject, error),
    )
    engine.register(
        pending.VISIT,
        PORTALS,
        lambda step, subject: visits.visit(works, step, subject),
        lambda subject, error: visits.failed(works, subject, error),
    )
    engine.register(
        pending.TEST,
        PORTALS,
        lambda step, subject: recipe_tests.test(works, step, subject),
        lambda subject, error: recipe_tests.failed(works, subject, error),
    )
    engine.register(
        pending.TAKEOVER,
        TAKEOVERS,
        lambda step, subject: visits.visit(works, step, subject),
        lambda subject, error: visits.failed(works, subject, error),
    )
    engine.register(
        pending.OUTBOX,
        DESTINATIONS,
        outbox.work,
        outbox.failed,
    )
    engine.register(
        pending.WRITE_BACK,
        MAILBOXES,
        lambda step, subject: writing_back.write(works, step, subject),
        lambda subject, error: writing_back.failed(works, subject, error),
    )
    engine.register(
        pending.NOTICE,
        DESTINATIONS,
        lambda step, subject: sending.send(works, step, subject),
        lambda subject, error: sending.failed(works, subject, error),
    )
    engine.register(
        pending.BOOKS,
        DESTINATIONS,
        lambda step, subject: other_books.turn(works, step, subject),
        lambda subject, error: other_books.failed(works, subject, error),
    )
