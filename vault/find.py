"""Finding the key of a vault, where nobody is there to be asked or a passphrase was given."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from model.errors import KeyStoreUnusable, VaultLocked
from model.secret import Secret
from vault.opening import slot_kinds
from vault.slots.keyfile import KeyFile, systemd_credential
from vault.slots.os_keyring import OsKeyring
from vault.slots.passphrase import Passphrase
from vault.slots.source import KeySource
from vault.slots.two_secret import TwoSecret


def find_key(
    vault: Path | str,
    *,
    key_file: Path | None = None,
    passphrase: Secret | None = None,
    environ: Mapping[str, str] = os.environ,
) -> KeySource:
    """The key for the vault at this path or URL, which may be there or still to be made.

    The order: the key file that was named, the credential that systemd holds ready, the OS keyring.
    Nothing else is tried: a key must never end up in a store that nobody chose. A passphrase is the
    key, unless the vault asks for another secret beside it.

    Raises:
        KeyStoreUnusable: the OS keyring isn't a safe one, and no key file was named, for a new
            vault.
        VaultLocked: the vault asks for another kind of key, such as a passphrase, or for an OS
            keyring that can't be used now.
    """
    kinds = slot_kinds(vault)
    held = _held(key_file, environ)
    if passphrase is None:
        _prove_kind(kinds, OsKeyring.kind if held is None else held.kind)
        return held or _keyring(kinds)
    if kinds is None or TwoSecret.kind not in kinds or Passphrase.kind in kinds:
        return Passphrase(passphrase)
    return TwoSecret(passphrase, held or _keyring(kinds))


def _held(key_file: Path | None, environ: Mapping[str, str]) -> KeyFile | None:
    return systemd_credential(environ) if key_file is None else KeyFile(key_file)


def _keyring(kinds: frozenset[str] | None) -> KeySource:
    """The OS keyring, proved. A vault that has it as its key waits until it can be used."""
    keyring = OsKeyring()
    try:
        keyring.probe()
    except KeyStoreUnusable as unusable:
        if kinds is None:
            raise
        raise VaultLocked(f"The vault is locked. {unusable.message}") from None
    return keyring


def _prove_kind(kinds: frozenset[str] | None, kind: str) -> None:
    if kinds is not None and kind not in kinds:
        raise VaultLocked(f"The vault is locked; it opens with: {', '.join(sorted(kinds))}.")
