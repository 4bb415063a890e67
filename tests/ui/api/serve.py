"""Serves the whole dashboard with the API over a small filled store, until standard input ends.

python -m tests.ui.api.serve PORT FOLDER       prints a token that may do everything
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from pathlib import Path

os.environ["NICEGUI_STORAGE_PATH"] = tempfile.mkdtemp(prefix="billhook-test-")

import uvicorn

from billhook.wiring import reader
from model.secret import Secret
from pipeline.desks.api_desk import StoreApiDesk
from tests import emptystore
from tests.storage import samples
from tests.ui.api.conftest import Passing, fill, token_of
from tests.ui.sample_desk import SampleDesk, SampleSessions
from ui.web import create_app


def main(port: int, folder: Path) -> None:
    """Serve until standard input ends."""
    store = emptystore.opened(folder / "app.sqlite", Passing(samples.NOON))
    fill(store)
    desk = SampleDesk()
    app = create_app(
        desk,
        hosts=frozenset({"127.0.0.1"}),
        secret=Secret("sample secret"),
        sessions=SampleSessions(desk),
        clock=store.clock,
        api=StoreApiDesk(store, reader(store)),
    )
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    print(token_of(store)[1].reveal(), flush=True)

    def listen() -> None:
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=listen, daemon=True).start()
    server.run()
    store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
