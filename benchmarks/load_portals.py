"""Five hundred portals due at one moment: who waits how long, and what the clerks notice of it.

Real workers share a company's limit of browsers, which is lower than what they could open. One of
forty portals is the farm's, visited by the real visit in Chromium; the others' visits only take a
known time and bring a file (`benchmarks.load_portals_worker`), for five hundred browsers would
measure the machine. A tenth of those fails at first and is visited again, some take ten times as
long, and in the midst of it a person asks for the portal that is last in line.

Ours is the longest that a portal waited for its first visit; the reference is that wait had visits
of the same lengths followed each other in their order without a pause. The details have the order
(`most_overtaken`: how many that came later went first), whether anybody waited behind another's
second visit, the visits at once, the memory, the answers of the dashboard's process (a list by its
API) beside those of idle minutes, and what was done twice.

`--data FILE` may name a file with another number of portals, the seconds of a visit, and the URL of
an empty database where it is to be PostgreSQL's: `echo 40 1.0 > few; billhook bench load-portals
--data few`.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import httpx
from sqlalchemy import func, select

from benchmarks import Measured
from benchmarks.load_portals_worker import Behaviour, Seen, visits
from benchmarks.mails import percentile, quietly
from benchmarks.processes import command, family, program, resident, ticks
from billhook.settings import Settings
from billhook.wiring import CLOCK, opened_store
from model.api import Scope
from model.clock import FixedClock
from model.outcomes import Outcome, OutcomeCode
from model.schedules import Schedule
from model.visits import Cause, RunState
from storage import api_tokens, runs, schedules, suppliers, tables
from storage.store import Store
from tests.crash.visits import installation
from tests.loopback import free_port
from tests.portals.serving import serve
from tests.portals.sites import DOCS, Site

_NUMBER: Final = 500
_SECONDS: Final = 2.0
_WORKERS: Final = 3
_BROWSERS: Final = 4
_REAL: Final = 40  # one of so many
_SLOWER: Final = 10
_FAILS: Final = 10  # one of so many, of those that are not real
_DRAGS: Final = 50
_READY: Final = timedelta(seconds=25)  # meanwhile the dashboard is asked when idle
_LOOKS: Final = 12
_PATIENCE: Final = 3600.0
_REFUSED: Final = 10_000.0  # ms
_BROWSER: Final = "--user-data-dir"
_CHILD: Final = "--type="


def run(data: Path | None) -> Measured:
    """Seconds that the last portal waited for its first visit."""
    number, seconds, url = _asked(data)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
        folder.chmod(0o711)
        farm = [stack.enter_context(serve(Site().app(), _host(at))) for at in range(_real(number))]
        unreal = [f"http://127.0.0.1:{20_000 + at}" for at in range(number - len(farm))]
        more = f"browsers = {_BROWSERS}\n" + (f'database = "{url}"\n' if url else "")
        settings = installation(folder, _mixed(farm, unreal), more)
        with opened_store(settings) as store:
            morning = _Morning(settings, store, _behaviour(number, seconds))
            return morning.passed()


def _asked(data: Path | None) -> tuple[int, float, str]:
    """How many portals, how long a visit takes, and the database; empty for SQLite."""
    said = data.read_text().split() if data else []
    number, seconds, url, *_ = [*said, *("", "", "")]
    return int(number or _NUMBER), float(seconds or _SECONDS), url


def _real(number: int) -> int:
    """How many portals are visited indeed."""
    return max(number // _REAL, 2)


def _host(at: int) -> str:
    return f"127.0.0.{at + 2}"


def _mixed(farm: Sequence[str], unreal: Sequence[str]) -> list[str]:
    """The farm's portals spread evenly among the others."""
    every = (len(farm) + len(unreal)) // len(farm)
    mixed = list(unreal)
    for at, origin in enumerate(farm):
        mixed.insert(at * every, origin)
    return mixed


def _behaviour(number: int, seconds: float) -> Behaviour:
    every = number // _real(number)
    real = [at * every for at in range(_real(number))]
    others = [at for at in range(number) if at not in real]
    named = [f"farm-{at}" for at in others]
    return Behaviour(
        seconds=seconds,
        slow_seconds=seconds * _SLOWER,
        real=tuple(f"farm-{at}" for at in real),
        slow=tuple(named[3::_DRAGS]),
        failing=tuple(named[7::_FAILS]),
    )


@dataclass
class _Watched:
    """What was seen while the visits went on."""

    answers: list[float] = field(default_factory=list)
    own_mb: float = 0.0
    most_mb: float = 0.0
    browsers: int = 0
    asked: tuple[str, float] = ("", 0.0)
    cpu: float = 0.0
    web_cpu: float = 0.0


