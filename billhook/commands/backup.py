"""`billhook backup` and `billhook restore`: everything, consistent, while it runs."""

from __future__ import annotations

import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from billhook.commands.options import data_option, settings_of
from billhook.settings import FILE, Settings
from billhook.wiring import opened_store
from model.errors import FileUnreadable, WrongInput
from storage import backup as dump
from vault.copying import copy_sealed

_TABLES: Final = "store.tar"
_VAULT: Final = "vault.db"
_PARTS: Final = frozenset({_TABLES, _VAULT, FILE})


@click.command()
@data_option
@click.argument("file")
def backup(*, data: str | None, file: str) -> None:
    """Write database, files, settings and vault to one file; the vault stays sealed.

    The vault's key is not in it: keep that elsewhere. Example: billhook backup billhook.tar
    """
    settings = settings_of(data)
    target = Path(file)
    draft = target.with_name(target.name + ".part")
    with TemporaryDirectory(dir=settings.data) as folder, tarfile.open(draft, "w") as archive:
        for part in _prepare(settings, Path(folder)):
            archive.add(part, arcname=part.name)
    draft.chmod(0o600)
    draft.replace(target)
    click.echo(f"Written to {target}. The vault's key is not in it: keep that elsewhere.")


@click.command()
@data_option
@click.argument("file")
def restore(*, data: str | None, file: str) -> None:
    """Fill an empty data folder from a backup. Example: billhook restore b.tar --data new."""
    settings = settings_of(data)
    if settings.vault_file.exists() or (settings.data / "app.sqlite").exists():
        raise WrongInput(f"{settings.data} is in use; name an empty folder with --data.")
    with TemporaryDirectory(dir=settings.data) as folder:
        _unpack(Path(file), Path(folder))
        _take_over(settings_of(data), Path(folder))
    click.echo(f"Restored to {settings.data}.")


def _prepare(settings: Settings, folder: Path) -> list[Path]:
    parts = [folder / _TABLES]
    with opened_store(settings) as store, parts[0].open("wb") as stream:
        dump.write(store, stream)
    if settings.vault_file.exists():
        parts.append(copy_sealed(settings.vault_file, folder / _VAULT))
    if (said := settings.data / FILE).exists():
        parts.append(said)
    return parts


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file, "r:") as archive:
            names = set(archive.getnames())
            if not names <= _PARTS or _TABLES not in names:
                raise FileUnreadable(f"{file} is no backup of Billhook.")
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, OSError):
        raise FileUnreadable(f"{file} can't be read; it is no backup, or damaged.") from None


def _take_over(settings: Settings, folder: Path) -> None:
    for name in (FILE, _VAULT):
        if (folder / name).exists():
            (folder / name).replace(settings.data / name)
    with opened_store(settings) as store, (folder / _TABLES).open("rb") as stream:
        dump.read(store, stream)
