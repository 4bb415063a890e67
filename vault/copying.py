"""A copy of the sealed file, consistent also while it is written to; no key is needed."""

from __future__ import annotations

from pathlib import Path

from model.errors import VaultMissing
from vault import tables
from vault.file import VaultFile
from vault.places import container


def copy_sealed(vault: Path | str, to: Path) -> Path:
    """The path of the copy, a vault in a new file of mode 0600. What is sealed stays sealed.

    Raises:
        VaultMissing: there is no vault.
        VaultError: no new file can be made at the copy's path.
        VaultDamaged: the vault can't be read.
    """
    held = container(vault)
    if not held.exists():
        raise VaultMissing(f"There is no vault at {held.place}.")
    with VaultFile(to).making() as target, held.reading() as source:
        tables.copy(source, target)
    return to
