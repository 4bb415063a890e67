"""A real Secret Service for tests: gnome-keyring on a D-Bus session of its own, headless."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import secretstorage
from jeepney.io.blocking import open_dbus_connection

PASSWORD = "the keyring's own"
_CONFIGURATION = """
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
_INSTALLED = "<servicedir>/usr/share/dbus-1/services</servicedir>"


@dataclass
class Desktop:
    """A session of one user: a bus, and the keyring on it once `sign_in` was called."""

    folder: Path
    environ: Mapping[str, str]
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def sign_in(self) -> None:
        """Start the keyring, unlocked by the password as a display manager does it."""
        command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        daemon = subprocess.Popen(
            command,
            env=dict(self.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._running.append(daemon)
        assert daemon.stdin is not None
        with daemon.stdin as words:
            words.write(PASSWORD.encode())
        self._wait_for_keyring()

    def _wait_for_keyring(self) -> None:
        with self.connection() as connection:
            until = time.monotonic() + 20
            while not secretstorage.check_service_availability(connection):
                assert time.monotonic() < until, "the keyring did not come to the bus"
                time.sleep(0.02)

    @contextmanager
    def connection(self) -> Iterator[Any]:
        """A connection to the session's bus."""
        with closing(open_dbus_connection(self.environ["DBUS_SESSION_BUS_ADDRESS"])) as made:
            yield made

    def sign_out(self) -> None:
        """End the keyring, as a logout does."""
        daemon = self._running.pop()
        daemon.terminate()
        daemon.wait(timeout=10)

    def close(self) -> None:
        """End whatever runs."""
        while self._running:
            self.sign_out()


@contextmanager
def desktop(*, activates: bool = False) -> Iterator[Desktop]:
    """A session without a screen; where it `activates`, asking for the keyring starts it, locked.

    The folder is a short one: a socket's path has 108 characters at most.
    """
    folder = Path(tempfile.mkdtemp(prefix="billhook-bus-"))
    environ = environment(folder)
    configuration = folder / "bus.conf"
    services = _INSTALLED if activates else ""
    configuration.write_text(_CONFIGURATION.format(folder=folder, services=services).strip())
    command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"]
    bus = subprocess.Popen(
        command,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert bus.stdout is not None
    assert bus.stdout.readline().startswith(b"unix:")
    session = Desktop(folder, environ)
    try:
        yield session
    finally:
        session.close()
        os.killpg(bus.pid, signal.SIGTERM)  # with what it started
        with bus:  # closes its pipe
            bus.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path) -> dict[str, str]:
    """What a process of that session has in its environment: no screen, no other home."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus",
        "LANG": "C.UTF-8",
    }
