"""OpenSSH's programs, run as programs of their own: what they may know, and for how long."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from model.errors import ProgramMissing

NEEDED: Final = ("sftp", "ssh", "ssh-agent", "ssh-add", "ssh-keyscan")
REMEDY: Final = "Install OpenSSH's client (Debian's package openssh-client)."
_PATH: Final = "/usr/local/bin:/usr/bin:/bin"


class Ended(NamedTuple):
    """How a program ended, and what it said; None as status where it took too long."""

    status: int | None
    said: str
    complained: str


def missing_programs() -> tuple[str, ...]:
    """Those of OpenSSH's programs that are not installed."""
    return tuple(name for name in NEEDED if shutil.which(name) is None)


def prove_installed() -> None:
    """Nothing, where all of them are installed. Raises ProgramMissing."""
    if missing := missing_programs():
        raise ProgramMissing(f"SFTP needs {', '.join(missing)}. {REMEDY}")


def run(
    arguments: Sequence[str],
    *,
    folder: Path,
    seconds: float,
    environ: Mapping[str, str] | None = None,
    given: bytes = b"",
) -> Ended:
    """How a program ended that was started in this folder and got these bytes to read.

    It has no terminal, no shell of ours and none of our environment but the path; it and what it
    started end together.
    """
    process = subprocess.Popen(  # noqa: S603 - an argument list of ours, proved where it is made
        arguments,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ.get("PATH", _PATH), "LC_ALL": "C", **(environ or {})},
        start_new_session=True,
    )
    with process:
        try:
            said, complained = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired:
            return Ended(None, "", "")
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)  # what it started, too: it holds the pipes
    return Ended(process.returncode, _text(said), _text(complained))


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
