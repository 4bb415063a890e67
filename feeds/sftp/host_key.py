"""The key by which a server is known: shown to a person once, and pinned from then on."""

from __future__ import annotations

import base64
import binascii
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from feeds.sftp.place import Place, place_of
from feeds.sftp.programs import prove_installed, run
from model.deliveries import Destination
from model.errors import DestinationUnreachable, SettingsInvalid

_KINDS: Final = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
)
"""From the one that is taken first to the last."""
_SCAN: Final = 30.0
_FIELDS: Final = 3
_LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class HostKey:
    """A server's public key, as its line in OpenSSH's files has it."""

    kind: str
    key: str

    @property
    def fingerprint(self) -> str:
        """What people compare: SHA256 and 43 characters, as `ssh-keygen -l` shows it."""
        digest = hashlib.sha256(base64.b64decode(self.key)).digest()
        return f"SHA256:{base64.b64encode(digest).decode('ascii').rstrip('=')}"

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def pinned(destination: Destination) -> HostKey:
    """The key that was confirmed for a destination. Raises SettingsInvalid."""
    kind, _, key = destination.settings.get("host_key", "").partition(" ")
    if kind not in _KINDS or not _is_key(kind, key):
        raise SettingsInvalid(
            f"{destination.name} has no host key; connect it again and confirm what is shown."
        )
    return HostKey(kind, key)


def offered(destination: Destination) -> HostKey:
    """The key that the server shows now, of the kinds that we take the first.

    Raises:
        DestinationUnreachable: it does not answer, or shows none of them.
        SettingsInvalid: the destination names no server.
        ProgramMissing: OpenSSH is not installed.
    """
    prove_installed()
    place = place_of(destination)
    found = _scanned(place)
    for kind in _KINDS:
        if kind in found:
            return HostKey(kind, found[kind])
    raise DestinationUnreachable(f"{destination.name} ({place.host}) shows no host key.")


def _scanned(place: Place) -> dict[str, str]:
    """The keys that a server shows, by their kinds; none where it does not answer."""
    asked = ("ssh-keyscan", "-T", "10", "-p", str(place.port), "-t", "ed25519,ecdsa,rsa")
    with tempfile.TemporaryDirectory(prefix="billhook-sftp-") as folder:
        ended = run((*asked, "--", place.host), folder=Path(folder), seconds=_SCAN)
    lines = (line.split() for line in ended.said.splitlines() if not line.startswith("#"))
    return {words[1]: words[2] for words in lines if len(words) == _FIELDS and _is_key(*words[1:])}


def _is_key(kind: str, key: str) -> bool:
    """Whether this is a key of this kind, which it names itself (RFC 4253, 6.6)."""
    try:
        blob = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return False
    return blob.startswith(len(kind).to_bytes(_LENGTH, "big") + kind.encode())
