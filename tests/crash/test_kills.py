"""kill -9 of worker and web process at random moments: nothing is lost, nothing is done twice."""

from __future__ import annotations

import random
import socket
import threading
import time
from pathlib import Path

import pytest

from billhook.commands.up import programs
from billhook.demo.run import day_of, outside_world, wait
from billhook.demo.setup import set_up
from billhook.demo.world import build
from billhook.wiring import CLOCK, opened_store
from model.secret import Secret
from tests.crash.mortal import Mortal
from tests.crash.person import answer_interrupted
from tests.e2e.truth import assert_morning_is_done, assert_nothing_twice
from tests.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(1200)]

KILLS = 10


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_ten_kills_lose_nothing_and_do_nothing_twice(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    database = str(request.getfixturevalue("postgres_url")) if kind == "postgresql" else ""
    dice = random.Random(f"{kind}-2026")
    today = day_of(tmp_path)
    with outside_world(tmp_path, today, deliver="all") as peers:
        settings = set_up(tmp_path, build(today), peers, database=database)
        started = programs(
            settings, None, Secret(""), host="127.0.0.1", port=free_port(), workers=1
        )
        web, worker = (Mortal(program) for program in started)
        try:
            for _ in range(KILLS):
                time.sleep(dice.uniform(1.0, 6.0))
                dice.choice((web, worker, worker)).kill()
            said = wait(settings, threading.Event(), CLOCK.monotonic())
            with opened_store(settings) as store:
                while answer_interrupted(store):
                    said = wait(settings, threading.Event(), CLOCK.monotonic())
        finally:
            worker.end()
            web.end()
        assert_morning_is_done(tmp_path, said, undisturbed=False)
        assert_nothing_twice(said, peers["approval"]["url"])
