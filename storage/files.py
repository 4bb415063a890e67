"""The file store: every file under the SHA-256 of its bytes, whole or not at all.

`FileStore` is what the rooms know of it; `FolderFiles` keeps it in a folder, `storage.bucket` in an
S3-compatible bucket.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from filelock import FileLock, Timeout

from model.disk import fill, flush_folder
from model.errors import FileMissing
from storage.trouble import named

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_PRIVATE_FOLDER: Final = 0o700
_PRIVATE_FILE: Final = 0o600
_PART: Final = re.compile(r"[0-9a-f]{16}\.part")
_LONGEST_WRITE: Final = timedelta(days=1)
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


class FileStore(Protocol):
    """Files by what they hold. All of it is safe to be done twice, by several processes at once."""

    def put(self, content: bytes) -> str:
        """The SHA-256 under which the bytes are now safe; the same bytes once only."""
        ...

    def get(self, sha256: str) -> bytes:
        """The bytes, proved by their hash. Raises FileMissing."""
        ...

    def known(self, sha256: str) -> bool:
        """Whether there is a file of this name. Raises FileMissing, where that can be no name."""
        ...

    def remove(self, sha256: str) -> None:
        """Drop a file that nothing names any more; one that is gone already is left so."""
        ...

    def removing(self, *, wait: bool = False) -> AbstractContextManager[bool]:
        """Whether files may be removed as long as the block lasts: never while a backup is made.

        With `wait`, the block begins when whoever removes files now has ended.
        """
        ...

    def old(self, before: datetime) -> Iterator[str]:
        """The SHA-256 of every file that was last put before an instant."""
        ...

    def drop(self, sha256: str, before: datetime) -> bool:
        """Whether a file was removed: not where it was put again since, in this very moment too."""
        ...

    def sweep(self, now: datetime) -> int:
        """How many leftovers of killed processes were removed."""
        ...


def prove_name(sha256: str) -> None:
    """Nothing comes back, where this can name a file.

    Raises:
        FileMissing: it is no SHA-256.
    """
    if not _SHA256.fullmatch(sha256):
        raise FileMissing("Files are named by their SHA-256 alone.")


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """Files below one folder, two levels deep. No name in it came from outside."""

    folder: Path

    def put(self, content: bytes) -> str:
        """The SHA-256 under which the bytes are now safe on the disk; the same bytes once only.

        Raises:
            StorageFull: no room; nothing of the file remains.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        if self._whole(sha256) and self._touched(sha256):
            return sha256
        with named():
            self._write(self.path(sha256), content)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes, proved by their hash.

        Raises:
            FileMissing: there is no such file, or it is damaged.
        """
        if not self._whole(sha256):
            raise FileMissing(
                f"The stored file {sha256[:12]}… is missing or damaged; restore it from a backup."
            )
        return self.path(sha256).read_bytes()

    def path(self, sha256: str) -> Path:
        """Where the file lies, or would lie.

        Raises:
            FileMissing: this is no SHA-256, so it names no file.
        """
        prove_name(sha256)
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def known(self, sha256: str) -> bool:
        """Whether there is a file of this name."""
        return self.path(sha256).is_file()

    def remove(self, sha256: str) -> None:
        """Drop a file that nothing names any more; one that is gone already is left so.

        Raises:
            FileMissing: this is no SHA-256.
        """
        self.path(sha256).unlink(missing_ok=True)

    @contextmanager
    def removing(self, *, wait: bool = False) -> Iterator[bool]:
        """Whether files may be removed as long as the block lasts: never while a backup is made.

        With `wait`, the block begins when whoever removes files now has ended.
        """
        _make_folder(self.folder)
        lock = FileLock(self.folder / "removing.lock", timeout=-1 if wait else 0)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def old(self, before: datetime) -> Iterator[str]:
        """The SHA-256 of every file that was last put before an instant."""
        for file in self.folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            if _SHA256.fullmatch(file.name) and _put_before(file, before):
                yield file.name

    def drop(self, sha256: str, before: datetime) -> bool:
        """Whether a file was removed: not where it was put again since, in this very moment too.

        It is taken out of its place first. Whoever puts the same bytes either finds the place empty
        and fills it, or has touched the file before, and it goes back.
        """
        path = self.path(sha256)
        aside = self._parts / f"{sha256}.gone"
        _make_folder(self._parts)
        try:
            path.replace(aside)
        except FileNotFoundError:
            return False
        if _put_before(aside, before):
            aside.unlink()
            return True
        aside.replace(path)
        return False

    def sweep(self, now: datetime) -> int:
        """How many parts were removed that a writer left behind when it was killed.

        A part younger than a day may have a writer that lives. What does not bear the name of a
        part of ours, or is no plain file, is left alone.

        Raises:
            OSError: the folder of parts can't be read, or a part can't be removed.
        """
        if not self._parts.is_dir():
            return 0
        left = [Path(entry) for entry in os.scandir(self._parts) if _is_left(entry, now)]
        for part in left:
            part.unlink(missing_ok=True)  # another process may sweep too
        return len(left)

    @property
    def _parts(self) -> Path:
        """Where files are written before they have their name: one folder, so it is soon swept."""
        return self.folder / "parts"

    def _write(self, path: Path, content: bytes) -> None:
        """Put the bytes under a temporary name, flush them, and give them their name."""
        for folder in (path.parent, self._parts):
            _make_folder(folder)
        part = self._parts / f"{secrets.token_hex(8)}.part"
        try:
            fill(os.open(part, _NEW, _PRIVATE_FILE), content)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        flush_folder(path.parent)

    def _touched(self, sha256: str) -> bool:
        """Whether the file is still there, and now counts as put just now."""
        try:
            os.utime(self.path(sha256))
        except FileNotFoundError:  # removed in this moment, since nothing named it
            return False
        return True

    def _whole(self, sha256: str) -> bool:
        if not self.known(sha256):
            return False
        return hashlib.sha256(self.path(sha256).read_bytes()).hexdigest() == sha256


def _is_left(entry: os.DirEntry[str], now: datetime) -> bool:
    if not _PART.fullmatch(entry.name) or not entry.is_file(follow_symlinks=False):
        return False
    try:
        written = entry.stat(follow_symlinks=False).st_mtime
    except FileNotFoundError:  # its writer has just given it its name
        return False
    return now - datetime.fromtimestamp(written, UTC) > _LONGEST_WRITE


def _put_before(file: Path, before: datetime) -> bool:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC) < before


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents, so that they survive a power cut too."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    flush_folder(folder.parent)