@dataclass(frozen=True, slots=True)
class _Morning:
    """One installation on the morning on which everything is due."""

    settings: Settings
    store: Store
    behaviour: Behaviour

    def passed(self) -> Measured:
        """What was measured until every portal has been visited well."""
        self.behaviour.write(self.settings.data)
        (self.settings.data / "load-portals.visits").touch()
        with self._dashboard() as (web, board), self._workers() as workers:
            due = self._planned()
            idle = [_answer(board) for _ in range(_LOOKS)]
            seen = self._watched(workers, board, due)
            seen.web_cpu = ticks(web)
            seen.cpu = sum(ticks(pid) for pid in workers)
            idle += [_answer(board) for _ in range(_LOOKS)]
        return self._told(due, seen, idle)

    def _planned(self) -> float:
        """The instant at which all are due: they were visited yesterday, as every day."""
        due = (CLOCK.now() + _READY).replace(microsecond=0)
        daily = Schedule(at=due.time(), spread=0)
        with Store.open(
            self.settings.database_url,
            self.settings.data,
            clock=FixedClock(due - timedelta(days=1)),
        ).begin() as tx:
            for portal in suppliers.portals(tx):
                schedules.put(tx, portal.id, daily)
                before = runs.request(tx, portal.id, "its schedule", cause=Cause.REGULAR)
                runs.start(tx, before.id)
                nothing = Outcome(OutcomeCode.OK_EMPTY, {"proof": "its list"})
                runs.finish(tx, before.id, nothing, fetched=0)
        return due.timestamp()

    @contextmanager
    def _workers(self) -> Iterator[list[int]]:
        with ExitStack() as stack:
            words = ("-m", "benchmarks.load_portals_worker", "--data", str(self.settings.data))
            numbers = [("--number", str(at + 1)) for at in range(_WORKERS)]
            yield [stack.enter_context(program(*words, *number)) for number in numbers]

    @contextmanager
    def _dashboard(self) -> Iterator[tuple[int, httpx.Client]]:
        """The dashboard's process, and a line to it on which its API answers."""
        life = timedelta(days=1)
        with self.store.begin() as tx:
            _, token = api_tokens.add(tx, "clerk", {Scope.READ_PORTALS}, life=life, actor="bench")
        port = free_port()
        words = ("-m", "billhook.web", "--data", str(self.settings.data), "--port", str(port))
        opens = {"authorization": f"Bearer {token.reveal()}"}
        home = f"http://127.0.0.1:{port}"
        with program(*words) as pid, httpx.Client(base_url=home, timeout=60) as board:
            board.headers.update(opens)
            _await(board)
            for _ in range(3):
                _answer(board)  # the first ones find cold caches
            yield pid, board

    def _watched(self, workers: Sequence[int], board: httpx.Client, due: float) -> _Watched:
        """What was seen from the moment on at which they are due."""
        seen, end = _Watched(), time.monotonic() + _PATIENCE
        time.sleep(max(0.0, due - CLOCK.now().timestamp()))
        number = self._well_since(0.0)
        with _asking(board, seen.answers):
            while (done := self._well_since(due)) < number:
                if time.monotonic() > end:
                    raise TimeoutError(f"{number - done} portals were not visited well")
                self._look(workers, seen)
                if not seen.asked[0] and done > number // 4:
                    seen.asked = self._ask()
                time.sleep(0.5)
        return seen

    def _well_since(self, instant: float) -> int:
        """How many portals had a good visit that was ordered since then."""
        run, since = tables.run.c, datetime.fromtimestamp(instant, UTC)
        query = select(func.count(run.portal_id.distinct())).where(
            run.state == RunState.DONE, run.requested >= since
        )
        with self.store.read() as tx:
            return int(tx.connection.scalar(query) or 0)

    def _look(self, workers: Sequence[int], seen: _Watched) -> None:
        below = [pid for worker in workers for pid in family(worker)]
        words = {pid: command(pid) for pid in below}
        mine = [resident(pid) for pid in workers]
        seen.own_mb = max(seen.own_mb, *mine)
        seen.most_mb = max(seen.most_mb, sum(resident(pid) for pid in below))
        open_ = sum(_BROWSER in one and _CHILD not in one for one in words.values())
        seen.browsers = max(seen.browsers, open_)

    def _ask(self) -> tuple[str, float]:
        """A person asks for the portal that is last in line."""
        with self.store.begin() as tx:
            waiting = [one.portal_id for one in runs.unfinished(tx) if one.started is None]
            if waiting:
                runs.request(tx, waiting[-1], "Maya asked", cause=Cause.PERSON)
        return (waiting[-1] if waiting else ""), CLOCK.now().timestamp()

    def _told(self, due: float, seen: _Watched, idle: Sequence[float]) -> Measured:
        found = visits(self.settings.data)
        line = self._line(due)
        asked_for = seen.asked[0]
        order = _Order([one for one in line if one != asked_for], found)
        longest = max(order.first[one].began for one in order.line) - due
        documents = self._documents()
        details: dict[str, object] = {
            "portals": len(line),
            "real": len(self.behaviour.real),
            "visits": len(found),
            "seconds_of_a_stand_in": self.behaviour.seconds,
            "browsers_wanted": _BROWSERS,
            "workers_could_open": 2 * _WORKERS,
            "visits_at_once": _at_once(found),
            "browsers_at_once": seen.browsers,
            "most_overtaken": order.overtaken(),
            "waited_behind_a_second_visit": order.behind_second(),
            "asked_by_a_person_waited_s": order.waited(*seen.asked),
            "shortest_pace_s": quietly(order.shortest_pace()),
            "at_one_portal_at_once": order.crowds(),
            "visits_too_many": len(found) - len(line) - len(self.behaviour.failing),
            "documents": sum(documents.values()),
            "documents_too_many": sum(documents.values()) - self._wanted(),
            "worker_mb": quietly(seen.own_mb),
            "workers_mb_with_children": quietly(seen.most_mb),
            "worker_cpu_ms_a_visit": quietly(seen.cpu * 1000 / len(found)),
            "dashboard_ms": quietly(median(seen.answers)),
            "dashboard_p95_ms": quietly(percentile(seen.answers, 0.95)),
            "dashboard_idle_ms": quietly(median(idle)),
            "dashboard_to_idle": quietly(median(seen.answers) / median(idle)),
        }
        return Measured(
            "load-portals",
            quietly(longest),
            quietly(_ideal(order)),
            "s of the longest wait",
            details,
        )

    def _line(self, due: float) -> list[str]:
        """The portals in the order in which their first visits were ordered."""
        run, since = tables.run.c, datetime.fromtimestamp(due, UTC)
        query = select(run.portal_id).where(run.requested >= since)
        with self.store.read() as tx:
            found = tx.connection.scalars(query.order_by(run.requested, run.id))
            return list(dict.fromkeys(found))

    def _documents(self) -> Counter[str]:
        document = tables.document.c
        query = select(document.supplier_id, func.count()).group_by(document.supplier_id)
        with self.store.read() as tx:
            return Counter(dict(tx.connection.execute(query).tuples().all()))

    def _wanted(self) -> int:
        """So many documents the portals have."""
        with self.store.read() as tx:
            number = len(suppliers.portals(tx))
        real = len(self.behaviour.real)
        return number - real + real * len(DOCS)


