"""Files that only their owner reads, whole on disk or not there at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from model.disk import fill


def write_new(path: Path, body: bytes) -> None:
    """Write a file of mode 0600 that must not be there yet.

    Raises:
        OSError: it is, or can't be written.
    """
    fill(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), body)


def replace(path: Path, body: bytes) -> None:
    """Write a file of mode 0600 in the place of an older one; a crash leaves one of the two.

    Raises:
        OSError: it can't be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    try:
        fill(handle, body)
        Path(fresh).replace(path)
    except OSError:
        Path(fresh).unlink()
        raise
