"""A parcel's files on a server, each under its name only once all of it is there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Final

from feeds.contract import Way
from feeds.drops import File, drop_of, taken_by_another
from feeds.sftp.place import folder_of
from feeds.sftp.session import Session
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.errors import DestinationRefused
from model.ports import Lease

_MODE: Final = 0o640


def store(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The name of the stored file; nothing is ever overwritten.

    Each file is read back, and the facts are written last: where they are, all is complete. The
    same parcel again finds itself and is taken as stored.
    """
    del clock  # a stored file carries no time of ours
    folder, drop = folder_of(destination), drop_of(parcel)
    with Session.opened(destination, lease) as session:
        said = _put(session, folder, drop.files)
        for at, file in enumerate(drop.files):
            if (session.folder / f"back{at}").read_bytes() != file.content:
                raise DestinationRefused(taken_by_another(file))
        _put(session, folder, (drop.facts,))
    return drop.acknowledged(known=drop.files[0].name in said.splitlines())


def _put(session: Session, folder: str, files: tuple[File, ...]) -> str:
    commands: list[str] = []
    for at, file in enumerate(files):
        new = session.folder / f"new{at}"
        new.write_bytes(file.content)
        new.chmod(_MODE)
        commands += _storing(at, file)
    return session.run(folder, commands)


def _storing(at: int, file: File) -> Iterator[str]:
    """The commands that store a file; our names are plain words of the batch's language.

    `rename -l` never replaces a file that is there, and `put -f` asks for the disk where the
    server knows how (fsync@openssh.com). The first line says whether it is there already, the
    second removes what a killed attempt left.
    """
    part = f".{file.name}.{secrets.token_hex(4)}.part"
    yield f"-ls -1 {file.name}"
    yield f"-rm .{file.name}.*.part"
    yield f"put -f new{at} {part}"
    yield f"-rename -l {part} {file.name}"
    yield f"-rm {part}"
    yield f"get {file.name} back{at}"


def look(destination: Destination, lease: Lease | None) -> None:
    """Sign in and go to the folder; nothing is written. Raises as `Session.run`."""
    with Session.opened(destination, lease) as session:
        session.run(folder_of(destination), ("pwd",))


WAY: Final = Way(
    deliver=store,
    settings=("host", "host_key"),
    secret="a private key or a password",  # noqa: S106 - words
    encloses=True,
    by_key=True,
)
