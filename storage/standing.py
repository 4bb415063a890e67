"""How the vault stands, as a worker that holds it open tells those who don't."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from model.vaults import VaultStanding
from storage import rows, settings
from storage.changes import announce
from storage.tables import vault_standing
from storage.tx import Tx

_ONLY: Final = "vault"
_LINE: Final = "vault.anchor"


def tell(tx: Tx, standing: VaultStanding) -> None:
    """Keep how the vault stands; the screens hear that something about it changed."""
    rows.put(tx, vault_standing, {"id": _ONLY} | rows.values(standing))
    announce(tx, "vault", "standing")


def get(tx: Tx) -> VaultStanding | None:
    """How the vault stood when a worker last told of it; None before."""
    row = rows.find(tx, select(vault_standing))
    return rows.record(VaultStanding, row) if row else None


def witness(tx: Tx, line: str) -> None:
    """Keep the newest line of the vault's anchor, so that the anchor isn't alone in knowing it."""
    settings.put(tx, _LINE, line)


def witnessed(tx: Tx) -> str:
    """The newest line of the vault's anchor that was kept here; empty before the first."""
    return settings.get(tx, _LINE, "")
