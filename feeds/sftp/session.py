"""One connection by OpenSSH's `sftp`: a batch of commands, a pinned host key, and the credential.

A private key goes by a pipe into an agent of this connection alone, which ends with it; a password
goes by a pipe to the program that OpenSSH asks for it. Neither stands in arguments, environment,
files or logs. Of this machine's own OpenSSH settings, keys and known hosts nothing is used.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn, Self

from feeds.facts import single_line
from feeds.sftp.host_key import HostKey, pinned
from feeds.sftp.place import Place, place_of, quoted, user_of
from feeds.sftp.programs import Ended, prove_installed, run
from model.deliveries import Destination
from model.errors import (
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    ProgramMissing,
    SettingsInvalid,
)
from model.ports import Lease
from model.secret import Secret

_SECONDS: Final = 180.0
_ALIAS: Final = "billhook"
"""What the server is called in the file of known hosts, whatever its own name."""
_NO_KEY: Final = 77
_FAILED: Final = 1
_BEGINS: Final = "-----BEGIN "
_PEM: Final = re.compile(r"(-----BEGIN [A-Z ]+-----)(.*)(-----END [A-Z ]+-----)", re.DOTALL)
_WIDTH: Final = 64
_FINGERPRINT: Final = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_BATCH: Final = "batch"
_KNOWN: Final = "known"
_IN_AN_AGENT: Final = f"""
ssh-add -q -t 600 - || status={_NO_KEY}
[ "${{status:-0}}" != 0 ] || {{ "$@"; status=$?; }}
kill "$SSH_AGENT_PID"
exit "$status"
"""
_ASKED: Final = """#!/bin/sh
# Answers one question of one connection, and no other.
mkdir "$0.asked" 2>/dev/null || exit 1
IFS= read -r answer < "$0.pipe" || exit 1
printf '%s\\n' "$answer"
"""
_OPTIONS: Final[Mapping[str, str]] = {
    "HostName": "",
    "HostKeyAlias": _ALIAS,
    "StrictHostKeyChecking": "yes",
    "UserKnownHostsFile": _KNOWN,
    "GlobalKnownHostsFile": "none",
    "UpdateHostKeys": "no",
    "CheckHostIP": "no",
    "VerifyHostKeyDNS": "no",
    "IdentityFile": "none",
    "NumberOfPasswordPrompts": "1",
    "KbdInteractiveAuthentication": "yes",
    "ClearAllForwardings": "yes",
    "ConnectTimeout": "15",
    "ServerAliveInterval": "15",
    "ServerAliveCountMax": "2",
    "LogLevel": "ERROR",
}


@dataclass(frozen=True, slots=True)
class Session:
    """What a connection needs, and a private folder for the files that it moves."""

    destination: Destination
    place: Place
    user: str
    key: HostKey
    secret: Secret = field(repr=False)
    folder: Path

    @classmethod
    @contextmanager
    def opened(cls, destination: Destination, lease: Lease | None) -> Iterator[Self]:
        """A session whose folder is removed at its end. Raises SettingsInvalid."""
        if lease is None:
            raise SettingsInvalid(
                f"{destination.name} has no private key or password; store one in the vault."
            )
        place, user = place_of(destination), user_of(destination, lease)
        key = pinned(destination)
        with tempfile.TemporaryDirectory(prefix="billhook-sftp-") as folder:
            made = cls(destination, place, user, key, lease.password, Path(folder))
            (made.folder / _KNOWN).write_text(f"{_ALIAS} {key}\n")
            yield made

    def run(self, folder: str, commands: Sequence[str]) -> str:
        """What `sftp` prints about commands in a folder of the server.

        A command that fails ends the batch, unless it begins with a hyphen.

        Raises:
            DestinationUnreachable: the server does not answer or does not do it now.
            CredentialRefused: it does not take the user with this key or password.
            DestinationRefused: it shows another host key.
        """
        try:
            prove_installed()
        except ProgramMissing as missing:  # waits like a server that is down
            raise DestinationUnreachable(f"{self.destination.name}: {missing.message}") from missing
        batch = "\n".join((f"cd {quoted(folder)}", *commands, ""))
        (self.folder / _BATCH).write_text(batch, encoding="utf-8")
        by_key = self.secret.reveal().lstrip().startswith(_BEGINS)
        ended = self._by_key() if by_key else self._by_password()
        if ended.status != 0:
            self._complain(ended)
        return ended.said

    def _by_key(self) -> Ended:
        told = {"BatchMode": "yes", "PreferredAuthentications": "publickey"}
        with tempfile.TemporaryDirectory(dir=self.folder) as private:
            agent = ("ssh-agent", "-a", f"{private}/agent", "/bin/sh", "-c", _IN_AN_AGENT, "sh")
            return run(
                (*agent, *self._command(told)),
                folder=self.folder,
                seconds=_SECONDS,
                environ={"SSH_ASKPASS_REQUIRE": "never"},
                given=_key_file(self.secret),
            )

    def _by_password(self) -> Ended:
        told = {
            "BatchMode": "no",
            "PreferredAuthentications": "password,keyboard-interactive",
            "PubkeyAuthentication": "no",
            "IdentityAgent": "none",
        }
        with self._answer() as ask:
            environ = {"SSH_ASKPASS": str(ask), "SSH_ASKPASS_REQUIRE": "force"}
            return run(self._command(told), folder=self.folder, seconds=_SECONDS, environ=environ)

    @contextmanager
    def _answer(self) -> Iterator[Path]:
        """The program that answers with the password; it finds it in a pipe, on no disk."""
        word = self.secret.reveal()
        if any(char in word for char in "\r\n\0"):
            raise CredentialRefused("A password has no line breaks; store it again.")
        with tempfile.TemporaryDirectory(dir=self.folder) as private:
            ask, pipe = Path(private) / "ask", Path(private) / "ask.pipe"
            ask.write_text(_ASKED)
            ask.chmod(0o700)
            os.mkfifo(pipe, 0o600)
            descriptor = os.open(pipe, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                os.write(descriptor, f"{word}\n".encode())
                yield ask
            finally:
                os.close(descriptor)

    def _command(self, told: Mapping[str, str]) -> tuple[str, ...]:
        """The arguments; they hold no secret."""
        every = {**_OPTIONS, "HostName": self.place.host, "User": self.user, **told}
        options = (f"-o{name}={value}" for name, value in every.items())
        return ("sftp", "-F", "none", *options, "-P", str(self.place.port), "-b", _BATCH, _ALIAS)

    def _complain(self, ended: Ended) -> NoReturn:
        where = f"{self.destination.name} ({self.place.host})"
        said = ended.complained
        if "Host key verification failed" in said:
            shown = next(iter(set(_FINGERPRINT.findall(said)) - {self.key.fingerprint}), "another")
            raise DestinationRefused(
                f"{where} shows the host key {shown}, and {self.key.fingerprint} was confirmed."
                " Ask whoever runs it; if it was changed on purpose, connect it again."
            )
        if ended.status == _NO_KEY:
            raise CredentialRefused(
                f"{where}: the vault's record is no private key that opens without a passphrase;"
                " store one in OpenSSH's format."
            )
        if "Permission denied (" in said:
            raise CredentialRefused(
                f"{where} does not take the user {self.user} with what the vault holds; correct it."
            )
        if ended.status == _FAILED:
            last = single_line(said.strip().rpartition("\n")[2])
            raise DestinationUnreachable(f"{where} did not do it: {last}")
        raise DestinationUnreachable(f"{where} does not answer.")


def _key_file(secret: Secret) -> bytes:
    """A private key as its file is written, also where it was pasted into one line."""
    written = _PEM.fullmatch(secret.reveal().strip())
    if written is None:
        return b""
    body = "".join(written[2].split())
    lines = [body[start : start + _WIDTH] for start in range(0, len(body), _WIDTH)]
    return "\n".join((written[1], *lines, written[3], "")).encode()
