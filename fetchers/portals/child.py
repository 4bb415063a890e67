"""The process of one visit, its job on standard input; `fetchers.portals.zygote` forks it.

It may be the first that was forked, with nothing loaded: what a visit needs is loaded while that
starts which drives browsers, on another core.
"""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from typing import Final

from fetchers.portals.calls import STAND_BY
from model import redaction
from model.hygiene import harden

_NEEDED: Final = ("fetchers.portals.visiting", "fetchers.portals.autopilot.repair")
"""What a visit by recipe loads, the second while Chromium starts.

No module imports that one, so whoever else waits for it holds nothing that it waits for.
"""


def main() -> None:
    """Nothing comes back: the visit was made, and its result stands on standard output."""
    harden()  # before the credential comes in
    redaction.install()
    told, out = sys.stdin.buffer, sys.stdout.buffer
    line, driver = told.readline(), None
    if line == STAND_BY:
        from fetchers.portals.beforehand import driver_beforehand  # late: not for a job at once

        threading.Thread(target=_load, daemon=True).start()
        driver = driver_beforehand(told, out)
        if driver is None:
            return
        line = told.readline()
    from fetchers.portals.visiting import visited  # late: loaded by now, or being loaded

    visited(line, told, out, driver)


def _load() -> None:
    for name in _NEEDED:
        import_module(name)
