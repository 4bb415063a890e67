"""What a process that handles secrets does first: no core dumps, no onlookers, private files."""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4  # prctl(2)


def harden() -> None:
    """Close the process: no core dump, no reading of its memory by the same user, umask 077.

    What the system doesn't have is left out: Windows has no core limit, only Linux has prctl. What
    can't be promised at all stands in SECURITY.md.
    """
    os.umask(0o077)
    if sys.platform != "win32":
        import resource  # not there on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
