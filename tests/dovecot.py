"""A real Dovecot 2.3 on loopback for a test session, all of it as one unprivileged user.

A conftest imports the fixture: `from tests.dovecot import dovecot`. Every address
signs in with PASSWORD and has a mailbox of its own from the first delivery on.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import jwt
import pytest

from model.clock import SystemClock
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity
from tests.loopback import free_port

PASSWORD = "correct-horse-battery"

_DELIVERIES = 4
_STARTS = 4
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_home = {folder}/mail/%u
mail_location = sdbox:~/sdbox
mail_fsync = never
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = {folder}/denied
  deny = yes
}}
passdb {{
  driver = static
  args = password={password}
  mechanisms = plain login
}}
passdb {{
  driver = oauth2
  args = {folder}/oauth2.conf
  mechanisms = xoauth2 oauthbearer
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u allow_all_users=yes
}}
mail_max_userip_connections = 100
imap_hibernate_timeout = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
service auth {{
  user = {user}
}}
service auth-worker {{
  user = {user}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""

_OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = email
issuers = https://issuer.test
"""

WITHOUT_CONDSTORE = "IMAP4rev1 LITERAL+ ID ENABLE IDLE NAMESPACE UIDPLUS UNSELECT MOVE CHILDREN"
"""What a server says that counts no changes."""
BARE = "IMAP4rev1"
"""What a server says that knows no extension at all: no push, no UIDPLUS, no MOVE."""


