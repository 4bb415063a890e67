"""The real engine, in a process of its own: it may be launched only once in each."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.engine import Job, next_up
from tests.postgres import cluster
from tests.waiting import until

PROGRAM = """
import sys, threading, time
from model.clock import SystemClock
from pipeline.engine import Engine, Job, Lane

url, log = sys.argv[1], open(sys.argv[2], "a", buffering=1)
busy, overlaps = set(), []

def act(kind, subject):
    def touch(subject):
        key = subject.split("-")[0]
        if key in busy:
            log.write("overlap\\n")
        busy.add(key)
        time.sleep(0.05)
        busy.discard(key)
        log.write(f"{kind} {subject}\\n")
        return subject
    return touch

async def portal(step, subject):
    await step(act("portal", subject), subject)

async def broken(step, subject):
    raise RuntimeError("secret detail")

def failed(subject, error):
    log.write(f"failed {subject} {type(error).__name__}\\n")

engine = Engine(url, executor="test", clock=SystemClock())
engine.register("portal", Lane("portal", at_once=3, one_at_a_time=True), portal, failed)
engine.register("broken", Lane("broken", at_once=3), broken, failed)
engine.launch()
jobs = [Job(f"p-{k}-{n}", "portal", f"{k}-{n}", key=k) for k in "ab" for n in range(4)]
jobs.append(Job("b-1", "broken", "b1"))
engine.enqueue(jobs)
engine.enqueue(jobs)
deadline = time.monotonic() + 30
while time.monotonic() < deadline and len(open(sys.argv[2]).readlines()) < 9:
    time.sleep(0.1)
time.sleep(0.5)
engine.close()
"""


def test_of_ten_thousand_jobs_a_lane_gets_as_many_as_keep_it_busy_and_none_is_passed_for_ever() -> (
    None
):
    jobs = [Job(f"j-{at}", "mail", str(at)) for at in range(10_000)]
    seen: dict[str, float] = {}
    turns: dict[str, int] = {}
    begun = []
    for now in range(3):
        for job in next_up(jobs, seen, turns, now=now, most=4, ours=seen):
            begun.append((now, job.subject))
            seen[job.id], turns[job.id] = now + 2.0, turns.get(job.id, 0) + 1
    assert begun == [(0, "0"), (0, "1"), (0, "2"), (0, "3"), (2, "4"), (2, "5"), (2, "6"), (2, "7")]
    rest = next_up(jobs[:9], seen, turns, now=9, most=4, ours=seen)
    assert [job.subject for job in rest] == ["8", "0", "1", "2"]
    theirs = {job.id: 99.0 for job in jobs[:4]}  # another worker has put them there
    beside = next_up(jobs, theirs, {}, now=9, most=4, ours=())
    assert [job.subject for job in beside] == ["4", "5", "6", "7"]


@pytest.mark.slow
def test_one_at_a_time_for_each_key_once_each_and_failures_are_recorded(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    url = f"sqlite:///{tmp_path}/engine.sqlite"
    subprocess.run([sys.executable, "-c", PROGRAM, url, str(log)], check=True, timeout=90)
    lines = sorted(log.read_text().splitlines())
    wanted = [f"portal {key}-{n}" for key in "ab" for n in range(4)]
    assert lines == sorted([*wanted, "failed b1 RuntimeError"])


@pytest.mark.slow
def test_a_job_that_is_done_is_not_done_again_after_a_restart(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    url = f"sqlite:///{tmp_path}/engine.sqlite"
    program = PROGRAM.replace(
        "engine.enqueue(jobs)\nengine.enqueue(jobs)", "engine.enqueue(jobs[:2])"
    ).replace("< 9", "< 2")
    subprocess.run([sys.executable, "-c", program, url, str(log)], check=True, timeout=90)
    assert len(log.read_text().splitlines()) == 2


@pytest.mark.slow
def test_a_job_that_meets_a_passing_trouble_starts_again_and_is_not_called_failed(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log"
    log.touch()
    url = f"sqlite:///{tmp_path}/engine.sqlite"
    program = PROGRAM.replace(
        'raise RuntimeError("secret detail")',
        """
    def touch(subject):
        log.write("tried\\n")
        if len(open(sys.argv[2]).readlines()) < 2:
            raise StorageFull
        return subject
    await step(touch, subject)
