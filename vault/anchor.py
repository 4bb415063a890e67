"""The anchor: the highest epoch seen, kept outside the vault's file, so that it can't go back.

One line of canonical JSON, mode 0600: `{"epoch":N,"format":1,"mac":"…","vault":"…"}`. While the
vault key is renewed there are two: one proved by the old key, one by the new one. The same line may
be kept at a second place by somebody else, a witness, who is asked when the vault is opened.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.errors import VaultError, VaultTampered
from vault import private, seal
from vault.hierarchy import VaultKey
from vault.wire import canonical, pack

Witness = Callable[[], str]
"""The newest line of an anchor that was left at another place; empty for none."""

_log = logging.getLogger(__name__)
_MOST_LINES: Final = 2
_MOST_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class Anchor:
    """The file that remembers the highest epoch of one vault."""

    path: Path

    def epoch(self, key: VaultKey) -> int | None:
        """The highest epoch seen here; None where none was noted yet.

        Raises:
            VaultTampered: the file wasn't written for this vault.
        """
        try:
            body = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise VaultError(f"The anchor {self.path} can't be read: {error.strerror}.") from None
        return self._proved(body, key)

    def raise_to(self, epoch: int, key: VaultKey) -> None:
        """Note a higher epoch.

        Called after the commit, so the anchor never runs ahead of the file; where it can't be
        written, the vault is as good as before, only an older copy of it would go unnoticed.
        """
        if epoch > (self.epoch(key) or -1):
            self.note(epoch, key)

    def note(self, epoch: int, key: VaultKey) -> None:
        """Note this epoch, whatever was noted before."""
        try:
            private.replace(self.path, _body(epoch, key))
        except OSError as error:
            _log.warning("The anchor %s can't be written: %s", self.path, error.strerror)

    def bridge(self, old: VaultKey, new: VaultKey, epoch: int) -> None:
        """Note an epoch for two keys, so that the file holds for whichever a crash leaves in force.

        Raises:
            VaultError: it can't be written; the key must not be renewed then.
        """
        lines = _body(self.epoch(old) or 0, old) + _body(epoch, new)
        try:
            private.replace(self.path, lines)
        except OSError as error:
            raise VaultError(
                f"The anchor {self.path} can't be written: {error.strerror}."
            ) from None

    def forget(self) -> None:
        """Remove the note: the vault was made anew, or an older one was restored on purpose."""
        self.path.unlink(missing_ok=True)

    def _proved(self, body: bytes, key: VaultKey) -> int:
        for line in body.splitlines(keepends=True)[:_MOST_LINES]:
            epoch = _epoch(line)
            if seal.same(line, _body(epoch, key)):
                return epoch
        raise VaultTampered(
            f"{self.path} was not written for this vault; if you know that the vault is the"
            " newest one, remove that file."
        )


def nobody() -> str:
    """No witness."""
    return ""


def line_of(epoch: int, key: VaultKey) -> str:
    """What a witness keeps."""
    return _body(epoch, key).decode()


def witnessed(line: str, key: VaultKey) -> int:
    """The epoch in a witness's line; 0 where it says nothing of this vault under this key."""
    body = line.encode()
    epoch = _epoch(body)
    return epoch if seal.same(body, _body(epoch, key)) else 0


def _epoch(line: bytes) -> int:
    digits = line.partition(b'"epoch":')[2].partition(b",")[0]
    return int(digits) if digits.isdigit() and len(digits) <= _MOST_DIGITS else 0


def _body(epoch: int, key: VaultKey) -> bytes:
    mac = seal.mac(key.sub("anchor"), pack(key.vault, epoch))
    return canonical({"epoch": epoch, "format": 1, "mac": mac, "vault": key.vault}) + b"\n"
