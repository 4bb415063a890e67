"""The web process: `python -m billhook.web`, started by `billhook up`."""

from __future__ import annotations

import gc
import os
import secrets
import sys
import threading

import click
import uvicorn

from billhook import logs
from billhook.cli import protected
from billhook.commands.options import data_option, settings_of
from billhook.door import WorkersDoor
from billhook.doors import door_terms
from billhook.lifeline import stop_at_end
from billhook.lock import only_one
from billhook.machines import Neighbours
from billhook.settings import DEFAULT_PORT, Settings
from billhook.wiring import CLOCK, opened_store, reader
from model.secret import Secret
from pipeline.access.sessions import StoreSessions
from pipeline.desks.api_desk import StoreApiDesk
from pipeline.desks.desk import StoreDesk
from pipeline.live.opening import LivePages
from pipeline.vitals import StoreVitals
from storage.store import Store


@click.command()
@data_option
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=DEFAULT_PORT)
def web(data: str | None, host: str, port: int) -> None:
    """Serve the dashboard until the parent ends."""
    settings = settings_of(data)
    logs.begin(settings, "web")
    stop = stop_at_end()
    with only_one(settings.data, "web"), opened_store(settings) as store:
        _serve(settings, store, host=host, port=port, stop=stop)


def _serve(
    settings: Settings, store: Store, *, host: str, port: int, stop: threading.Event
) -> None:
    # NiceGUI reads the folder when it is imported; its default is the current directory
    os.environ["NICEGUI_STORAGE_PATH"] = str(settings.data / "nicegui")
    from ui.web.app import create_app

    near = Neighbours(settings, store)
    desk = StoreDesk(
        store,
        CLOCK,
        reader(store),
        door=WorkersDoor(settings.data, near.lines),
        live=LivePages(settings.data, near.lines),
        entrance=door_terms(settings, CLOCK),
    )
    app = create_app(
        desk,
        hosts=frozenset(settings.hosts),
        secret=Secret(secrets.token_urlsafe()),
        sessions=StoreSessions(store),
        clock=CLOCK,
        api=StoreApiDesk(store, reader(store)),
        vitals=StoreVitals(store),
        name_portals=settings.metrics_name_portals,
    )
    gc.collect()
    gc.freeze()  # what is there now stays; to look at all of it took a tenth of a second each time
    # its log goes the way of all others
    config = uvicorn.Config(app, host=host, port=port, log_config=None, access_log=False, workers=1)
    server = uvicorn.Server(config)

    def leave() -> None:
        stop.wait()
        server.should_exit = True

    threading.Thread(target=leave, daemon=True).start()
    server.run()


if __name__ == "__main__":
    sys.exit(protected(web, sys.argv[1:]))