class _Order:
    """Who came when, of those that waited in line."""

    def __init__(self, line: Sequence[str], found: Sequence[Seen]) -> None:
        self.line = line
        self.at: dict[str, list[Seen]] = defaultdict(list)
        for seen in sorted(found, key=lambda one: one.began):
            self.at[seen.portal].append(seen)
        self.first = {portal: several[0] for portal, several in self.at.items()}

    def waited(self, portal: str, since: float) -> float | None:
        """The seconds that one waited since an instant; None where there was none."""
        begins = [seen.began for seen in self.at[portal] if seen.began > since]
        return quietly(min(begins) - since) if begins else None

    def overtaken(self) -> int:
        """The most that went first though they were ordered later, of those behind any portal."""
        begins = [self.first[one].began for one in self.line]
        return max(
            sum(later < mine for later in begins[at + 1 :]) for at, mine in enumerate(begins)
        )

    def behind_second(self) -> int:
        """The most that still waited for their first visit when another's second one began."""
        second = [seen.began for one in self.line for seen in self.at[one][1:]]
        begins = [self.first[one].began for one in self.line]
        return max((sum(mine > again for mine in begins) for again in second), default=0)

    def shortest_pace(self) -> float:
        """The shortest time between two visits at one portal; 0 where none had two."""
        pairs = ((one, after) for several in self.at.values() for one, after in pairwise(several))
        return min((after.began - one.ended for one, after in pairs), default=0.0)

    def crowds(self) -> int:
        """How many portals had two visits at once."""
        return sum(_at_once(several) > 1 for several in self.at.values())


def _at_once(found: Sequence[Seen]) -> int:
    """The most visits at one time."""
    steps = sorted([(one.began, 1) for one in found] + [(one.ended, -1) for one in found])
    now, most = 0, 0
    for _, step in steps:
        now += step
        most = max(most, now)
    return most


def _ideal(order: _Order) -> float:
    """The longest wait, had the browsers taken one after another without a pause."""
    free = [0.0] * _BROWSERS
    longest = 0.0
    for portal in order.line:
        longest = heapq.heappop(free)
        seen = order.first[portal]
        heapq.heappush(free, longest + seen.ended - seen.began)
    return longest


@contextmanager
def _asking(board: httpx.Client, answers: list[float]) -> Iterator[None]:
    """A clerk asks all the time, and what each answer took is written down."""
    over = threading.Event()

    def ask() -> None:
        while not over.wait(0.5):
            answers.append(_answer(board))

    clerk = threading.Thread(target=ask)
    clerk.start()
    try:
        yield
    finally:
        over.set()
        clerk.join()


def _answer(board: httpx.Client) -> float:
    """Milliseconds until the first portals have come; an error counts as ten seconds."""
    begun = time.perf_counter()
    said = board.get("/api/v1/portals")
    taken = (time.perf_counter() - begun) * 1000
    return taken if said.status_code == httpx.codes.OK else max(taken, _REFUSED)


def _await(board: httpx.Client) -> None:
    for _ in range(3000):
        try:
            board.get("/health")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the dashboard did not come up")
