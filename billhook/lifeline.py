"""A child process lives as long as the pipe from its parent: no orphan goes on working unseen."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType


def stop_at_end() -> threading.Event:
    """An event that is set by SIGTERM, by SIGINT, and when standard input ends."""
    stop = threading.Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    return stop


def _wait_for_end(stop: threading.Event) -> None:
    """Past Python's own buffer, whose lock this thread would hold while the interpreter ends."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    stop.set()
