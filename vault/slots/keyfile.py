"""A key file: 32 random bytes that only the owner may read, or a systemd credential."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from model.errors import KeyStoreUnusable
from vault import private
from vault.header import Slot
from vault.seal import KEY_BYTES, new_key
from vault.slots.source import KeySource

CREDENTIAL: Final = "billhook"
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
# systemd hands a credential to the unit's user by an access list, whose mask shows as the group's
# right to read; the folder is closed to everybody else (systemd.exec(5), CREDENTIALS).
_OTHERS_OF_CREDENTIAL: Final = _OTHERS & ~stat.S_IRGRP


class KeyFile(KeySource):
    """The key file at `path`."""

    kind = "file"

    def __init__(self, path: Path, *, refuse: int = _OTHERS) -> None:
        self.path = path
        self._refuse = refuse

    @classmethod
    def make(cls, path: Path) -> KeyFile:
        """A new key file, which must not be there yet.

        Raises:
            KeyStoreUnusable: it is, or can't be written.
        """
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            private.write_new(path, new_key())
        except OSError as error:
            raise KeyStoreUnusable(
                f"The key file {path} can't be made: {error.strerror}."
            ) from None
        return cls(path)

    @property
    def label(self) -> str:
        """The file's name."""
        return self.path.name

    def enrol(self, _slot: Slot, _vault: str, /) -> None:
        """Prove that the file is there and private."""
        self._read()

    def secret(self, _slot: Slot, _vault: str, /) -> bytes:
        """The file's 32 bytes.

        Raises:
            KeyStoreUnusable: it's missing, no plain file, open to others, or of another length.
        """
        return self._read()

    def _read(self) -> bytes:
        try:
            # O_NONBLOCK: a pipe in its place must not make Billhook wait
            with os.fdopen(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
                self._prove(os.fstat(file.fileno()))
                key = file.read(KEY_BYTES + 1)
        except OSError as error:
            raise KeyStoreUnusable(
                f"The key file {self.path} can't be read: {error.strerror}."
            ) from None
        if len(key) != KEY_BYTES:
            raise KeyStoreUnusable(f"{self.path} is no key file: it must hold {KEY_BYTES} bytes.")
        return key

    def _prove(self, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            raise KeyStoreUnusable(f"{self.path} is no key file.")
        if status.st_mode & self._refuse:
            raise KeyStoreUnusable(
                f"Others can read or change the key file {self.path}; close it with: chmod 600"
                f" {self.path}"
            )


def systemd_credential(environ: Mapping[str, str]) -> KeyFile | None:
    """The key that systemd holds ready for this unit, if any: `LoadCredential=billhook`."""
    folder = environ.get("CREDENTIALS_DIRECTORY")
    if folder is None or not (path := Path(folder) / CREDENTIAL).exists():
        return None
    return KeyFile(path, refuse=_OTHERS_OF_CREDENTIAL)
