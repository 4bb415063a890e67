"""Finding the key of a vault where nobody is there to be asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from model.errors import VaultLocked
from vault.box import slot_kinds
from vault.slots.keyfile import KeyFile, systemd_credential
from vault.slots.os_keyring import OsKeyring
from vault.slots.source import KeySource


def find_key(
    vault: Path, *, key_file: Path | None = None, environ: Mapping[str, str] = os.environ
) -> KeySource:
    """The key for the vault at this path, which may be there or still to be made.

    The order: the key file that was named, the credential that systemd holds ready, the OS keyring.
    Nothing else is tried: a key must never end up in a store that nobody chose.

    Raises:
        KeyStoreUnusable: the OS keyring isn't a safe one, and no key file was named.
        VaultLocked: the vault asks for another kind of key, such as a passphrase.
    """
    if key_file is not None:
        return KeyFile(key_file)
    credential = systemd_credential(environ)
    if credential is not None:
        return credential
    if vault.exists() and OsKeyring.kind not in (kinds := slot_kinds(vault)):
        raise VaultLocked(
            f"The vault at {vault} is locked; it opens with: {', '.join(sorted(kinds))}."
        )
    keyring = OsKeyring()
    keyring.probe()
    return keyring
