"""Writing so that it survives a power cut: bytes reach the disk, then the name that finds them."""

from __future__ import annotations

import os
from pathlib import Path


def fill(descriptor: int, content: bytes) -> None:
    """Nothing comes back: the open file holds these bytes, on the disk, and is closed.

    Raises:
        OSError: no room, or the disk refuses.
    """
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Nothing comes back: names that were made or changed in the folder are on the disk.

    Raises:
        OSError: the folder is not there, or the disk refuses.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
