"""A copy of a sealed vault, consistent also while it is written to; no key is needed."""

from __future__ import annotations

from pathlib import Path

from model.errors import VaultMissing
from vault import tables
from vault.places import container


def copy_sealed(vault: Path | str, to: Path | str) -> None:
    """Copy a vault to where none is: a new file of mode 0600, or a database. It stays sealed.

    Raises:
        VaultMissing: there is no vault.
        VaultError: there is one, or none can be made.
        VaultDamaged: the vault can't be read.
    """
    held = container(vault)
    if not held.exists():
        raise VaultMissing(f"There is no vault at {held.place}.")
    with container(to).making() as target, held.reading() as source:
        tables.copy(source, target)
