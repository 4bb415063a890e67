"""Serving a site of the farm on a port of this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

import uvicorn
from starlette.types import ASGIApp


@contextmanager
def serve(app: ASGIApp, host: str = "127.0.0.1") -> Iterator[str]:
    """The origin at which an app is served while the context is open."""
    with socket.create_server((host, 0)) as door:
        config = uvicorn.Config(app, log_level="critical", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        try:
            yield f"http://{host}:{door.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            thread.join(timeout=10)


@contextmanager
def serving(apps: Iterable[ASGIApp]) -> Iterator[tuple[str, ...]]:
    """The origins at which apps are served while the context is open."""
    with ExitStack() as stack:
        yield tuple(stack.enter_context(serve(app)) for app in apps)
