"""Doors: sockets in a folder that only one user reaches, and only processes of that user use."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def door(path: Path) -> Iterator[socket.socket]:
    """A socket that listens under `path`, which appears once it does and goes at the end.

    Raises:
        OSError: there can't be one, as where the path is longer than a socket's may be.
    """
    closed = path.with_suffix(".new")
    for left_by_a_killed_process in (path, closed):
        left_by_a_killed_process.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(closed))
        closed.chmod(0o600)
        made.listen()
        closed.rename(path)
        try:
            yield made
        finally:
            path.unlink(missing_ok=True)


def is_ourselves(caller: socket.socket, path: Path) -> bool:
    """Whether the caller is the user whose door it is (Linux tells; elsewhere the mode does)."""
    asked = getattr(socket, "SO_PEERCRED", None)
    if asked is None:
        return True
    _, uid, _ = struct.unpack("3i", caller.getsockopt(socket.SOL_SOCKET, asked, 12))
    return bool(uid == path.stat().st_uid)
