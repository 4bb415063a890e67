"""The witness of the vault's age: the main database, which knows its anchor's newest line.

Whoever puts back an older vault together with the anchor beside it is found out by this second
place; a database on another machine is one that they can't reach.
"""

from __future__ import annotations

from billhook.settings import Settings
from billhook.wiring import opened_store
from storage import standing
from vault import Vault


def newest_line(settings: Settings) -> str:
    """The newest line that the database keeps; empty where there is neither yet.

    Raises:
        StorageError: the database does not answer; the vault's age can't be told then.
    """
    if not _has_database(settings):
        return ""
    with opened_store(settings) as store, store.read() as tx:
        return standing.witnessed(tx)


def settle(settings: Settings, vault: Vault) -> None:
    """Let the vault as it is now be the newest: a person accepted an older copy."""
    if _has_database(settings):
        with opened_store(settings) as store, store.begin() as tx:
            standing.witness(tx, vault.anchor_line())


def _has_database(settings: Settings) -> bool:
    return bool(settings.database) or settings.database_file.exists()
