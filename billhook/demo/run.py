"""Running the demo company: its outside world in one process, Billhook beside it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

from billhook.commands.up import programs, run_until
from billhook.demo.report import report, settled
from billhook.demo.setup import set_up
from billhook.demo.world import build
from billhook.settings import Settings
from billhook.supervisor import Supervisor
from billhook.wiring import CLOCK, opened_store
from model.errors import BillhookError
from model.secret import Secret

_LOOK: Final = 0.5
_PATIENCE: Final = 600.0
_DAY_FILE: Final = "day"


def in_browser(
    data: Path, stop: threading.Event, *, database: str, host: str, port: int, browser: bool
) -> None:
    """Run the demo with its dashboard until `stop` is set; documents keep arriving."""
    today = day_of(data)
    with outside_world(data, today, deliver="first", trickle=6.0) as peers:
        settings = set_up(data, build(today), peers, database=database)
        run_until(
            stop,
            settings,
            key_file=None,
            host=host,
            port=port,
            workers=1,
            browser=browser,
        )


def headless(data: Path, stop: threading.Event, *, database: str = "") -> dict[str, Any]:
    """Run the demo to its end, without a dashboard, and say what came of it.

    Raises:
        BillhookError: it did not come to its end in ten minutes, or was stopped.
    """
    begun = CLOCK.monotonic()
    today = day_of(data)
    with outside_world(data, today, deliver="all") as peers:
        settings = set_up(data, build(today), peers, database=database)
        worker = programs(settings, None, Secret(""), host="", port=0, workers=1)[1:]
        supervisor = Supervisor(worker, CLOCK)
        supervisor.start()
        ended = threading.Event()
        tending = threading.Thread(target=supervisor.run, args=(ended,))
        tending.start()
        try:
            return wait(settings, stop, begun)
        finally:
            ended.set()
            tending.join()


@contextmanager
def outside_world(
    data: Path, today: date, *, deliver: str, trickle: float | None = None
) -> Iterator[Mapping[str, Any]]:
    """The addresses of the demo's mailbox, portals and approval system, while they run."""
    folder = data / "peers"
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "billhook.demo.peers", "--dir", str(folder)]
    command += ["--date", today.isoformat(), "--deliver", deliver]
    command += ["--trickle", str(trickle)] if trickle else []
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        try:
            line = process.stdout.readline() if process.stdout else b""
            if not line:
                raise BillhookError("The demo company's outside world did not start.")
            yield json.loads(line)
        finally:
            process.terminate()


def day_of(data: Path) -> date:
    """The demo's today: the day it was first started on this folder."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = data / _DAY_FILE
    if not file.exists():
        file.write_text(CLOCK.today().isoformat())
    return date.fromisoformat(file.read_text())


def wait(settings: Settings, stop: threading.Event, begun: float) -> dict[str, Any]:
    """What came of the demo, once everything has its final state.

    Raises:
        BillhookError: it did not come to its end in ten minutes, or was stopped.
    """
    with opened_store(settings) as store:
        while not stop.wait(_LOOK):
            if settled(store, CLOCK):
                return report(store, CLOCK.monotonic() - begun)
            if CLOCK.monotonic() - begun > _PATIENCE:
                raise BillhookError(
                    "The demo did not come to its end in ten minutes; "
                    "look at it with: billhook demo --data " + str(settings.data)
                )
    raise BillhookError("Stopped.")
