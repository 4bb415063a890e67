"""A worker that is stopped (SIGSTOP), not killed: its visit ends, and what wakes types nothing."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import Response

from billhook.commands.up import programs
from billhook.wiring import CLOCK, opened_store
from model.secret import Secret
from storage import runs
from tests.crash.visits import Browsers, installation
from tests.portals.serving import serve
from tests.portals.sites import DOCS, Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(600)]


class Slow(Site):
    """Its sign-in's page takes its time, so that a visit can be met before its password."""

    async def login(self, request: Request) -> Response:
        if request.method == "GET":
            self.log["asked"] += 1
            await asyncio.sleep(4)
        return await super().login(request)


def until(seen: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "never seen"
        time.sleep(0.1)


def test_a_stopped_worker_leaves_its_portal_before_another_takes_over(tmp_path: Path) -> None:
    site = Slow(docs=DOCS[:1])
    with serve(site.app(), "127.0.0.2") as origin:
        settings = installation(tmp_path / "data", [origin])
        browsers = Browsers(frozenset({urlsplit(origin).netloc}))
        with opened_store(settings, CLOCK) as store:
            (program,) = programs(settings, None, Secret(""), host="", port=0, workers=1)[1:]
            worker = program.start()
            try:
                with store.begin() as tx:
                    runs.request(tx, "farm-0", "a test")
                until(lambda: site.log["asked"] > 0, 200)
                worker.send_signal(signal.SIGSTOP)
                until(lambda: not browsers.here(), 55)  # a minute makes it gone to all others
                assert site.log["posts"] == 0
                time.sleep(10)
                worker.send_signal(signal.SIGCONT)
                assert worker.wait(30) == -signal.SIGKILL
            finally:
                worker.kill()
                worker.wait()
                if worker.stdin:
                    worker.stdin.close()
    assert site.log["posts"] == 0
