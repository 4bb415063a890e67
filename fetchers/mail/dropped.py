"""Files on their way in: listed, waited for until they stand still, read without following links.

Every name in a watched folder is foreign: it is shown cleaned, and never leads out of the folder.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from fetchers.mail.message import clean_name
from model.clock import Clock
from model.errors import DocumentTooLarge, FileUnreadable

LARGEST: Final = 50 * 2**20  # bytes, as of a mail
SETTLED: Final = 5.0  # seconds without a change
_UNFINISHED: Final = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart")


class Changing(Exception):
    """The file is gone, or changed while it was read: the next look decides."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file does."""

    inode: int
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file's name as it may be shown, its content, and when it was written, in UTC."""

    name: str
    content: bytes
    written: datetime


class Stillness:
    """Which files of a folder have stood still for a while, over several looks."""

    def __init__(self, clock: Clock, seconds: float = SETTLED) -> None:
        self._clock = clock
        self._seconds = seconds
        self._since: dict[Path, tuple[Stamp, float]] = {}

    def of(self, found: dict[Path, Stamp]) -> dict[Path, Stamp]:
        """Those of the files found now that have not changed for so long, by name."""
        now = self._clock.monotonic()
        before = self._since
        self._since = {}
        for path, stamp in found.items():
            known, since = before.get(path, (stamp, now))
            self._since[path] = (stamp, since if known == stamp else now)
        still = (path for path, (_, since) in self._since.items() if since + self._seconds <= now)
        return {path: found[path] for path in sorted(still)}


def listed(folder: Path) -> dict[Path, Stamp]:
    """The plain files of a folder with their stamps; no links, no hidden and no unfinished ones.

    Raises:
        FileUnreadable: the folder is not there, or can't be listed.
    """
    try:
        with os.scandir(folder) as entries:
            return dict(_plain(entries))
    except OSError as error:
        raise FileUnreadable(f"The folder {folder} can't be read: {error.strerror}.") from None


def read(path: Path, largest: int = LARGEST) -> Dropped:
    """A plain file.

    Raises:
        FileUnreadable: it is none, or may not be read.
        DocumentTooLarge: it has more than `largest` bytes.
        Changing: it is gone, or changed meanwhile.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise Changing from None
    except OSError as error:
        raise FileUnreadable(f"{shown(path)} can't be read: {error.strerror}.") from None
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, opened without links
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise FileUnreadable(f"{shown(path)} is no plain file.")
        if before.st_size > largest:
            raise DocumentTooLarge
        content = file.read(largest + 1)
        if _stamp(os.fstat(descriptor)) != _stamp(before) or len(content) != before.st_size:
            raise Changing
    return Dropped(shown(path), content, datetime.fromtimestamp(before.st_mtime, UTC))


def beginning(path: Path, size: int) -> Dropped:
    """A file with its first bytes only."""
    with path.open("rb") as file:
        written = os.fstat(file.fileno()).st_mtime
        return Dropped(shown(path), file.read(size), datetime.fromtimestamp(written, UTC))


def set_aside(path: Path, folder: str, *, mark: str, why: str = "") -> Path:
    """Where the file lies now: in a folder beside it; `mark` tells two of one name apart.

    Where there is a `why`, it lies beside the file as a text before the file does.

    Raises:
        FileUnreadable: it can't be moved.
    """
    target = path.parent / folder / path.name
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        if target.exists():
            target = target.with_name(f"{path.stem}-{mark}{path.suffix}")
        if why:
            target.with_name(f"{target.name}.txt").write_text(f"{why}\n", encoding="utf-8")
        path.rename(target)
    except OSError as error:
        said = error.strerror
        raise FileUnreadable(f"{shown(path)} can't be moved to {folder}: {said}.") from None
    return target


def shown(path: Path) -> str:
    """A file's name as it may be shown: no controls, no direction marks, no broken characters."""
    return clean_name(path.name.encode("utf-8", "replace").decode(), "")


def _plain(entries: Iterator[os.DirEntry[str]]) -> Iterator[tuple[Path, Stamp]]:
    for entry in entries:
        name = entry.name.casefold()
        if name.startswith((".", "~$")) or name.endswith(_UNFINISHED):
            continue
        if entry.is_file(follow_symlinks=False):
            yield Path(entry.path), _stamp(entry.stat(follow_symlinks=False))


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_ino, found.st_size, found.st_mtime_ns)
