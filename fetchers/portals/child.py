"""The process of one visit, its job on standard input; `fetchers.portals.zygote` forks it.

It may be the first that was forked, with nothing loaded: what a visit needs is loaded while that
starts which drives browsers, on another core.
"""

from __future__ import annotations

import signal
import sys
import threading
from importlib import import_module
from typing import Final

from fetchers.portals.calls import READY, STAND_BY, STAND_BY_BARE, TAKE
from model import redaction
from model.hygiene import harden

_NEEDED: Final = (
    "fetchers.portals.visiting",
    "fetchers.portals.by_browser",
    "fetchers.portals.autopilot.repair",
)
"""What a visit by recipe loads, the last while Chromium starts.

No module imports that one, so whoever else waits for it holds nothing that it waits for.
"""
_NEEDED_BARE: Final = ("fetchers.portals.visiting", "fetchers.portals.browserless.visit")
_IDLE: Final = 120  # seconds for which a child stands by that nobody gives a job


def main() -> None:
    """Nothing comes back: the visit was made, and its result stands on standard output."""
    harden()  # before the credential comes in
    redaction.install()
    told, out = sys.stdin.buffer, sys.stdout.buffer
    line, driver = told.readline(), None
    if line == STAND_BY:
        from fetchers.portals.beforehand import driver_beforehand  # late: not for a job at once

        threading.Thread(target=_load, args=(_NEEDED,), daemon=True).start()
        driver = driver_beforehand(told, out)
        if driver is None:
            return
        line = told.readline()
    elif line == STAND_BY_BARE:
        signal.alarm(_IDLE)
        _load(_NEEDED_BARE)
        if told.readline() != TAKE:
            return
        signal.alarm(0)
        out.write(READY)
        out.flush()
        line = told.readline()
    from fetchers.portals.visiting import visited  # late: loaded by now, or being loaded

    visited(line, told, out, driver)


def _load(names: tuple[str, ...]) -> None:
    for name in names:
        import_module(name)
