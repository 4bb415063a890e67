"""A visit's process that stands by, from within: what drives browsers runs before the job comes.

It takes a third of a short visit's time to start, and is the same for each. It opens no browser and
knows nothing of any visit yet.
"""

from __future__ import annotations

import os
import signal
from typing import BinaryIO, Final

from playwright.sync_api import Playwright, sync_playwright

from fetchers.portals.calls import READY, TAKE

_IDLE: Final = 120  # seconds; it holds some 60 MB


def driver_beforehand(told: BinaryIO, out: BinaryIO) -> Playwright | None:
    """What drives browsers, once a job is about to come; None where none does, or it has died.

    Nobody may ever say so, in which case the process ends by itself.
    """
    signal.alarm(_IDLE)
    driver = sync_playwright().start()
    wanted = told.readline() == TAKE
    signal.alarm(0)
    if not (wanted and _child_lives()):
        return None
    out.write(READY)
    out.flush()
    return driver


def _child_lives() -> bool:
    """Whether the driver's process, the only one that was started here, is still there."""
    try:
        return os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:  # it was buried already
        return False
