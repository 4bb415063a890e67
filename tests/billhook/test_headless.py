"""Where no safe key store is at hand: never plaintext, never a prompt, always a way on."""

from __future__ import annotations

import os
import pty
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import secretstorage

from tests.loopback import free_port
from tests.secret_service import Desktop, desktop, environment

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
WAY_ON = "--key-file"
PATIENCE = 60.0  # seconds; whoever waits longer waits for a prompt
Environ = Mapping[str, str]
Situation = Callable[[Path], AbstractContextManager[Environ]]


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder with a short name: a socket's path has 108 characters at most."""
    with tempfile.TemporaryDirectory(prefix="billhook-home-") as folder:
        yield Path(folder)


@pytest.fixture
def session() -> Iterator[Desktop]:
    with desktop() as made:
        made.sign_in()
        yield made


@contextmanager
def bare(folder: Path) -> Iterator[dict[str, str]]:
    """A server: no bus at all."""
    environ = environment(folder)
    del environ["DBUS_SESSION_BUS_ADDRESS"]
    yield environ


@contextmanager
def locked(folder: Path) -> Iterator[Environ]:
    """The keyring is started when it's asked, locked, and has no screen to ask on."""
    with desktop(activates=True) as session:
        yield session.environ


@contextmanager
def without_service(folder: Path) -> Iterator[Environ]:
    """A bus on which nobody keeps secrets."""
    with desktop() as session:
        yield session.environ


@contextmanager
def silent(folder: Path) -> Iterator[Environ]:
    """A bus that takes the call and never answers."""
    environ = environment(folder)
    place = environ["DBUS_SESSION_BUS_ADDRESS"].removeprefix("unix:path=")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(place)
        listener.listen()
        yield environ


def foreign(name: str, body: str) -> Situation:
    """A back-end that some other program installed here, found by its entry point as usual."""

    @contextmanager
    def installed(folder: Path) -> Iterator[Environ]:
        module = folder / "site" / "keyrings" / "alt" / "file.py"
        module.parent.mkdir(parents=True)
        module.write_text(_BACKEND.format(name=name, body=textwrap.indent(body, " " * 8)))
        facts = folder / "site" / "keyrings.alt-5.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: keyrings.alt\nVersion: 5\n")
        (facts / "entry_points.txt").write_text("[keyring.backends]\nfile = keyrings.alt.file\n")
        with bare(folder) as environ:
            yield {**environ, "PYTHONPATH": str(folder / "site")}

    return installed


def chosen(backend: str) -> Situation:
    """A back-end that the environment names."""

    @contextmanager
    def named(folder: Path) -> Iterator[Environ]:
        with bare(folder) as environ:
            yield {**environ, "PYTHON_KEYRING_BACKEND": backend}

    return named


_BACKEND = """
import base64, pathlib, getpass
from keyring.backend import KeyringBackend

class {name}(KeyringBackend):
    priority = 9

    def set_password(self, service, username, password):
{body}

    def get_password(self, service, username):
        return None
"""
_PLAIN = "pathlib.Path.home().joinpath('kept').write_bytes(base64.b64encode(password.encode()))"
SITUATIONS = {
    "no bus": bare,
    "a locked keyring": locked,
    "a bus without a keyring": without_service,
    "a bus that never answers": silent,
    "plaintext files installed": foreign("PlaintextKeyring", _PLAIN),
    "a prompting back-end installed": foreign("EncryptedKeyring", "getpass.getpass('Password: ')"),
    "the null back-end chosen": chosen("keyring.backends.null.Keyring"),
    "the failing back-end chosen": chosen("keyring.backends.fail.Keyring"),
}


