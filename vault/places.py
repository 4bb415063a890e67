"""Where a vault lies: a path is a file, a URL is a PostgreSQL database."""

from __future__ import annotations

from pathlib import Path

from vault.container import Container
from vault.file import VaultFile
from vault.server import VaultServer


def shown_place(place: Path | str) -> str:
    """A path or a URL as it may be shown: without the database's password."""
    return container(place).place


def container(place: Path | str) -> Container:
    """What holds the vault at a path or a URL."""
    return VaultFile(place) if isinstance(place, Path) else VaultServer(place)
