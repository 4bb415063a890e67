"""A file that only grows: one JSON object a line, on disk before the next step is taken."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Journal:
    """What happened, in order. A line cut short by a crash was never answered for: it falls."""

    def __init__(self, file: Path) -> None:
        file.touch(mode=0o600)
        whole = file.read_bytes().rpartition(b"\n")[0]
        self._lines = whole.splitlines()
        self._file = file.open("r+b")
        self._file.truncate(len(whole) + 1 if whole else 0)
        self._file.seek(0, os.SEEK_END)

    def past(self) -> Iterator[dict[str, Any]]:
        """What was noted before this start."""
        return (json.loads(line) for line in self._lines)

    def note(self, record: dict[str, Any]) -> None:
        """Write a record down."""
        self._file.write(json.dumps(record).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
