"""The file store: every file under the SHA-256 of its bytes, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.disk import fill, flush_folder
from model.errors import FileMissing
from storage.trouble import named

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_PRIVATE_FOLDER: Final = 0o700
_PRIVATE_FILE: Final = 0o600
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class FileStore:
    """Files below one folder, two levels deep. No name in it came from outside."""

    folder: Path

    def put(self, content: bytes) -> str:
        """The SHA-256 under which the bytes are now safe on the disk; the same bytes once only.

        Raises:
            StorageFull: no room; nothing of the file remains.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        if self._whole(sha256):
            return sha256
        with named():
            _write(self.path(sha256), content)
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
        if not _SHA256.fullmatch(sha256):
            raise FileMissing("Files are named by their SHA-256 alone.")
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def known(self, sha256: str) -> bool:
        """Whether there is a file of this name."""
        return self.path(sha256).is_file()

    def _whole(self, sha256: str) -> bool:
        if not self.known(sha256):
            return False
        return hashlib.sha256(self.path(sha256).read_bytes()).hexdigest() == sha256


def _write(path: Path, content: bytes) -> None:
    """Put the bytes under a temporary name, flush them, and give them their name."""
    _make_folder(path.parent)
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        fill(os.open(temporary, _NEW, _PRIVATE_FILE), content)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents, so that they survive a power cut too."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    flush_folder(folder.parent)
