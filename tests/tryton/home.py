"""Tryton on this machine: an environment and the company's books, made once and kept in the cache.

Tryton is an ERP under the GPL-3.0 that nobody of this project wrote; here it is the destination. It
has an environment of its own (never Billhook's), runs as a process of its own, and is spoken to by
JSON-RPC alone: nothing of it is imported, changed, or kept in this repository.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock
from platformdirs import user_cache_path

from tests.tryton import books
from tests.tryton.stand import DATABASE, PASSWORD, config, serve

HERE = Path(__file__).parent
LOCK = HERE / "tryton.lock"
LONGEST = 900  # seconds that any one step may take on a slow machine


def books_folder() -> tuple[Path, Path]:
    """The Python that has Tryton, and the folder of the books: made where they are missing."""
    cache = user_cache_path("billhook-tests", ensure_exists=True)
    with FileLock(cache / "tryton.lock"):
        python = _environment(cache)
        return python, _books(cache, python)


def _environment(cache: Path) -> Path:
    """The Python of the environment that the lock describes."""
    folder = cache / f"tryton-env-{_key(LOCK)}"
    python = folder / "bin" / "python"
    whole = folder / "whole"
    if whole.exists():
        return python
    uv = Path(sys.executable).with_name("uv")
    _run(uv, "venv", "-q", "--clear", "--python", sys.executable, folder)
    _run(uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", LOCK)
    whole.touch()
    return python


def _books(cache: Path, python: Path) -> Path:
    """The folder of a database with the demo company's books."""
    folder = cache / f"tryton-books-{_key(LOCK, Path(books.__file__), Path(__file__))}"
    if folder.exists():
        return folder
    with TemporaryDirectory(dir=cache) as beside:
        data = Path(beside) / "data"
        data.mkdir()
        _found(python, data)
        with serve(python, data) as stand:
            books.open_books(stand)
        shutil.copytree(data, folder)
    return folder


def _found(python: Path, data: Path) -> None:
    """Nothing comes back: a database with the modules for supplier invoices stands."""
    (data / f"{DATABASE}.sqlite").touch()
    secret = data / "password"
    secret.write_text(PASSWORD)
    told = {**os.environ, "TRYTONPASSFILE": str(secret)}
    admin = (python.with_name("trytond-admin"), "-c", config(data, "127.0.0.1:0"), "-d", DATABASE)
    _run(*admin, "--all", "--email", "admin@example.com", env=told)
    _run(*admin, "-u", "account_invoice", "--activate-dependencies", env=told)
    secret.unlink()


def _key(*files: Path) -> str:
    """What tells one making from another: the files it is made of, and the Python."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    subprocess.run(command, check=True, timeout=LONGEST, env=env, stdin=subprocess.DEVNULL)
