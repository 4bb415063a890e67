"""`billhook export-all`: everything in open formats, with the hash of each file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from billhook.commands.options import data_option, named, settings_of
from billhook.wiring import opened_store
from model.errors import WrongInput
from storage import backup, open_export
from storage.store import Store

_MANIFEST: Final = "manifest.json"


@click.command("export-all")
@data_option
@click.argument("folder", type=click.Path(path_type=Path))
def export_all(*, data: str | None, folder: Path) -> None:
    """Write all tables as CSV and JSON Lines, all files, and a manifest of their hashes.

    It is of one instant, while everything runs. Passwords are not in it: they leave the vault by
    `billhook vault export` alone.

    Example: billhook export-all /srv/billhook-export
    """
    if folder.exists() and any(folder.iterdir()):
        raise WrongInput(f"{folder} is not empty; name a new folder.")
    with opened_store(settings_of(data)) as store, named(str(folder)):
        number = _write(store, folder)
    click.echo(f"{number} files are in {folder}; {_MANIFEST} holds the SHA-256 of each.")


def _write(store: Store, folder: Path) -> int:
    """How many files were written, but for the manifest, which comes last."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    told: dict[str, dict[str, str | int]] = {}
    with store.files.removing(wait=True), store.read() as tx:
        for piece in open_export.pieces(store, tx, backup.files(tx)):
            hashed = open_export.Hashed()
            _put(folder / piece.name, hashed.through(piece.content))
            told[piece.name] = {"sha256": hashed.sha256, "bytes": hashed.size}
        whole = {"schema": backup.schema(tx), "at": tx.now().isoformat(), "files": told}
    manifest = json.dumps(whole, indent=1, sort_keys=True).encode()
    _put(folder / _MANIFEST, [manifest + b"\n"])
    return len(told)


def _put(file: Path, content: Iterable[bytes]) -> None:
    file.parent.mkdir(mode=0o700, exist_ok=True)
    with file.open("xb") as stream:
        stream.writelines(content)
