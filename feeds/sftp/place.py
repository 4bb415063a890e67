"""Where a destination's server and folder are, in words that no program takes for anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from model.deliveries import Destination
from model.errors import SettingsInvalid
from model.ports import Lease

_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,45}")
_USER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,99}")
_FOLDER: Final = re.compile(r"[^\x00-\x1f\x7f\"\\\u0080-\u009f\u2028\u2029]{1,500}")
_SSH: Final = 22
_PORTS: Final = range(1, 65536)


@dataclass(frozen=True, slots=True)
class Place:
    """A server."""

    host: str
    port: int


def place_of(destination: Destination) -> Place:
    """The server of a destination. Raises SettingsInvalid."""
    host, port = destination.settings.get("host", ""), destination.settings.get("port", str(_SSH))
    if not _HOST.fullmatch(host):
        raise SettingsInvalid(f"{destination.name} has no server; set its host, a name or address.")
    if not port.isdecimal() or int(port) not in _PORTS:
        raise SettingsInvalid(f"{destination.name}: {port!r} is no port.")
    return Place(host, int(port))


def user_of(destination: Destination, lease: Lease) -> str:
    """As whom to sign in. Raises SettingsInvalid."""
    user = destination.settings.get("username") or lease.username
    if not _USER.fullmatch(user):
        raise SettingsInvalid(
            f"{destination.name} has no user; set its username: letters, digits, . _ @ + and -."
        )
    return user


def folder_of(destination: Destination, setting: str = "folder") -> str:
    """The folder that a setting names; the one where the sign-in leads where it names none.

    Raises:
        SettingsInvalid: it has quotes, backslashes or control characters.
    """
    folder = destination.settings.get(setting) or "."
    if not _FOLDER.fullmatch(folder):
        raise SettingsInvalid(
            f"{destination.name}: its {setting} has no quotes, backslashes and control characters."
        )
    return folder


def quoted(name: str) -> str:
    """A name without quotes and backslashes as one word of a batch of `sftp`, never an option."""
    return f'"{name}"' if not name.startswith("-") else f'"./{name}"'
