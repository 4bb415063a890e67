"""The operating system's keyring, where it is a real one.

`keyring` falls back to whatever it finds: on a server that may be a prompt on standard input, a
file in base64, or a store that keeps nothing. So only back-ends known to be safe are used, and only
after they gave back a random probe.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from operator import attrgetter
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

import keyring
from keyring import core
from keyring.backend import KeyringBackend
from keyring.backends import fail

from model.errors import KeyStoreUnusable, VaultError, VaultLocked
from vault.header import Slot
from vault.seal import KEY_BYTES, new_key
from vault.slots.source import KeySource

TIMEOUT: Final = 5.0  # seconds; a locked keyring may wait for a prompt that nobody sees
_SERVICE: Final = "billhook"
_SAFE: Final = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
    }
)
_Answer = TypeVar("_Answer")
_WAY_ON: Final = "name a key file with --key-file, or use a passphrase"
_CHAIN: Final = "keyring.backends.chainer.ChainerBackend"


class OsKeyring(KeySource):
    """The keyring of the signed-in user; it keeps one secret of 32 bytes a slot."""

    kind = "keyring"

    @property
    def label(self) -> str:
        """What a person calls it."""
        return "OS keyring"

    def probe(self) -> None:
        """Prove that the keyring is a safe one and keeps what it is given.

        Raises:
            KeyStoreUnusable: it isn't, doesn't, or doesn't answer.
        """
        _within_timeout(_probe)

    def enrol(self, slot: Slot, vault: str, /) -> None:
        """Put a new secret for this slot into the keyring."""
        self.probe()
        account, secret = _account(slot, vault), new_key().hex()
        _within_timeout(lambda: _backend().set_password(_SERVICE, account, secret))

    def forget(self, slot: Slot, vault: str, /) -> None:
        """Take the secret of a slot that was removed out of the keyring.

        Raises:
            KeyStoreUnusable: it isn't there, or the keyring can't be used.
        """
        account = _account(slot, vault)
        _within_timeout(lambda: _backend().delete_password(_SERVICE, account))

    def secret(self, slot: Slot, vault: str, /) -> bytes:
        """The secret that the keyring keeps for this slot.

        Raises:
            VaultLocked: it keeps none.
            KeyStoreUnusable: it isn't safe, or doesn't answer.
        """
        account = _account(slot, vault)
        found = _within_timeout(lambda: _backend().get_password(_SERVICE, account))
        if found is None:
            raise VaultLocked(
                "The OS keyring holds no key for this vault; open it with another key."
            )
        return _decoded(found)


def _account(slot: Slot, vault: str) -> str:
    """One item a slot, so that a slot made anew never spoils the one before it."""
    return f"{vault}/{slot.id}"


def _decoded(found: str) -> bytes:
    try:
        key = bytes.fromhex(found)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyStoreUnusable("What the OS keyring holds for this vault is no key.")
    return key


def _backend() -> KeyringBackend:
    backend = keyring.get_keyring()
    if isinstance(backend, fail.Keyring):
        backend = _come_since() or backend
    refused = [name for name in _class_names(backend) if name not in _SAFE]
    if refused:
        raise KeyStoreUnusable(f"The OS keyring is not a safe one here ({refused[0]}); {_WAY_ON}.")
    return backend


def _come_since() -> KeyringBackend | None:
    """A safe keyring that came after `keyring` looked for one, which it does once a process.

    A worker that started before the user signed in would else never find it.
    """
    if core.load_env() or core.load_config():
        return None  # somebody chose to have none
    viable = (cls for cls in KeyringBackend.get_viable_backends() if _name(cls) in _SAFE)
    found = max(viable, key=attrgetter("priority"), default=None)
    return found() if found else None


def _name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _class_names(backend: Any) -> list[str]:
    name = _name(type(backend))
    if name != _CHAIN:
        return [name]
    return [inner for member in backend.backends for inner in _class_names(member)] or [name]


def _probe() -> None:
    backend, account, probe = _backend(), f"probe-{secrets.token_hex(8)}", secrets.token_hex(16)
    backend.set_password(_SERVICE, account, probe)
    kept = backend.get_password(_SERVICE, account)
    if kept != probe:
        raise KeyStoreUnusable(f"The OS keyring does not keep what it is given; {_WAY_ON}.")
    backend.delete_password(_SERVICE, account)


def _within_timeout(call: Callable[[], _Answer]) -> _Answer:
    """What the call answers; it runs in a thread of its own, since it can't be stopped."""
    answers: SimpleQueue[_Answer | Exception] = SimpleQueue()
    threading.Thread(target=_answer, args=(call, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=TIMEOUT)
    except Empty:
        raise KeyStoreUnusable(
            f"The OS keyring did not answer within {TIMEOUT:.0f} seconds; unlock it, or {_WAY_ON}."
        ) from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _answer(call: Callable[[], _Answer], answers: SimpleQueue[_Answer | Exception]) -> None:
    try:
        answers.put(call())
    except VaultError as error:
        answers.put(error)
    except Exception as error:  # noqa: BLE001  # back-ends raise their own system's errors
        answers.put(
            KeyStoreUnusable(
                f"The OS keyring can't be used ({type(error).__name__}); unlock it, or {_WAY_ON}."
            )
        )
