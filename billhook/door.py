"""The door to a running worker's vault, where `billhook vault` and the dashboard knock.

A socket in the data folder, which only its owner reaches; whoever knocks must be the same user.
What is said is one line of JSON each way, and a passphrase in it is never logged.
"""

from __future__ import annotations

import json
import logging
import socket
import struct
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from model.errors import BillhookError, VaultError, WrongKey
from model.secret import Secret
from vault import KeySource, Vault

Unlocking = Callable[[Secret | None], KeySource]
"""The key that a passphrase is, or for None the key at hand."""

_log = logging.getLogger(__name__)
_MOST_BYTES: Final = 16_384  # JSON makes twelve bytes of some characters
_BEAT: Final = 1.0  # seconds between looks at the idle time
_PATIENCE: Final = 30.0  # an unlocking derives a key and proves the vault
_PATTERN: Final = "*.door"


class Door:
    """One worker's door, open as long as the block lasts."""

    def __init__(self, folder: Path, name: str, vault: Vault, key: Unlocking) -> None:
        self._path = folder / f"{name}.door"
        self._vault = vault
        self._key = key
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_ended: object) -> None:
        self._closing.set()
        self._thread.join()

    def _keep(self) -> None:
        """Answer at the door, which gets its name only when somebody listens behind it."""
        closed = self._path.with_suffix(".new")
        for left_by_a_killed_worker in (self._path, closed):
            left_by_a_killed_worker.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as door:
            try:
                door.bind(str(closed))
            except OSError as error:  # the path is too long for a socket
                _log.warning("The vault can't be locked from outside: %s.", error.strerror or error)
                return
            closed.chmod(0o600)
            door.listen()
            door.settimeout(_BEAT)
            closed.rename(self._path)
            while not self._closing.is_set():
                self._answer_one(door)
                self._vault.lock_if_idle()
        self._path.unlink(missing_ok=True)

    def _answer_one(self, door: socket.socket) -> None:
        try:
            caller, _ = door.accept()
        except TimeoutError:
            return
        with caller:
            caller.settimeout(_BEAT)
            try:
                if _is_ourselves(caller, self._path):
                    asked = json.loads(caller.recv(_MOST_BYTES))
                    caller.sendall(json.dumps(self._do(asked)).encode())
            except (OSError, ValueError, KeyError, TypeError) as error:
                _log.warning("Nonsense at the vault's door: %s.", type(error).__name__)

    def _do(self, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            if asked["do"] == "lock" and not self._vault.is_locked:
                self._lock(asked)
            elif asked["do"] == "unlock" and self._vault.is_locked:
                self._unlock(asked)
        except BillhookError as error:
            return {"error": error.message, "wrong_key": isinstance(error, WrongKey)}
        return {"locked": self._vault.is_locked}

    def _lock(self, asked: dict[str, Any]) -> None:
        try:
            self._vault.note("lock", actor=_actor(asked))
        finally:
            self._vault.lock()

    def _unlock(self, asked: dict[str, Any]) -> None:
        """Unlock the vault; what can't be put on record does not happen."""
        passphrase, idle = asked.get("passphrase"), asked.get("idle")
        key = self._key(Secret(passphrase) if passphrase else None)
        self._vault.unlock(key, idle=timedelta(minutes=idle) if idle else None)
        try:
            self._vault.note("unlock", actor=_actor(asked))
        except BillhookError:
            self._vault.lock()
            raise


def _actor(asked: dict[str, Any]) -> str:
    return str(asked.get("actor", "person"))


def knock(folder: Path, asked: dict[str, Any]) -> list[bool]:
    """Whether each running worker's vault is locked now, after it did what was asked.

    Raises:
        WrongKey: what was given does not open one of them.
        VaultError: one of them could not do it, or none is running.
    """
    doors = sorted(folder.glob(_PATTERN))
    states = [_ask(door, asked) for door in doors]
    if not states:
        raise VaultError("No worker is running here; start Billhook with: billhook up.")
    return states


def _ask(door: Path, asked: dict[str, Any]) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(_PATIENCE)
        try:
            line.connect(str(door))
            line.sendall(json.dumps(asked).encode())
            said = json.loads(line.recv(_MOST_BYTES))
        except (OSError, ValueError):
            raise VaultError(f"The worker behind {door.name} does not answer.") from None
    if "error" in said:
        raise (WrongKey if said.get("wrong_key") else VaultError)(said["error"])
    return bool(said["locked"])


def _is_ourselves(caller: socket.socket, path: Path) -> bool:
    """Whether the caller is the user whose socket it is (Linux tells; elsewhere the mode does)."""
    asked = getattr(socket, "SO_PEERCRED", None)
    if asked is None:
        return True
    _, uid, _ = struct.unpack("3i", caller.getsockopt(socket.SOL_SOCKET, asked, 12))
    return bool(uid == path.stat().st_uid)
