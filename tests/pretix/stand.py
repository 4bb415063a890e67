"""pretix being served on loopback: where it listens, and who asked it for what."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests import applications
from tests.applications import free_door, served

SIGN_IN = "/nordhalle/account/login"


class Stand(applications.Stand):
    """A shop that is open."""

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
    door = free_door()
    stand = Stand(f"http://{door}", data / "requests.log")
    told = {**os.environ, "PRETIX_CONFIG_FILE": str(config(data, stand.origin))}
    # its pages refer to styles and scripts: --insecure has them served without a web server beside
    command = (python, "-m", "pretix", "runserver", "--noreload", "--insecure", door)
    with served(stand, *command, is_open=_shows_its_door, path=SIGN_IN, env=told):
        yield stand


def config(data: Path, origin: str) -> Path:
    """The configuration of a shop that keeps all it has in one folder."""
    file = data / "pretix.cfg"
    file.write_text(
        f"[pretix]\ninstance_name=Nordhalle\nurl={origin}\ndatadir={data}\nregistration=off\n"
        "[database]\nbackend=sqlite3\n[django]\ndebug=off\n"
    )
    return file


def _shows_its_door(answer: httpx.Response) -> bool:
    return answer.status_code == httpx.codes.OK