@dataclass
class Dovecot:
    """A running server."""

    folder: Path
    user: str
    group: str
    imap: int
    imaps: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def ca_file(self) -> Path:
        """The certificate that a client must trust."""
        return self.folder / "cert.pem"

    @property
    def password(self) -> Secret:
        """The password of every address."""
        return Secret(PASSWORD)

    def token(self, address: str, *, seconds: int = 3600, **claims: object) -> str:
        """An access token (RFC 9068) that opens the mailbox of this address for so long."""
        now = int(SystemClock().now().timestamp())
        said = {
            "iss": "https://issuer.test",
            "sub": address,
            "email": address,
            "iat": now - 5,
            "nbf": now - 5,
            "exp": now + seconds,
            "jti": uuid.uuid4().hex,
            "scope": "imap",
            **claims,
        }
        key = (self.folder / "jwt.pem").read_bytes()
        return jwt.encode(said, key, algorithm="RS256", headers={"typ": "JWT"})

    def mailbox(self, address: str = "", security: MailSecurity = MailSecurity.TLS) -> Mailbox:
        """A mailbox of this address, by default of an address never used before."""
        port = self.imaps if security is MailSecurity.TLS else self.imap
        address = address or f"{uuid.uuid4().hex[:12]}@example.test"
        return Mailbox(
            id="box",
            name="Invoices",
            host="localhost",
            port=port,
            security=security,
            username=address,
            credential="mailbox",
        )

    def deliver(self, mailbox: Mailbox, content: bytes) -> None:
        """Put a mail into the inbox; what a session that was killed left locked is tried again."""
        for _ in range(_DELIVERIES):
            with suppress(subprocess.CalledProcessError):
                self.doveadm("save", "-u", mailbox.username, content=content)
                return
            time.sleep(1)
        self.doveadm("save", "-u", mailbox.username, content=content)

    def change_uidvalidity(self, mailbox: Mailbox, uidvalidity: int) -> None:
        """Give the inbox another UIDVALIDITY, as a restored or moved mailbox has."""
        self.doveadm(
            "mailbox", "update", "-u", mailbox.username, "--uid-validity", str(uidvalidity), "INBOX"
        )

    def doveadm(self, *arguments: str, content: bytes = b"") -> str:
        """The answer of an administrator's command, which reads `content`."""
        command = self._as_user("doveadm", "-c", str(self.folder / "dovecot.conf"), *arguments)
        done = subprocess.run(command, check=True, capture_output=True, input=content, timeout=60)
        return done.stdout.decode()

    def deny(self, mailbox: Mailbox, *, denied: bool) -> None:
        """Refuse a user from the next sign-in on, as after a change of password; or no more."""
        line = f"{mailbox.username}:::::::\n" if denied else ""
        (self.folder / "denied").write_text(line)
        self.doveadm("auth", "cache", "flush")

    def kill_sessions(self) -> int:
        """Kill -9 every process that serves a signed-in client; how many there were."""
        assert self.process is not None
        victims = [pid for pid, name in _children(self.process.pid) if name == "imap"]
        for pid in victims:
            with suppress(ProcessLookupError):  # it had just ended by itself
                os.kill(pid, signal.SIGKILL)
        return len(victims)

    def start(self) -> None:
        """Start and wait until the ports answer."""
        command = self._as_user("dovecot", "-F", "-c", str(self.folder / "dovecot.conf"))
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        for port in (self.imap, self.imaps):
            self._wait_for(port)

    def stop(self) -> None:
        """Stop and wait until the process is gone: a new one would find it "already running"."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process = None

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    def _as_user(self, *command: str) -> list[str]:
        if os.geteuid() != 0:
            return list(command)
        ids = ["--reuid", self.user, "--regid", self.group, "--clear-groups"]
        return ["setpriv", *ids, *command]

    def _wait_for(self, port: int) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            assert self.process is not None
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        log = self.folder / "log" / "dovecot.log"
        raise RuntimeError(log.read_text() if log.exists() else "Dovecot did not start")


def _children(parent: int) -> list[tuple[int, str]]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:
            continue
        name = text[text.index("(") + 1 : text.rindex(")")]
        if int(text[text.rindex(")") + 2 :].split()[1]) == parent:
            found.append((int(stat.parent.name), name))
    return found


def _make_certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)


def _make_token_key(folder: Path) -> None:
    command = ["openssl", "genrsa", "-out", str(folder / "jwt.pem"), "2048"]
    subprocess.run(command, check=True, capture_output=True)
    public = ["openssl", "rsa", "-in", str(folder / "jwt.pem"), "-pubout"]
    key = subprocess.run(public, check=True, capture_output=True).stdout
    for place in ("shared/default", "default"):
        path = folder / "keys" / place / "RS256" / "default"
        path.parent.mkdir(parents=True)
        path.write_bytes(key)


def _prepare(folder: Path, capability: str) -> Dovecot:
    user = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    account = pwd.getpwnam(user)
    group = subprocess.run(
        ["id", "-gn", user], check=True, capture_output=True, text=True
    ).stdout.strip()
    imap, imaps = free_port(), free_port()
    server = Dovecot(folder, user, group, imap, imaps)
    for name in ("run", "mail", "log"):
        (folder / name).mkdir()
    _make_certificate(folder)
    _make_token_key(folder)
    (folder / "oauth2.conf").write_text(_OAUTH2.format(folder=folder))
    text = _CONFIGURATION.format(
        folder=folder,
        user=user,
        group=group,
        password=PASSWORD,
        imap=imap,
        imaps=imaps,
    )
    text += f"imap_capability = {capability}\n" if capability else ""
    (folder / "dovecot.conf").write_text(text)
    (folder / "denied").touch()
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid)
    return server


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A running Dovecot, stopped and removed at the end of the session."""
    with running() as server:
        yield server


@contextmanager
def running(capability: str = "") -> Iterator[Dovecot]:
    """A running Dovecot, stopped and removed at the end; it says `capability` of itself, if any."""
    server = _started(capability)
    try:
        yield server
    finally:
        if server.process is not None:
            server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def _started(capability: str) -> Dovecot:
    """A server that answers; on other ports where somebody took the chosen ones meanwhile."""
    for again in reversed(range(_STARTS)):
        folder = Path(tempfile.mkdtemp(prefix="dovecot-"))  # short: socket paths end at 107 letters
        server = _prepare(folder, capability)
        try:
            server.start()
        except RuntimeError as refusal:
            shutil.rmtree(folder, ignore_errors=True)
            if not again or "in use" not in str(refusal):
                raise
        else:
            return server
    raise AssertionError(_STARTS)
