"""Serves the dashboard over the sample desk; lines on standard input make things happen in it.

python -m tests.ui.serve PORT; then: arrive | progress PORTAL DONE TOTAL | expire | lock | lack NAME
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading

os.environ["NICEGUI_STORAGE_PATH"] = tempfile.mkdtemp(prefix="billhook-test-")

import uvicorn

from model.secret import Secret
from tests.ui.sample_desk import SampleDesk, SampleSessions
from ui.web import create_app


def listen(desk: SampleDesk, sessions: SampleSessions, server: uvicorn.Server) -> None:
    """Do what standard input says; its end is the server's end."""
    for line in sys.stdin:
        verb, *words = line.split()
        if verb == "arrive":
            desk.arrive()
        elif verb == "progress":
            desk.progress(words[0], int(words[1]), int(words[2]))
        elif verb == "expire":
            sessions.held.clear()
        elif verb == "lock":
            desk.lock_vault()
        elif verb == "token":
            desk.token = words[0]
        elif verb == "lack":
            desk.lack(*words)
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
