"""Answers that a receiver drops into a folder of the server: listed, read, and set aside."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from feeds.sftp.place import folder_of, quoted
from feeds.sftp.session import Session
from model.deliveries import Destination
from model.ports import Lease

SETTING: Final = "answers_folder"
"""The setting of a destination that names the folder on its server."""
_LINE: Final = re.compile(
    r"-[-rwxsStT]{9}\s+\S+\s+\S+\s+\S+\s+(\d+) +[A-Z][a-z]{2} +\d+ +[\d:]+ (.+)"
)
_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ .()+,=@-]{0,149}")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A plain file of the folder, with its size in bytes; its name is foreign."""

    name: str
    size: int

    @property
    def is_plain(self) -> bool:
        """Whether its name is one that may stand in a command."""
        return _PLAIN.fullmatch(self.name) is not None


def listed(destination: Destination, lease: Lease | None) -> tuple[RemoteFile, ...]:
    """The plain files of the folder; no links and no hidden ones. Raises as `Session.run`."""
    with Session.opened(destination, lease) as session:
        said = session.run(folder_of(destination, SETTING), ("ls -ln",))
    found = (_LINE.fullmatch(line.rstrip()) for line in said.splitlines())
    return tuple(RemoteFile(one[2], int(one[1])) for one in found if one)


def fetch(
    destination: Destination, lease: Lease | None, names: Sequence[str]
) -> Mapping[str, bytes]:
    """The content of files with plain names; one that is gone is left out.

    Raises as `Session.run`.
    """
    with Session.opened(destination, lease) as session:
        asked = [f"-get {quoted(name)} got{at}" for at, name in enumerate(names)]
        session.run(folder_of(destination, SETTING), asked)
        came = {name: session.folder / f"got{at}" for at, name in enumerate(names)}
        return {name: file.read_bytes() for name, file in came.items() if file.is_file()}


def set_aside(destination: Destination, lease: Lease | None, name: str, *, folder: str) -> None:
    """Move a file into a folder beside it, under a name of its own. Raises as `Session.run`."""
    target = f"{folder}/{secrets.token_hex(4)}-{name}"
    with Session.opened(destination, lease) as session:
        moved = (f"-mkdir {folder}", f"rename -l {quoted(name)} {quoted(target)}")
        session.run(folder_of(destination, SETTING), moved)