def billhook(
    environ: Environ, *arguments: str, stdin: int | None = None
) -> subprocess.CompletedProcess[str]:
    """What the command said in that session, at a terminal where `stdin` is one."""
    path = f"{ROOT}:{environ.get('PYTHONPATH', '')}"
    return subprocess.run(
        [sys.executable, "-m", "billhook", *arguments],
        env={**environ, "PYTHONPATH": path},
        cwd=environ["HOME"],
        stdin=subprocess.DEVNULL if stdin is None else stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


@contextmanager
def terminal() -> Iterator[int]:
    """A terminal at which nobody types."""
    ours, theirs = pty.openpty()
    try:
        yield theirs
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.slow
@pytest.mark.parametrize("situation", SITUATIONS)
def test_without_a_safe_key_store_no_vault_is_made_and_the_way_on_is_said(
    home: Path, situation: str
) -> None:
    data = home / "data"
    with SITUATIONS[situation](home) as environ:
        with terminal() as keyboard:
            said = billhook(environ, "vault", "init", "--data", str(data), stdin=keyboard)
        assert (said.returncode, said.stdout) == (1, "")
        assert WAY_ON in said.stderr
        assert "passphrase" in said.stderr
        assert said.stderr.count("\n") == 1
        assert not (data / "vault.db").exists()
        assert not (home / "kept").exists()


def test_the_way_on_leads_on(home: Path) -> None:
    with bare(home) as environ:
        key = ("--key-file", str(home / "k"), "--data", str(home / "data"))
        assert billhook(environ, "vault", "init", "--no-recovery-kit", *key).returncode == 0
        assert billhook(environ, "vault", "check", *key).returncode == 0


@pytest.fixture
def data(session: Desktop) -> Path:
    """The data folder of a vault whose key lies in that session's keyring."""
    folder = session.folder / "data"
    made = billhook(session.environ, "vault", "init", "--no-recovery-kit", "--data", str(folder))
    assert made.returncode == 0, made.stderr
    assert "OS keyring" in made.stdout
    return folder


@contextmanager
def collection(session: Desktop) -> Iterator[secretstorage.Collection]:
    """What the keyring holds."""
    with session.connection() as connection:
        yield secretstorage.get_default_collection(connection)


def listed(session: Desktop, data: Path) -> subprocess.CompletedProcess[str]:
    with terminal() as keyboard:
        return billhook(session.environ, "vault", "list", "--data", str(data), stdin=keyboard)


@pytest.mark.slow
def test_a_real_keyring_keeps_one_secret_and_opens_the_vault(session: Desktop, data: Path) -> None:
    with collection(session) as found:
        held = [(item.get_attributes(), item.get_secret()) for item in found.get_all_items()]
    assert [len(bytes.fromhex(secret.decode())) for _, secret in held] == [32]
    assert held[0][0]["service"] == "billhook"
    assert listed(session, data).returncode == 0
    added = billhook(session.environ, "vault", "slots", "add", "keyring", "--data", str(data))
    assert added.returncode == 0
    slots = billhook(session.environ, "vault", "slots", "list", "--data", str(data)).stdout
    first, second = (line.split()[0] for line in slots.splitlines())
    gone = billhook(session.environ, "vault", "slots", "remove", first, "--data", str(data))
    assert gone.returncode == 0
    with collection(session) as found:
        names = [item.get_attributes()["username"] for item in found.get_all_items()]
    assert [name.partition("/")[2] for name in names] == [second]


@pytest.mark.slow
def test_a_keyring_that_was_locked_leaves_the_vault_locked(session: Desktop, data: Path) -> None:
    with collection(session) as found:
        found.lock()
    said = listed(session, data)
    assert said.returncode == 1
    assert "The vault is locked" in said.stderr
    assert WAY_ON in said.stderr


@pytest.mark.slow
def test_a_keyring_that_comes_back_opens_the_vault_again(session: Desktop, data: Path) -> None:
    session.sign_out()
    said = listed(session, data)
    assert (said.returncode, "The vault is locked" in said.stderr) == (1, True)
    session.sign_in()
    assert listed(session, data).returncode == 0


@pytest.mark.slow
def test_billhook_starts_with_the_vault_locked_and_goes_on_with_the_keyring(
    session: Desktop, data: Path
) -> None:
    session.sign_out()
    with running(session, data) as said:
        assert "Jobs wait" in said
        away = unlocked(session, data)
        assert (away.returncode, "OS keyring" in away.stderr) == (1, True)
        session.sign_in()
        assert unlocked(session, data).returncode == 0


def unlocked(session: Desktop, data: Path) -> subprocess.CompletedProcess[str]:
    """What `vault unlock` says, asked until the worker's door is there."""
    for _ in range(100):
        said = billhook(session.environ, "vault", "unlock", "--data", str(data))
        if "No worker is running" not in said.stderr:
            return said
        time.sleep(0.2)
    return said


@contextmanager
def running(session: Desktop, data: Path) -> Iterator[str]:
    """Billhook at work; the first line that it said."""
    port = str(free_port())
    command = [sys.executable, "-m", "billhook", "up", "--data", str(data), "--no-browser"]
    process = subprocess.Popen(
        [*command, "--port", port],
        env={**session.environ, "PYTHONPATH": str(ROOT)},
        cwd=session.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline()
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
