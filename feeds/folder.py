"""A folder as destination: the file and its facts beside it, complete or not there at all."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Final

from feeds.contract import Way
from feeds.facts import enclosure_name, ending, facts, stem
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
    folder = _folder(destination)
    # The key makes the name this parcel's own, whatever supplier and number say.
    name = f"{stem(parcel)}_{hashlib.sha256(parcel.key.encode()).hexdigest()[:12]}"
    try:
        known = _put(folder / f"{name}{ending(parcel)}", parcel.content)
        if parcel.enclosure:
            _put(folder / enclosure_name(parcel, parcel.enclosure, name), parcel.enclosure.content)
        if not (folder / f"{name}.json").exists():
            _write(folder / f"{name}.json", _sidecar(parcel))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise DestinationUnreachable(f"{destination.name} can't be written to: {why}.") from error
    detail = "was there already" if known else "stored"
    return Acknowledgement(f"{name}{ending(parcel)}", f"{name}{ending(parcel)}: {detail}.")


def _folder(destination: Destination) -> Path:
    path = destination.settings.get("path")
    if not path:
        raise SettingsInvalid(f"{destination.name} has no folder; set its path.")
    folder = Path(path)
    if not folder.is_dir():
        raise DestinationUnreachable(f"{destination.name}: the folder {folder} is not there.")
    return folder


def _put(file: Path, content: bytes) -> bool:
    """Whether the file was there already; it is written where it was not."""
    if not os.path.lexists(file):
        _write(file, content)
        return False
    if file.is_symlink() or file.read_bytes() != content:
        message = f"{file.name} is there with other content; move it away, then send again."
        raise DestinationRefused(message)
    return True


def _write(file: Path, content: bytes) -> None:
    """Write beside, flush to the disk, rename: whoever looks sees all of it or nothing."""
    part = file.with_name(f".{file.name}.part")
    fill(os.open(part, _NEW, _MODE), content)
    part.rename(file)
    flush_folder(file.parent)


def _sidecar(parcel: Parcel) -> bytes:
    return json.dumps(facts(parcel), ensure_ascii=True, indent=2).encode() + b"\n"


WAY: Final = Way(deliver=store, settings=("path",), encloses=True, by_key=True)
