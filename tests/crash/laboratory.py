"""The crash laboratory: `python -m tests.crash.laboratory --rounds 1000`.

A round is one fault at a random moment of the demo company's morning: a program killed or stopped,
its browsers killed, a full disk, a disk that takes nothing for certain, a clock that jumps, lines
that are cut, a database that crashes. After some rounds the morning is let come to its end, and
what must be true then is proved: every mail has its expectation, every expectation its right end,
every document its file, every delivery was made once, the statement is explained to the cent and
the audit trail is whole. SQLite and PostgreSQL take turns.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from billhook.commands.up import programs
from billhook.demo.run import day_of, outside_world, wait
from billhook.demo.setup import set_up
from billhook.demo.world import build
from billhook.settings import Settings
from billhook.supervisor import Program
from billhook.wiring import CLOCK, opened_store
from model.errors import BillhookError
from model.secret import Secret
from tests.crash import failing
from tests.crash.mortal import Mortal
from tests.crash.person import see_to
from tests.e2e.truth import assert_morning_is_done, assert_nothing_twice
from tests.loopback import free_port
from tests.postgres import Cluster, cluster
from tests.proxy import Proxy

BOTH: Final = "sqlite postgresql"
PER_MORNING: Final = 25
"""Rounds until a morning is let come to its end."""
_CHROMIUM: Final = b"--user-data-dir="
_LOOK: Final = 0.2  # seconds between two looks whether a program has died
_PLAYS: Final = 3.0  # seconds between two looks of the person who plays along


@dataclass
class Figures:
    """What came of it; `wrong` are mornings that did not end as they must, in their words."""

    rounds: int = 0
    mornings: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    died: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class Bench:
    """What can be disturbed, and the folder in which the programs read what fails."""

    web: Mortal
    worker: Mortal
    faults: Path
    lines: tuple[Proxy, ...]
    database: Cluster | None


Fault = Callable[[Bench, random.Random], None]


def kill_the_worker(bench: Bench, _dice: random.Random) -> None:
    bench.worker.kill()


def kill_the_dashboard(bench: Bench, _dice: random.Random) -> None:
    bench.web.kill()


def stop_the_worker(bench: Bench, dice: random.Random) -> None:
    with bench.worker.stopped():
        time.sleep(dice.uniform(0.2, 3.0))


def kill_the_browsers(bench: Bench, _dice: random.Random) -> None:
    for pid in _browsers_of(bench.worker.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def fill_the_disk(bench: Bench, dice: random.Random) -> None:
    with bench.worker.on_a_full_disk():
        time.sleep(dice.uniform(0.2, 2.0))


def fail_the_disk(bench: Bench, dice: random.Random) -> None:
    _while(bench.faults / failing.FSYNC, "", dice.uniform(0.2, 2.0))


def move_the_clock(bench: Bench, dice: random.Random) -> None:
    _while(bench.faults / failing.CLOCK, str(dice.uniform(-90.0, 90.0)), dice.uniform(0.5, 3.0))


def cut_the_lines(bench: Bench, dice: random.Random) -> None:
    dice.choice(bench.lines).cut()


def crash_the_database(bench: Bench, dice: random.Random) -> None:
    if bench.database is not None:
        with bench.database.crashed():
            time.sleep(dice.uniform(0.0, 3.0))


FAULTS: Final[tuple[Fault, ...]] = (
    kill_the_worker,
    kill_the_dashboard,
    stop_the_worker,
    kill_the_browsers,
    fill_the_disk,
    fail_the_disk,
    move_the_clock,
    cut_the_lines,
    crash_the_database,
)


def run(
    folder: Path,
    rounds: int,
    *,
    seed: str = "2026",
    databases: str = BOTH,
    keep: Path | None = None,
) -> Figures:
    """The figures of so many rounds; the mornings take turns at the databases.

    The data folders of those that ended wrong are copied to `keep`.
    """
    figures, began = Figures(), time.monotonic()
    turns = itertools.cycle(databases.split())
    while figures.rounds < rounds:
        kind = next(turns)
        dice = random.Random(f"{seed}-{kind}-{figures.mornings}")
        place = folder / str(figures.mornings)
        with cluster() if kind == "postgresql" else nullcontext() as database:
            wrong = len(figures.wrong)
            _morning(place, min(PER_MORNING, rounds - figures.rounds), dice, figures, database)
        if keep is not None and len(figures.wrong) > wrong:
            shutil.copytree(place, keep / place.name)
        figures.mornings += 1
    figures.seconds = round(time.monotonic() - began, 1)
    return figures


def _morning(
    folder: Path, rounds: int, dice: random.Random, figures: Figures, database: Cluster | None
) -> None:
    """Nothing comes back: a morning with its faults, and its end, are in the figures."""
    today = day_of(folder)
    with outside_world(folder, today, deliver="all") as peers, _lines(peers) as (reached, lines):
        url = database.postgres.url("postgres") if database else ""
        settings = set_up(folder, build(today), reached, database=url)
        with _running(settings, folder / "faults", figures) as (web, worker):
            bench = Bench(web, worker, folder / "faults", lines, database)
            chosen = [one for one in FAULTS if database or one is not crash_the_database]
            for _ in range(rounds):
                time.sleep(dice.uniform(0.3, 3.0))
                fault = dice.choice(chosen)
                fault(bench, dice)
                figures.rounds += 1
                figures.faults[fault.__name__] = figures.faults.get(fault.__name__, 0) + 1
            _prove(settings, folder, peers, figures)


def _prove(settings: Settings, folder: Path, peers: Mapping[str, Any], figures: Figures) -> None:
    ended = threading.Event()
    person = threading.Thread(target=_play_along, args=(settings, ended, figures))
    person.start()
    try:
        said = _end_of(settings, figures)
        assert_morning_is_done(folder, said, undisturbed=False)
        assert_nothing_twice(said, peers["approval"]["url"])
    except (AssertionError, BillhookError) as wrong:
        told = "".join(traceback.format_exception(wrong))
        figures.wrong.append(f"morning {figures.mornings}: {told}")
    finally:
        ended.set()
        person.join()


def _end_of(settings: Settings, figures: Figures) -> dict[str, Any]:
    """What came of it once nothing is under way and nobody is asked to try again."""
    with opened_store(settings) as store:
        while True:
            said = wait(settings, threading.Event(), CLOCK.monotonic())
            asked = see_to(store)
            figures.asked += asked
            if not asked:
                return said


def _play_along(settings: Settings, ended: threading.Event, figures: Figures) -> None:
    """Nothing comes back: until it has ended, what is asked of a person is answered."""
    with opened_store(settings) as store:
        while not ended.wait(_PLAYS):
            figures.asked += see_to(store)


@contextmanager
def _lines(peers: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], tuple[Proxy, ...]]]:
    """The addresses of mailbox and approval system behind lines that can be cut, and these."""
    imap, approval = peers["imap"], urlsplit(peers["approval"]["url"])
    with Proxy(imap["port"]) as mail, Proxy(approval.port or 0) as feed:
        there = peers["approval"]["url"]
        here = there.replace(f":{approval.port}", f":{feed.port}")
        told = {key: value.replace(there, here) for key, value in peers["approval"].items()}
        yield {**peers, "imap": {**imap, "port": mail.port}, "approval": told}, (mail, feed)


@contextmanager
def _running(settings: Settings, faults: Path, figures: Figures) -> Iterator[tuple[Mortal, Mortal]]:
    """Dashboard and worker, which are started again whenever they die."""
    faults.mkdir()
    started = programs(settings, None, Secret(""), host="127.0.0.1", port=free_port(), workers=1)
    web, worker = (Mortal(_failing(program, faults)) for program in started)
    ended = threading.Event()

    def tend() -> None:
        while not ended.wait(_LOOK):
            web.tend()
            worker.tend()

    tending = threading.Thread(target=tend)
    tending.start()
    try:
        yield web, worker
    finally:
        ended.set()
        tending.join()
        worker.end()
        web.end()
        figures.died += web.falls + worker.falls


def _failing(program: Program, faults: Path) -> Program:
    arguments = (str(faults), program.module, *program.arguments)
    return replace(program, module="tests.crash.failing", arguments=arguments)


def _while(said: Path, words: str, seconds: float) -> None:
    said.write_text(words)
    time.sleep(seconds)
    said.unlink()


def _browsers_of(worker: int) -> list[int]:
    """The browsers of a worker's visits."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            words = (entry / "cmdline").read_bytes()
            if _CHROMIUM in words and worker in _parents(int(entry.name)):
                found.append(int(entry.name))
    return found


def _parents(pid: int) -> list[int]:
    found = []
    while pid > 1:
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        found.append(pid)
    return found


def main() -> None:
    """Print the figures as JSON; exit 1 where a morning ended wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", default="2026")
    parser.add_argument("--databases", default=BOTH)
    parser.add_argument("--keep", type=Path, help="where the data of wrong mornings is kept")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        figures = run(
            place,
            chosen.rounds,
            seed=chosen.seed,
            databases=chosen.databases,
            keep=chosen.keep,
        )
    sys.stdout.write(json.dumps(asdict(figures), indent=1) + "\n")
    sys.exit(bool(figures.wrong))


if __name__ == "__main__":
    main()
