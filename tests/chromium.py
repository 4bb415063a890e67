"""Chromium for pages that a test looks at."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fetchers.portals.den import launching


@contextmanager
def chromium() -> Iterator[Path]:
    """The program to launch, with the parts left out that visits go without.

    They take half of what it costs to open a page: a second of processor time.
    """
    with tempfile.TemporaryDirectory(prefix="chromium-") as folder:
        launcher = Path(folder) / "launch"
        launcher.write_text(launching(["/usr/bin/chromium"]))
        launcher.chmod(0o755)
        yield launcher
