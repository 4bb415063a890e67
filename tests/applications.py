"""Applications of others, each in an environment and a process of its own.

Nothing of them is imported, changed, or kept in this repository: a lock says what is installed, the
cache keeps what was made of it, and they are spoken to as anybody speaks to them.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx
from filelock import FileLock
from platformdirs import user_cache_path

from tests.loopback import free_port
from tests.waiting import until

LONGEST: Final = 900  # seconds that any one step may take on a slow machine


@dataclass(frozen=True)
class Stand:
    """An application that is open, and the list of the requests that it answered."""

    origin: str
    log: Path


def installed(
    name: str, lock: Path, *sources: Path, make: Callable[[Path, Path], None]
) -> tuple[Path, Path]:
    """The Python that has the application, and a folder that `make` filled by it, once.

    Either is made anew where the lock, these sources or our Python are others than before.
    """
    cache = user_cache_path("billhook-tests", ensure_exists=True)
    with FileLock(cache / f"{name}.lock"):
        python = _environment(cache / f"{name}-env-{_key(lock)}", lock)
        folder = cache / f"{name}-data-{_key(lock, *sources)}"
        if not folder.exists():
            with TemporaryDirectory(dir=cache) as beside:
                data = Path(beside) / "data"
                data.mkdir()
                make(python, data)
                shutil.copytree(data, folder)
        return python, folder


def _environment(folder: Path, lock: Path) -> Path:
    """The Python of the environment that the lock describes."""
    python = folder / "bin" / "python"
    whole = folder / "whole"
    if whole.exists():
        return python
    uv = Path(sys.executable).with_name("uv")
    run(uv, "venv", "-q", "--clear", "--python", sys.executable, folder)
    run(uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", lock)
    whole.touch()
    return python


def _key(*files: Path) -> str:
    """What tells one making from another: the files it is made of, and the Python."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def run(*command: str | Path, env: Mapping[str, str] | None = None) -> None:
    """Nothing comes back: the command has ended well."""
    subprocess.run(command, check=True, timeout=LONGEST, env=env, stdin=subprocess.DEVNULL)


def free_door() -> str:
    """A host and port on loopback where nobody listens."""
    return f"127.0.0.1:{free_port()}"


@contextmanager
def served(
    stand: Stand,
    *command: str | Path,
    is_open: Callable[[httpx.Response], bool],
    path: str = "",
    env: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """The application, run by this command, open as long as the context is."""

    def answers() -> bool:
        assert process.poll() is None, stand.log.read_text()
        try:
            return is_open(httpx.get(f"{stand.origin}{path}", timeout=60))
        except httpx.TransportError:
            return False

    with stand.log.open("wb") as log:
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        until(answers, seconds=LONGEST)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
