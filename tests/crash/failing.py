"""A program of ours on a machine that fails: `python -m tests.crash.failing FOLDER MODULE ...`.

While the folder holds a file `fsync`, the disk takes nothing for certain; a file `clock` says by
how many seconds the machine's clock is wrong.
"""

from __future__ import annotations

import errno
import os
import runpy
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from model.clock import SystemClock

FSYNC = "fsync"
CLOCK = "clock"
_fsync = os.fsync


def main() -> None:
    """Run the module as if it had been started itself."""
    folder = Path(sys.argv[1])
    sys.argv = sys.argv[2:]

    def fsync(descriptor: int) -> None:
        if (folder / FSYNC).exists():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        _fsync(descriptor)

    def now(_clock: SystemClock) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=_wrong_by(folder / CLOCK))

    with patch.object(os, "fsync", fsync), patch.object(SystemClock, "now", now):
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _wrong_by(said: Path) -> float:
    try:
        return float(said.read_text() or 0)
    except OSError:
        return 0.0


if __name__ == "__main__":
    main()
