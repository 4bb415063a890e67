"""pretix on this machine: an environment and a sold-out shop, made once and kept in the cache.

pretix is a ticket shop under the AGPL-3.0 that nobody of this project wrote; here it is a portal to
visit. It has an environment of its own (never Billhook's), runs as a process of its own, and is
spoken to by HTTP alone: nothing of it is imported, changed, or kept in this repository.
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

from tests.pretix import shop
from tests.pretix.stand import config, serve

HERE = Path(__file__).parent
LOCK = HERE / "pretix.lock"
ROWS = HERE / "shop.json"
LONGEST = 900  # seconds that any one step may take on a slow machine


def shop_folder() -> tuple[Path, Path]:
    """The Python that has pretix, and the data folder of the shop: made where they are missing."""
    cache = user_cache_path("billhook-tests", ensure_exists=True)
    with FileLock(cache / "pretix.lock"):
        python = _environment(cache)
        return python, _data(cache, python)


def _environment(cache: Path) -> Path:
    """The Python of the environment that the lock describes."""
    folder = cache / f"pretix-env-{_key(LOCK)}"
    python = folder / "bin" / "python"
    whole = folder / "whole"
    if whole.exists():
        return python
    uv = Path(sys.executable).with_name("uv")
    _run(uv, "venv", "-q", "--clear", "--python", sys.executable, folder)
    _run(uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", LOCK)
    whole.touch()
    return python


def _data(cache: Path, python: Path) -> Path:
    """The data folder of a shop with customers, orders and invoices."""
    folder = cache / f"pretix-shop-{_key(LOCK, ROWS, Path(shop.__file__))}"
    if folder.exists():
        return folder
    with TemporaryDirectory(dir=cache) as beside:
        data = Path(beside) / "data"
        data.mkdir()
        _migrate(python, data)
        with serve(python, data) as stand:
            shop.sell(stand.origin)
        shop.backdate(data / "db.sqlite3")
        with serve(python, data) as stand:
            shop.print_invoices(stand.origin)
        shutil.copytree(data, folder)
    return folder


def _migrate(python: Path, data: Path) -> None:
    """Nothing comes back: the tables and the first rows stand.

    The tables are made from pretix's models, as its own tests do it, in place of some six hundred
    migrations one after another: seconds instead of minutes.
    """
    settings = {**os.environ, "PRETIX_CONFIG_FILE": str(config(data, "http://127.0.0.1"))}
    tests = {**settings, "DJANGO_SETTINGS_MODULE": "pretix.testutils.settings"}
    _run(python, "-m", "pretix", "migrate", "--run-syncdb", "-v", "0", env=tests)
    _run(python, "-m", "pretix", "loaddata", "-v", "0", ROWS, env=settings)


def _key(*files: Path) -> str:
    """What tells one making from another: the files it is made of, and the Python."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    subprocess.run(command, check=True, timeout=LONGEST, env=env, stdin=subprocess.DEVNULL)
