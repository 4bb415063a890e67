"""pretix being served on loopback: where it listens, and who asked it for what."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.waiting import until

SIGN_IN = "/nordhalle/account/login"
LONGEST_START = 600  # seconds


@dataclass(frozen=True)
class Stand:
    """A shop that is open, and the list of the requests that it answered."""

    origin: str
    log: Path

    @property
    def start_url(self) -> str:
        """Where a customer signs in."""
        return f"{self.origin}{SIGN_IN}"

    def asked(self, method: str, path: str) -> int:
        """How many requests it answered whose path begins so."""
        return self.log.read_text().count(f'"{method} {path}')


@contextmanager
def serve(python: Path, data: Path) -> Iterator[Stand]:
    """The shop of a data folder, open as long as the context is."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        door = f"127.0.0.1:{free.getsockname()[1]}"
    stand = Stand(f"http://{door}", data / "requests.log")
    told = {**os.environ, "PRETIX_CONFIG_FILE": str(config(data, stand.origin))}
    # its pages refer to styles and scripts: --insecure has them served without a web server beside
    command = (python, "-m", "pretix", "runserver", "--noreload", "--insecure", door)
    with stand.log.open("wb") as log:
        process = subprocess.Popen(
            command, env=told, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        until(lambda: _is_open(stand, process), seconds=LONGEST_START)
        yield stand
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def config(data: Path, origin: str) -> Path:
    """The configuration of a shop that keeps all it has in one folder."""
    file = data / "pretix.cfg"
    file.write_text(
        f"[pretix]\ninstance_name=Nordhalle\nurl={origin}\ndatadir={data}\nregistration=off\n"
        "[database]\nbackend=sqlite3\n[django]\ndebug=off\n"
    )
    return file


def _is_open(stand: Stand, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, stand.log.read_text()
    try:
        return httpx.get(stand.start_url, timeout=60).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
