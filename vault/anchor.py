"""The anchor: the highest epoch seen, kept outside the vault's file, so that it can't go back.

One line of canonical JSON, mode 0600: `{"epoch":N,"format":1,"mac":"…","vault":"…"}`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from model.errors import VaultError, VaultTampered
from vault import private, seal
from vault.hierarchy import VaultKey
from vault.wire import canonical, pack

_log = logging.getLogger(__name__)


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
        try:
            if epoch > (self.epoch(key) or -1):
                private.replace(self.path, _body(epoch, key))
        except OSError as error:
            _log.warning("The anchor %s can't be written: %s", self.path, error.strerror)

    def forget(self) -> None:
        """Remove the note: the vault was made anew, or an older one was restored on purpose."""
        self.path.unlink(missing_ok=True)

    def _proved(self, body: bytes, key: VaultKey) -> int:
        digits = body.partition(b'"epoch":')[2].partition(b",")[0]
        epoch = int(digits) if digits.isdigit() else 0
        if not seal.same(body, _body(epoch, key)):
            raise VaultTampered(
                f"{self.path} was not written for this vault; if you know that the vault is the"
                " newest one, remove that file."
            )
        return epoch


def _body(epoch: int, key: VaultKey) -> bytes:
    mac = seal.mac(key.sub("anchor"), pack(key.vault, epoch))
    return canonical({"epoch": epoch, "format": 1, "mac": mac, "vault": key.vault}) + b"\n"
