"""Serves the dashboard over the sample desk; lines on standard input make things happen in it.

python -m tests.ui.serve PORT; then: arrive | progress PORTAL DONE TOTAL | expire | lock | token
TOKEN | lack NAME | slow SECONDS | save | tested WELL
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable

os.environ["NICEGUI_STORAGE_PATH"] = tempfile.mkdtemp(prefix="billhook-test-")

import uvicorn

from model.secret import Secret
from tests.ui.sample_desk import SampleDesk, SampleSessions
from ui.web import create_app


def listen(desk: SampleDesk, sessions: SampleSessions, server: uvicorn.Server) -> None:
    """Do what standard input says; its end is the server's end."""
    deeds: dict[str, Callable[..., object]] = {
        "arrive": desk.arrive,
        "progress": lambda portal, done, total: desk.progress(portal, int(done), int(total)),
        "expire": sessions.held.clear,
        "lock": desk.lock_vault,
        "token": lambda token: setattr(desk, "token", token),
        "lack": desk.lack,
        "slow": lambda seconds: setattr(desk, "slow", float(seconds)),
        "save": desk.recipe_book.other_saves,
        "tested": lambda well: desk.recipe_book.test_ends(good=well == "well"),
    }
    for line in sys.stdin:
        verb, *words = line.split()
        deeds[verb](*words)
    server.should_exit = True


def main(port: int) -> None:
    """Serve until standard input ends."""
    desk = SampleDesk()
    sessions = SampleSessions(desk)
    hosts = frozenset({"127.0.0.1", "localhost"})
    app = create_app(desk, hosts=hosts, secret=Secret("sample secret"), sessions=sessions)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    threading.Thread(target=listen, args=(desk, sessions, server), daemon=True).start()
    server.run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
