"""A real sshd on loopback for a test session, all of it as one unprivileged user.

Its users and their passwords are its own (nss_wrapper), its only service is SFTP. A conftest
imports the fixture: `from tests.sshd import sshd`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from feeds.sftp import HostKey
from model.secret import Secret
from tests.loopback import free_port
from tests.waiting import until

USER = "billhook"
PASSWORD = Secret("right-horse-battery")

_CONFIGURATION = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/authorized
StrictModes no
UsePAM no
PermitRootLogin no
PasswordAuthentication yes
KbdInteractiveAuthentication no
MaxStartups 100
Subsystem sftp internal-sftp
ForceCommand internal-sftp -d {folder}/files
"""
_WRAPPED = ("passwd", "group", "shadow")


@dataclass
class Sshd:
    """A running server; what is stored there lies in `files`."""

    folder: Path
    uid: int
    gid: int
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def files(self) -> Path:
        """Where a sign-in leads."""
        return self.folder / "files"

    @property
    def key(self) -> Secret:
        """The private key of the only user."""
        return Secret((self.folder / "user").read_text())

    @property
    def host_key(self) -> HostKey:
        """The key that it shows."""
        return HostKey(*(self.folder / "host.pub").read_text().split()[:2])

    @property
    def log(self) -> str:
        """What it wrote down."""
        return (self.folder / "log").read_text()

    def room(self, name: str) -> Path:
        """A new folder below the files."""
        made = self.files / name
        made.mkdir()
        os.chown(made, self.uid, self.gid)
        return made

    def put(self, file: Path, content: bytes) -> None:
        """Write a file that the server may read, whatever the umask is."""
        file.write_bytes(content)
        os.chown(file, self.uid, self.gid)

    def start(self) -> None:
        """Start on a free port and wait until it answers."""
        for _ in range(5):
            self.port = free_port()
            text = _CONFIGURATION.format(folder=self.folder, port=self.port)
            self.put(self.folder / "conf", text.encode())
            self.process = self._started()
            until(lambda: self._answers() or self._ended(), pause=0.05)
            if not self._ended():
                return
        raise RuntimeError(self.log)

    def stop(self) -> None:
        """Stop and wait until it is gone."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(timeout=60)

    def _started(self) -> subprocess.Popen[bytes]:
        own = [f"NSS_WRAPPER_{name.upper()}={self.folder / name}" for name in _WRAPPED]
        preloaded = "LD_PRELOAD=libnss_wrapper.so"
        command = [*self._as_user(), "env", preloaded, *own, _sshd(), "-D", "-e"]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [*command, "-f", str(self.folder / "conf")], stdin=subprocess.DEVNULL, stderr=log
            )

    def _as_user(self) -> list[str]:
        if os.geteuid() != 0:
            return []
        return ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]

    def _ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
                return line.recv(4) == b"SSH-"
        except OSError:
            return False


@pytest.fixture(scope="session")
def sshd() -> Iterator[Sshd]:
    """A running sshd, stopped and removed at the end of the session."""
    with running() as server:
        yield server


@contextmanager
def running() -> Iterator[Sshd]:
    """A running sshd, stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="sshd-"))
    server = _prepare(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def make_key(file: Path, *, passphrase: str = "") -> None:
    """A new pair of keys in `file` and `file.pub`."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", str(file)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def _prepare(folder: Path) -> Sshd:
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    server = Sshd(folder, account.pw_uid, account.pw_gid)
    server.files.mkdir()
    for name in ("host", "user"):
        make_key(folder / name)
    shutil.copy(folder / "user.pub", folder / "authorized")
    hashed = ["openssl", "passwd", "-6", "-stdin"]
    word = PASSWORD.reveal().encode()
    known = subprocess.run(hashed, input=word, check=True, capture_output=True).stdout
    ids = f"{server.uid}:{server.gid}"
    (folder / "passwd").write_text(f"{USER}:x:{ids}:test:{server.files}:/bin/sh\n")
    (folder / "group").write_text(f"{USER}:x:{server.gid}:\n")
    (folder / "shadow").write_text(f"{USER}:{known.decode().strip()}:19000:0:99999:7:::\n")
    (folder / "log").touch()
    for path in (folder, *folder.rglob("*")):
        os.chown(path, server.uid, server.gid)
    return server


def _sshd() -> str:
    found = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/sbin")
    assert found, "install openssh-server"
    return found
