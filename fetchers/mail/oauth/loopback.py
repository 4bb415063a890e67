"""Where the browser comes back to after a consent: one address on this machine, for a while."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Final

from model.errors import ConsentEnded

_PAGE: Final = (
    b"<!doctype html><meta charset=utf-8><title>Billhook</title>"
    b"<p>Billhook has got the answer. You can close this page."
)
_WAIT: Final = 600.0
_LONGEST: Final = 8192


class Landing:
    """A listener on 127.0.0.1; `address` is what the provider sends the browser to (RFC 8252)."""

    def __init__(self, server: HTTPServer, came: threading.Event, ended: list[str]) -> None:
        self._came = came
        self._ended = ended
        self.address = f"http://127.0.0.1:{server.server_port}"

    def wait(self, seconds: float = _WAIT) -> str:
        """The address at which the browser ended.

        Raises:
            ConsentEnded: nobody came.
        """
        if (ended := self.came(seconds)) is None:
            raise ConsentEnded("Nobody signed in within ten minutes; start again.")
        return ended

    def came(self, seconds: float) -> str | None:
        """The address at which the browser ended; None while nobody came for so long."""
        return self._ended[0] if self._came.wait(seconds) else None


@contextmanager
def landing(port: int = 0) -> Iterator[Landing]:
    """A landing place while the block lasts, at a free port unless one is named."""
    came, ended = threading.Event(), list[str]()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answered = "state=" in self.path and len(self.path) <= _LONGEST
            self.send_response(200 if answered else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            if answered:
                self.wfile.write(_PAGE)
                ended.append(f"http://127.0.0.1{self.path}")
                came.set()

        def log_request(self, *_said: object) -> None:
            """Nothing: the address holds the code."""

    with HTTPServer(("127.0.0.1", port), Page) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
        serving.start()
        try:
            yield Landing(server, came, ended)
        finally:
            server.shutdown()
            serving.join()