""",
    )
    program = program.replace(
        "engine.enqueue(jobs)\nengine.enqueue(jobs)",
        "for _ in range(8):\n    engine.enqueue(jobs[-1:])\n    time.sleep(0.5)",
    ).replace("< 9", "< 2")
    program = (
        "from datetime import timedelta\nfrom model.errors import StorageFull\n"
        "import pipeline.engine\npipeline.engine._LOOK_AGAIN = timedelta(seconds=1)\n" + program
    )
    subprocess.run([sys.executable, "-c", program, url, str(log)], check=True, timeout=90)
    lines = log.read_text().splitlines()
    assert len(lines) > 1
    assert set(lines) == {"tried"}  # and never "failed"


RESTING = """
import sys, threading, time
from datetime import timedelta
from model.clock import SystemClock
from pipeline.engine import Engine, Job, Lane

url, log = sys.argv[1], open(sys.argv[2], "a", buffering=1)
running, lock = [], threading.Lock()

def touch(subject):
    with lock:
        running.append(subject)
        log.write(f"{len(running)}\\n" if len(running) > 3 else "")
    time.sleep(0.05)
    with lock:
        running.remove(subject)
    log.write(f"{subject}\\n")

async def mail(step, subject):
    await step(touch, subject)

def until(count):
    while len(open(sys.argv[2]).readlines()) < count:
        time.sleep(0.02)

engine = Engine(url, executor="test", clock=SystemClock())
engine.register("mail", Lane("mail", 3, rests=timedelta(seconds=SECONDS)), mail, print)
engine.launch()
engine.enqueue([])
time.sleep(1)
few = [Job(f"few-{n}", "mail", f"few-{n}") for n in range(3)]
engine.enqueue(few)
engine.enqueue(few)
until(3)
engine.enqueue([])
engine.enqueue([Job(f"many-{n}", "mail", f"many-{n}") for n in range(MANY)])
until(3 + MANY)
engine.close()
"""


@pytest.mark.slow
@pytest.mark.parametrize(("rests", "many"), [(3_600, 0), (1, 12)])
def test_a_resting_lane_does_a_few_jobs_at_once_and_many_in_turn(
    tmp_path: Path, rests: int, many: int
) -> None:
    log = tmp_path / "log"
    log.touch()
    url = f"sqlite:///{tmp_path}/engine.sqlite"
    program = RESTING.replace("SECONDS", str(rests)).replace("MANY", str(many))
    subprocess.run([sys.executable, "-c", program, url, str(log)], check=True, timeout=90)
    wanted = [f"few-{n}" for n in range(3)] + [f"many-{n}" for n in range(many)]
    assert sorted(log.read_text().splitlines()) == sorted(wanted)


CRASHED = """
import sys, time
from datetime import timedelta
from model.clock import SystemClock
from model.errors import BillhookError
from pipeline import engine as engines
from pipeline.engine import Engine, Job, Lane
from storage.trouble import named

engines._LOOK_AGAIN, engines._STRANDED = timedelta(seconds=0.5), timedelta(seconds=2)
url, log = sys.argv[1], open(sys.argv[2], "a", buffering=1)

def begin(subject):
    log.write("begun\\n")
    while "down" not in open(sys.argv[2]).read():
        time.sleep(0.05)
    return subject

def end(subject):
    log.write("ended\\n")
    return subject

async def body(step, subject):
    await step(begin, subject)
    await step(end, subject)

def failed(subject, error):
    log.write(f"failed {type(error).__name__}\\n")

engine = Engine(url, executor="test", clock=SystemClock())
engine.register("mail", Lane("mail", 3), body, failed)
engine.launch()
while "ended" not in open(sys.argv[2]).read():
    try:
        with named():
            engine.enqueue([Job("m-1", "mail", "m1")])
    except BillhookError:
        pass
    time.sleep(0.2)
engine.close()
"""


@pytest.mark.slow
@pytest.mark.e2e
def test_a_job_whose_database_crashed_goes_on_and_is_not_called_failed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    with cluster() as database:
        command = [sys.executable, "-c", CRASHED, database.postgres.url("postgres"), str(log)]
        with subprocess.Popen(command) as running:
            until(lambda: "begun" in log.read_text())
            with database.crashed():
                with log.open("a") as told:
                    told.write("down\n")
                time.sleep(3)  # for the end of a step to meet a database that is not there
            assert running.wait(120) == 0
    assert set(log.read_text().split()) == {"begun", "down", "ended"}
