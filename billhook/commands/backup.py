"""`billhook backup` and `billhook restore`: everything, consistent, while it runs."""

from __future__ import annotations

import shutil
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from billhook.commands.options import INPUT, data_option, named, settings_of, show_json
from billhook.settings import FILE, Settings, load
from billhook.wiring import CLOCK, home_of, opened_store
from model.errors import FileUnwritable, WrongInput
from pipeline import backups
from storage import backup as dump
from vault import slot_kinds
from vault.copying import copy_sealed

_SPOOL: Final = "backup.tar"


@click.command()
@data_option
@click.argument("words", metavar="[verify] FILE", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="What verify proved, as one JSON object.")
def backup(*, data: str | None, words: tuple[str, ...], as_json: bool) -> None:
    """Write database, files, settings and vault to one file (- is standard output).

    The vault stays sealed; its key is not in it: keep that elsewhere. With `verify` before the
    file, a backup is restored on trial, and nothing is kept of that.

    Example: billhook backup billhook.tar && billhook backup verify billhook.tar
    """
    match words:
        case ("verify", file):
            _verify(settings_of(data), file, as_json=as_json)
        case (file,) if file != "verify" and not as_json:
            _write(settings_of(data), file)
        case _:
            raise click.UsageError("Say: backup FILE, or: backup verify FILE.")


def _write(settings: Settings, file: str) -> None:
    _prove_place(file)
    with (
        TemporaryDirectory(dir=settings.data) as folder,
        opened_store(settings) as store,
        named(file),
        _archive(file) as archive,
    ):
        for part in backups.prepare(store, home_of(settings), Path(folder)):
            archive.add(part, arcname=part.name)
    _note(settings, file)
    place = "standard output" if file == INPUT else file
    said = f"Written to {place}. The vault's key is not in it: keep that elsewhere."
    click.echo(said, err=file == INPUT)


def _verify(settings: Settings, file: str, *, as_json: bool) -> None:
    """Restore on trial, into a folder that is gone afterwards; say what came."""
    with TemporaryDirectory(dir=settings.data) as folder:
        place = Path(folder)
        _unpack(settings, file, place)
        content, kinds = backups.prove(place, CLOCK)
    proved = {**asdict(content), "vault": kinds is not None, "opens_with": sorted(kinds or ())}
    if as_json:
        show_json(proved)
        return
    vault = f"the vault opens with: {', '.join(sorted(kinds))}" if kinds else "no vault"
    counts = f"{content.rows} rows, {content.files} files, {content.events} events of the trail"
    click.echo(f"The backup is whole: {counts}; {vault}.")


@click.command()
@data_option
@click.argument("file")
def restore(*, data: str | None, file: str) -> None:
    """Fill an empty data folder from a backup (- is standard input), whole or not at all.

    The backup's settings come along, unless the folder has a billhook.toml of its own: that stays,
    say to name another database.

    Example: billhook restore billhook.tar --data new
    """
    settings = settings_of(data)
    place = settings.data
    if settings.vault_file.exists() or settings.database_file.exists():
        raise WrongInput(f"{place} is in use; name an empty folder with --data.")
    with _emptied_on_failure(place), TemporaryDirectory(dir=place) as folder:
        _unpack(settings, file, Path(folder))
        _take_over(place, Path(folder))
    click.echo(f"Restored to {place}.")


def _note(settings: Settings, file: str) -> None:
    """Put on the trail that there is a backup now, and where; the doctor knows its age by that."""
    where = "standard output" if file == INPUT else str(Path(file).resolve())
    with opened_store(settings) as store, store.begin() as tx:
        backups.note(tx, "command line", where)


def _prove_place(file: str) -> None:
    target = Path(file)
    taken = target.exists() and not target.is_file()  # a folder, or a device of the system
    if file != INPUT and (taken or not target.parent.is_dir()):
        raise FileUnwritable(f"{file} can't be written: name a file in a folder that exists.")


@contextmanager
def _archive(file: str) -> Iterator[tarfile.TarFile]:
    """An archive that is at its place when it is whole, and leaves nothing where it failed."""
    if file == INPUT:
        with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as archive:
            yield archive
        return
    with backups.archive(Path(file)) as archive:
        yield archive


def _unpack(settings: Settings, file: str, folder: Path) -> None:
    backups.unpack(home_of(settings), _spooled(file, folder), folder, file)


def _spooled(file: str, folder: Path) -> Path:
    """Where the backup lies: standard input can't be read twice, so it is written down first."""
    if file != INPUT:
        return Path(file)
    spool = folder / _SPOOL
    with spool.open("wb") as stream:
        shutil.copyfileobj(sys.stdin.buffer, stream)
    return spool


@contextmanager
def _emptied_on_failure(place: Path) -> Iterator[None]:
    """Where the block raises, nothing stays of what it put there."""
    before = set(place.iterdir())
    try:
        yield
    except BaseException:
        for made in set(place.iterdir()) - before:
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        raise


def _take_over(place: Path, folder: Path) -> None:
    if (folder / FILE).exists() and not (place / FILE).exists():
        (folder / FILE).replace(place / FILE)
    settings = load(place)  # only now: the backup's settings say in which database its rows belong
    with opened_store(settings) as store, (folder / backups.TABLES).open("rb") as stream:
        dump.read(store, stream)
    if (folder / backups.VAULT).exists():
        (folder / backups.VAULT).replace(settings.vault_file)
        _move_vault(settings)


def _move_vault(settings: Settings) -> None:
    """Put the vault into the database that the settings name, unless that holds one already."""
    if not settings.vault:
        return
    if slot_kinds(settings.vault) is None:
        copy_sealed(settings.vault_file, settings.vault)
        settings.vault_file.unlink()
    else:
        click.echo(f"The vault's database holds one already; the backup's is {settings.vault_file}")
