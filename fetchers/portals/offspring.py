"""What a visit's process has started, and what that has started: Chromium and what drives it.

They lead process groups of their own, so they are found by their parents in `/proc`. Where there is
none, they die by themselves once what drives them is gone, a moment later.
"""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

_DEATH_MS: Final = 2000


def kill_offspring(pid: int) -> None:
    """Nothing comes back: all that the process has started is dead, and writes no file any more."""
    with ExitStack() as handles:
        dying = [fd for fd in map(_handle, list(_offspring(pid))) if fd is not None]
        for fd in dying:
            handles.callback(os.close, fd)
            with suppress(OSError):  # it was dead before
                signal.pidfd_send_signal(fd, signal.SIGKILL)
        for fd in dying:
            _wait(fd)


def _offspring(pid: int) -> Iterator[int]:
    """Parents before their children, so that nobody is there to start anew what was killed."""
    with suppress(OSError):  # it has ended, or this system tells nothing of it
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from _offspring(child)


def _handle(pid: int) -> int | None:
    """A handle that is this very process's, whoever gets its number later."""
    with suppress(OSError, AttributeError):  # AttributeError: a system without such handles
        return os.pidfd_open(pid)
    return None


def _wait(fd: int) -> None:
    poller = select.poll()
    poller.register(fd, select.POLLIN)
    poller.poll(_DEATH_MS)
