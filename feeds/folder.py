"""A folder as destination: the file and its facts beside it, complete or not there at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from feeds.contract import Way
from feeds.drops import File, drop_of, taken_by_another
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.disk import fill, flush_folder
from model.errors import DestinationRefused, DestinationUnreachable, SettingsInvalid
from model.ports import Lease

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE: Final = 0o640


def store(
    destination: Destination, parcel: Parcel, _lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The name of the stored file; nothing is ever overwritten.

    The facts are written last, as JSON beside the file: where they are, the file is complete. The
    same parcel again finds itself and is taken as stored.
    """
    del clock  # a stored file carries no time of ours
    folder, drop = _folder(destination), drop_of(parcel)
    try:
        known = [_put(folder, file) for file in drop.files]
        if not (folder / drop.facts.name).exists():
            _write(folder / drop.facts.name, drop.facts.content)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise DestinationUnreachable(f"{destination.name} can't be written to: {why}.") from error
    return drop.acknowledged(known=known[0])


def _folder(destination: Destination) -> Path:
    path = destination.settings.get("path")
    if not path:
        raise SettingsInvalid(f"{destination.name} has no folder; set its path.")
    folder = Path(path)
    if not folder.is_dir():
        raise DestinationUnreachable(f"{destination.name}: the folder {folder} is not there.")
    return folder


def write_and_remove(destination: Destination) -> None:
    """Write an empty hidden file and remove it. Raises as `store` does, and SettingsInvalid."""
    file = _folder(destination) / f".billhook-{secrets.token_hex(8)}.part"
    try:
        fill(os.open(file, _NEW, _MODE), b"")
        file.unlink()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise DestinationUnreachable(f"{destination.name} can't be written to: {why}.") from error


def _put(folder: Path, file: File) -> bool:
    """Whether the file was there already; it is written where it was not."""
    path = folder / file.name
    if not os.path.lexists(path):
        _write(path, file.content)
        return False
    if path.is_symlink() or path.read_bytes() != file.content:
        raise DestinationRefused(taken_by_another(file))
    return True


def _write(file: Path, content: bytes) -> None:
    """Write beside, flush to the disk, rename: whoever looks sees all of it or nothing."""
    part = file.with_name(f".{file.name}.part")
    fill(os.open(part, _NEW, _MODE), content)
    part.rename(file)
    flush_folder(file.parent)


WAY: Final = Way(deliver=store, settings=("path",), encloses=True, by_key=True)
