"""Serves the dashboard over one sample desk after the other; lines make things happen in it.

python -m tests.ui.serve; each line of standard input names a port and a pipe, whose end is the end
of its desk. Each desk is served by a process of its own that finds everything imported; how it
ended is said by a line. In the pipe: arrive | progress PORTAL DONE TOTAL | expire | lock | token
TOKEN | lack NAME | slow SECONDS | save | tested WELL | stir | calls FILE
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

os.environ["NICEGUI_STORAGE_PATH"] = tempfile.mkdtemp(prefix="billhook-test-")

import uvicorn

from model.secret import Secret
from tests.ui.sample_desk import SampleDesk, SampleSessions
from ui.web import create_app

_STORAGE = Path(os.environ["NICEGUI_STORAGE_PATH"])


def listen(
    pipe: TextIO, desk: SampleDesk, sessions: SampleSessions, server: uvicorn.Server
) -> None:
    """Do what the pipe says; its end is the server's end."""
    deeds: dict[str, Callable[..., object]] = {
        "arrive": desk.arrive,
        "progress": lambda portal, done, total: desk.progress(portal, int(done), int(total)),
        "expire": sessions.held.clear,
        "lock": desk.lock_vault,
        "token": lambda token: setattr(desk, "token", token),
        "lack": desk.lack,
        "slow": lambda seconds: setattr(desk, "slow", float(seconds)),
        "save": desk.recipe_book.other_saves,
        "stir": desk.stir,
        "calls": lambda file: Path(file).write_text(json.dumps(desk.calls)),
        "tested": lambda well: desk.recipe_book.test_ends(good=well == "well"),
    }
    for line in pipe:
        verb, *words = line.split()
        deeds[verb](*words)
    server.should_exit = True


def serve(port: int, pipe: TextIO) -> None:
    """Serve a new sample desk until the pipe ends."""
    desk = SampleDesk()
    sessions = SampleSessions(desk)
    hosts = frozenset({"127.0.0.1", "localhost"})
    app = create_app(desk, hosts=hosts, secret=Secret("sample secret"), sessions=sessions)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    threading.Thread(target=listen, args=(pipe, desk, sessions, server), daemon=True).start()
    server.run()


def main() -> None:
    """Serve until standard input ends."""
    for line in sys.stdin:
        port, _, path = line.rstrip("\n").partition(" ")
        child = os.fork()
        if not child:
            with Path(path).open() as pipe:
                serve(int(port), pipe)
            sys.exit()
        _, status = os.waitpid(child, 0)
        for left in _STORAGE.iterdir():
            left.unlink()
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
