"""A copy of the sealed file, consistent also while it is written to; no key is needed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from model.errors import VaultError, VaultMissing
from vault.file import named_errors
from vault.private import write_new


def copy_sealed(vault: Path, to: Path) -> Path:
    """The copy's path, a new file of mode 0600. What is sealed stays sealed.

    Raises:
        VaultMissing: there is no vault.
        VaultError: no new file can be made at the copy's path.
        VaultDamaged: the vault can't be read.
    """
    if not vault.exists():
        raise VaultMissing(f"There is no vault at {vault}.")
    try:
        write_new(to, b"")
    except OSError as error:
        raise VaultError(f"No copy can be made at {to}: {error.strerror}.") from None
    place = f"{vault.absolute().as_uri()}?mode=rw"
    with (
        named_errors(vault),
        closing(sqlite3.connect(place, uri=True)) as source,
        closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)
    return to
